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
        mean = noisy(&code, &mut noise);
        alone = wrong(&mean, &code);
        combined.begin();
        let several = combined.add(VERSION, &mut mean, Reader::new().layout(VERSION));
        assert_eq!(several, frame > 0, "one frame is not several");
    }
    assert!(alone > 10 && wrong(&mean, &code) == 0, "{alone} wrong in a frame, {} in all", wrong(&mean, &code));
    assert!(mean.iter().all(|module| (0.3..1.6).contains(&module.abs())), "still about 1 in size");
}

#[test]
fn a_frame_counts_once() {
    let (first, second) = (code(1), code(1).iter().map(|module| module * 0.5).collect::<Vec<_>>());
    let mut combined = Combined::default();
    for (begins, soft, several, scale) in [
        (true, &first, false, 1.0),
        (false, &second, false, 0.5),
        (true, &second, true, 0.75),
        (false, &first, false, 1.0),
    ] {
        if begins {
            combined.begin();
        }
        let mut mean = soft.clone();
        assert_eq!(combined.add(VERSION, &mut mean, Reader::new().layout(VERSION)), several);
        let is_right = |(mean, first): (&f32, &f32)| (mean - scale * first).abs() < 1e-6;
        assert!(mean.iter().zip(&first).all(is_right), "each is added once, and a frame alone stays as it is");
    }
}

#[test]
fn another_code_starts_over() {
    let larger = Version::new(2).unwrap();
    let cases = [("another text", VERSION, code(9)), ("another size", larger, vec![1.0; 625])];
    for (name, version, other) in cases {
        let mut combined = Combined::default();
        let mut add = |version: Version, mut soft: Vec<f32>, forgets: bool| {
            if forgets {
                combined.forget();
            }
            combined.begin();
            combined.add(version, &mut soft, Reader::new().layout(version))
        };
        for frame in 0..3_u8 {
            assert_eq!(add(VERSION, code(1), false), frame > 0);
        }
        assert!(!add(version, other.clone(), false), "{name}");
        assert!(add(version, other.clone(), false), "{name}: now there are two of it");
        assert!(!add(version, other.clone(), true), "what was forgotten is not added to");
    }
}

#[test]
fn what_is_washed_out_in_one_frame_is_taken_from_another() {
    let code = code(3);
    let (mut combined, mut mean) = (Combined::default(), Vec::new());
    for frame in 0..4_usize {
        // Three fifths of the rows look light and count little; other ones in every frame.
        let hides = |module: usize| (module / 21 + 7 * frame) % 21 < 13;
        mean = code.iter().enumerate().map(|(at, module)| if hides(at) { 0.1 } else { *module }).collect();
        assert!(wrong(&mean, &code) > 100);
        combined.begin();
        let several = combined.add(VERSION, &mut mean, Reader::new().layout(VERSION));
        assert_eq!(several, frame > 0, "what counts little does not make another code of it");
    }
    assert_eq!(wrong(&mean, &code), 0);
}
