//! Data access paths, and what rules are evaluated on.

use super::{Datum, Name};

/// A data access path, split into its fragments. Where it begins is settled once, when the rule is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    text: String,
    fragments: Vec<Fragment>,
    in_rule: InRule,
    in_loop: InLoop,
}

/// One step of a path: the name of a field, or the place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fragment {
    pub(super) name: Name,
    pub(super) index: Option<usize>,
}

/// Where in what a rule is evaluated on a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InRule {
    /// To one of its parts, behind so many fragments.
    Part(Part, usize),
    /// To the data as a whole, or all of `external`.
    Whole,
    Nowhere,
}

/// The parts of what a rule is evaluated on, in the order of [`Data::Rule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Payload,
    External,
    Clock,
    ValueSets,
}

/// The same for a step of `reduce`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InLoop {
    Accumulator,
    Current,
    /// Both, as an object.
    Whole,
    Nowhere,
}

impl Path {
    /// Reads a path; nothing where a fragment is empty.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let names: Vec<_> = text.split('.').filter(|_| !text.is_empty()).collect();
        if names.contains(&"") {
            return None;
        }
        let in_rule = match names.as_slice() {
            [] | ["external"] => InRule::Whole,
            ["payload", ..] => InRule::Part(Part::Payload, 1),
            ["external", "validationClock", ..] => InRule::Part(Part::Clock, 2),
            ["external", "valueSets", ..] => InRule::Part(Part::ValueSets, 2),
            ["external", ..] => InRule::Part(Part::External, 1),
            _ => InRule::Nowhere,
        };
        let in_loop = match names.first() {
            None => InLoop::Whole,
            Some(&ACCUMULATOR) => InLoop::Accumulator,
            Some(&CURRENT) => InLoop::Current,
            Some(_) => InLoop::Nowhere,
        };
        let fragments = names.iter().map(|name| Fragment { name: (*name).into(), index: name.parse().ok() }).collect();
        Some(Self { text: text.to_owned(), fragments, in_rule, in_loop })
    }

    /// The path as the rule writes it (`payload.v.0.dt`).
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where it leads in a step of `reduce`.
    pub(super) fn in_loop(&self) -> InLoop {
        self.in_loop
    }

    /// What is left of it behind so many fragments.
    pub(super) fn behind(&self, fragments: usize) -> &[Fragment] {
        self.fragments.get(fragments..).unwrap_or_default()
    }
}

/// What a step of `reduce` calls what came of the steps before it.
pub(super) const ACCUMULATOR: &str = "accumulator";

/// What it calls the element whose turn it is.
pub(super) const CURRENT: &str = "current";

/// What a rule is evaluated on.
#[derive(Clone, Copy, Debug)]
pub enum Data<'a> {
    /// Any value.
    Whole(&'a Datum),
    /// A certificate's payload under `payload`, and under `external` what is known around it, clock and value sets apart.
    Rule {
        /// The payload, under the specification's names.
        payload: &'a Datum,
        /// `countryCode` and so on.
        external: &'a Datum,
        /// `validationClock`
        clock: &'a Datum,
        /// Lists of codes by the value set's name.
        value_sets: &'a Datum,
    },
}

/// A path names the data as a whole, or all of `external`.
pub(super) struct NoWhole;

impl<'a> Data<'a> {
    /// The value at a path. What a rule is evaluated on is kept in parts, so its whole is no value: `Err`.
    pub(super) fn resolve(&self, path: &Path) -> Result<Option<&'a Datum>, NoWhole> {
        let (root, known) = match (*self, path.in_rule) {
            (Self::Whole(whole), _) => (whole, 0),
            (Self::Rule { payload, external, clock, value_sets }, InRule::Part(part, known)) => {
                let root = match part {
                    Part::Payload => payload,
                    Part::External => external,
                    Part::Clock => clock,
                    Part::ValueSets => value_sets,
                };
                (root, known)
            }
            (Self::Rule { .. }, InRule::Whole) => return Err(NoWhole),
            (Self::Rule { .. }, InRule::Nowhere) => return Ok(None),
        };
        Ok(path.behind(known).iter().try_fold(root, Datum::step))
    }
}
