//! All suites on the public test data beside the checkout, which is skipped where it is absent; and `pairs` on our own.

use std::path::Path;

use conformance::{Extent, Ledger, Suite, run};

#[test]
fn public_test_data_holds() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata");
    let ledger = Ledger::built_in().unwrap();
    let mut failed = Vec::new();
    for suite in Suite::ALL {
        let dir = testdata.join(suite.name());
        if !dir.is_dir() {
            println!("{}: skipped, ../shared/testdata/{} is not here", suite.name(), suite.name());
            continue;
        }
        let outcome = run(suite, &dir, &[], Extent::Sample, &ledger);
        let mut report = Vec::new();
        outcome.write(&mut report).unwrap();
        let report = String::from_utf8(report).unwrap();
        println!("{}: {}, {} excepted", suite.name(), report.lines().last().unwrap(), outcome.excepted());
        assert!(outcome.passed() > 0, "{report}");
        if !outcome.failures().is_empty() {
            failed.push(format!("{}\n{report}", suite.name()));
        }
        // What is known of these files is listed in the ledger, but for a case whose DSC shows all there is to say;
        // excuses are for directories nobody has seen yet.
        let excused = outcome.aside().iter().filter(|(class, _)| {
            ["judged: not", "signature: the specification", "VERIFY expected", "KEYUSAGE expected"]
                .iter()
                .any(|excuse| class.starts_with(excuse))
        });
        let excused: Vec<_> = excused.flat_map(|(_, cases)| cases).collect();
        let derived: &[&str] = if suite == Suite::DgcTestdata { &["IS/2DCode/raw/3.json"] } else { &[] };
        assert_eq!(excused, derived);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn pairs_of_identities_are_told_apart() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("pairs.jsonl");
    let outcome = run(Suite::Pairs, &file, &[], Extent::Sample, &Ledger::built_in().unwrap());
    let mut report = Vec::new();
    outcome.write(&mut report).unwrap();
    let report = String::from_utf8(report).unwrap();
    println!("{report}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (2, 0), "{report}");
}

/// People of our own: what each scheme says of them was worked out by hand.
#[test]
fn lives_go_as_they_should() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("lives");
    let outcome = run(Suite::Lives, &dir, &[], Extent::Full, &Ledger::built_in().unwrap());
    let mut report = Vec::new();
    outcome.write(&mut report).unwrap();
    let report = String::from_utf8(report).unwrap();
    assert!(outcome.failures().is_empty() && outcome.passed() >= 3 * 40, "{report}");
}
