//! The fixed world of the targets: who is trusted, what was genuinely issued, and when it is now.

use std::collections::HashSet;
use std::sync::LazyLock;

use p256::ecdsa::SigningKey;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TrustList, TrustedKey, Usage};
use semafor_core::verifier::Snapshot;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

/// Who is trusted, and what they issued.
#[derive(Debug)]
pub struct Scene {
    /// Signs EU certificates of every type.
    pub eu: Authority,
    /// Signs WHO certificates.
    pub who: Authority,
    /// Trusts both.
    pub snapshot: Snapshot,
    /// What they issued: a text each.
    pub issued: Vec<String>,
    /// What a signature covers, and its r: the other half can be altered without the key.
    genuine: HashSet<(Vec<u8>, Vec<u8>)>,
}

/// The scene; the same in every process.
pub fn scene() -> Option<&'static Scene> {
    static SCENE: LazyLock<Option<Scene>> = LazyLock::new(Scene::set);
    assert!(SCENE.is_some(), "the scene can be set");
    SCENE.as_ref()
}

impl Scene {
    /// Whether one of the authorities made this message and its signature.
    pub fn is_genuine(&self, text: &str) -> bool {
        signed(text).is_some_and(|signed| self.genuine.contains(&signed))
    }

    fn set() -> Option<Self> {
        let (eu, who, test) = (authority(1, &[])?, authority(2, &[])?, authority(3, &[Usage::Test])?);
        let mut keys = TrustList::new();
        keys.add(TrustedKey::from_dsc(eu.dsc(), Domain::EuDcc).ok()?);
        keys.add(TrustedKey::from_dsc(who.dsc(), Domain::WhoIcvp).ok()?);
        keys.add(TrustedKey { test_only: true, ..TrustedKey::from_dsc(test.dsc(), Domain::EuDcc).ok()? });
        let issued: Vec<_> = drafts()
            .iter()
            .map(
                |draft| {
                    if matches!(draft.certified, Certified::Icvp { .. }) { who.issue(draft) } else { eu.issue(draft) }
                },
            )
            .chain([test.issue(drafts().first()?), who.issue(drafts().first()?)])
            .collect();
        let genuine = issued.iter().filter_map(|text| signed(text)).collect();
        Some(Self { eu, who, snapshot: Snapshot::from_keys(keys, true), issued, genuine })
    }
}

/// Now, moved by some days: 2026-11-22T12:00:00Z.
pub(super) fn now(days: i64) -> Instant {
    Instant::from_unix(1_795_348_800).unwrap_or(Instant::MAX).plus_seconds(days.saturating_mul(86_400))
}

/// The key with this number; no key that anybody uses.
pub(super) fn signing_key(number: u8) -> Option<SigningKey> {
    SigningKey::from_slice(&[number; 32]).ok()
}

fn authority(number: u8, usages: &[Usage]) -> Option<Authority> {
    let terms = Terms { country: "CZ".to_owned(), usages: usages.to_vec(), not_before: now(-400), not_after: now(60) };
    Authority::from_key(signing_key(number)?, &terms).ok()
}

fn signed(text: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let message = envelope::decode(text).ok()?;
    let signed = Signed::parse(&message, &mut Vec::new()).ok()?;
    Some((signed.signed_bytes(), signed.signature().get(..32)?.to_vec()))
}

fn drafts() -> [Draft; 5] {
    let vaccination = |dose: i64| Certified::Vaccination {
        product: "EU/1/20/1528".to_owned(),
        dose,
        doses: 2,
        date: "2026-09-12".to_owned(),
    };
    let recovery = Certified::Recovery {
        first_positive: "2026-09-12".to_owned(),
        valid_from: "2026-09-23".to_owned(),
        valid_until: "2027-03-11".to_owned(),
    };
    let icvp =
        Certified::Icvp { product: "YellowFever".to_owned(), date: "2026-09-12".to_owned(), batch: "B-1".to_owned() };
    [
        draft("Nguyễnová", vaccination(1)),
        draft("Nguyễnová", vaccination(2)),
        draft("Nguyễnová", Certified::NegativeTest { sampled_at: "2026-11-21T08:15:00Z".to_owned() }),
        draft("Nováková", recovery),
        draft("Nguyễnová", icvp),
    ]
}

fn draft(family: &str, certified: Certified) -> Draft {
    Draft {
        holder: Holder {
            family: family.to_owned(),
            given: "Thị Ánh".to_owned(),
            family_standard: "NGUYENOVA".to_owned(),
            given_standard: "THI<ANH".to_owned(),
            birth_date: "1984-03-12".to_owned(),
        },
        country: "CZ".to_owned(),
        issued_at: now(-30),
        expires_at: now(30),
        identifier: "CZ:FUZZ0000001#K".to_owned(),
        certified,
    }
}
