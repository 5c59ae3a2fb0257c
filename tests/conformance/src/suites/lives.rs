//! `lives`: what a colour scheme says of a person's certificates at one time after another.
//!
//! `NAME/life.json`: `{"scheme", "certificates": [{"payload", "iat", "exp", "revokedAt"?}], "expect": [{"at", "colour",
//! "until", "next"}]}`. A payload is an EU DCC in JSON, times are RFC 3339. `scheme` is the id of one of `rules/policy`. Each certificate is signed by a
//! key that is made in the run and is good for ever, so that everything goes the way of a real one. From `revokedAt` on a
//! list of revocations names the certificate; before, nobody knows of it.
//!
//! Three checks an expectation: `colour` (or `no-scheme`, `not-in-force`, `undecided`), `until` (the last second of it;
//! null is never), `next` (the first second of what follows, with its colour; null where nothing does).

use std::path::Path;
use std::sync::Arc;

use ciborium::Value as Cbor;
use semafor_core::certificate::Certificate;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::key::Algorithm;
use semafor_core::revocation::{
    Blob, Chunk, Form, HashType, Partition, PrefixBits, Probability, RevocationHash, RevocationHashes, Revocations,
};
use semafor_core::scheme::{Schemes, State, Status};
use semafor_core::trust::{Domain, TestKeys, TrustList, TrustedKey};
use semafor_core::verifier::{Evidence, Snapshot};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::revocation::encode;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::files::{self, Found};
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let lives: Vec<_> = files::below(dir, "json").into_iter().filter(|file| file.path.ends_with(FILE)).collect();
    checks.note(format!("{} lives", lives.len()));
    match World::new() {
        Ok(world) => lives.iter().for_each(|file| check_life(file, &world, checks)),
        Err(error) => checks.compare(".", "authority", "made", "none", error),
    }
}

const FILE: &str = "life.json";

#[derive(Deserialize)]
struct Life {
    scheme: String,
    certificates: Vec<Issued>,
    expect: Vec<Expected>,
}

#[derive(Deserialize)]
struct Issued {
    payload: Json,
    iat: Instant,
    exp: Instant,
    #[serde(rename = "revokedAt")]
    revoked_at: Option<Instant>,
}

#[derive(Deserialize)]
struct Expected {
    at: Instant,
    colour: String,
    until: Option<Instant>,
    next: Option<ExpectedNext>,
}

#[derive(Deserialize)]
struct ExpectedNext {
    at: Instant,
    colour: Option<String>,
}

fn check_life(file: &Found, world: &World, checks: &mut Checks) {
    let name = file.id.strip_suffix(FILE).unwrap_or(&file.id).trim_end_matches('/');
    let read = files::json(&file.path).and_then(|json| serde_json::from_value(json).map_err(|error| error.to_string()));
    let life: Life = match read {
        Ok(life) => life,
        Err(error) => return checks.compare(name, "readable", true, false, error),
    };
    let signed: Vec<_> = life.certificates.iter().map(|issued| world.sign(issued)).collect();
    for expected in &life.expect {
        let id = format!("{name} {}", expected.at);
        match world.status(&life.scheme, &signed, expected.at) {
            Ok(status) => compare(&id, expected, &status, checks),
            Err(error) => checks.compare(&id, "status", "one", "none", error),
        }
    }
}

fn compare(id: &str, expected: &Expected, status: &Status, checks: &mut Checks) {
    let never = |at: Option<Instant>| at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let left_out = status.left_out.iter().flat_map(|left| &left.because).map(|cause| cause.code().code());
    let because = format!("{:?}; left out: {:?}", status.record, left_out.collect::<Vec<_>>());
    checks.compare(id, "colour", &expected.colour, name(&status.state), because.clone());
    checks.compare(id, "until", never(expected.until), never(status.until), because.clone());
    let wanted =
        expected.next.as_ref().map(|next| format!("{} at {}", next.colour.as_deref().unwrap_or("none"), next.at));
    let got = status.next.as_ref().map(|next| {
        let colour = next.state.colour().map_or("none", |colour| colour.name());
        format!("{colour} at {}", next.at)
    });
    let nothing = || "nothing".to_owned();
    checks.compare(id, "next", wanted.unwrap_or_else(nothing), got.unwrap_or_else(nothing), because);
}

/// What a state is called in an expectation.
fn name(state: &State) -> &'static str {
    match state {
        State::Coloured(tier) => tier.colour.name(),
        State::NoScheme => "no-scheme",
        State::NotInForce => "not-in-force",
        State::Undecided(_) => "undecided",
    }
}

/// The key of this run, and the schemes of the repository.
struct World {
    authority: Authority,
    schemes: Arc<Schemes>,
    snapshot: Snapshot,
}

/// A certificate as it is shown.
struct Shown {
    text: String,
    hash: Option<RevocationHash>,
    revoked_at: Option<Instant>,
}

impl World {
    fn new() -> Result<Self, String> {
        let (not_before, not_after) = (Instant::from_unix(0).unwrap_or(Instant::MIN), Instant::MAX);
        let terms = Terms { country: "XL".to_owned(), usages: Vec::new(), not_before, not_after };
        let authority = Authority::make(&terms).map_err(|error| error.to_string())?;
        let mut keys = TrustList::new();
        keys.add(TrustedKey::from_dsc(authority.dsc(), Domain::EuDcc).map_err(|error| error.to_string())?);
        let snapshot = Snapshot::from_keys(keys, true).with_policy(&semafor_built_in::files());
        let snapshot = snapshot.map_err(|error| error.to_string())?;
        Ok(Self { authority, schemes: semafor_built_in::schemes(), snapshot })
    }

    fn sign(&self, issued: &Issued) -> Shown {
        let country = ["v", "t", "r"].iter().find_map(|group| issued.payload.get(group)?.get(0)?.get("co")?.as_str());
        let claims = Cbor::Map(vec![
            (1.into(), Cbor::Text(country.unwrap_or("XL").to_owned())),
            (4.into(), issued.exp.as_unix().into()),
            (6.into(), issued.iat.as_unix().into()),
            ((-260).into(), Cbor::Map(vec![(1.into(), cbor(&issued.payload))])),
        ]);
        let text = self.authority.sign_claims(&claims);
        Shown { hash: signature_hash(&text), text, revoked_at: issued.revoked_at }
    }

    fn status(&self, scheme: &str, signed: &[Shown], at: Instant) -> Result<Status, String> {
        let revoked = signed.iter().filter(|shown| shown.revoked_at.is_some_and(|from| from <= at));
        let hashes: Vec<_> = revoked.filter_map(|shown| shown.hash).collect();
        let list = encode(hashes, PrefixBits::USUAL).map_err(|error| error.to_string())?;
        let partition = Partition {
            key_id: self.authority.key_id().clone(),
            hash_types: vec![HashType::Signature],
            chunk: Chunk::ALL,
            expires_at: None,
            form: Form::EliasFano,
            false_hit: Probability::ZERO,
            blobs: vec![Blob::Loaded(list.into())],
        };
        let snapshot = self.snapshot.clone().with_revocations(Revocations::of([partition]), &[0; 32]);
        let evidence = |shown: &Shown| Evidence::of(&shown.text, TestKeys::Distrusted, &snapshot);
        let evidence: Vec<_> = signed.iter().map(evidence).collect();
        Ok(Status::of(scheme, &self.schemes, &evidence.iter().collect::<Vec<_>>(), &snapshot, at))
    }
}

/// The hash of its signature, by which one certificate alone is revoked.
fn signature_hash(text: &str) -> Option<RevocationHash> {
    let signed = Signed::parse(&envelope::decode(text).ok()?, &mut Vec::new()).ok()?;
    let certificate = Certificate::parse(signed.payload(), &mut Vec::new()).ok()?;
    let hashes = RevocationHashes::of(&certificate, signed.signature(), Algorithm::Es256);
    hashes.of_type(HashType::Signature).next()
}

fn cbor(json: &Json) -> Cbor {
    match json {
        Json::Null => Cbor::Null,
        Json::Bool(truth) => Cbor::Bool(*truth),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.into(),
            (None, float) => Cbor::Float(float.unwrap_or_default()),
        },
        Json::String(text) => Cbor::Text(text.clone()),
        Json::Array(items) => Cbor::Array(items.iter().map(cbor).collect()),
        Json::Object(fields) => {
            Cbor::Map(fields.iter().map(|(name, value)| (Cbor::Text(name.clone()), cbor(value))).collect())
        }
    }
}
