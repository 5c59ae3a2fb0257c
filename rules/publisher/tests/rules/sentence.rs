//! Rules in words.

use semafor_core::verdict::Language;
use semafor_publisher::policy::Policy;
use semafor_publisher::sentence::{explain, of_logic};
use serde_json::{Value, json};

use crate::folder::Folder;

fn text(logic: &Value, language: Language) -> String {
    let lines = of_logic(logic, language);
    lines.iter().map(|line| format!("{}{}\n", "  ".repeat(line.depth), line.text)).collect()
}

#[test]
fn logic_is_an_indented_sentence_in_three_languages() {
    let folder = Folder::good("sentence");
    let logic = folder.json("rules/CZ/VR-CZ-0001/rule.json")["Logic"].clone();
    for (language, expected) in [
        (
            Language::En,
            "if there is a vaccination (payload.v.0):\n  all of these hold:\n    \
             the vaccine (payload.v.0.mp) is one of: \"EU/1/20/1528\"\n    \
             the time of the check is not before 14 days after the date of the vaccination (payload.v.0.dt)\n\
             otherwise: it is fulfilled\n",
        ),
        (
            Language::Cs,
            "jestliže je uvedeno: očkování (payload.v.0):\n  platí vše z tohoto:\n    \
             vakcína (payload.v.0.mp) je jedno z těchto: \"EU/1/20/1528\"\n    \
             čas kontroly není dříve než datum očkování (payload.v.0.dt) plus 14 dní\n\
             jinak: splněno\n",
        ),
        (
            Language::Vi,
            "nếu có mũi tiêm (payload.v.0):\n  mọi điều sau đều đúng:\n    \
             vắc-xin (payload.v.0.mp) là một trong: \"EU/1/20/1528\"\n    \
             lúc kiểm tra không sớm hơn ngày tiêm (payload.v.0.dt) cộng 14 ngày\n\
             nếu không: đạt\n",
        ),
    ] {
        assert_eq!(text(&logic, language), expected);
    }
}

#[test]
fn every_operation_has_words() {
    let dn = json!({"var": "payload.v.0.dn"});
    let ci = json!({"var": "payload.v.0.ci"});
    let first = json!({"===": [dn, 1]});
    let counted = json!({"reduce": [{"var": "payload.v"}, {"+": [{"var": "accumulator"}, 1]}, 0]});
    for (logic, expected) in [
        (json!({"!": [dn]}), "there is no number of the dose (payload.v.0.dn)\n"),
        (json!({"!": [first]}), "it is not so that the number of the dose (payload.v.0.dn) is 1\n"),
        (
            json!({"!": [{"and": [first, true]}]}),
            "this does not hold:\n  all of these hold:\n    the number of the dose (payload.v.0.dn) is 1\n    it is fulfilled\n",
        ),
        (
            json!({"in": [true, [first, {"<": [dn, 3]}]]}),
            "at least one of these holds:\n  the number of the dose (payload.v.0.dn) is 1\n  the number of the dose (payload.v.0.dn) is less than 3\n",
        ),
        (
            json!({"<": [1, dn, 3]}),
            "1 is less than the number of the dose (payload.v.0.dn), and the number of the dose (payload.v.0.dn) is less than 3\n",
        ),
        (
            json!({"in": [{"var": "payload.v.0.mp"}, {"var": "external.valueSets.x"}]}),
            "the vaccine (payload.v.0.mp) is in the value set x\n",
        ),
        (
            json!({"===": [dn, {"var": "payload.v.1.sd"}]}),
            "the number of the dose (payload.v.0.dn) equals the number of doses in the series no. 2 (payload.v.1.sd)\n",
        ),
        (
            json!({"===": [{"extractFromUVCI": [ci, 0]}, "CZ"]}),
            "part no. 1 of the identifier of the certificate (payload.v.0.ci) is \"CZ\"\n",
        ),
        (
            json!({">": [counted, 1]}),
            "what remains when one starts with 0, goes through the vaccination (payload.v), and at each entry takes: the result so far plus 1 is greater than 1\n",
        ),
        (
            json!({"before": [{"dccDateOfBirth": [{"var": "payload.dob"}]}, {"plusTime": [{"var": "external.validationClock"}, -18, "year"]}]}),
            "the last day that the date of birth (payload.dob) may mean is before 18 years before the time of the check\n",
        ),
        (json!({"var": "payload.zz"}), "there is payload.zz\n"),
        (json!({"or": [1]}), "{\"or\":[1]}\n"),
        (json!(null), "null\n"),
    ] {
        assert_eq!(text(&logic, Language::En), expected, "{logic}");
    }
}

#[test]
fn nothing_that_is_nested_takes_long_to_say() {
    let deep = (0..120).fold(json!(true), |inner, _| json!({"if": [true, inner, false]}));
    assert!(text(&deep, Language::En).contains("nested too deep"));
    let doubling = (0..60).fold(json!(1), |inner, _| json!({"<": [0, inner, 2]}));
    assert!(text(&doubling, Language::En).len() < 100_000);
}

#[test]
fn a_rule_says_its_facts() {
    let folder = Folder::good("facts");
    let rules = explain(&Policy::read(folder.path()).unwrap(), Language::Vi);
    let [rule] = rules.as_slice() else { panic!("{rules:?}") };
    assert_eq!((rule.identifier.as_str(), rule.version.as_str()), ("VR-CZ-0001", "1.0.0"));
    assert_eq!(rule.description, "Vắc-xin trong danh mục đã tiêm ít nhất 14 ngày trước.");
    let in_force = "từ 2026-01-01T00:00:00Z đến 2027-12-31T23:59:59Z";
    assert!(rule.facts.contains(&("hiệu lực".to_owned(), in_force.to_owned())), "{:?}", rule.facts);
}
