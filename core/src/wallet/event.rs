//! Which certificates are editions of one: of the same event of the same person, of which the one that counts most replaces
//! the others.

use std::collections::HashMap;

use ring::digest;

use super::DecisionKey;
use super::listing::KeptCertificate;
use crate::certificate::Certificate;
use crate::instant::PartialDate;
use crate::person::{self, Comparison, Identity};

/// Names the event of each certificate, as [`Certificate::certifies_the_same`] sees it. An identifier that an issuer gave
/// to two persons by mistake names two events: nobody's certificate is taken for an edition of a stranger's.
pub(super) fn events(certificates: &[Option<&Certificate>]) -> Vec<Option<String>> {
    let mut known: HashMap<String, Vec<(&Certificate, String)>> = HashMap::new();
    let mut events = Vec::with_capacity(certificates.len());
    for certificate in certificates {
        let Some(certificate) = certificate else {
            events.push(None);
            continue;
        };
        let event = event(certificate);
        let holders = known.entry(event.clone()).or_default();
        let same = holders.iter().find(|(other, _)| may_be_one(other, certificate)).map(|(_, event)| event.clone());
        let own = same.unwrap_or_else(|| {
            let own = if holders.is_empty() { event } else { format!("{event}|{}", certificate.holder_name()) };
            holders.push((certificate, own.clone()));
            own
        });
        events.push(Some(own));
    }
    events
}

/// Of all certificates for one event the one that counts most replaces the others.
pub(super) fn supersede(certificates: &mut [KeptCertificate], events: &[Option<String>]) {
    let mut best: HashMap<&str, usize> = HashMap::new();
    for (index, event) in events.iter().enumerate() {
        let Some(event) = event else { continue };
        let rank = |index: usize| certificates.get(index).map(KeptCertificate::rank);
        let other = best.entry(event).or_insert(index);
        if rank(index) > rank(*other) {
            *other = index;
        }
    }
    let ids: Vec<_> = certificates.iter().map(|certificate| certificate.id).collect();
    for ((index, certificate), event) in certificates.iter_mut().enumerate().zip(events) {
        let counts = event.as_deref().and_then(|event| best.get(event)).filter(|best| **best != index);
        certificate.superseded_by = counts.and_then(|best| ids.get(*best)).copied();
    }
}

/// What decisions are remembered by.
pub(super) fn hashed(kind: &str, of: &str) -> DecisionKey {
    let digest = digest::digest(&digest::SHA256, format!("semafor/wallet/decision/1|{kind}|{of}").as_bytes());
    digest.as_ref().first_chunk().copied().unwrap_or_default()
}

fn event(certificate: &Certificate) -> String {
    let kind = certificate.kind();
    match certificate.identifier() {
        Some(identifier) => format!("{kind:?}|{}", identifier.to_ascii_uppercase()),
        None => format!("{kind:?}|{}", serde_json::to_string(&certificate.payload).unwrap_or_default()),
    }
}

/// Whether the names may be one person's. A date of birth may have been the mistake that was corrected.
fn may_be_one(one: &Certificate, other: &Certificate) -> bool {
    let names = |certificate: &Certificate| Identity::of(certificate).born(PartialDate::Unknown);
    !matches!(person::compare(&names(one), &names(other)), Comparison::Different(_))
}
