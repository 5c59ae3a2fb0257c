//! Rules and value sets, and which of them apply to country, region, certificate type, date and version
//! (protocols.md §3.3–3.6).

mod judge;
mod rule;

use serde::Serialize;
use serde_json::Value as Json;

use crate::certificate::CertificateKind;
use crate::certlogic::Datum;
use crate::instant::Instant;

pub use judge::{Judgement, Outcome, RuleOutcome, ShownComparison, Subject};
pub use rule::{Rule, RuleError, RuleType, Version};

/// The rules and value sets of one moment.
#[derive(Clone, Debug)]
pub struct Rulebook {
    rules: Vec<Rule>,
    value_sets: Datum,
}

/// Whose rules are asked about.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    /// Two letters, in any case.
    pub country: &'a str,
    /// A region of it; none means the country as a whole.
    pub region: Option<&'a str>,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleSubject {
    /// Every certificate of the EU family.
    General,
    /// Certificates of this type.
    Kind(CertificateKind),
}

impl Rulebook {
    /// A rulebook of nothing: no question has rules.
    #[must_use]
    pub fn empty() -> Self {
        Self { rules: Vec::new(), value_sets: Datum::Object(Vec::new()) }
    }

    /// Reads what policy files hold: a rule, an array of rules, a value set, an array of value sets, or an object with
    /// lists of codes by the value set's name.
    ///
    /// # Errors
    /// [`RuleError`] with the place in `files` of the first thing that is none of these.
    pub fn read(files: &[Json]) -> Result<Self, (usize, RuleError)> {
        let mut book = Self::empty();
        let mut sets = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let items = file.as_array().map_or_else(|| std::slice::from_ref(file), Vec::as_slice);
            for item in items {
                book.read_item(item, &mut sets).map_err(|error| (index, error))?;
            }
        }
        book.value_sets = Datum::Object(sets);
        Ok(book)
    }

    fn read_item(&mut self, item: &Json, sets: &mut Vec<(String, Datum)>) -> Result<(), RuleError> {
        if let (Some(id), Some(values)) = (item.get("valueSetId").and_then(Json::as_str), item.get("valueSetValues")) {
            let codes = values.as_object().ok_or(RuleError::ValueSet)?.keys();
            sets.push((id.to_owned(), Datum::Array(codes.map(|code| Datum::Text(code.clone())).collect())));
            return Ok(());
        }
        if let Some(lists) = item.as_object().filter(|lists| !lists.is_empty() && lists.values().all(Json::is_array)) {
            sets.extend(lists.iter().map(|(id, codes)| (id.clone(), Datum::from(codes))));
            return Ok(());
        }
        self.rules.push(Rule::read(item)?);
        Ok(())
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules of one type for a certificate: those of its country, region and kind that are in force at `at`, of each
    /// identifier the highest version (protocols.md §3.6). Invalidation rules know no region.
    fn applicable(
        &self,
        rule_type: RuleType,
        place: Destination<'_>,
        kind: CertificateKind,
        at: Instant,
    ) -> Vec<&Rule> {
        let mut chosen: Vec<&Rule> = Vec::new();
        let in_force = |rule: &&Rule| rule.valid_from <= at && at <= rule.valid_to;
        for rule in self.concerned(rule_type, place, kind).filter(in_force) {
            match chosen.iter_mut().find(|other| other.identifier == rule.identifier) {
                Some(other) if other.version < rule.version => *other = rule,
                Some(_) => {}
                None => chosen.push(rule),
            }
        }
        chosen
    }

    /// The rules of one type for a certificate at any time.
    fn concerned(
        &self,
        rule_type: RuleType,
        place: Destination<'_>,
        kind: CertificateKind,
    ) -> impl Iterator<Item = &Rule> {
        let region = place.region.filter(|_| rule_type == RuleType::Acceptance).unwrap_or_default().trim().to_owned();
        let country = place.country.to_owned();
        self.rules.iter().filter(move |rule| {
            rule.rule_type == rule_type
                && rule.concerns(kind)
                && (rule.country.eq_ignore_ascii_case(&country) || rule.is_everywhere(kind))
                && (rule_type == RuleType::Invalidation || rule.region.trim().eq_ignore_ascii_case(&region))
        })
    }
}

#[cfg(test)]
mod tests;
