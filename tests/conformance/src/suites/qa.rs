//! `qa-text`: files that hold the text of one real-form certificate each. The keys are those of the key lists beside the
//! directory (`../trust/*.json`, each with its `.pem`, and `../who/trustlist-did.json`).
//!
//! Three checks a file: `decode`, `signature` (it holds under a key), `judged` (accepted at its own time of issue). Where
//! only the key's strength, a date or a usage in the data speaks against acceptance, an unlisted case is set aside.

use std::path::Path;

use semafor_core::certificate::Certificate;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::key::KeyError;
use semafor_core::trust::import::{ImportOptions, import};
use semafor_core::trust::{TestKeys, TrustFailure, TrustList, Usages, Verification};
use semafor_core::verdict::{Cause, Reason, Verdict};
use semafor_core::verifier::{self, Policy, Snapshot, TimeContext};

use crate::files;
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let texts = files::below(dir, "txt");
    checks.note(format!("{} texts", texts.len()));
    let snapshot = Snapshot::from_keys(keys_beside(dir, checks), true);
    for file in texts {
        match files::text(&file.path) {
            // Only line ends are no part of the text: the space is a base45 character.
            Ok(text) => check_text(&file.id, text.trim_end_matches(['\r', '\n']), &snapshot, checks),
            Err(error) => checks.compare(&file.id, "readable", true, false, error),
        }
    }
}

fn keys_beside(dir: &Path, checks: &mut Checks) -> TrustList {
    let beside = |name: &str| std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned()).with_file_name(name);
    let mut files = files::below(&beside("trust"), "json");
    files.extend(files::below(&beside("who"), "json").into_iter().filter(|file| file.id == "trustlist-did.json"));
    let mut keys = TrustList::new();
    for file in files {
        let list_key = files::bytes(&file.path.with_extension("pem")).ok();
        let options = ImportOptions { list_key: list_key.as_deref(), ..ImportOptions::default() };
        let imported = files::bytes(&file.path).and_then(|bytes| import(&bytes, &options).map_err(|e| e.to_string()));
        match imported {
            Ok(import) => {
                let count = import.keys.len();
                checks.note(format!("{}: {count} keys, {:?}", file.id, import.authenticity));
                import.keys.into_iter().for_each(|key| keys.add(key));
            }
            Err(error) => checks.note(format!("{}: not used as a key list: {error}", file.id)),
        }
    }
    checks.note(format!("{} keys in use", keys.len()));
    keys
}

fn check_text(id: &str, text: &str, snapshot: &Snapshot, checks: &mut Checks) {
    let read = read(text);
    checks.compare(id, "decode", true, read.is_ok(), read.as_ref().err().cloned().unwrap_or_default());
    let Ok((signed, certificate)) = read else { return };
    let mut excused = false;
    let (holds, because) = match snapshot.keys().verify(signed, TestKeys::Distrusted) {
        Verification::Holds { .. } => ("holds", String::new()),
        Verification::Fails { because, .. } => {
            excused =
                matches!(because, TrustFailure::Unusable(KeyError::TooWeak { .. } | KeyError::Unsupported { .. }));
            (failure(&because), format!("{because:?}"))
        }
    };
    checks.compare(id, "signature", "holds", holds, because);
    checks.excuse(excused.then(|| "signature: the key is too weak or of no supported kind".to_owned()));
    let Some(issued_at) = certificate.claims.issued_at else {
        checks.set_aside("judged: no time of issue", id);
        return;
    };
    let report = verifier::check(&[text], &Policy::technical(), &TimeContext::device(issued_at), snapshot);
    let codes: Vec<_> = report.reasons.iter().map(|reason| reason.cause.code().code()).collect();
    let causes: Vec<_> = report.reasons.iter().map(|reason| format!("{:?}", reason.cause)).collect();
    let got = match report.verdict {
        Verdict::Accepted => "accepted".to_owned(),
        Verdict::Refused => format!("refused: {}", codes.join(", ")),
        Verdict::Undecided => format!("undecided: {}", codes.join(", ")),
    };
    checks.compare(id, "judged", "accepted", got, causes.join("; "));
    let speaks_against = |reason: &Reason| match &reason.cause {
        Cause::KeyTooWeak { .. } | Cause::KeyUnsupported { .. } => excused,
        cause => data_speaks_against(cause, issued_at),
    };
    if !report.reasons.is_empty() && report.reasons.iter().all(speaks_against) {
        checks.excuse(Some(format!("judged: not accepted when issued, and the data says why: {}", codes.join(", "))));
    }
}

/// Whether a cause names both sides of a comparison that fails at `at`: nothing here trusts the code alone.
fn data_speaks_against(cause: &Cause, at: Instant) -> bool {
    match cause {
        Cause::KeyExpired { not_after, .. } => at > *not_after,
        Cause::KeyNotYetValid { not_before, .. } => at < *not_before,
        Cause::Expired { expires_at, .. } => at > *expires_at,
        Cause::NotYetValid { valid_from, .. } => at < *valid_from,
        Cause::KeyUsage { key: Usages::Only(allowed), payload: usage } => !allowed.contains(usage),
        _ => false,
    }
}

fn read(text: &str) -> Result<(Signed, Certificate), String> {
    let cose = envelope::decode(text).map_err(|error| error.to_string())?;
    let signed = Signed::parse(&cose, &mut Vec::new()).map_err(|error| error.to_string())?;
    let certificate = Certificate::parse(signed.payload(), &mut Vec::new()).map_err(|error| error.to_string())?;
    Ok((signed, certificate))
}

fn failure(because: &TrustFailure) -> &'static str {
    match because {
        TrustFailure::SignatureInvalid { .. } => "fails",
        TrustFailure::AlgorithmMismatch { .. } => "another algorithm",
        TrustFailure::Unusable(_) => "unusable key",
        TrustFailure::NoKeyId | TrustFailure::UnknownKeyId { .. } => "unknown key",
        TrustFailure::OnlyTestKeys | TrustFailure::NoDocumentSigner { .. } => "no signer's key",
        TrustFailure::TooManyKeys { .. } => "too many keys",
    }
}
