//! Derived pictures against what plain arithmetic makes of small frames of noise.

#![expect(clippy::arithmetic_side_effects, reason = "pictures of a few pixels")]

use super::super::Point;
use super::super::plane::extent;
use super::super::tests::painter::{Picture, spent, unhurried};
use super::*;

/// Fails where a derived pixel is farther than `room` from what is computed from the frame for its place.
fn check(derived: Option<Plane<'_>>, size: (usize, usize), room: f32, naive: impl Fn(usize, usize) -> f32) {
    let derived = derived.unwrap();
    assert_eq!((derived.width(), derived.height()), size);
    for (x, y) in (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y))) {
        let (seen, naive) = (f32::from(derived.row(y)[x]), naive(x, y));
        assert!((seen - naive).abs() <= room, "{seen}, not {naive}, at {x}, {y} of {size:?}");
    }
}

/// The mean over columns and rows; beyond the edges the outermost pixels count again.
fn mean_over(plane: &Plane<'_>, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>, shift: usize) -> f32 {
    let clamped = |at: usize, size: usize| at.saturating_sub(shift).min(size - 1);
    let count = extent(columns.len() * rows.len());
    let row = |y: usize| plane.row(clamped(y, plane.height()));
    let line = |y: usize| columns.clone().map(move |x| f32::from(row(y)[clamped(x, plane.width())])).sum::<f32>();
    rows.map(line).sum::<f32>() / count
}

#[test]
fn smaller_pictures_are_means() {
    for (width, height) in [(48, 50), (49, 43), (64, 71)] {
        let picture = Picture::of_noise(width, height, 1);
        let (plane, mut derived) = (picture.plane(), Derived::default());
        let block = |factor: usize| {
            move |x: usize, y: usize| mean_over(&plane, x * factor..(x + 1) * factor, y * factor..(y + 1) * factor, 0)
        };
        let half = derived.make(&plane, Look::Half, &unhurried());
        check(half, (width / 2, height / 2), 0.5, block(2));
        check(derived.shrink(&plane, 2, &unhurried()), (width / 2, height / 2), 0.99, block(2));
    }
    let picture = Picture::of_noise(110, 107, 2);
    let (plane, mut derived) = (picture.plane(), Derived::default());
    let fifth = |x: usize, y: usize| mean_over(&plane, x * 5..x * 5 + 5, y * 5..y * 5 + 5, 0);
    check(derived.shrink(&plane, 5, &unhurried()), (22, 21), 0.99, fifth);
    assert!(derived.shrink(&plane, 6, &unhurried()).is_none(), "17 rows hold no code");
    assert!(derived.shrink(&plane, 0, &unhurried()).is_none());
    let white = Picture::of(16 * 21, 16 * 21, |_, _| 255);
    check(derived.shrink(&white.plane(), 16, &unhurried()), (21, 21), 0.0, |_, _| 255.0);
}

#[test]
fn sharpened_pictures_are_differences_from_the_mean() {
    let picture = Picture::of_noise(47, 53, 3);
    let (plane, mut derived) = (picture.plane(), Derived::default());
    for radius in [1, 3, 7, 12] {
        let reach = 2 * radius + 1;
        let naive = |x: usize, y: usize| {
            let mean = mean_over(&plane, x..x + reach, y..y + reach, radius);
            (128.0 + 3.0 * (f32::from(plane.row(y)[x]) - mean)).clamp(0.0, 255.0)
        };
        check(derived.make(&plane, Look::Sharpened { radius }, &unhurried()), (47, 53), 2.0, naive);
    }
    let (mut halved, look) = (Derived::default(), Look::Sharpened { radius: 2 });
    let half = halved.make(&plane, Look::Half, &unhurried()).unwrap();
    let mut of_half = Derived::default();
    let expected = of_half.make(&half, look, &unhurried()).unwrap();
    let seen = derived.make(&plane, Look::HalfSharpened { radius: 2 }, &unhurried());
    check(seen, (23, 26), 0.0, |x, y| f32::from(expected.row(y)[x]));
}

#[test]
fn doubled_pictures_are_read_between_pixels() {
    let picture = Picture::of_noise(25, 31, 4);
    let (plane, mut derived) = (picture.plane(), Derived::default());
    let between = |x: usize, y: usize| plane.at(Point::new(extent(x) + 0.5, extent(y) + 0.5) * 0.5);
    check(derived.make(&plane, Look::Double, &unhurried()), (50, 62), 0.8, between);
    let large = Picture::of(1_024, 512, |_, _| 9);
    assert!(derived.make(&large.plane(), Look::Double, &unhurried()).is_none(), "too large to be doubled");
    for look in [Look::Half, Look::Double, Look::Sharpened { radius: 2 }, Look::HalfSharpened { radius: 2 }] {
        assert!(derived.make(&plane, look, &spent()).is_none(), "{look:?} takes time");
    }
}
