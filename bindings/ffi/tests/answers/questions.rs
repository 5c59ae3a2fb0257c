//! What is asked.

use std::collections::BTreeMap;

use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TestKeys};
use semafor_core::verdict::{Asked, Language};
use semafor_core::verifier::{Policy, TimeContext};

use serde_json::{Value, json};

use super::{EXAMPLES, read};

const EU: Keys = &[("dsc.der", None)];
const BOTH: Keys = &[("dsc.der", None), ("icvp-dsc.der", Some(Domain::WhoIcvp))];
const NOON: &str = "2026-06-01T12:00:00Z";

type Keys = &'static [(&'static str, Option<Domain>)];

/// One question; its name begins with the verdict.
pub(crate) struct Question {
    pub(crate) name: &'static str,
    pub(crate) trust: Keys,
    /// Whether the files of `rules/policy` are given.
    pub(crate) with_policy: bool,
    /// Policy files behind those, by name.
    pub(crate) more_policy: Vec<(&'static str, String)>,
    /// Names of texts.
    pub(crate) texts: Vec<&'static str>,
    pub(crate) asked: Asked,
    pub(crate) time: TimeContext,
    pub(crate) language: Language,
}

/// Files of which nothing can be made: key files as texts, policy files with their names.
pub(crate) struct Failure {
    pub(crate) trust: &'static [&'static str],
    pub(crate) policy: &'static [(&'static str, &'static str)],
}

/// The texts shown, by name: the examples of the documents, and some that are no certificates.
pub(crate) fn texts() -> BTreeMap<&'static str, String> {
    let files = [
        "certificate",
        "booster",
        "test",
        "other-person",
        "expired",
        "altered",
        "stranger",
        "yellow-fever",
        "yellow-fever-recent",
        "personal-code",
    ];
    let example = |name| String::from_utf8(read(&format!("{EXAMPLES}/{name}.txt")).unwrap()).unwrap();
    let examples = files.into_iter().map(|name| (name, example(name).trim_end().to_owned()));
    let others = [("address", "https://example.org"), ("broken", "HC1:6BF")];
    examples.chain(others.map(|(name, text)| (name, text.to_owned()))).collect()
}

pub(crate) fn questions() -> Vec<Question> {
    [technical(), combinations(), rules()].into_iter().flatten().collect()
}

fn technical() -> Vec<Question> {
    let ask = Question::technical;
    vec![
        ask("accepted", EU, &["certificate"], NOON),
        ask("accepted, two of one person", EU, &["certificate", "test"], NOON),
        ask("accepted, yellow fever under a WHO key", BOTH, &["yellow-fever"], NOON),
        ask("refused, yellow fever under an EU key", &[("icvp-dsc.der", None)], &["yellow-fever"], NOON),
        ask("refused, expired", EU, &["expired"], NOON).in_language(Language::Cs),
        ask("refused, altered", EU, &["altered"], NOON).in_language(Language::Vi),
        ask("refused, not valid yet", EU, &["certificate"], "2025-06-01"),
        ask("refused, the clock is behind", EU, &["expired"], "2026-02-01").with_floor("2026-04-01"),
        ask("undecided, unknown key", EU, &["stranger"], NOON),
        ask("undecided, no keys at all", &[], &["certificate"], NOON),
        ask("undecided, identity only", EU, &["personal-code"], NOON),
        ask("undecided, no text", EU, &[], NOON),
        ask("undecided, too many texts", EU, &["certificate"; 5], NOON),
        ask("undecided, not a certificate", EU, &["address"], NOON),
        ask("undecided, broken", EU, &["broken"], NOON),
    ]
}

/// What each mode says of each certificate, alone and beside another, in Czechia.
fn combinations() -> Vec<Question> {
    use Language::{Cs, En, Vi};
    let ask = |name, texts: &[&'static str], mode, language| {
        Question::of_country(name, texts, "CZ", NOON).in_mode(mode).in_language(language)
    };
    vec![
        ask("accepted, entry, two doses", &["certificate"], "entry", En),
        ask("accepted, entry, booster", &["booster"], "entry", Cs),
        ask("accepted, entry, test", &["test"], "entry", Vi),
        ask("accepted, 3G, two doses and an unneeded test of the same person", &["certificate", "test"], "3G", Cs),
        ask("accepted, 3G, test", &["test"], "3G", En),
        ask("accepted, 2G, two doses", &["certificate"], "2G", Vi),
        ask("refused, 2G, test", &["test"], "2G", Cs),
        ask("accepted, 2G+, booster", &["booster"], "2G+", En),
        ask("accepted, 2G+, two doses and test", &["certificate", "test"], "2G+", Cs),
        ask("accepted, 2G+, test and two doses", &["test", "certificate"], "2G+", En),
        ask("undecided, 2G+, two doses need more", &["certificate"], "2G+", Vi),
        ask("undecided, 2G+, test needs more", &["test"], "2G+", Cs),
        ask("refused, 2G+, different persons", &["certificate", "other-person"], "2G+", Vi),
        ask("undecided, 2G+, two doses and an unknown key", &["certificate", "stranger"], "2G+", En),
        ask("undecided, unknown mode", &["certificate"], "5G", Cs),
    ]
}

fn rules() -> Vec<Question> {
    use Language::{Cs, Vi};
    let ask = Question::of_country;
    let yellow_fever = |name, at| ask(name, &["yellow-fever-recent"], "XW", at).under(BOTH).in_mode("icvp");
    vec![
        ask("accepted, no mode: each must fulfil the rules", &["certificate", "test"], "CZ", NOON),
        ask("refused, two doses after 270 days", &["certificate"], "CZ", "2026-08-29").in_language(Cs),
        ask("accepted, two doses on their last second", &["certificate"], "CZ", "2026-08-28T23:59:59Z"),
        ask("refused, test after 72 hours", &["test"], "CZ", "2026-06-03T18:00:01Z").in_language(Vi),
        ask("refused, two rules and an expired one", &["expired", "test"], "CZ", "2026-09-01"),
        ask("accepted, EU baseline", &["certificate"], "EU", NOON).in_mode("entry").in_language(Vi),
        ask("undecided, a region without rules", &["certificate"], "CZ", NOON).in_region("PRG"),
        ask("accepted, a region with a rule of its own", &["certificate"], "CZ", NOON)
            .in_region("PRG")
            .with_rule(&json!({ "===": [{ "var": "payload.v.0.co" }, "CZ"] }), "1.0.0"),
        ask("undecided, a rule for a later engine, without a text in Czech", &["certificate"], "CZ", NOON)
            .in_region("PRG")
            .in_language(Cs)
            .with_rule(&json!(true), "9.0.0"),
        ask("undecided, a rule that ends early", &["certificate"], "CZ", NOON)
            .in_region("PRG")
            .with_rule(&json!({ "plusTime": [{ "var": "payload.v.0.is" }, 1, "day"] }), "1.0.0"),
        ask("undecided, a country without rules", &["certificate"], "AT", NOON).in_language(Cs),
        ask("undecided, no country", &["certificate"], "", NOON),
        ask("undecided, no policy files", &["certificate"], "CZ", NOON).without_policy(),
        yellow_fever("refused, yellow fever after nine days", "2026-01-09T23:59:59Z").in_language(Vi),
        yellow_fever("accepted, yellow fever after ten days", "2026-01-10").in_language(Cs),
        ask("refused, yellow fever in a mode that does not know it", &["yellow-fever"], "CZ", NOON)
            .under(BOTH)
            .in_mode("3G"),
    ]
}

pub(crate) fn failures() -> Vec<Failure> {
    let policy = |policy| Failure { trust: &[], policy };
    vec![
        Failure { trust: &["\u{1}"], policy: &[] },
        policy(&[("rules/CZ/broken/rule.json", "{")]),
        policy(&[("modes/3G.json", "[]"), ("rules/CZ/empty/rule.json", "{}")]),
        policy(&[("modes/void.json", r#"{"mode": "void", "combinations": []}"#)]),
        policy(&[("valuesets/void.json", r#"{"valueSetId": "void", "valueSetValues": []}"#)]),
        policy(&[("texts/open.json", r#"{"rule": "VR-CZ-0001", "staff": {"en": "No vaccination."}}"#)]),
    ]
}

impl Question {
    fn technical(name: &'static str, trust: Keys, texts: &[&'static str], at: &str) -> Self {
        let time = TimeContext::device(Instant::parse(at).unwrap());
        let asked = Asked::Technical;
        Self {
            name,
            trust,
            with_policy: false,
            more_policy: Vec::new(),
            texts: texts.to_vec(),
            asked,
            time,
            language: Language::En,
        }
    }

    /// No country where it is empty.
    fn of_country(name: &'static str, texts: &[&'static str], country: &str, at: &str) -> Self {
        let country = Some(country.to_owned()).filter(|country| !country.is_empty());
        let asked = Asked::Entry { country, region: None, mode: None };
        Self { with_policy: true, asked, ..Self::technical(name, EU, texts, at) }
    }

    fn under(self, trust: Keys) -> Self {
        Self { trust, ..self }
    }

    fn without_policy(self) -> Self {
        Self { with_policy: false, ..self }
    }

    fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    fn in_mode(mut self, id: &str) -> Self {
        if let Asked::Entry { mode, .. } = &mut self.asked {
            *mode = Some(id.to_owned());
        }
        self
    }

    fn in_region(mut self, name: &str) -> Self {
        if let Asked::Entry { region, .. } = &mut self.asked {
            *region = Some(name.to_owned());
        }
        self
    }

    /// A rule of Prague, described in English only and by somebody who means to mislead the eye.
    fn with_rule(mut self, logic: &Value, engine_version: &str) -> Self {
        let rule = json!({
            "Identifier": "GR-CZ-9001", "Version": "1.2.3", "Type": "Acceptance", "Country": "CZ", "Region": "PRG",
            "CertificateType": "General", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": engine_version,
            "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2026-12-31T23:59:59Z",
            "Description": [{ "lang": "en", "desc": "A rule for \u{202e}tests" }], "AffectedFields": [], "Logic": logic
        });
        self.more_policy.push(("rules/CZ/GR-CZ-9001/rule.json", rule.to_string()));
        self
    }

    fn with_floor(mut self, at: &str) -> Self {
        self.time.floor = Some(Instant::parse(at).unwrap());
        self
    }

    /// What is asked, on the terms of every day.
    pub(crate) fn policy(&self) -> Policy {
        Policy { asked: self.asked.clone(), test_keys: TestKeys::Distrusted }
    }
}
