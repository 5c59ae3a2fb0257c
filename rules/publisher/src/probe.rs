//! One rule on one certificate: what it compares, what comes of it, and when that may change. The signature is not asked
//! for, and neither is whether the rule would apply: it is evaluated as if it did, and what speaks against that is said.

use semafor_core::certificate::{Certificate, CertificateError, CertificateKind};
use semafor_core::cose::{CoseError, KeyId, Signed};
use semafor_core::envelope::{self, EnvelopeError};
use semafor_core::instant::Instant;
use semafor_core::limits;
use semafor_core::rulebook::{
    self, Destination, Judgement, Rule, RuleError, RuleOutcome, RuleSubject, RuleType, Rulebook, ShownComparison,
    Subject,
};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::logic::paths;
use crate::policy::{Entry, Kind, Policy};
use crate::trial;

/// A certificate as it was written, whoever signed it.
#[derive(Debug)]
pub struct Read {
    subject: Subject,
    kind: CertificateKind,
}

/// Why a text is no certificate that rules could read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No health certificate's text, or a damaged one.
    #[error("envelope: {0}")]
    Envelope(#[from] EnvelopeError),
    /// No signed message.
    #[error("COSE: {0}")]
    Cose(#[from] CoseError),
    /// No certificate in it.
    #[error("certificate: {0}")]
    Certificate(#[from] CertificateError),
}

/// What is asked about the certificate.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The country of arrival; the rule's own without one.
    pub country: Option<&'a str>,
    /// The time of the check.
    pub at: Instant,
}

/// What a rule says of a certificate.
#[derive(Debug, Serialize)]
pub struct Probe {
    /// The rule's file.
    pub path: String,
    /// `VR-CZ-0001`
    pub identifier: String,
    /// Its version.
    pub version: String,
    /// Why it would not be asked in a check; empty when it would.
    pub not_asked: Vec<String>,
    /// What comes of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The comparisons made on the way.
    pub comparisons: Vec<ShownComparison>,
    /// The first second at which the outcome is another one, if time alone can change it.
    pub next_change: Option<Instant>,
}

/// What comes of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// Fulfilled.
    Passed,
    /// Not fulfilled.
    Failed,
    /// It cannot be evaluated.
    Open {
        /// Why.
        because: String,
    },
}

impl Read {
    /// Reads a certificate's text. Nobody vouches for what it says.
    ///
    /// # Errors
    /// [`ReadError`], with the stage at which reading ended.
    pub fn of(text: &str) -> Result<Self, ReadError> {
        let mut warnings = Vec::new();
        let signed = Signed::parse(&envelope::decode(text)?, &mut warnings)?;
        let certificate = Certificate::parse(signed.payload(), &mut warnings)?;
        // Without a key id, rules that read it find one that no key has.
        let key_id = signed.key_id.clone().or_else(|| KeyId::new(&[0])).ok_or(CertificateError::UnknownPayload)?;
        let subject = Subject::of(&certificate, signed.payload(), &key_id, None);
        Ok(Self { subject, kind: certificate.kind() })
    }
}

/// Tries all rules of `rules` on a certificate, with the value sets of both policies.
#[must_use]
pub fn probe(rules: &Policy, value_sets: Option<&Policy>, read: &Read, question: &Question<'_>) -> Vec<Probe> {
    let sets: Vec<_> =
        rules.of(Kind::ValueSet).chain(value_sets.into_iter().flat_map(|sets| sets.of(Kind::ValueSet))).collect();
    rules.of(Kind::Rule).map(|entry| probe_rule(entry, &sets, read, question)).collect()
}

fn probe_rule(entry: &Entry, sets: &[&Entry], read: &Read, question: &Question<'_>) -> Probe {
    let text = |name: &str| entry.text(name).unwrap_or_default().to_owned();
    let mut probe = Probe {
        path: entry.place(),
        identifier: text("Identifier"),
        version: text("Version"),
        not_asked: Vec::new(),
        outcome: Outcome::Open { because: String::new() },
        comparisons: Vec::new(),
        next_change: None,
    };
    let attempt = Rule::read(&entry.json).and_then(|rule| {
        let attempt = Attempt::of(&rule, entry, sets, read, question)?;
        Ok((rule, attempt))
    });
    match attempt {
        Err(error) => probe.outcome = Outcome::Open { because: error.to_string() },
        Ok((rule, attempt)) => {
            probe.not_asked = not_asked(&rule, read.kind, question);
            let (judged, next_change) = attempt.judge(question.at);
            probe.next_change = next_change;
            (probe.outcome, probe.comparisons) = (judged.outcome, judged.comparisons);
        }
    }
    probe
}

fn not_asked(rule: &Rule, kind: CertificateKind, question: &Question<'_>) -> Vec<String> {
    let Question { country, at } = *question;
    let is_about = match rule.subject {
        RuleSubject::General => kind != CertificateKind::Icvp,
        RuleSubject::Kind(own) => own == kind,
    };
    let of_country = country.is_none_or(|country| country.eq_ignore_ascii_case(&rule.country) || rule.country == "XW");
    let mut reasons = Vec::new();
    if !is_about {
        reasons.push("it is about certificates of another type".to_owned());
    }
    if at < rule.valid_from || rule.valid_to < at {
        reasons.push(format!("it is in force from {} to {}, not at {at}", rule.valid_from, rule.valid_to));
    }
    if rule.rule_type == RuleType::Other {
        reasons.push("it is neither an acceptance nor an invalidation rule".to_owned());
    }
    if !of_country && rule.rule_type == RuleType::Acceptance {
        reasons.push(format!("it is a rule of {}", rule.country));
    }
    reasons
}

/// A rulebook of one rule, which applies whatever its envelope says.
struct Attempt<'a> {
    rulebook: Rulebook,
    country: String,
    read: &'a Read,
}

struct Judged {
    outcome: Outcome,
    comparisons: Vec<ShownComparison>,
}

impl<'a> Attempt<'a> {
    fn of(
        rule: &Rule,
        entry: &Entry,
        sets: &[&Entry],
        read: &'a Read,
        question: &Question<'_>,
    ) -> Result<Self, RuleError> {
        let country = question.country.unwrap_or(&rule.country).to_ascii_uppercase();
        let mut envelope = entry.json.clone();
        if let Some(members) = envelope.as_object_mut() {
            members.shift_remove("Region");
            let always = [
                ("Type", "Acceptance"),
                ("Country", country.as_str()),
                ("CertificateType", name(read.kind)),
                ("ValidFrom", "0001-01-01T00:00:00Z"),
                ("ValidTo", "9999-12-31T23:59:59Z"),
            ];
            members.extend(always.map(|(member, value)| (member.to_owned(), value.into())));
        }
        let files = [named_sets(&entry.json, sets), envelope];
        let rulebook = Rulebook::read(&files).map_err(|(_, error)| error)?;
        Ok(Self { rulebook, country, read })
    }

    /// What comes of the rule at `at`, and the first second of another outcome.
    fn judge(&self, at: Instant) -> (Judged, Option<Instant>) {
        let place = Destination { country: &self.country, region: None };
        let case = self.rulebook.case(&self.read.subject, place);
        let (mut judgement, outcomes) = case.judge(at);
        let nothing = || Judged {
            outcome: Outcome::Open { because: "the rule was not asked".to_owned() },
            comparisons: Vec::new(),
        };
        let judged = outcomes
            .first()
            .map_or_else(nothing, |rule| Judged { outcome: outcome(rule), comparisons: rule.comparisons().collect() });
        let name = |judgement: &Judgement<'_>| judgement.current().next().map(|(_, outcome)| outcome.name());
        let now = name(&judgement);
        for _ in 0..limits::BOUNDARIES {
            let Some(next) = judgement.next_boundary().filter(|next| *next < Instant::MAX) else { break };
            case.advance(&mut judgement, next);
            if name(&judgement) != now {
                return (judged, Some(next));
            }
        }
        (judged, None)
    }
}

fn outcome(rule: &RuleOutcome) -> Outcome {
    match rule.outcome {
        rulebook::Outcome::Passed => Outcome::Passed,
        rulebook::Outcome::Failed => Outcome::Failed,
        rulebook::Outcome::Open(_) => Outcome::Open { because: rule.open_because().unwrap_or_default() },
    }
}

fn name(kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::Vaccination => "Vaccination",
        CertificateKind::Test => "Test",
        CertificateKind::Recovery => "Recovery",
        CertificateKind::Icvp => "ICVP",
    }
}

/// The value sets that a rule names, as lists by name.
fn named_sets(rule: &Json, sets: &[&Entry]) -> Json {
    let logic = rule.get("Logic").unwrap_or(&Json::Null);
    let wanted: Vec<_> =
        paths(logic, "").into_iter().filter_map(|(path, _)| path.strip_prefix("external.valueSets.")).collect();
    let named =
        sets.iter().filter_map(|set| Some((set.text("valueSetId")?, *set))).filter(|(id, _)| wanted.contains(id));
    let mut lists: Map<String, Json> = named.map(|(id, set)| (id.to_owned(), trial::codes(set).collect())).collect();
    if lists.is_empty() {
        lists.insert("none".to_owned(), json!([]));
    }
    lists.into()
}
