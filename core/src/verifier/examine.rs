//! One text through the stages: envelope, COSE, keys, certificate. What depends on the time is kept as windows.

use std::borrow::Borrow;

use super::{Policy, Snapshot};
use crate::certificate::{Certificate, CertificateError, Claims, Payload};
use crate::certlogic::Datum;
use crate::cose::cbor;
use crate::cose::{Signed, Unverified, Verified};
use crate::envelope::{self, EnvelopeError, TextKind};
use crate::instant::Instant;
use crate::key::Algorithm;
use crate::revocation::{Findings, RevocationHashes, Revocations};
use crate::rulebook::{self, RuleOutcome, Subject};
use crate::trust::{TrustList, TrustedKey, Verification};
use crate::verdict::{Cause, Content, Examined, Scope, Signatory, Stage};
use crate::warning::{Warning, WarningCode};

/// What was found out about one text. `K` is a key of a list, or one of its own.
pub(super) struct Examination<K> {
    kind: TextKind,
    /// What speaks against it at any time.
    pub(super) causes: Vec<Cause>,
    pub(super) content: Content,
    /// The keys that vouch for it.
    keys: Vec<K>,
    /// What revocation lists say of it, for each of those keys.
    revocation: Vec<Findings>,
    warnings: Vec<Warning>,
    /// The payload as it was signed, which rules read; nothing where none are asked for.
    payload: Option<Datum>,
}

impl<'a> Examination<&'a TrustedKey> {
    pub(super) fn of(text: &str, policy: &Policy, keys: &'a TrustList, snapshot: &Snapshot) -> Self {
        let kind = envelope::recognise(text);
        let mut warnings = Vec::new();
        let signed = match open(text, &mut warnings) {
            Ok(signed) => signed,
            Err(cause) => {
                let (content, keys, revocation) = (Content::Unread, Vec::new(), Vec::new());
                return Self { kind, causes: vec![cause], content, keys, revocation, warnings, payload: None };
            }
        };
        let mut payload = (policy.asked.scope() == Scope::Rules).then(Datum::default);
        let mut revocation = Vec::new();
        let (content, causes, keys) = match keys.verify(signed, policy.test_keys) {
            Verification::Holds { signed, keys } => {
                let (content, causes, keys) = vouched(&signed, keys, &mut payload, &mut warnings);
                if let (Some(revocations), Some(certificate)) = (snapshot.revocations(), content.verified()) {
                    revocation = revoked(certificate, signed.get().signature(), &keys, revocations);
                }
                (content, causes, keys)
            }
            Verification::Fails { signed, because } => {
                let read = Certificate::parse(signed.look().payload(), &mut warnings);
                let (content, mut causes) = match read {
                    Ok(certificate) => (Content::Unverified(Unverified::new(certificate)), Vec::new()),
                    Err(error) => (Content::Unread, vec![unreadable(&error)]),
                };
                causes.push(because.into());
                (content, causes, Vec::new())
            }
        };
        Self { kind, causes, content, keys, revocation, warnings, payload }
    }

    /// The same, with keys of its own.
    pub(super) fn into_owned(self) -> Examination<TrustedKey> {
        let Self { kind, causes, content, keys, revocation, warnings, payload } = self;
        let keys = keys.into_iter().cloned().collect();
        Examination { kind, causes, content, keys, revocation, warnings, payload }
    }
}

impl Examination<TrustedKey> {
    /// The same again, for another report.
    pub(super) fn lent(&self) -> Examination<&TrustedKey> {
        Examination {
            kind: self.kind,
            causes: self.causes.clone(),
            content: self.content.clone(),
            keys: self.keys.iter().collect(),
            revocation: self.revocation.clone(),
            warnings: self.warnings.clone(),
            payload: self.payload.clone(),
        }
    }
}

impl<K: Borrow<TrustedKey>> Examination<K> {
    /// The certificate as rules see it, where somebody vouches for it.
    pub(super) fn take_subject(&mut self) -> Option<Subject> {
        let payload = self.payload.take()?;
        let (certificate, key) = (self.content.verified()?, self.keys.first()?.borrow());
        Some(Subject::with_payload(certificate, payload, &key.key_id, key.country.as_deref()))
    }

    /// What speaks against it at `at`: its own dates, the dates of the best of its keys, and its revocation under any of
    /// them. What nobody vouches for has no dates: anybody may have written them.
    pub(super) fn causes_at(&self, at: Instant) -> Vec<Cause> {
        let Some(certificate) = self.content.verified() else { return Vec::new() };
        let key = self.best_key(at).and_then(|key| key.in_force(at).err()).map(Cause::from);
        let revoked = self.revocation.iter().filter_map(|findings| Cause::of_revocation(findings.at(at)));
        own_dates(&certificate.claims, at).chain(key).chain(revoked).collect()
    }

    /// The first seconds at which the answer may differ from the second before.
    pub(super) fn first_seconds(&self) -> Vec<Instant> {
        let Some(certificate) = self.content.verified() else { return Vec::new() };
        let claims = &certificate.claims;
        let keys = self.keys.iter().map(Borrow::borrow).flat_map(|key| [key.not_before, key.not_after.plus_seconds(1)]);
        let revocation = self.revocation.iter().flat_map(Findings::first_seconds);
        let own = claims.first_second().into_iter().chain(claims.expires_at.map(|last| last.plus_seconds(1)));
        keys.chain(own).chain(revocation).collect()
    }

    pub(super) fn into_examined(mut self, at: Instant, rules: Vec<RuleOutcome>) -> Examined {
        let key = self.best_key(at);
        let signed_by = key.and_then(signatory);
        let of_key = key.zip(self.content.verified()).map(|(key, certificate)| against_key(key, &certificate.claims));
        let clamped = rules.iter().filter(|outcome| outcome.clamping_differs);
        let clamped = clamped.map(|outcome| Warning::at(WarningCode::CalendarClamped, &*outcome.rule.identifier));
        self.warnings.extend(of_key.into_iter().flatten().flatten().map(Warning::from).chain(clamped));
        Examined { text: self.kind, signed_by, content: self.content, warnings: self.warnings, rules }
    }

    /// Of several keys that vouch, one in force.
    fn best_key(&self, at: Instant) -> Option<&TrustedKey> {
        let mut keys = self.keys.iter().map(Borrow::borrow);
        keys.clone().find(|key| key.in_force(at).is_ok()).or_else(|| keys.next())
    }
}

/// The certificate in a message whose signature holds, and those of its keys that may sign such a one. When none may,
/// nobody vouches for it.
fn vouched<'a>(
    signed: &Verified<Signed>,
    keys: Vec<&'a TrustedKey>,
    payload: &mut Option<Datum>,
    warnings: &mut Vec<Warning>,
) -> (Content, Vec<Cause>, Vec<&'a TrustedKey>) {
    let read = signed.and_then(|signed| {
        let claims = cbor::read(signed.payload())?;
        if let Some(payload) = payload {
            *payload = rulebook::raw_payload(&claims);
        }
        Certificate::of_claims(claims, warnings)
    });
    let certificate = match read {
        Ok(certificate) => certificate,
        Err(error) => return (Content::Unread, vec![unreadable(&error)], Vec::new()),
    };
    let (domain, usage) = (certificate.get().domain(), certificate.get().usage());
    let objection = keys.iter().find_map(|key| key.may_sign(&domain, usage).err());
    let keys: Vec<_> = keys.into_iter().filter(|key| key.may_sign(&domain, usage).is_ok()).collect();
    match objection {
        Some(objection) if keys.is_empty() => (Content::Unverified(certificate.disown()), vec![objection.into()], keys),
        _ => {
            let causes = incomplete(certificate.get()).collect();
            (Content::Verified(certificate), causes, keys)
        }
    }
}

/// What revocation lists say of a certificate, once for each key id and algorithm under which somebody vouches for it.
fn revoked(
    certificate: &Certificate,
    signature: &[u8],
    keys: &[&TrustedKey],
    revocations: &Revocations,
) -> Vec<Findings> {
    let named = |key: &&TrustedKey| key.key.as_ref().ok().map(|public| (key.key_id.clone(), public.algorithm()));
    let mut asked: Vec<_> = Vec::new();
    for vouching in keys.iter().filter_map(named) {
        if !asked.contains(&vouching) {
            asked.push(vouching);
        }
    }
    let find = |(key_id, algorithm): &(_, Algorithm)| {
        revocations.find(key_id, &RevocationHashes::of(certificate, signature, *algorithm))
    };
    asked.iter().map(find).collect()
}

/// What a certificate must say to be accepted, and this one does not.
fn incomplete(certificate: &Certificate) -> impl Iterator<Item = Cause> {
    let nobody = certificate.holder_name().is_empty().then_some(Cause::NoHolder);
    let endless = matches!(certificate.payload, Payload::Dcc(_)) && certificate.claims.expires_at.is_none();
    nobody.into_iter().chain(endless.then_some(Cause::NoExpiry))
}

/// Text → signed message, or the cause that ends here.
pub(super) fn open(text: &str, warnings: &mut Vec<Warning>) -> Result<Signed, Cause> {
    let cose = envelope::decode(text).map_err(|error| match error {
        EnvelopeError::NotHealthCertificate { kind } => Cause::NotACertificate { kind },
        error => Cause::Malformed { stage: Stage::Envelope, detail: error.to_string() },
    })?;
    Signed::parse(&cose, warnings).map_err(|error| Cause::Malformed { stage: Stage::Cose, detail: error.to_string() })
}

fn unreadable(error: &CertificateError) -> Cause {
    match error {
        CertificateError::UnknownPayload => Cause::UnknownPayload,
        error => Cause::Malformed { stage: Stage::Certificate, detail: error.to_string() },
    }
}

/// The last second named still counts (hcert_spec §3.3.5: the time *after* which it is invalid).
fn own_dates(claims: &Claims, at: Instant) -> impl Iterator<Item = Cause> {
    let expired = claims.expires_at.filter(|expires_at| at > *expires_at);
    let valid_from = claims.issued_at.max(claims.not_before).filter(|_| claims.first_second() > Some(at));
    let expired = expired.map(|expires_at| Cause::Expired { expires_at, at });
    expired.into_iter().chain(valid_from.map(|valid_from| Cause::NotYetValid { valid_from, at }))
}

/// Where a certificate's dates do not lie within its key's.
fn against_key(key: &TrustedKey, claims: &Claims) -> [Option<WarningCode>; 2] {
    let outlives = claims.expires_at.is_some_and(|end| end > key.not_after);
    let predates = claims.issued_at.is_some_and(|issued| issued < key.not_before);
    [outlives.then_some(WarningCode::OutlivesKey), predates.then_some(WarningCode::PredatesKey)]
}

fn signatory(key: &TrustedKey) -> Option<Signatory> {
    let algorithm: Algorithm = key.key.as_ref().ok()?.algorithm();
    Some(Signatory {
        key_id: key.key_id.clone(),
        algorithm,
        country: key.country.clone(),
        not_before: key.not_before,
        not_after: key.not_after,
    })
}
