//! Every file of every fuzz corpus through the properties of its target, with no fuzzer installed.

#[path = "../../tests/fuzz/src/properties.rs"]
pub mod properties;

use std::panic::catch_unwind;
use std::path::Path;

/// A target's name and its property.
type Target = (&'static str, fn(&[u8]));

/// The targets of `tests/fuzz/fuzz_targets`.
const TARGETS: [Target; 14] = [
    ("envelope", properties::envelope),
    ("cose", properties::cose),
    ("certificate", properties::certificate),
    ("keys", properties::keys),
    ("check", properties::check),
    ("certlogic", properties::certlogic),
    ("certlogic_differential", properties::certlogic_differential),
    ("export", properties::export),
    ("frame", properties::frame),
    ("frames", properties::frames),
    ("bundle", properties::bundle),
    ("revocation", properties::revocation),
    ("person", properties::person),
    ("scheme", properties::scheme),
];

#[test]
fn every_seed_keeps_its_properties() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus");
    for (target, property) in TARGETS {
        let mut seeds = 0;
        for file in std::fs::read_dir(corpora.join(target)).unwrap() {
            let path = file.unwrap().path();
            let bytes = read(&path).unwrap();
            assert!(catch_unwind(|| property(&bytes)).is_ok(), "{}", path.display());
            seeds += 1;
        }
        assert!(seeds >= 20, "{target}: {seeds} seeds");
    }
}

#[test]
fn every_corpus_has_its_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz");
    for folder in ["corpus", "fuzz_targets"] {
        let names = std::fs::read_dir(fuzz.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().trim_end_matches(".rs").to_owned()).collect();
        let mut targets = TARGETS.map(|(name, _)| name.to_owned());
        names.sort();
        targets.sort();
        assert_eq!(names, targets, "{folder}");
    }
}

/// A fuzzer's work in small: programs at random, the same ones every time.
#[test]
fn programs_mean_the_same_to_both_evaluators() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()
    };
    for length in (8..40).cycle().take(10_000) {
        let bytes: Vec<u8> = (0..length).flat_map(|_| random()).collect();
        properties::certlogic_differential(&bytes);
    }
}

#[expect(clippy::disallowed_methods, reason = "tests read files, core does not")]
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}
