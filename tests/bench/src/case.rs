//! Rules of production, each with a certificate of the type that it is about: for this library and as JSON for others.

use std::error::Error;

use ciborium::Value as Cbor;
use semafor_core::certificate::Certificate;
use semafor_core::certlogic::{Data, Datum, EvaluationError, Expression, Trace};
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::rulebook::{Destination, Judgement, Outcome, RuleOutcome, Rulebook, Subject};
use semafor_publisher::authority::Authority;
use semafor_publisher::draft::{Certified, Draft};
use serde_json::{Value as Json, json};

use crate::material::{authority, instant};
use crate::production::{CLOCK, Production, draft, vaccination};

/// A rule and what it is evaluated on.
pub struct Case {
    /// The rule's.
    pub identifier: String,
    /// Its logic.
    pub logic: Json,
    /// `payload` and `external`, without value sets.
    pub data: Json,
    expression: Expression,
    payload: Datum,
    external: Datum,
    clock: Datum,
    value_sets: Datum,
    /// The rule alone with the value sets.
    rulebook: Rulebook,
    subject: Subject,
    country: String,
    region: String,
    at: Instant,
    /// Whether the rulebook evaluates it: not what is written for another engine, or decides nothing about entry.
    pub judged: bool,
}

/// The Czech rules about vaccinations, then all others.
pub fn cases(production: &Production) -> Result<Vec<Case>, Box<dyn Error>> {
    let value_sets = production.value_sets()?;
    let codes = codes(&value_sets)?;
    let issuer = authority(0, CLOCK)?;
    let mut rules = production.all_rules()?;
    rules.sort_by_key(|rule| !is_czech_vaccination(rule));
    let found = rules.iter().take_while(|rule| is_czech_vaccination(rule)).count();
    if found != CZECH_VACCINATION {
        return Err(format!("{found} Czech rules about vaccinations").into());
    }
    rules.iter().map(|rule| Case::make(rule, &value_sets, &codes, &issuer)).collect()
}

fn is_czech_vaccination(rule: &Json) -> bool {
    text(rule, "Country") == "CZ" && text(rule, "CertificateType") == "Vaccination"
}

impl Case {
    fn make(rule: &Json, value_sets: &Json, codes: &Json, issuer: &Authority) -> Result<Self, Box<dyn Error>> {
        let draft = draft(1, certified(text(rule, "CertificateType")));
        let cose = envelope::decode(&issuer.issue(&draft))?;
        let signed = Signed::parse(&cose, &mut Vec::new())?;
        let certificate = Certificate::parse(signed.payload(), &mut Vec::new())?;
        // A rule that was not in force at the clock is judged at its own beginning.
        let bound = |member| Instant::parse(text(rule, member));
        let (from, to, clock) = (bound("ValidFrom")?, bound("ValidTo")?, instant(CLOCK));
        let at = if (from..=to).contains(&clock) { clock } else { from };
        let country = text(rule, "Country").to_owned();
        let data = data(&draft, issuer, &country, at)?;
        let part = |name: &str| data.get(name).map(Datum::from).ok_or("data without its parts");
        let logic = rule.get("Logic").ok_or("a rule without logic")?.clone();
        let rulebook = Rulebook::read(&[rule.clone(), value_sets.clone()]).map_err(|(_, error)| error)?;
        let mut case = Self {
            identifier: text(rule, "Identifier").to_owned(),
            expression: Expression::compile(&logic)?,
            logic,
            payload: part("payload")?,
            external: part("external")?,
            clock: at.to_string().as_str().into(),
            value_sets: Datum::from(codes),
            data,
            rulebook,
            subject: Subject::of(&certificate, signed.payload(), issuer.key_id(), Some(text(rule, "Country"))),
            country,
            region: text(rule, "Region").to_owned(),
            at,
            judged: true,
        };
        case.judged = matches!(case.outcome(), Some(Outcome::Passed | Outcome::Failed));
        Ok(case)
    }

    /// The whole way of a rule into a report.
    pub fn judge(&self) -> (Judgement<'_>, Vec<RuleOutcome>) {
        let place = Destination { country: &self.country, region: Some(&self.region) };
        self.rulebook.case(&self.subject, place).judge(self.at)
    }

    /// What comes of that.
    pub fn outcome(&self) -> Option<Outcome> {
        self.judge().0.current().next().map(|(_, outcome)| outcome)
    }

    /// The value of its logic, and what was compared on the way.
    pub fn evaluate(&self) -> (Result<Datum, EvaluationError>, Trace) {
        let Self { payload, external, clock, value_sets, .. } = self;
        self.expression.evaluate(Data::Rule { payload, external, clock, value_sets })
    }

    /// What comes of it, in the words of `measure.js`.
    pub fn answer(&self) -> &'static str {
        match self.evaluate().0 {
            Ok(Datum::Bool(true)) => "true",
            Ok(Datum::Bool(false)) => "false",
            Ok(_) => "other",
            Err(_) => "error",
        }
    }
}

/// A certificate of the type that a rule is about; what is about all is tried on a vaccination.
fn certified(kind: &str) -> Certified {
    match kind {
        "Test" => Certified::NegativeTest { sampled_at: "2022-12-31T08:15:00Z".to_owned() },
        "Recovery" => Certified::Recovery {
            first_positive: "2022-10-01".to_owned(),
            valid_from: "2022-10-12".to_owned(),
            valid_until: "2023-03-30".to_owned(),
        },
        _ => vaccination(2, 2, "2022-09-15"),
    }
}

/// What rules read (protocols.md §3.4), value sets apart.
fn data(draft: &Draft, issuer: &Authority, country: &str, at: Instant) -> Result<Json, Box<dyn Error>> {
    let payload = json_of(draft.claims()).pointer("/-260/1").cloned().ok_or("a certificate without a payload")?;
    let external = json!({
        "validationClock": at.to_string(),
        "countryCode": country.to_ascii_lowercase(),
        "issuerCountryCode": country.to_ascii_lowercase(),
        "kid": issuer.key_id().to_string(),
        "region": "",
        "exp": draft.expires_at.to_string(),
        "iat": draft.issued_at.to_string(),
    });
    Ok(json!({ "payload": payload, "external": external }))
}

fn json_of(value: Cbor) -> Json {
    let name = |key: Cbor| match key {
        Cbor::Text(text) => text,
        Cbor::Integer(number) => i128::from(number).to_string(),
        _ => String::new(),
    };
    match value {
        Cbor::Text(text) => Json::from(text),
        Cbor::Integer(number) => i64::try_from(number).map_or(Json::Null, Json::from),
        Cbor::Array(items) => items.into_iter().map(json_of).collect(),
        Cbor::Map(entries) => entries.into_iter().map(|(key, value)| (name(key), json_of(value))).collect(),
        _ => Json::Null,
    }
}

/// The codes of each value set by its name.
pub fn codes(sets: &Json) -> Result<Json, Box<dyn Error>> {
    let codes = |set: &Json| {
        let values = set.get("valueSetValues")?.as_object()?;
        Some((set.get("valueSetId")?.as_str()?.to_owned(), values.keys().cloned().map(Json::from).collect::<Json>()))
    };
    let sets = sets.as_array().ok_or("value sets are no array")?;
    sets.iter().map(codes).collect::<Option<Json>>().ok_or_else(|| "a value set of another form".into())
}

fn text<'a>(rule: &'a Json, member: &str) -> &'a str {
    rule.get(member).and_then(Json::as_str).unwrap_or_default()
}

/// The rules of Czechia about vaccinations.
pub const CZECH_VACCINATION: usize = 30;
