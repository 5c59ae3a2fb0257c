//! Modules blurred by a known kernel, and what the filter makes of them.

#![expect(clippy::arithmetic_side_effects, reason = "codes of a few modules")]

use super::super::plane::extent;
use super::super::symbol::tests::Noise;
use super::super::tests::painter::{spent, unhurried};
use super::*;

const INNER: usize = 37;
const SIDE: usize = INNER + 2 * MARGIN;

/// Modules drawn by lot, and their samples as a blur of this standard deviation in modules leaves them.
fn blurred(deviation: f32, moved: (f32, f32), noise: &mut Noise) -> (Vec<f32>, [Vec<f32>; PHASES]) {
    let modules: Vec<f32> = (0..INNER * INNER).map(|_| if noise.below(2) == 0 { -1.0 } else { 1.0 }).collect();
    let at = |x: usize, y: usize| {
        let inside = (1..=INNER).contains(&x) && (1..=INNER).contains(&y);
        if inside { modules[(y - 1) * INNER + x - 1] } else { 1.0 }
    };
    let phases = [(0.0, 0.0), (-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)].map(|(right, down)| {
        let mut sample = |index: usize| {
            let (column, row) = (index % SIDE, index / SIDE);
            let (mut sum, mut weights) = (0.0, 0.0);
            for y in row.saturating_sub(3)..=(row + 3).min(SIDE - 1) {
                for x in column.saturating_sub(3)..=(column + 3).min(SIDE - 1) {
                    let across = extent(x) - extent(column) - right - moved.0;
                    let along = extent(y) - extent(row) - down - moved.1;
                    let weight = (-(across * across + along * along) / (2.0 * deviation * deviation)).exp();
                    sum += weight * at(x, y);
                    weights += weight;
                }
            }
            sum / weights + 0.005 * noise.normal()
        };
        (0..SIDE * SIDE).map(&mut sample).collect()
    });
    (modules, phases)
}

/// The share of modules not trained on that have the sign of what they are.
fn agreement(soft: impl Iterator<Item = f32>, modules: &[f32], weights: &[f32]) -> f32 {
    let unknown = soft.zip(modules).zip(weights).filter(|(_, weight)| **weight == 0.0);
    let (mut right, mut all) = (0.0, 0.0);
    for ((soft, module), _) in unknown {
        right += if soft * module > 0.0 { 1.0 } else { 0.0 };
        all += 1.0;
    }
    right / all
}

/// Half of the modules are known.
fn training(modules: &[f32], noise: &mut Noise) -> Training {
    let weights = modules.iter().map(|_| if noise.below(2) == 0 { 1.0 } else { 0.0 }).collect();
    Training { targets: modules.to_vec(), weights }
}

#[test]
fn blur_is_undone_on_modules_that_are_not_known() {
    let mut noise = Noise::new(11);
    let mut equaliser = Equaliser::default();
    let mut soft = Vec::new();
    for (reach, deviation, moved) in
        [(Reach::Near, 0.8, (0.0, 0.0)), (Reach::Wide, 0.8, (0.0, 0.0)), (Reach::Wide, 0.75, (0.3, -0.2))]
    {
        let (modules, samples) = blurred(deviation, moved, &mut noise);
        let training = training(&modules, &mut noise);
        let before = agreement(inner(&samples[0]), &modules, &training.weights);
        assert!(equaliser.train(&samples, SIDE, reach, &training, 0.01, &unhurried()));
        equaliser.apply(&samples, SIDE, reach, &mut soft);
        let after = agreement(soft.iter().copied(), &modules, &training.weights);
        assert!(before < 0.9 && after > 0.99, "{before} before, {after} after, {reach:?}");
    }
}

#[test]
fn clear_modules_stay_as_they_are() {
    let mut noise = Noise::new(12);
    let (modules, samples) = blurred(0.2, (0.0, 0.0), &mut noise);
    let training = training(&modules, &mut noise);
    let (mut equaliser, mut soft) = (Equaliser::default(), Vec::new());
    assert!(equaliser.train(&samples, SIDE, Reach::Near, &training, 0.01, &unhurried()));
    equaliser.apply(&samples, SIDE, Reach::Near, &mut soft);
    assert!(soft.iter().zip(&modules).all(|(soft, module)| (soft - module).abs() < 0.2));
}

#[test]
fn what_does_not_fit_together_trains_nothing() {
    let mut noise = Noise::new(13);
    let (modules, samples) = blurred(0.5, (0.0, 0.0), &mut noise);
    let good = training(&modules, &mut noise);
    let mut equaliser = Equaliser::default();
    let mut train = |samples: &[Vec<f32>; PHASES], side: usize, targets: &[f32], weights: &[f32]| {
        let training = Training { targets: targets.to_vec(), weights: weights.to_vec() };
        equaliser.train(samples, side, Reach::Wide, &training, 0.01, &unhurried())
    };
    let short = samples.clone().map(|phase| phase[1..].to_vec());
    assert!(train(&samples, SIDE, &good.targets, &good.weights));
    assert!(!train(&samples, SIDE - 1, &good.targets, &good.weights), "another side");
    assert!(!train(&samples, 2, &[], &[]), "nothing but margins");
    assert!(!train(&samples, 0, &[], &[]), "nothing");
    assert!(!train(&short, SIDE, &good.targets, &good.weights), "a sample is missing");
    assert!(!train(&samples, SIDE, &good.targets[1..], &good.weights), "a target is missing");
    assert!(!train(&samples, SIDE, &good.targets, &good.weights[1..]), "a weight is missing");
    assert!(!equaliser.train(&samples, SIDE, Reach::Near, &good, 0.01, &spent()), "no time");
}

/// The samples without margins.
fn inner(samples: &[f32]) -> impl Iterator<Item = f32> {
    samples.chunks(SIDE).skip(MARGIN).take(INNER).flat_map(|row| &row[MARGIN..MARGIN + INNER]).copied()
}
