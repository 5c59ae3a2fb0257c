//! `dgc-testdata`: what is derived from the data alone, and what a core that reads nothing must not pass.

use ciborium::Value as Cbor;
use conformance::{Outcome, Suite};

use crate::made::{Dir, FOREIGN, P256, P384, SECP256K1, VACCINATION, case, dsc, signed, text};

const MAY: &str = "2021-05-15T00:00:00Z";

/// Runs one case: how many checks passed and failed, and the report.
fn judge(name: &str, case: &str) -> (usize, usize, String) {
    let (outcome, report) = Dir::with(name, &[("x.json", case)]).run(Suite::DgcTestdata, "{}");
    (outcome.passed(), outcome.failures().len(), report)
}

fn counts(outcome: &Outcome) -> (usize, usize, usize) {
    (outcome.passed(), outcome.excepted(), outcome.failures().len())
}

#[test]
fn several_entries_ask_for_every_type() {
    let vaccination_only = dsc(P256, &[VACCINATION]);
    for (name, groups, expected, failed) in [
        ("twice-v", [("v", 2), ("t", 0)], true, 0),
        ("twice-v-not", [("v", 2), ("t", 0)], false, 1),
        ("v-and-t", [("v", 1), ("t", 1)], false, 0),
        ("v-and-t-not", [("v", 1), ("t", 1)], true, 1),
        ("twice-t", [("v", 0), ("t", 2)], false, 0),
    ] {
        let case = case(&text(&groups, &[0]), &vaccination_only, MAY, &[("KEYUSAGE", expected), ("DECODE", true)]);
        let (passed, found, report) = judge(name, &case);
        assert_eq!((passed, found), (2 - failed, failed), "{name}: {report}");
    }
}

#[test]
fn a_key_that_names_no_usage_is_excused_under_any_name() {
    let expected = &[("KEYUSAGE", false)];
    for (name, usages) in [("foreign", [FOREIGN].as_slice()), ("none", &[])] {
        let (passed, failed, report) = judge(name, &case(&text(&[("t", 1)], &[0]), &dsc(P256, usages), MAY, expected));
        assert_eq!((passed, failed), (0, 0), "{report}");
        assert!(report.contains("names none of the certificate usages and may sign every type"), "{report}");
    }
    let limited = dsc(P256, &[FOREIGN, VACCINATION]);
    let (passed, failed, report) = judge("limited", &case(&text(&[("v", 1)], &[0]), &limited, MAY, expected));
    assert_eq!((passed, failed), (0, 1), "{report}");
    let (passed, failed, _) = judge("limited-rightly", &case(&text(&[("t", 1)], &[0]), &limited, MAY, expected));
    assert_eq!((passed, failed), (1, 0));
}

#[test]
fn what_cannot_be_read_satisfies_no_expectation() {
    let (key, no_payload) = (dsc(P256, &[VACCINATION]), signed(Cbor::from(7), &[0]));
    let all = |expected| [("KEYUSAGE", expected), ("EXPIRATIONCHECK", expected), ("VERIFY", expected)];
    for expected in [true, false] {
        let (passed, failed, report) = judge("unreadable", &case("HC1:6BF", &key, MAY, &all(expected)));
        assert_eq!((passed, failed), (0, 3), "{report}");
        assert!(report.contains(&format!("keyusage: expected {expected}, got unreadable\n")), "{report}");
    }
    let (passed, failed, report) = judge("no-payload", &case(&no_payload, &key, MAY, &[("KEYUSAGE", false)]));
    assert_eq!((passed, failed), (0, 1), "{report}");
    for says_so in ["DECODE", "SCHEMAVALIDATION"] {
        let denied = [all(false).as_slice(), &[(says_so, false)]].concat();
        let (passed, failed, report) = judge("said", &case("HC1:6BF", &key, MAY, &denied));
        assert!(passed >= 3 && failed == 0, "{report}");
        let claimed = [all(true).as_slice(), &[("UNPREFIX", true), (says_so, false)]].concat();
        let (passed, failed, report) = judge("claimed", &case("HC1:6BF", &key, MAY, &claimed));
        assert!((1..=2).contains(&passed) && failed == 0, "{report}");
        assert!(report.contains("keyusage expected true of what the case itself calls unreadable: x.json"), "{report}");
    }
    let no_key = case(&text(&[("v", 1)], &[0]), &[1, 2, 3], MAY, &[("KEYUSAGE", false), ("VERIFY", false)]);
    let (passed, failed, report) = judge("no-key", &no_key);
    assert_eq!((passed, failed), (0, 2), "{report}");
    assert!(report.contains("got unreadable DSC"), "{report}");
}

#[test]
fn a_broken_entry_has_the_type_of_its_group_where_the_case_calls_it_broken() {
    let entry = Cbor::Map(vec![(Cbor::from("dn"), Cbor::from("many"))]);
    let broken = signed(Cbor::Map(vec![(Cbor::from("v"), Cbor::Array(vec![entry]))]), &[0]);
    let key = dsc(P256, &[VACCINATION]);
    let (_, failed, report) = judge("broken-silent", &case(&broken, &key, MAY, &[("KEYUSAGE", true)]));
    assert_eq!(failed, 1, "{report}");
    let said = [("KEYUSAGE", true), ("EXPIRATIONCHECK", true), ("SCHEMAVALIDATION", false)];
    let (passed, failed, report) = judge("broken-said", &case(&broken, &key, MAY, &said));
    assert_eq!((passed, failed), (2, 0), "{report}");
}

#[test]
fn dates_are_the_claims_own() {
    let key = dsc(P256, &[]);
    let wrapped = {
        let mut bytes = Vec::new();
        ciborium::into_writer(&Cbor::Map(vec![(Cbor::from("v"), Cbor::Array(Vec::new()))]), &mut bytes).unwrap();
        signed(Cbor::Bytes(bytes), &[0])
    };
    for text in [text(&[("v", 1)], &[0]), text(&[("v", 2)], &[0]), text(&[], &[0]), wrapped] {
        for (clock, expected) in [
            ("2021-04-30T23:54:59Z", false),
            ("2021-04-30T23:55:00Z", true),
            ("2021-06-01T00:00:00Z", true),
            ("2021-06-01T00:00:01Z", false),
        ] {
            let (passed, failed, report) = judge("dates", &case(&text, &key, clock, &[("EXPIRATIONCHECK", expected)]));
            assert_eq!((passed, failed), (1, 0), "{clock} {report}");
        }
    }
}

#[test]
fn only_keys_the_specification_does_not_know_are_excused() {
    for (name, curve, failures) in [("p384", P384, 0), ("k1", SECP256K1, 1)] {
        let key = dsc(curve, &[]);
        let key_id =
            semafor_core::trust::TrustedKey::from_dsc(&key, semafor_core::trust::Domain::EuDcc).unwrap().key_id;
        let text = text(&[("v", 1)], key_id.as_bytes());
        let (passed, failed, report) = judge(name, &case(&text, &key, MAY, &[("VERIFY", true)]));
        assert_eq!((passed, failed), (0, failures), "{report}");
    }
}

#[test]
fn exceptions_are_found_in_a_part_of_the_directory() {
    let planted = r#"{"PREFIX": "HC2:X", "EXPECTEDRESULTS": {"EXPECTEDUNPREFIX": true}}"#;
    let ledger = r#"{"dgc-testdata": [{"id": "IS/2DCode/raw/3.json", "check": "unprefix", "expected": "true",
        "got": "false", "reason": "wrong"}]}"#;
    let files = [("IS/2DCode/raw/3.json", planted), ("CZ/2DCode/raw/3.json", planted)];
    let dir = Dir::with("parts", &files);
    for (part, found) in [
        ("", (0, 1, 1)),
        ("IS", (0, 1, 0)),
        ("IS/", (0, 1, 0)),
        ("IS/2DCode/raw", (0, 1, 0)),
        ("CZ/../IS", (0, 1, 0)),
        ("IS/2DCode/..", (0, 1, 0)),
        ("CZ", (0, 0, 1)),
        ("CZ/2DCode", (0, 0, 1)),
    ] {
        let (outcome, report) = dir.part(part).run(Suite::DgcTestdata, ledger);
        assert_eq!(counts(&outcome), found, "{part}: {report}");
    }
}
