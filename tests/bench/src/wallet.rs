//! Twenty years of a family: 500 certificates of eight people, opened and listed with the data key unwrapped already.

use std::error::Error;
use std::path::{Path, PathBuf};

use semafor_core::instant::{CalendarDate, Instant};
use semafor_core::ports::{KeyVault, VaultError};
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verifier::{Snapshot, TimeContext};
use semafor_core::wallet::{Grounds, Journey, Wallet};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

use crate::built;
use crate::measure::now;
use crate::row::{Bound, Row, duration};

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let folder = built::folder()?.join("wallet-bench");
    forget(&folder)?;
    let family = Family::new()?;
    let schemes = semafor_built_in::schemes();
    let snapshot = family.snapshot.clone().with_policy(&semafor_built_in::files())?;
    let grounds = Grounds { schemes: &schemes, ..Grounds::new(&snapshot, TimeContext::device(at(CLOCK))) };
    let texts: Vec<_> = (0..CERTIFICATES).map(|number| family.certificate(number)).collect();
    let mut wallet = Wallet::create(&folder, &Unwrapped)?;
    let start = now();
    wallet.add(&texts, &grounds)?;
    let added = start.elapsed().as_secs_f64();
    drop(wallet);
    let (mut opened, mut again, mut travelled) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = now();
        let mut wallet = Wallet::open(&folder, &Unwrapped)?;
        let listing = wallet.list(&grounds)?;
        let colours = listing.people.iter().flat_map(|person| SCHEMES.map(|id| listing.status(person, id, &grounds)));
        let coloured = colours.filter(|status| status.state.colour().is_some()).count();
        opened.push(start.elapsed().as_secs_f64());
        if listing.people.len() != PEOPLE || Some(coloured) != PEOPLE.checked_mul(SCHEMES.len()) {
            return Err(format!("{} people, {coloured} colours", listing.people.len()).into());
        }
        if listing.certificates.iter().filter(|kept| kept.verified().is_some()).count() != texts.len() {
            return Err("not every certificate was verified".into());
        }
        let start = now();
        let listing = wallet.list(&grounds)?;
        again.push(start.elapsed().as_secs_f64());
        let start = now();
        let on = CalendarDate::parse("2026-07-01")?;
        let report = listing.travel(&Journey { country: "CZ".to_owned(), region: None, on }, &grounds);
        travelled.push(start.elapsed().as_secs_f64());
        if report.certificates.len() != texts.len() {
            return Err("not every certificate was asked".into());
        }
    }
    let row = |name: &str, seconds: f64, most: Option<f64>| Row {
        name: name.to_owned(),
        value: duration(seconds),
        reference: None,
        ratio: None,
        bound: most.map(|most| Bound::Seconds(seconds, most)),
    };
    Ok(vec![
        row("wallet of 500 of 8: open, list, all statuses", median(opened), Some(0.1)),
        row("the same, listed once more", median(again), None),
        row("the same, asked about a journey", median(travelled), None),
        row("adding 500 at once", added, None),
    ])
}

/// An authority and the family that it certifies for.
pub struct Family {
    authority: Authority,
    /// The authority's key.
    pub snapshot: Snapshot,
}

impl Family {
    /// With a key that is made now.
    pub fn new() -> Result<Self, Box<dyn Error>> {
        let (not_before, not_after) = (at("2020-01-01"), at("2040-01-01"));
        let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
        Self::of(Authority::make(&terms)?)
    }

    /// With a key that several processes know.
    pub fn fixed() -> Result<Self, Box<dyn Error>> {
        let (not_before, not_after) = (at("2020-01-01"), at("2040-01-01"));
        let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
        Self::of(Authority::from_key(p256::ecdsa::SigningKey::from_slice(&[7; 32])?, &terms)?)
    }

    fn of(authority: Authority) -> Result<Self, Box<dyn Error>> {
        let mut keys = TrustList::new();
        keys.add(TrustedKey::from_dsc(authority.dsc(), Domain::EuDcc)?);
        Ok(Self { authority, snapshot: Snapshot::from_keys(keys, true) })
    }

    /// One of the family's certificates: the same number, the same certificate.
    pub fn certificate(&self, number: usize) -> String {
        let person = number.checked_rem(PEOPLE).unwrap_or_default();
        let holder = Holder {
            given: format!("Jana {person}"),
            given_standard: format!("JANA<{person}"),
            birth_date: format!("{}-08-12", 1960_usize.saturating_add(person)),
            ..Holder::invented()
        };
        let product = "EU/1/20/1528".to_owned();
        self.authority.issue(&Draft {
            holder,
            country: "CZ".to_owned(),
            issued_at: at("2026-01-01"),
            expires_at: at("2027-01-01"),
            identifier: format!("CZ:{number}"),
            certified: Certified::Vaccination { product, dose: 2, doses: 2, date: "2025-12-01".to_owned() },
        })
    }
}

/// A vault whose key is there already: argon2id takes its time on purpose, and is not what is measured.
pub struct Unwrapped;

impl KeyVault for Unwrapped {
    fn wrap(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Ok(key)
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Ok(wrapped)
    }
}

/// Removes the wallet of an earlier run.
pub fn forget(folder: &Path) -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(folder);
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// A time that is written here.
pub fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap_or(Instant::MIN)
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_unstable_by(f64::total_cmp);
    seconds.get(seconds.len().div_euclid(2)).copied().unwrap_or_default()
}

/// The time of all questions.
pub const CLOCK: &str = "2026-06-01T12:00:00Z";
const CERTIFICATES: usize = 500;
const PEOPLE: usize = 8;
const SCHEMES: [&str; 2] = ["VN", "CZ"];
const ROUNDS: usize = 15;
