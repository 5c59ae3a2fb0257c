//! What an authority is asked to certify, and its claims set as CBOR (eu-dcc-schema 1.3.0; ICVP, newest generation).

use ciborium::Value;
use semafor_core::instant::Instant;

/// A person, as a certificate names them.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Family name.
    pub family: String,
    /// Given name.
    pub given: String,
    /// Family name in `A`–`Z` and `<`.
    pub family_standard: String,
    /// Given name in `A`–`Z` and `<`.
    pub given_standard: String,
    /// `YYYY-MM-DD`, shortened where unknown.
    pub birth_date: String,
}

impl Holder {
    /// An invented person, for demonstrations and tests.
    #[must_use]
    pub fn invented() -> Self {
        Self {
            family: "Nováková".to_owned(),
            given: "Jana".to_owned(),
            family_standard: "NOVAKOVA".to_owned(),
            given_standard: "JANA".to_owned(),
            birth_date: "1964-08-12".to_owned(),
        }
    }
}

/// One certificate to be issued.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whom it is about.
    pub holder: Holder,
    /// Two letters, upper case.
    pub country: String,
    /// Time of issue.
    pub issued_at: Instant,
    /// Last second.
    pub expires_at: Instant,
    /// The certificate's identifier after `URN:UVCI:01:`.
    pub identifier: String,
    /// What is certified.
    pub certified: Certified,
}

/// What is certified. Dates are `YYYY-MM-DD`.
#[derive(Clone, Debug)]
pub enum Certified {
    /// A vaccination with the product of this code.
    Vaccination {
        /// Product code.
        product: String,
        /// Number of the dose.
        dose: i64,
        /// Doses of the series.
        doses: i64,
        /// Its day.
        date: String,
    },
    /// A negative laboratory test.
    NegativeTest {
        /// When the sample was taken, RFC 3339.
        sampled_at: String,
    },
    /// A recovery.
    Recovery {
        /// Day of the first positive test.
        first_positive: String,
        /// First day it counts.
        valid_from: String,
        /// Last day it counts.
        valid_until: String,
    },
    /// A WHO certificate of vaccination with the product of this id.
    Icvp {
        /// Product id of the WHO list.
        product: String,
        /// Its day.
        date: String,
        /// Batch.
        batch: String,
    },
}

impl Draft {
    /// The claims set.
    #[must_use]
    pub fn claims(&self) -> Value {
        let (subclaim, payload) = match &self.certified {
            Certified::Icvp { product, date, batch } => (-6, self.icvp(product, date, batch)),
            Certified::Vaccination { product, dose, doses, date } => {
                (1, self.dcc("v", self.vaccination(product, *dose, *doses, date)))
            }
            Certified::NegativeTest { sampled_at } => (1, self.dcc("t", self.negative_test(sampled_at))),
            Certified::Recovery { first_positive, valid_from, valid_until } => {
                (1, self.dcc("r", self.recovery(first_positive, valid_from, valid_until)))
            }
        };
        Value::Map(vec![
            (1.into(), text(&self.country)),
            (4.into(), self.expires_at.as_unix().into()),
            (6.into(), self.issued_at.as_unix().into()),
            ((-260).into(), Value::Map(vec![(subclaim.into(), payload)])),
        ])
    }

    fn dcc(&self, group: &str, entry: Value) -> Value {
        let holder = &self.holder;
        let name = map([
            ("fn", text(&holder.family)),
            ("gn", text(&holder.given)),
            ("fnt", text(&holder.family_standard)),
            ("gnt", text(&holder.given_standard)),
        ]);
        map([
            ("ver", text("1.3.0")),
            ("nam", name),
            ("dob", text(&holder.birth_date)),
            (group, Value::Array(vec![entry])),
        ])
    }

    fn vaccination(&self, product: &str, dose: i64, doses: i64, date: &str) -> Value {
        self.entry([
            ("vp", text("1119349007")),
            ("mp", text(product)),
            ("ma", text("ORG-100030215")),
            ("dn", dose.into()),
            ("sd", doses.into()),
            ("dt", text(date)),
        ])
    }

    fn negative_test(&self, sampled_at: &str) -> Value {
        self.entry([
            ("tt", text("LP6464-4")),
            ("nm", text("Demonstration NAAT")),
            ("sc", text(sampled_at)),
            ("tr", text("260415000")),
            ("tc", text("Demonstration centre")),
        ])
    }

    fn recovery(&self, first_positive: &str, valid_from: &str, valid_until: &str) -> Value {
        self.entry([("fr", text(first_positive)), ("df", text(valid_from)), ("du", text(valid_until))])
    }

    fn entry<const N: usize>(&self, own: [(&str, Value); N]) -> Value {
        let shared = [
            ("tg", text("840539006")),
            ("co", text(&self.country)),
            ("is", text("Semafor demonstration")),
            ("ci", text(&format!("URN:UVCI:01:{}", self.identifier))),
        ];
        map(own.into_iter().chain(shared))
    }

    fn icvp(&self, product: &str, date: &str, batch: &str) -> Value {
        let dose = map([
            ("vp", text(product)),
            ("dv", text(date)),
            ("bo", text(batch)),
            ("is", text("Semafor demonstration")),
        ]);
        map([
            ("n", text(&format!("{} {}", self.holder.given, self.holder.family))),
            ("dob", text(&self.holder.birth_date)),
            ("s", text("female")),
            ("nt", text("VNM")),
            ("id", text("C1234567")),
            ("dt", text("PPN")),
            ("v", text("1.0.0")),
            ("d", text(date)),
            ("vx", dose),
        ])
    }
}

fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(name, value)| (text(name), value)).collect())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
