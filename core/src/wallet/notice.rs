//! What will change and when, as data that a shell can schedule. The end of a signature, the end of what a rule allows, and
//! a withdrawal are three things, and never said with one word.

use serde::Serialize;

use super::Grounds;
use super::listing::{Holder, KeptCertificate, Listing};
use super::people::Person;
use crate::certificate::{Certificate, Entry, Payload};
use crate::instant::Instant;
use crate::order;
use crate::scheme::{Colour, State, Status, StatusState};
use crate::store::RecordId;
use crate::verdict::{Cause, ReasonCode, Report, Verdict};

/// Something that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Notice {
    /// When: the first second at which it is otherwise.
    pub at: Instant,
    /// What.
    #[serde(flatten)]
    pub kind: NoticeKind,
    /// Of which certificate; a colour is of a person.
    pub certificate: Option<RecordId>,
    /// Whose.
    pub holder: Option<Holder>,
}

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case", tag = "notice")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum NoticeKind {
    /// Its issuer has withdrawn it. This is so already.
    Revoked,
    /// The signature ends: the certificate has to be issued again. What it certifies stays true.
    TechnicalExpiry,
    /// The rules of a country no longer accept what it certifies.
    RuleExpiry {
        /// Whose rules.
        country: String,
        /// The rules that end it.
        rules: Vec<String>,
    },
    /// The same of a vaccination that completes a course, which another dose would renew.
    BoosterDue {
        /// Whose rules.
        country: String,
    },
    /// The person's colour changes.
    ColourChange {
        /// By the scheme of this id.
        scheme: String,
        /// What it comes to before.
        from: StateMark,
        /// What it comes to then.
        to: StateMark,
    },
}

/// A state without its words, which are the scheme's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct StateMark {
    /// What it comes to.
    pub state: StatusState,
    /// The colour, if it is one.
    pub colour: Option<Colour>,
}

impl StateMark {
    fn of(state: &State) -> Self {
        Self { state: state.into(), colour: state.colour() }
    }
}

impl Notice {
    /// Whether it is about a person's colour.
    #[must_use]
    pub fn is_of_colour(&self) -> bool {
        matches!(self.kind, NoticeKind::ColourChange { .. })
    }
}

impl Listing {
    /// What will change for certificates that count and for the colours of persons by these schemes, the nearest first;
    /// with a `country` also by its rules.
    #[must_use]
    pub fn notices(&self, country: Option<&str>, schemes: &[String], grounds: &Grounds<'_>) -> Vec<Notice> {
        let mut notices = self.of_certificates(country, grounds);
        let of_person = |person| schemes.iter().flat_map(move |scheme| self.of_colour(person, scheme, grounds));
        notices.extend(self.people.iter().flat_map(of_person));
        order::by(&mut notices, |one, other| (one.at, &one.kind).cmp(&(other.at, &other.kind)));
        notices
    }

    /// The changes of a person's colour that follow from what is known now.
    fn of_colour(&self, person: &Person, scheme: &str, grounds: &Grounds<'_>) -> Vec<Notice> {
        let course = self.statuses_to_come(person, scheme, grounds);
        let change = |(before, after): (&Status, &Status)| Notice {
            at: after.at,
            kind: NoticeKind::ColourChange {
                scheme: scheme.to_owned(),
                from: StateMark::of(&before.state),
                to: StateMark::of(&after.state),
            },
            certificate: None,
            holder: Some(person.holder.clone()),
        };
        course.iter().zip(course.iter().skip(1)).map(change).collect()
    }

    fn of_certificates(&self, country: Option<&str>, grounds: &Grounds<'_>) -> Vec<Notice> {
        let at = grounds.at();
        let mut notices = Vec::new();
        for kept in self.certificates.iter().filter(|kept| kept.is_current()) {
            let Some(certificate) = kept.verified() else { continue };
            let holder = Some(Holder::of(certificate));
            let mut add =
                |at, kind| notices.push(Notice { at, kind, certificate: Some(kept.id), holder: holder.clone() });
            if kept.reasons().contains(&ReasonCode::Revoked) {
                add(at, NoticeKind::Revoked);
                continue;
            }
            if let Some(end) = certificate.claims.expires_at.map(|last| last.plus_seconds(1)).filter(|end| *end > at) {
                add(end, NoticeKind::TechnicalExpiry);
            }
            let Some((country, end, rules)) = country.and_then(|country| rule_end(kept, country, grounds)) else {
                continue;
            };
            if completes(certificate) {
                add(end, NoticeKind::BoosterDue { country: country.clone() });
            }
            add(end, NoticeKind::RuleExpiry { country, rules });
        }
        notices
    }
}

/// When the rules of a country stop accepting a certificate that they accept now, and which rules.
fn rule_end(kept: &KeptCertificate, country: &str, grounds: &Grounds<'_>) -> Option<(String, Instant, Vec<String>)> {
    let foresee = |at| grounds.foresee_entry(&kept.text, country, None, at);
    let now = foresee(grounds.at());
    let end = now.next_change.filter(|_| now.verdict == Verdict::Accepted)?;
    let rules = failing(&foresee(end));
    // Another end comes first: a signature's or a key's.
    (!rules.is_empty()).then(|| (country.to_owned(), end, rules))
}

/// The rules that a report names against a certificate.
fn failing(report: &Report) -> Vec<String> {
    let rule = |cause: &Cause| match cause {
        Cause::RuleFailed { rule } | Cause::Invalidated { rule } => Some(rule.identifier.clone()),
        _ => None,
    };
    report.reasons.iter().filter_map(|reason| rule(&reason.cause)).collect()
}

/// Whether a vaccination completes its course, or goes beyond it.
fn completes(certificate: &Certificate) -> bool {
    match &certificate.payload {
        Payload::Dcc(dcc) => match &dcc.entry {
            Entry::Vaccination(vaccination) => {
                vaccination.dose.zip(vaccination.doses).is_some_and(|(dose, doses)| dose >= doses)
            }
            Entry::Test(_) | Entry::Recovery(_) => false,
        },
        Payload::Icvp(_) => false,
    }
}
