//! A family, an authority that certifies for it, and a folder for its wallet.

use std::fs;
use std::path::{Path, PathBuf};

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::ports::{KeyVault, VaultError};
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verifier::{Snapshot, TimeContext};
use semafor_core::wallet::Grounds;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

pub(crate) const NOON: &str = "2026-06-01T12:00:00Z";

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn authority(seed: u8) -> Authority {
    let (not_before, not_after) = (at("2025-01-01"), at("2028-01-01"));
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[seed; 32]).unwrap(), &terms).unwrap()
}

/// Keys of these authorities.
pub(crate) fn snapshot(authorities: &[&Authority]) -> Snapshot {
    let mut keys = TrustList::new();
    for authority in authorities {
        keys.add(TrustedKey::from_dsc(authority.dsc(), Domain::EuDcc).unwrap());
    }
    Snapshot::from_keys(keys, true)
}

/// A vaccination of Jana Nováková: dose `dose` of two.
pub(crate) fn vaccination(dose: i64) -> Draft {
    let product = "EU/1/20/1528".to_owned();
    Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2027-01-01"),
        identifier: format!("CZ:{dose}"),
        certified: Certified::Vaccination { product, dose, doses: 2, date: "2025-12-01".to_owned() },
    }
}

/// A vault that protects nothing: argon2id takes a tenth of a second, and is tested elsewhere.
pub(crate) struct Open;

impl KeyVault for Open {
    fn wrap(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Ok(key)
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Ok(wrapped)
    }
}

/// A folder of its own for one test, gone afterwards.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("semafor-family-{}-{name}", std::process::id()));
        let _old = fs::remove_dir_all(&path);
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        let _left = fs::remove_dir_all(&self.0);
    }
}

/// What is judged by, at `time`.
pub(crate) fn grounds<'a>(snapshot: &'a Snapshot, time: &str) -> Grounds<'a> {
    Grounds::new(snapshot, TimeContext::device(at(time)))
}
