//! Soft modules of one code, drawn by lot, frame after frame.

use super::super::symbol::Reader;
use super::super::symbol::tests::Noise;
use super::*;

const VERSION: Version = Version::LEAST;

/// The modules of a code of version 1, drawn by lot.
fn code(seed: u64) -> Vec<f32> {
    let mut noise = Noise::new(seed);
    (0..441).map(|_| if noise.below(2) == 0 { -1.0 } else { 1.0 }).collect()
}

/// How one frame shows them.
fn noisy(code: &[f32], noise: &mut Noise) -> Vec<f32> {
    code.iter().map(|module| module + 0.6 * noise.normal()).collect()
}

fn wrong(soft: &[f32], code: &[f32]) -> usize {
    soft.iter().zip(code).filter(|(soft, module)| *soft * *module < 0.0).count()
}

#[test]
fn frames_of_one_code_average_noise_out() {
    let (code, mut noise) = (code(1), Noise::new(2));
    let (mut combined, mut mean, mut alone) = (Combined::default(), Vec::new(), 0);
    for frame in 0..12_u8 {
        let soft = noisy(&code, &mut noise);
        alone = wrong(&soft, &code);
        combined.begin();
        assert_eq!(combined.add(VERSION, &soft, Reader::new().layout(VERSION)), frame > 0, "one frame is not several");
        combined.mean(&mut mean);
        if frame == 0 {
            assert_eq!(mean, soft);
        }
    }
    assert!(alone > 10 && wrong(&mean, &code) == 0, "{alone} wrong in a frame, {} in all", wrong(&mean, &code));
    assert!(mean.iter().all(|module| (0.3..1.6).contains(&module.abs())), "still about 1 in size");
}

#[test]
fn a_frame_counts_once() {
    let (first, second) = (code(1), code(1).iter().map(|module| module * 0.5).collect::<Vec<_>>());
    let (mut combined, mut mean) = (Combined::default(), Vec::new());
    for (begins, soft, several) in
        [(true, &first, false), (false, &second, false), (true, &second, true), (false, &first, false)]
    {
        if begins {
            combined.begin();
        }
        assert_eq!(combined.add(VERSION, soft, Reader::new().layout(VERSION)), several);
    }
    combined.mean(&mut mean);
    assert!(mean.iter().zip(&first).all(|(mean, first)| (mean - 0.75 * first).abs() < 1e-6), "each was added once");
}

#[test]
fn another_code_starts_over() {
    let larger = Version::new(2).unwrap();
    let cases = [("another text", VERSION, code(9)), ("another size", larger, vec![1.0; 625])];
    for (name, version, other) in cases {
        let (mut combined, mut mean) = (Combined::default(), Vec::new());
        for _ in 0..3 {
            combined.begin();
            let _several = combined.add(VERSION, &code(1), Reader::new().layout(VERSION));
        }
        combined.begin();
        assert!(!combined.add(version, &other, Reader::new().layout(version)), "{name}");
        combined.mean(&mut mean);
        assert_eq!(mean, other, "{name}");
        combined.forget();
        assert!(!combined.add(version, &other, Reader::new().layout(version)), "what was forgotten is not added to");
    }
}
