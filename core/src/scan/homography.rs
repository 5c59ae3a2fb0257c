//! How a flat code lies in the picture: eight numbers.

use super::Point;

/// A projective map from a code's modules to a frame's pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Homography([f32; 9]);

/// A module's place and where it was seen, and how much that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub(super) module: Point,
    pub(super) seen: Point,
    pub(super) weight: f32,
}

impl Homography {
    #[inline]
    pub(super) fn map(&self, module: Point) -> Point {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let depth = 1.0 / (g * module.x + h * module.y + i);
        let x = (a * module.x + b * module.y + c) * depth;
        let y = (d * module.x + e * module.y + f) * depth;
        Point::new(x, y)
    }

    /// Pixels of a module's side at a place in modules.
    pub(super) fn module_at(&self, module: Point) -> f32 {
        self.map(module + Point::new(1.0, 0.0)).distance(self.map(module))
    }

    /// The map with the least squared error at these places. At least four of them, not on one line.
    pub(super) fn fit(ties: &[Tie]) -> Option<Self> {
        if ties.len() < 4 {
            return None;
        }
        let modules = Normal::of(ties.iter().map(|tie| tie.module))?;
        let pixels = Normal::of(ties.iter().map(|tie| tie.seen))?;
        let mut equations = [[0.0_f64; 9]; 8];
        for tie in ties {
            let (x, y) = modules.normalise(tie.module);
            let (u, v) = pixels.normalise(tie.seen);
            let weight = f64::from(tie.weight);
            add_equation(&mut equations, [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u], weight);
            add_equation(&mut equations, [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v], weight);
        }
        let [a, b, c, d, e, f, g, h] = solve(equations)?;
        let normal = [[a, b, c], [d, e, f], [g, h, 1.0]];
        let whole = product(&pixels.back(), &product(&normal, &modules.forth()));
        let [[a, b, c], [d, e, f], [g, h, i]] = whole;
        Some(Self([a, b, c, d, e, f, g, h, i].map(narrow)))
    }
}

/// Moves places to around the origin and scales them to around 1, without which the equations are ill-conditioned.
struct Normal {
    x: f64,
    y: f64,
    scale: f64,
}

impl Normal {
    fn of(places: impl Iterator<Item = Point> + Clone) -> Option<Self> {
        let mean = |values: &mut dyn Iterator<Item = f64>| {
            let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
            sum / count
        };
        let x = mean(&mut places.clone().map(|place| f64::from(place.x)));
        let y = mean(&mut places.clone().map(|place| f64::from(place.y)));
        let scale = mean(&mut places.map(|place| (f64::from(place.x) - x).hypot(f64::from(place.y) - y)));
        (scale.is_finite() && scale > 1e-9).then_some(Self { x, y, scale })
    }

    fn normalise(&self, place: Point) -> (f64, f64) {
        ((f64::from(place.x) - self.x) / self.scale, (f64::from(place.y) - self.y) / self.scale)
    }

    fn forth(&self) -> [[f64; 3]; 3] {
        let scale = 1.0 / self.scale;
        [[scale, 0.0, -self.x * scale], [0.0, scale, -self.y * scale], [0.0, 0.0, 1.0]]
    }

    fn back(&self) -> [[f64; 3]; 3] {
        [[self.scale, 0.0, self.x], [0.0, self.scale, self.y], [0.0, 0.0, 1.0]]
    }
}

/// Adds one equation (its last number is the right side) to the normal equations.
fn add_equation(equations: &mut [[f64; 9]; 8], equation: [f64; 9], weight: f64) {
    for (row, factor) in equations.iter_mut().zip(equation) {
        for (sum, value) in row.iter_mut().zip(equation) {
            *sum += weight * factor * value;
        }
    }
}

/// Gauss–Jordan elimination with the largest pivot.
fn solve(mut equations: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for column in 0..8 {
        let size = |row: &[f64; 9]| row.get(column).copied().map_or(0.0, f64::abs);
        let (best, _) = equations.iter().enumerate().skip(column).max_by(|a, b| size(a.1).total_cmp(&size(b.1)))?;
        equations.swap(column, best);
        let pivot_row = *equations.get(column)?;
        let pivot = *pivot_row.get(column)?;
        if !pivot.is_finite() || pivot.abs() < 1e-12 {
            return None;
        }
        for (_, row) in equations.iter_mut().enumerate().filter(|(index, _)| *index != column) {
            let factor = *row.get(column)? / pivot;
            for (value, from) in row.iter_mut().zip(pivot_row) {
                *value -= factor * from;
            }
        }
    }
    let mut solution = [0.0; 8];
    for (index, (unknown, row)) in solution.iter_mut().zip(&equations).enumerate() {
        let [.., right] = row;
        *unknown = right / row.get(index)?;
    }
    Some(solution)
}

fn product(left: &[[f64; 3]; 3], right: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let [first, second, third] = right;
    left.map(|[a, b, c]| {
        let mut row = [0.0; 3];
        for (sum, ((first, second), third)) in row.iter_mut().zip(first.iter().zip(second).zip(third)) {
            *sum = a * first + b * second + c * third;
        }
        row
    })
}

#[expect(
    clippy::as_conversions,
    reason = "sampling: fitted in f64, used in f32, whose 24 bits are far finer than a pixel"
)]
const fn narrow(number: f64) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests {
    use super::super::symbol::tests::Noise;
    use super::*;

    /// A tilted code of 45 modules as a camera sees it.
    const SEEN: Homography = Homography([9.0, -2.5, 310.0, 3.1, 8.2, 95.0, 0.004, -0.002, 1.0]);

    fn tie(x: f32, y: f32) -> Tie {
        let module = Point::new(x, y);
        Tie { module, seen: SEEN.map(module), weight: 1.0 }
    }

    /// The largest distance in pixels between where two maps put the modules of the code.
    fn farthest(fitted: &Homography) -> f32 {
        let places = (0..=9_u8).flat_map(|x| (0..=9_u8).map(move |y| Point::new(f32::from(x), f32::from(y)) * 5.0));
        places.map(|place| fitted.map(place).distance(SEEN.map(place))).fold(0.0, f32::max)
    }

    #[test]
    fn four_places_give_the_map() {
        let corners = [tie(0.0, 0.0), tie(45.0, 0.0), tie(45.0, 45.0), tie(0.0, 45.0)];
        let inner = [tie(3.5, 3.5), tie(41.5, 3.5), tie(3.5, 41.5), tie(38.5, 38.5)];
        for ties in [corners, inner] {
            let off = farthest(&Homography::fit(&ties).unwrap());
            assert!(off < 0.01, "{off} pixels off");
        }
    }

    #[test]
    fn twelve_places_average_noise_out() {
        let mut noise = Noise::new(5);
        let places = (0..4_u8).flat_map(|x| [3.5, 22.5, 41.5].map(|y| (f32::from(x) * 13.0 + 3.0, y)));
        let mut ties: Vec<_> = places.map(|(x, y)| tie(x, y)).collect();
        for tie in &mut ties {
            tie.seen = tie.seen + Point::new(noise.normal(), noise.normal()) * 0.3;
        }
        let off = farthest(&Homography::fit(&ties).unwrap());
        assert!(off < 1.0, "{off} pixels off");
        // One that is far off counts as little as its weight says.
        ties.push(Tie { seen: Point::new(0.0, 0.0), weight: 1e-6, ..tie(22.5, 22.5) });
        let off = farthest(&Homography::fit(&ties).unwrap());
        assert!(off < 1.0, "{off} pixels off");
    }

    #[test]
    fn too_few_places_and_those_on_one_line_give_none() {
        let line = |count: u8| (0..count).map(|at| tie(f32::from(at) * 4.0, f32::from(at) * 2.0 + 1.0));
        let cases = [
            ("three", vec![tie(0.0, 0.0), tie(45.0, 0.0), tie(0.0, 45.0)]),
            ("none", vec![]),
            ("four on a line", line(4).collect()),
            ("nine on a line", line(9).collect()),
            ("one place four times", vec![tie(3.5, 3.5); 4]),
            ("weightless ones", line(3).chain([tie(3.5, 41.5)]).map(|tie| Tie { weight: 0.0, ..tie }).collect()),
        ];
        for (name, ties) in cases {
            assert!(Homography::fit(&ties).is_none(), "{name}");
        }
    }
}
