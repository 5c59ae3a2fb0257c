//! Rules and value sets, and which of them apply to country, region, certificate type, date and version
//! (protocols.md §3.3–3.6).

mod judge;
mod line;
mod medical_words;
mod mode;
mod outcome;
mod rule;
mod subject;
mod texts;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;

use crate::certificate::CertificateKind;
use crate::certlogic::{Datum, Name};
use crate::limits;
use line::Line;

pub(crate) use judge::outcome;
pub use judge::{Case, Fit, Judgement, Standing};
pub use mode::{Mode, ModeTexts, Slot};
pub use outcome::{AppliedRule, OpenCause, Outcome, RuleOutcome, ShownComparison};
pub use rule::{Rule, RuleError, RuleType, Version};
pub use subject::Subject;
pub(crate) use subject::raw_payload;
pub use texts::{MedicalWord, StaffText, Translations};

/// The rules, value sets and modes of one moment.
#[derive(Clone, Debug)]
pub struct Rulebook {
    /// Rules by what they decide and whose they are.
    shelves: BTreeMap<(RuleType, String), Vec<Line>>,
    rules: usize,
    value_sets: Datum,
    modes: Vec<Mode>,
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
        Self { shelves: BTreeMap::new(), rules: 0, value_sets: Datum::Object(Vec::new()), modes: Vec::new() }
    }

    /// Reads what policy files hold: a rule, a value set, a mode, a rule's texts for staff, an array of those, or an object
    /// with lists of codes by the value set's name. A colour scheme is no rule, and passed over.
    ///
    /// # Errors
    /// [`RuleError`] with the place in `files` of the first thing that is none of these.
    pub fn read(files: &[Json]) -> Result<Self, (usize, RuleError)> {
        let mut read = Read::default();
        for (index, file) in files.iter().enumerate() {
            let items = file.as_array().map_or_else(|| std::slice::from_ref(file), Vec::as_slice);
            items.iter().try_for_each(|item| read.item(index, item)).map_err(|error| (index, error))?;
        }
        read.rulebook()
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules
    }

    /// Whether there is no rule at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules == 0
    }

    /// The modes, in the order read.
    #[must_use]
    pub fn modes(&self) -> &[Mode] {
        &self.modes
    }

    /// The mode of this id.
    #[must_use]
    pub fn mode(&self, id: &str) -> Option<&Mode> {
        self.modes.iter().find(|mode| mode.id.as_str() == id)
    }

    /// The codes of the value set of this id, as a list.
    #[must_use]
    pub fn value_set(&self, id: &str) -> Option<&Datum> {
        self.value_sets.get(id)
    }

    /// All value sets: lists of codes by name, as expressions find them.
    #[must_use]
    pub fn value_sets(&self) -> &Datum {
        &self.value_sets
    }

    /// The rules of one type and country, in any case.
    fn lines<'a>(&'a self, rule_type: RuleType, country: &str) -> impl Iterator<Item = &'a Line> + use<'a> {
        self.shelves.get(&(rule_type, country.to_ascii_uppercase())).into_iter().flatten()
    }
}

/// What was read so far.
#[derive(Default)]
struct Read {
    /// Each with the file it stood in.
    rules: Vec<(usize, Rule)>,
    sets: BTreeMap<String, Datum>,
    modes: Vec<Mode>,
    staff: BTreeMap<String, Translations<StaffText>>,
}

impl Read {
    fn item(&mut self, file: usize, item: &Json) -> Result<(), RuleError> {
        if item.get("scheme").is_some() && item.get("tiers").is_some() {
            return Ok(());
        }
        if let (Some(id), Some(values)) = (item.get("valueSetId").and_then(Json::as_str), item.get("valueSetValues")) {
            let codes = values.as_object().ok_or(RuleError::ValueSet)?.keys();
            self.value_set(id, Datum::Array(codes.map(|code| code.as_str().into()).collect()))?;
        } else if item.get("mode").is_some() {
            let mode = Mode::read(item)?;
            if self.modes.iter().any(|other| other.id == mode.id) {
                return Err(RuleError::Twice { what: mode.id.as_str().to_owned() });
            }
            self.modes.push(mode);
        } else if let (Some(rule), Some(staff)) = (item.get("rule").and_then(Json::as_str), item.get("staff")) {
            let staff = Translations::of_object(Some(staff)).for_staff()?;
            if self.staff.insert(rule.to_owned(), staff.clone()).is_some_and(|other| other != staff) {
                return Err(RuleError::Twice { what: rule.to_owned() });
            }
        } else if let Some(lists) = lists_of_codes(item) {
            lists.iter().try_for_each(|(id, codes)| self.value_set(id, Datum::from(codes)))?;
        } else {
            self.rules.push((file, Rule::read(item)?));
        }
        for (found, most) in [(self.rules.len(), limits::RULES), (self.sets.len(), limits::VALUE_SETS)] {
            if found > most {
                return Err(RuleError::TooMany { found, most });
            }
        }
        Ok(())
    }

    fn value_set(&mut self, id: &str, codes: Datum) -> Result<(), RuleError> {
        match self.sets.get(id) {
            Some(other) if *other != codes => Err(RuleError::Twice { what: id.to_owned() }),
            Some(_) => Ok(()),
            None => {
                self.sets.insert(id.to_owned(), codes);
                Ok(())
            }
        }
    }

    fn rulebook(self) -> Result<Rulebook, (usize, RuleError)> {
        let Self { rules, sets, modes, staff } = self;
        let sets = Datum::Object(sets.into_iter().map(|(id, codes)| (Name::from(&*id), codes)).collect());
        let mut book = Rulebook { rules: rules.len(), value_sets: sets, modes, ..Rulebook::empty() };
        let mut places = BTreeMap::new();
        for (file, mut rule) in rules {
            rule.staff = staff.get(&rule.identifier).cloned().unwrap_or_default();
            let lines = book.shelves.entry((rule.rule_type, rule.country.clone())).or_default();
            let key = (rule.rule_type, rule.country.clone(), rule.identifier.clone());
            let place = *places.entry(key).or_insert(lines.len());
            let rule = Arc::new(rule);
            match lines.get_mut(place) {
                Some(line) if line.contradicts(&rule) => {
                    return Err((file, RuleError::Twice { what: rule.identifier.clone() }));
                }
                Some(line) => line.add(rule),
                None => lines.push(Line::of(rule)),
            }
        }
        Ok(book)
    }
}

fn lists_of_codes(item: &Json) -> Option<&serde_json::Map<String, Json>> {
    item.as_object().filter(|lists| !lists.is_empty() && lists.values().all(Json::is_array))
}

#[cfg(test)]
mod tests;
