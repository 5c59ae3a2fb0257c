//! Colour schemes from JSON, by which the same few certificates are coloured at a few times.

use std::sync::LazyLock;

use semafor_core::instant::Instant;
use semafor_core::scheme::{DoorStatus, ExplainedStatus, Scheme, Schemes, State, Status};
use semafor_core::trust::TestKeys;
use semafor_core::verdict::Language;
use semafor_core::verifier::{Evidence, PolicyFile, Snapshot};

use super::says_why;
use super::scene::{now, scene};

/// Days around now: before the vaccination, between it and its last day, and behind everything.
const DAYS: [i64; 5] = [-400, -31, 0, 29, 400];
/// The name under which a scheme without one is asked for.
const NAME: &str = "fuzzed";

/// A scheme: the bytes of its JSON.
pub fn scheme(data: &[u8]) {
    let Ok(json) = serde_json::from_slice(data) else { return };
    let read = Scheme::read(&json);
    if let Err(error) = &read {
        says_why(&error.to_string());
    }
    let id = read.as_ref().map_or(NAME, |scheme| &*scheme.id);
    let mut schemes = Schemes::default();
    schemes.add(id, &json);
    let Some(wallet) = wallet() else { return };
    for days in DAYS {
        let status = wallet.status(id, &schemes, now(days));
        assert_eq!(status.scheme.is_some(), read.is_ok());
        says_the_same(&status, &wallet.status(id, &schemes, now(days)));
        match &read {
            Ok(scheme) => is_of(scheme, &status),
            Err(_) => assert!(matches!(status.state, State::Undecided(_)), "what cannot be read gives no colour"),
        }
        is_what_it_is_until_then(&status, wallet, &schemes);
    }
}

/// No colour but the scheme's own, and none while it is not in force.
fn is_of(scheme: &Scheme, status: &Status) {
    let State::Coloured(tier) = &status.state else { return };
    assert!(scheme.in_force(status.at));
    let of_tiers = scheme.tiers.iter().map(|(tier, _)| tier);
    assert!(of_tiers.chain([&scheme.default]).any(|own| own == tier));
    assert!(status.tiers.len() <= scheme.tiers.len());
}

/// The second before the next state is still of this one, and the next is what was foretold.
fn is_what_it_is_until_then(status: &Status, wallet: &Wallet, schemes: &Schemes) {
    let Some(next) = &status.next else { return assert_eq!(status.until, None) };
    assert!(next.at > status.at);
    assert_eq!(status.until, Some(next.at.plus_seconds(-1)));
    if status.is_uncertain {
        return;
    }
    let asked = |at: Instant| wallet.status(&status.id, schemes, at).state;
    assert_eq!(asked(next.at.plus_seconds(-1)).colour(), status.state.colour());
    assert_eq!(asked(next.at), next.state);
}

/// The same question has the same answer, in every form and language.
fn says_the_same(one: &Status, other: &Status) {
    assert_eq!((&one.state, &one.next, one.until), (&other.state, &other.next, other.until));
    for language in Language::ALL {
        assert_eq!(DoorStatus::of(one, language), DoorStatus::of(other, language));
        assert_eq!(ExplainedStatus::of(one, language), ExplainedStatus::of(other, language));
    }
}

/// Certificates of one person, and what they are judged by.
struct Wallet {
    evidence: Vec<Evidence>,
    snapshot: Snapshot,
}

impl Wallet {
    fn status(&self, id: &str, schemes: &Schemes, at: Instant) -> Status {
        Status::of(id, schemes, &self.evidence.iter().collect::<Vec<_>>(), &self.snapshot, at)
    }
}

fn wallet() -> Option<&'static Wallet> {
    static WALLET: LazyLock<Option<Wallet>> = LazyLock::new(|| {
        let scene = scene()?;
        let snapshot = scene.snapshot.clone().with_policy(&value_sets()).ok()?;
        let evidence = scene.issued.iter().take(3).map(|text| Evidence::of(text, TestKeys::Distrusted, &snapshot));
        Some(Wallet { evidence: evidence.collect(), snapshot })
    });
    assert!(WALLET.is_some(), "the wallet can be filled");
    WALLET.as_ref()
}

/// The value sets that published schemes name.
fn value_sets() -> [PolicyFile; 2] {
    let file = |name: &str, bytes: &[u8]| PolicyFile { name: name.to_owned(), bytes: bytes.to_vec() };
    [
        file("single", include_bytes!("../../../../rules/policy/valuesets/single-dose-vaccines.json")),
        file("products", include_bytes!("../../../../rules/policy/valuesets/eu-authorised-vaccines.json")),
    ]
}
