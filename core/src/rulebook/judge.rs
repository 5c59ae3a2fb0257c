//! One certificate under the rules of a destination, at a time: each rule's outcome, and when it may change.

use ciborium::Value as Cbor;
use serde::Serialize;

use super::{Destination, Rule, RuleError, RuleType, Rulebook, Version};
use crate::certificate::{Certificate, CertificateKind, Dcc, Icvp, Payload};
use crate::certlogic::{Comparison, Data, Datum, EvaluationError, Expression, Operand};
use crate::cose::KeyId;
use crate::cose::cbor;
use crate::instant::{CalendarDate, Instant};

/// A certificate as rules see it.
#[derive(Clone, Debug)]
pub struct Subject {
    kind: CertificateKind,
    payload: Datum,
    version: Option<Version>,
    issued_at: Option<Instant>,
    expires_at: Option<Instant>,
    issuing_country: String,
    key_id: String,
}

/// What the rules say of a certificate.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Each rule that applies, in the rulebook's order.
    pub outcomes: Vec<RuleOutcome>,
    /// Whether at least one acceptance rule applies.
    pub has_rules: bool,
    /// The seconds at which an outcome may change, in no order.
    pub boundaries: Vec<Instant>,
}

/// What one rule says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleOutcome {
    /// The rule.
    pub identifier: String,
    /// Its version.
    pub version: String,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What the rule says it demands, by language.
    pub descriptions: Vec<(String, String)>,
    /// The comparisons made on the way.
    pub comparisons: Vec<ShownComparison>,
}

/// What comes of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// Fulfilled.
    Passed,
    /// Not fulfilled.
    Failed,
    /// It cannot be evaluated here.
    Open {
        /// Why, in English, for experts.
        because: String,
    },
}

/// A comparison for the eye.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownComparison {
    /// Its left side.
    pub left: String,
    /// The operator as the rule writes it.
    pub operator: String,
    /// Its right side.
    pub right: String,
    /// What came of it.
    pub holds: bool,
    /// The data access paths that fed it.
    pub fields: Vec<String>,
}

impl Subject {
    /// The certificate with its claims set as it was signed, and the key that vouches for it.
    #[must_use]
    pub fn of(certificate: &Certificate, claims_set: &[u8], key_id: &KeyId, issuing_country: Option<&str>) -> Self {
        let (payload, version) = match &certificate.payload {
            Payload::Dcc(dcc) => (raw_dcc(claims_set), dcc_version(dcc)),
            Payload::Icvp(icvp) => (newest_names(icvp), None),
        };
        let in_payload = match &certificate.payload {
            Payload::Dcc(dcc) => dcc.entry.country(),
            Payload::Icvp(_) => None,
        };
        Self {
            kind: certificate.kind(),
            payload,
            version,
            issued_at: certificate.claims.issued_at,
            expires_at: certificate.claims.expires_at,
            issuing_country: issuing_country.or(in_payload).unwrap_or_default().to_ascii_lowercase(),
            key_id: key_id.to_string(),
        }
    }

    /// What rules find under `external`; full date-times, not days alone.
    fn external(&self, place: Destination<'_>, at: Instant) -> Datum {
        let text = |name: &str, value: String| (name.to_owned(), Datum::Text(value));
        let time = |name: &str, at: Option<Instant>| at.map(|at| text(name, at.to_string()));
        let known = [
            text("validationClock", at.to_string()),
            text("countryCode", place.country.to_ascii_lowercase()),
            text("issuerCountryCode", self.issuing_country.clone()),
            text("kid", self.key_id.clone()),
            text("region", place.region.unwrap_or_default().to_owned()),
        ];
        Datum::Object(
            known.into_iter().chain(time("exp", self.expires_at)).chain(time("iat", self.issued_at)).collect(),
        )
    }
}

impl Rulebook {
    /// Evaluates every rule that applies to `subject` at `at`: the destination's acceptance rules, and the issuing
    /// country's invalidation rules.
    #[must_use]
    pub fn judge(&self, subject: &Subject, place: Destination<'_>, at: Instant) -> Judgement {
        let external = subject.external(place, at);
        let data = Data::Rule { payload: &subject.payload, external: &external, value_sets: &self.value_sets };
        let issuer = Destination { country: &subject.issuing_country, region: None };
        let mut judgement = Judgement::default();
        for (rule_type, place) in [(RuleType::Acceptance, place), (RuleType::Invalidation, issuer)] {
            let rules = self.applicable(rule_type, place, subject.kind, at);
            judgement.has_rules |= rule_type == RuleType::Acceptance && !rules.is_empty();
            for rule in rules {
                judgement.outcomes.push(evaluate(rule, subject, data, &mut judgement.boundaries));
            }
            for rule in self.concerned(rule_type, place, subject.kind) {
                judgement.boundaries.extend([rule.valid_from, rule.valid_to.plus_seconds(1)]);
            }
        }
        judgement
    }
}

fn evaluate(rule: &Rule, subject: &Subject, data: Data<'_>, boundaries: &mut Vec<Instant>) -> RuleOutcome {
    let (outcome, comparisons) = match (&rule.logic, fits(rule, subject)) {
        (Err(error), _) => (open(error), Vec::new()),
        (Ok(_), false) => (Outcome::Open { because: "written for another payload version".to_owned() }, Vec::new()),
        (Ok(logic), true) => {
            let (value, trace) = logic.evaluate(data);
            boundaries.extend(trace.boundaries());
            (outcome(value), trace.comparisons().iter().map(|comparison| shown(comparison, logic)).collect())
        }
    };
    let Version(major, minor, patch) = rule.version;
    RuleOutcome {
        identifier: rule.identifier.clone(),
        version: format!("{major}.{minor}.{patch}"),
        outcome,
        descriptions: rule.descriptions.clone(),
        comparisons,
    }
}

/// The same major version, and a payload no older than the rule (protocols.md §3.5).
fn fits(rule: &Rule, subject: &Subject) -> bool {
    match subject.version {
        Some(version) => version.0 == rule.schema_version.0 && version >= rule.schema_version,
        None => subject.kind == CertificateKind::Icvp,
    }
}

fn outcome(value: Result<Datum, EvaluationError>) -> Outcome {
    match value {
        Ok(Datum::Bool(true)) => Outcome::Passed,
        Ok(Datum::Bool(false)) => Outcome::Failed,
        Ok(_) => Outcome::Open { because: "neither true nor false".to_owned() },
        Err(error) => Outcome::Open { because: error.to_string() },
    }
}

fn open(error: &RuleError) -> Outcome {
    Outcome::Open { because: error.to_string() }
}

fn shown(comparison: &Comparison, logic: &Expression) -> ShownComparison {
    ShownComparison {
        left: operand(&comparison.left),
        operator: comparison.operator.to_owned(),
        right: operand(&comparison.right),
        holds: comparison.holds,
        fields: comparison.fields(logic).map(str::to_owned).collect(),
    }
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Missing => "nothing".to_owned(),
        Operand::Bool(truth) => truth.to_string(),
        Operand::Int(number) => number.to_string(),
        Operand::Text(text) => text.clone(),
        Operand::Moment(moment) => Instant::from_unix(moment.as_millis().div_euclid(1_000))
            .map_or_else(|| "beyond the calendar".to_owned(), |at| at.to_string()),
        Operand::List(length) => format!("a list of {length}"),
        Operand::Other => "a structure".to_owned(),
    }
}

/// The payload as it was signed, under its own names: rules read what issuers wrote.
fn raw_dcc(claims_set: &[u8]) -> Datum {
    let field = |value: Cbor, label: i64| match value {
        Cbor::Map(entries) => {
            entries.into_iter().find(|(key, _)| cbor::integer(key) == Some(label)).map(|(_, value)| value)
        }
        _ => None,
    };
    let payload =
        cbor::read(claims_set).ok().and_then(|claims| field(claims, -260)).and_then(|groups| field(groups, 1));
    match payload {
        Some(Cbor::Bytes(wrapped)) => cbor::read(&wrapped).map(datum).unwrap_or_default(),
        payload => payload.map(datum).unwrap_or_default(),
    }
}

fn datum(value: Cbor) -> Datum {
    match value {
        Cbor::Bool(truth) => Datum::Bool(truth),
        Cbor::Integer(_) => cbor::integer(&value).map_or(Datum::Float(f64::NAN), Datum::Int),
        Cbor::Float(float) => Datum::from(float),
        Cbor::Text(text) => Datum::Text(text),
        Cbor::Tag(_, inner) => datum(*inner),
        Cbor::Array(items) => Datum::Array(items.into_iter().map(datum).collect()),
        Cbor::Map(entries) => {
            let named = entries.into_iter().filter_map(|(key, value)| Some((key.into_text().ok()?, datum(value))));
            Datum::Object(named.collect())
        }
        _ => Datum::Null,
    }
}

fn dcc_version(dcc: &Dcc) -> Option<Version> {
    dcc.version.as_deref().and_then(Version::parse)
}

/// A WHO payload of any generation under the newest names.
fn newest_names(icvp: &Icvp) -> Datum {
    let text = |name: &str, value: &Option<String>| Some((name.to_owned(), Datum::Text(value.clone()?)));
    let day = |name: &str, value: Option<CalendarDate>| Some((name.to_owned(), Datum::Text(value?.to_string())));
    let dose = [
        text("vp", &icvp.dose.product),
        day("dv", icvp.dose.date),
        text("bo", &icvp.dose.batch),
        text("cn", &icvp.dose.clinician),
        text("is", &icvp.dose.issuer),
    ];
    let dose = Datum::Object(dose.into_iter().flatten().collect());
    let fields = [
        text("n", &icvp.name),
        Some(("dob".to_owned(), Datum::Text(icvp.birth_date.to_string()))),
        text("s", &icvp.sex),
        text("nt", &icvp.nationality),
        text("id", &icvp.document_id),
        text("dt", &icvp.document_type),
        text("gn", &icvp.guardian),
        text("v", &icvp.version),
        day("d", icvp.issued_on),
        Some(("vx".to_owned(), dose)),
    ];
    Datum::Object(fields.into_iter().flatten().collect())
}
