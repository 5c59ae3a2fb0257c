//! A good policy is found good, and each thing that can be wrong with it is found where it stands.

use crate::folder::Folder;
use semafor_publisher::lint::{Lint, lint};
use semafor_publisher::policy::Policy;
use serde_json::{Value, json};

const RULE: &str = "rules/CZ/VR-CZ-0001/rule.json";
const TEXT: &str = "texts/VR-CZ-0001.json";
const SET: &str = "valuesets/vaccines-covid-19-names.json";
const MODE: &str = "modes/3G.json";

fn look(folder: &Folder) -> Lint {
    lint(&Policy::read(folder.path()).unwrap(), &mut |_, _| {})
}

/// What is found once `change` was made to one file of a good policy; `FILE#/place: message`, without the folder.
fn found(name: &str, file: &str, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let folder = Folder::good(name);
    folder.change(file, change);
    lines(&folder)
}

fn lines(folder: &Folder) -> Vec<String> {
    let root = format!("{}/", folder.path().display());
    look(folder).findings.iter().map(|finding| finding.to_string().replace(&root, "")).collect()
}

/// Exactly one finding, there, with these words.
fn assert_found(lines: &[String], place: &str, words: &str) {
    let fits = |line: &String| line.starts_with(place) && line.contains(words);
    assert!(lines.iter().filter(|line| fits(line)).count() == 1, "{place}: {words}\n{}", lines.join("\n"));
}

#[test]
fn a_good_policy_passes() {
    let folder = Folder::good("good");
    let lint = look(&folder);
    assert_eq!((lint.passed, lint.failed, lines(&folder)), (4, 0, vec![]));
}

#[test]
fn what_is_wrong_with_an_envelope_is_found() {
    for (member, value, place, words) in [
        ("Identifier", json!("VR-CZ-1"), "#/Identifier", "a country and four digits"),
        ("Identifier", json!("XX-CZ-0001"), "#/Identifier", "begins with XX"),
        ("Identifier", json!("VR-AT-0001"), "#/Identifier", "names AT, but Country is CZ"),
        ("Type", json!("Acceptence"), "#/Type", "known are Acceptance"),
        ("Type", json!("Invalidation"), "#/Identifier", "with IR"),
        ("CertificateType", json!("Test"), "#/Identifier", "with TR"),
        ("CertificateType", json!("vaccination"), "#/CertificateType", "known are General"),
        ("Country", json!("cz"), "#/Country", "two capital letters"),
        ("Country", json!("XW"), "#/Country", "ICVP certificates only"),
        ("Region", json!("Praha"), "#/Region", "five capital letters"),
        ("Version", json!("1.0"), "#/Version", "three numbers"),
        ("SchemaVersion", json!("v1.0.0"), "#/SchemaVersion", "three numbers"),
        ("EngineVersion", json!("2.0.1"), "#/EngineVersion", "would always be open"),
        ("Engine", json!("JSONLOGIC"), "#/Engine", "known are CERTLOGIC"),
        ("ValidFrom", json!("2026-01-01"), "#/ValidFrom", "a date-time with its zone"),
        ("ValidTo", json!("2026-01-01T00:00:00Z"), "#/ValidTo", "not after ValidFrom"),
        ("AffectedFields", json!("v.0.dt"), "#/AffectedFields", "is not a list"),
        ("Logic", json!(true), "#/Logic", "is not an operation"),
        ("hash", json!("00"), "#/hash", "is no member of a rule"),
    ] {
        let lines = found("envelope", RULE, |rule| rule[member] = value);
        assert_found(&lines, &format!("{RULE}{place}"), words);
    }
    let lines = found("envelope-missing", RULE, |rule| drop(rule.as_object_mut().unwrap().remove("Engine")));
    assert_found(&lines, RULE, "Engine is missing");
}

#[test]
fn folders_agree_with_the_envelope() {
    let folder = Folder::good("folders");
    folder.rename("rules/CZ/VR-CZ-0001", "rules/AT/VR-CZ-0002");
    let lines = lines(&folder);
    assert_found(&lines, "rules/AT/VR-CZ-0002/rule.json#/Identifier", "lies in the folder VR-CZ-0002");
    assert_found(&lines, "rules/AT/VR-CZ-0002/rule.json#/Country", "lies in the folder AT");
}

#[test]
fn what_is_wrong_with_logic_is_found() {
    let dt = json!({"var": "payload.v.0.dt"});
    let clock = json!({"var": "external.validationClock"});
    for (logic, place, words) in [
        (json!({"and": [{"or": [1, 2]}, null]}), "/and/0", "unrecognised operator"),
        (json!({"and": [{"or": [1, 2]}, null]}), "/and/1", "invalid CertLogic expression: null"),
        (json!({"plusTime": [dt, 1, "week"]}), "", "no CertLogic"),
        (json!({"plusTime": [dt, 1, "day"]}), "", "yields a date-time"),
        (json!({"if": [dt, true, 1]}), "/if/2", "yields a literal"),
        (json!({"if": [true, {"var": "payload.v"}, true]}), "/if/1", "yields a field"),
        (json!({"===": [clock, "2026"]}), "/===/0", "through plusTime"),
        (
            json!({"after": [{"plusTime": [dt, 1, "month"]}, {"plusTime": [dt, 0, "day"]}]}),
            "/after/0",
            "the days 29 to 31",
        ),
    ] {
        let lines = found("logic", RULE, |rule| rule["Logic"] = logic);
        let note = if words.contains("29") { "note: " } else { "" };
        assert_found(&lines, &format!("{note}{RULE}#/Logic{place}"), words);
    }
    let lines = found("fields", RULE, |rule| rule["AffectedFields"] = json!(["v.0", "v.0", "v.0.zz"]));
    assert_found(&lines, RULE, "lacks v.0.mp");
    assert_found(&lines, RULE, "lists v.0 a second time");
    assert_found(&lines, RULE, "lists v.0.zz, which the logic does not read");
}

#[test]
fn every_text_is_there_in_three_languages() {
    for (file, member, value, place, words) in [
        (RULE, "Description", json!([]), "/Description", "lacks the language vi"),
        (TEXT, "staff", json!({"cs": "Neplatí.", "en": "Not valid."}), "/staff", "lacks the language vi"),
        (MODE, "title", json!({"cs": "a", "vi": "b", "en": "c", "de": "d"}), "/title/de", "none of the languages"),
        (MODE, "description", json!({"cs": "a", "vi": "b", "en": " "}), "/description/en", "is no text"),
    ] {
        let lines = found("languages", file, |json| json[member] = value);
        assert_found(&lines, &format!("{file}#{place}"), words);
    }
    for (index, text, words) in [
        (0, "Too short.", "at least 20"),
        (0, "Long enough, but\non two lines.", "a line end"),
        (0, "Long enough, but loose: e\u{301}", "NFC"),
        (1, "Dlouhé dost, ale obrácené \u{202e}.", "U+202E"),
        (1, "Dlouhé dost, ale useknuté \u{0}.", "U+0000"),
    ] {
        let lines = found("letters", RULE, |rule| rule["Description"][index]["desc"] = text.into());
        assert_found(&lines, &format!("{RULE}#/Description/{index}/desc"), words);
    }
    let lines = found("twice", RULE, |rule| rule["Description"][0]["lang"] = "cs".into());
    assert_found(&lines, RULE, "has the language cs 2 times");
}

#[test]
fn staff_texts_name_nothing_medical_and_belong_to_a_rule() {
    for (language, text) in
        [("cs", "Chybí dávka."), ("vi", "Chưa tiêm đủ."), ("en", "No vaccination."), ("en", "Není test.")]
    {
        let lines = found("medical", TEXT, |json| json["staff"][language] = text.into());
        assert_found(&lines, &format!("{TEXT}#/staff/{language}"), "a text for staff says");
    }
    let lines = found("stranger", TEXT, |json| json["rule"] = "VR-CZ-0009".into());
    assert_found(&lines, TEXT, "there is no such rule");
    assert_found(&lines, TEXT, "the file is called VR-CZ-0001.json");
    assert_found(&lines, RULE, "texts/VR-CZ-0001.json is missing");
}

#[test]
fn versions_that_collide_or_are_never_reached_are_found() {
    // Version, from and to as days of 2026, and what is found about the last one.
    for (versions, words) in [
        (&[("1.0.0", 1, 9), ("1.0.0", 9, 12)][..], Some("both are in force")),
        (&[("1.0.0", 1, 9), ("1.0.0", 10, 12)], None),
        (&[("2.0.0", 1, 9), ("1.0.0", 2, 8)], Some("never reached")),
        (&[("2.0.0", 1, 9), ("1.0.0", 2, 10)], None),
        (&[("2.0.0", 1, 5), ("3.0.0", 5, 9), ("1.0.0", 2, 8)], Some("never reached")),
        (&[("2.0.0", 1, 4), ("3.0.0", 6, 9), ("1.0.0", 2, 8)], None),
    ] {
        let folder = Folder::good("versions");
        for (index, (version, from, to)) in versions.iter().enumerate() {
            let mut rule = folder.json(RULE);
            rule["Version"] = (*version).into();
            rule["ValidFrom"] = format!("2026-01-{from:02}T00:00:00Z").into();
            rule["ValidTo"] = format!("2026-01-{to:02}T00:00:00Z").into();
            folder.write(&format!("versions/{index}.json"), &rule);
        }
        folder.remove(RULE);
        let last = format!("versions/{}.json#/Version", versions.len() - 1);
        let lines = lines(&folder);
        match words {
            Some(words) => assert_found(&lines, &last, words),
            None => assert!(!lines.iter().any(|line| line.starts_with(&last)), "{versions:?}\n{}", lines.join("\n")),
        }
    }
}

#[test]
fn what_no_test_tries_is_found() {
    for (test, place, words) in [
        ("other-vaccine", "/and/0/in", "no test in which this is false"),
        ("first-second", "/and/1/not-before", "no test within a second of the limit in which this is true"),
        ("too-early", "/and/1/not-before", "no test in which this is false"),
    ] {
        let folder = Folder::good("boundaries");
        folder.remove(&format!("rules/CZ/VR-CZ-0001/tests/{test}.json"));
        assert_found(&lines(&folder), &format!("{RULE}#/Logic/if/1{place}"), words);
    }
    let folder = Folder::good("far");
    folder.change("rules/CZ/VR-CZ-0001/tests/too-early.json", |test| {
        test["external"]["validationClock"] = "2026-01-14T00:00:00Z".into();
    });
    assert_found(&lines(&folder), RULE, "within a second of the limit in which this is false");
    let folder = Folder::good("untested");
    folder.remove("rules/CZ/VR-CZ-0001/tests");
    assert_found(&lines(&folder), RULE, "has no tests");
}

#[test]
fn codes_and_value_sets_that_do_not_exist_are_found() {
    let lines = found("codes", SET, |set| set["valueSetValues"] = json!({"A": set["valueSetValues"]["EU/1/20/1528"]}));
    assert_found(&lines, &format!("{RULE}#/Logic/if/1/and/0/in/1/0"), "which vaccines-covid-19-names does not have");
    let lines = found("sets", RULE, |rule| {
        rule["Logic"]["if"][1]["and"][0]["in"][1] = json!({"var": "external.valueSets.nowhere"});
    });
    assert_found(&lines, RULE, "names the value set nowhere");
    for (member, value, words) in [
        ("valueSetId", json!("other"), "the file is called"),
        ("valueSetDate", json!(null), "valueSetDate is missing"),
        ("valueSetValues", json!({}), "is missing, empty"),
        ("valueSetValues", json!({"EU/1/20/1528": {}}), "lacks display"),
    ] {
        assert_found(&found("set", SET, |set| set[member] = value), SET, words);
    }
    let folder = Folder::good("no-sets");
    folder.remove(SET);
    assert_found(&self::lines(&folder), "note: ", "no value sets here");
}

#[test]
fn what_is_wrong_with_a_mode_is_found() {
    let slot = json!({"certificateType": "Vaccination"});
    for (member, value, place, words) in [
        ("combinations", json!([]), "/combinations", "nobody could be let in"),
        ("combinations", json!([[]]), "/combinations/0", "1 to 4 slots"),
        ("combinations", json!([[slot, slot, slot, slot, slot]]), "/combinations/0", "1 to 4 slots"),
        ("combinations", json!([[{"certificateType": "Any"}]]), "/combinations/0/0/certificateType", "is none of"),
        (
            "combinations",
            json!([[{"certificateType": "Test", "condition": {"or": []}}]]),
            "/combinations/0/0/condition",
            "no CertLogic",
        ),
        ("rulesOf", json!("Europe"), "/rulesOf", "two capital letters"),
        ("mode", json!("2G"), "/mode", "the file is called"),
        ("titel", json!({}), "/titel", "no member of a mode"),
    ] {
        let lines = found("mode", MODE, |mode| mode[member] = value);
        assert_found(&lines, &format!("{MODE}#{place}"), words);
    }
}

#[test]
fn whatever_lies_in_a_policy_is_a_finding_and_no_fault_of_the_program() {
    let deep = |depth| format!("{}1{}", "{\"!\":[".repeat(depth), "]}".repeat(depth));
    let wide = |item: &str, count| format!("[{}{item}]", format!("{item},").repeat(count));
    let rule = |logic: &str| format!("{{\"Identifier\":\"VR-CZ-0001\",\"Logic\":{logic}}}");
    for (text, words) in [
        (rule(&deep(100_000)), "recursion limit"),
        (rule(&format!("{{\"!\":[{}{}]}}", "[".repeat(80), "]".repeat(80))), "nested more than 64 deep"),
        (rule(&wide("{\"var\":\"a\"}", 300_000)), "more than 20000 parts"),
        (rule(&format!("{{\"and\":{}}}", wide("null", 9_000))), "more findings"),
        (wide("0", 2_000_100), "more than 2000000 values"),
        ("{".to_owned(), "not readable as JSON"),
        ("[1]".to_owned(), "is no rule"),
        ("\u{feff}{}".to_owned(), "byte order mark"),
        (rule("{\"!\":[1]},\"Logic\":1"), "given twice"),
    ] {
        let folder = Folder::good("hostile");
        folder.write_text(RULE, &text);
        let lines = lines(&folder);
        assert!(
            lines.iter().any(|line| line.starts_with(RULE) && line.contains(words)),
            "{words}: {:?}",
            lines.first()
        );
    }
    let folder = Folder::good("million");
    let codes: Vec<_> = (0..1_000_000).map(|code| format!("EU/{code}")).collect();
    folder.remove(SET);
    folder.write("valuesets.json", &json!({"vaccines-covid-19-names": codes}));
    assert_found(&lines(&folder), RULE, "names the code EU/1/20/1528");
}

#[test]
fn a_file_may_hold_an_array_of_rules() {
    let folder = Folder::good("array");
    let mut rule = folder.json(RULE);
    rule["hash"] = "00".into();
    let mut other = rule.clone();
    other["Identifier"] = "TR-CZ-0001".into();
    folder.write("all.json", &json!([rule, other]));
    let lint = lint(&Policy::read(&folder.path().join("all.json")).unwrap(), &mut |_, _| {});
    let wrong: Vec<_> = lint.findings.iter().filter(|finding| !finding.is_note).map(|f| f.pointer.as_str()).collect();
    assert_eq!((lint.passed, lint.failed, wrong), (1, 1, vec!["/1/Identifier"]));
}
