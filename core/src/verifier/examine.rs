//! One text through the stages: envelope, COSE, keys, certificate. What depends on the time is kept as windows.

use crate::certificate::{Certificate, CertificateError};
use crate::cose::{Signed, Unverified};
use crate::envelope::{self, EnvelopeError, TextKind};
use crate::instant::Instant;
use crate::key::Algorithm;
use crate::trust::{TestKeys, TrustList, TrustedKey, Verification};
use crate::verdict::{Cause, Content, Examined, Signatory, Stage};
use crate::warning::{Warning, WarningCode};

/// What was found out about one text.
pub(super) struct Examination<'a> {
    kind: TextKind,
    /// What speaks against it at any time.
    pub(super) causes: Vec<Cause>,
    pub(super) content: Content,
    /// The keys under which its signature holds.
    keys: Vec<&'a TrustedKey>,
    warnings: Vec<Warning>,
}

impl<'a> Examination<'a> {
    pub(super) fn of(text: &str, test_keys: TestKeys, keys: &'a TrustList) -> Self {
        let kind = envelope::recognise(text);
        let mut warnings = Vec::new();
        let signed = match open(text, &mut warnings) {
            Ok(signed) => signed,
            Err(cause) => {
                return Self { kind, causes: vec![cause], content: Content::Unread, keys: Vec::new(), warnings };
            }
        };
        let (content, causes, keys) = match keys.verify(signed, test_keys) {
            Verification::Holds { signed, keys } => {
                let read = signed.and_then(|signed| Certificate::parse(signed.payload(), &mut warnings));
                let (content, causes) = content(read.map(Content::Verified));
                (content, causes, keys)
            }
            Verification::Fails { signed, because } => {
                let read = Certificate::parse(signed.look().payload(), &mut warnings);
                let (content, mut causes) = content(read.map(|read| Content::Unverified(Unverified::new(read))));
                causes.push(because.into());
                (content, causes, Vec::new())
            }
        };
        Self { kind, causes, content, keys, warnings }
    }

    /// What speaks against it at `at`: its own dates, and whatever speaks against the best of its keys.
    pub(super) fn causes_at(&self, at: Instant) -> Vec<Cause> {
        let Some(certificate) = self.content.look() else { return Vec::new() };
        let mut causes = own_dates(certificate, at);
        if let Some(key) = self.best_key(certificate, at) {
            let objections = key.objections(&certificate.domain(), certificate.usage(), at);
            causes.extend(objections.into_iter().map(Cause::from));
        }
        causes
    }

    /// The first seconds at which the answer may differ from the second before.
    pub(super) fn first_seconds(&self) -> Vec<Instant> {
        let Some(certificate) = self.content.look() else { return Vec::new() };
        let claims = &certificate.claims;
        let keys = self.keys.iter().flat_map(|key| [key.not_before, key.not_after.plus_seconds(1)]);
        let ends = claims.expires_at.map(|last| last.plus_seconds(1));
        keys.chain(claims.issued_at).chain(claims.not_before).chain(ends).collect()
    }

    pub(super) fn into_examined(mut self, at: Instant) -> Examined {
        let key = self.content.look().and_then(|certificate| self.best_key(certificate, at));
        if let (Some(key), Some(certificate)) = (key, self.content.look()) {
            let outlives = certificate.claims.expires_at.is_some_and(|end| end > key.not_after);
            let predates = certificate.claims.issued_at.is_some_and(|issued| issued < key.not_before);
            self.warnings.extend(outlives.then(|| WarningCode::OutlivesKey.into()));
            self.warnings.extend(predates.then(|| WarningCode::PredatesKey.into()));
        }
        let signed_by = key.and_then(signatory);
        Examined { text: self.kind, signed_by, content: self.content, warnings: self.warnings }
    }

    /// Of several keys under which the signature holds, the one with the fewest objections.
    fn best_key(&self, certificate: &Certificate, at: Instant) -> Option<&'a TrustedKey> {
        let objections = |key: &&&TrustedKey| key.objections(&certificate.domain(), certificate.usage(), at).len();
        match self.keys.as_slice() {
            [only] => Some(only),
            several => several.iter().min_by_key(objections).copied(),
        }
    }
}

/// Text → signed message, or the cause that ends here.
pub(super) fn open(text: &str, warnings: &mut Vec<Warning>) -> Result<Signed, Cause> {
    let cose = envelope::decode(text).map_err(|error| match error {
        EnvelopeError::NotHealthCertificate { kind } => Cause::NotACertificate { kind },
        error => Cause::Malformed { stage: Stage::Envelope, detail: error.to_string() },
    })?;
    Signed::parse(&cose, warnings).map_err(|error| Cause::Malformed { stage: Stage::Cose, detail: error.to_string() })
}

fn content(read: Result<Content, CertificateError>) -> (Content, Vec<Cause>) {
    match read {
        Ok(content) => (content, Vec::new()),
        Err(CertificateError::UnknownPayload) => (Content::Unread, vec![Cause::UnknownPayload]),
        Err(error) => {
            (Content::Unread, vec![Cause::Malformed { stage: Stage::Certificate, detail: error.to_string() }])
        }
    }
}

fn own_dates(certificate: &Certificate, at: Instant) -> Vec<Cause> {
    let claims = &certificate.claims;
    let expired = claims.expires_at.filter(|expires_at| at > *expires_at);
    let valid_from = claims.issued_at.max(claims.not_before).filter(|valid_from| at < *valid_from);
    let expired = expired.map(|expires_at| Cause::Expired { expires_at, at });
    expired.into_iter().chain(valid_from.map(|valid_from| Cause::NotYetValid { valid_from, at })).collect()
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
