//! Brightness of modules, of painted codes and of samples drawn by lot.

use super::super::symbol::Version;
use super::super::symbol::tests::Noise;
use super::super::tests::painter::{Picture, Pose, Scene, spent, unhurried};
use super::*;

#[test]
fn running_sums_are_those_of_adding_all_up() {
    let mut noise = Noise::new(7);
    let (mut sums, mut seen) = (Sums::default(), Vec::new());
    for side in [1, 2, 5, 11, 12, 23] {
        let samples: Vec<f32> = (0..side * side).map(|_| 100.0 * noise.normal()).collect();
        sums.over(&samples, side, &mut seen);
        let around = |at: usize| (at..=at + 2 * REACH).map(move |at| at.saturating_sub(REACH).min(side - 1));
        for (index, seen) in seen.iter().enumerate() {
            let rows = around(index / side);
            let sum: f32 =
                rows.flat_map(|y| around(index % side).map(move |x| y * side + x)).map(|at| samples[at]).sum();
            assert!((sum - seen).abs() < 0.5, "{seen}, not {sum}, at {index} of {side}²");
        }
        assert_eq!(seen.len(), side * side);
    }
    sums.over(&[0.0; 7], 3, &mut seen);
    assert!(seen.is_empty(), "seven are no square");
}

#[test]
fn modules_are_read_off_under_uneven_light() {
    let (mut noise, mut soft, side) = (Noise::new(8), Vec::new(), 31);
    let dark: Vec<bool> = (0..side * side).map(|_| noise.below(2) == 0).collect();
    // So much more light on the right that ink there is lighter than paper in the darkest corner.
    let light = |at: usize| 60.0 + 5.0 * extent(at % side) - 1.2 * extent(at / side);
    let samples: Vec<f32> =
        dark.iter().enumerate().map(|(at, dark)| light(at) * if *dark { 0.4 } else { 1.0 }).collect();
    let mut levels = Levels::default();
    levels.measure(&samples, side);
    levels.relative(&samples, side, &mut soft);
    let inner = (1..side - 1).flat_map(|y| (1..side - 1).map(move |x| y * side + x));
    assert_eq!(soft.len(), (side - 2) * (side - 2));
    for (soft, at) in soft.iter().zip(inner) {
        assert!(if dark[at] { *soft < -0.35 } else { *soft > 0.35 }, "{soft} where dark is {}", dark[at]);
        assert!(soft.abs() < 2.2, "{soft}");
    }
}

#[test]
fn what_a_lamp_washes_out_counts_little() {
    let picture = Scene::sized(200, 200).paint("semafor", fast_qr::ECL::Q, &Pose::default());
    let lit = |x: usize, y: usize| if x > y { 255 } else { picture.plane().row(y)[x] };
    let (lit, mut samples) = (Picture::of(200, 200, lit), Samples::default());
    let grid = Grid { flat: picture.flat(), bend: None, version: Version::LEAST, inverted: false, scale: 1.0 };
    assert!(samples.take_middles(&lit.plane(), &grid, &unhurried()));
    assert!(samples.take_around(&lit.plane(), &grid, &unhurried()));
    let mut values = vec![2.0; 441];
    samples.discount_glare(&mut values);
    for (index, value) in values.iter().enumerate() {
        let (x, y) = (index % 21, index / 21);
        let expected = if x > y { 2.0 * DISCOUNT } else { 2.0 };
        assert!(x == y || (value - expected).abs() < 1e-6, "{value} in column {x}, row {y}");
    }
}

#[test]
fn phases_are_taken_where_the_grid_says() {
    let picture = Scene::sized(200, 200).paint("semafor", fast_qr::ECL::Q, &Pose { turn: 25.0, ..Pose::default() });
    let (mut samples, mut middles, mut means) = (Samples::default(), Vec::new(), Vec::new());
    let mut grid = Grid { flat: picture.flat(), bend: None, version: Version::LEAST, inverted: false, scale: 1.0 };
    assert!(samples.take_middles(&picture.plane(), &grid, &unhurried()));
    samples.middles(&mut middles);
    assert!(samples.take_around(&picture.plane(), &grid, &unhurried()));
    samples.means(&mut means);
    assert!(middles[0] < -0.5 && middles[22] > 0.5 && middles[44] < -0.5, "the rings of the first pattern");
    let alike = middles.iter().zip(&means).filter(|(a, b)| (**a < 0.0) == (**b < 0.0)).count();
    assert_eq!((alike, means.len()), (441, 441));
    grid.inverted = true;
    assert!(samples.take_middles(&picture.plane(), &grid, &unhurried()));
    samples.middles(&mut means);
    assert!(middles.iter().zip(&means).all(|(a, b)| (a + b).abs() < 0.01), "light and dark change places");
    assert!(!samples.take_middles(&picture.plane(), &grid, &spent()));
}
