//! `qa-text`: files that hold the text of one real-form certificate each. The keys are those of the key lists that are
//! named, else those beside the directory (`../trust/*.json`, each with its `.pem`, and `../who/trustlist-did.json`).
//! Without any key there is one failure that says so, and no more is checked than whether the texts can be read.
//!
//! Three checks a file: `decode`, `signature` (it holds under a key), `judged` (accepted at its own time of issue). Where
//! only the key's strength, a date or a usage in the data speaks against acceptance, an unlisted case is set aside.

use std::path::{Path, PathBuf};

use semafor_core::certificate::Certificate;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::trust::import::{ImportOptions, import};
use semafor_core::trust::{TestKeys, TrustFailure, TrustList, Usages, Verification};
use semafor_core::verdict::{Cause, Reason, Verdict};
use semafor_core::verifier::{self, Policy, Snapshot, TimeContext};

use super::is_outside_specification;
use crate::encoding;
use crate::files::{self, Found};
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, keys: &[PathBuf], checks: &mut Checks) {
    let texts = files::below(dir, "txt");
    checks.note(format!("{} texts", texts.len()));
    let lists = if keys.is_empty() { lists_beside(dir) } else { keys.iter().flat_map(|path| lists_in(path)).collect() };
    let keys = import_all(&lists, checks);
    if keys.is_empty() && !texts.is_empty() {
        let reason = "no key lists beside DIR (../trust/*.json, ../who/trustlist-did.json) and none in KEYS: \
                      conformance qa-text DIR KEYS… names them; signatures and verdicts are not checked";
        checks.compare(".", "keys", "at least one", "none", reason);
    }
    let snapshot = Snapshot::from_keys(keys, true);
    for file in texts {
        match files::text(&file.path) {
            // Only line ends are no part of the text: the space is a base45 character.
            Ok(text) => check_text(&file.id, text.trim_end_matches(['\r', '\n']), &snapshot, checks),
            Err(error) => checks.compare(&file.id, "readable", true, false, error),
        }
    }
}

/// The keys of the lists beside a directory of texts.
pub(super) fn keys_beside(dir: &Path, checks: &mut Checks) -> TrustList {
    import_all(&lists_beside(dir), checks)
}

fn lists_beside(dir: &Path) -> Vec<Found> {
    let beside = |name: &str| files::resolved(dir).with_file_name(name);
    let mut lists = files::below(&beside("trust"), "json");
    lists.extend(files::below(&beside("who"), "json").into_iter().filter(|file| file.id == "trustlist-did.json"));
    lists
}

/// The key lists at a path: itself, or in a directory all files that may be one. A `.pem` beside a `.json` is the public
/// key of that list's signature.
fn lists_in(path: &Path) -> Vec<Found> {
    if !path.is_dir() {
        return vec![Found { id: path.display().to_string(), path: path.to_owned() }];
    }
    let lists = ["json", "pem", "der", "crt", "cer"].into_iter().flat_map(|extension| files::below(path, extension));
    let is_list_key = |file: &Found| {
        file.path.extension().is_some_and(|own| own.eq_ignore_ascii_case("pem"))
            && file.path.with_extension("json").is_file()
    };
    lists.filter(|file| !is_list_key(file)).collect()
}

fn import_all(lists: &[Found], checks: &mut Checks) -> TrustList {
    let mut keys = TrustList::new();
    for file in lists {
        let is_list = file.path.extension().is_some_and(|own| own.eq_ignore_ascii_case("json"));
        let list_key = is_list.then(|| files::bytes(&file.path.with_extension("pem")).ok()).flatten();
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
    if snapshot.keys().is_empty() {
        return;
    }
    let silent = Silent::about(signed.payload());
    let mut excused = false;
    let (holds, because) = match snapshot.keys().verify(signed, TestKeys::Distrusted) {
        Verification::Holds { .. } => ("holds", String::new()),
        Verification::Fails { because, .. } => {
            excused = matches!(&because, TrustFailure::Unusable(error) if is_outside_specification(error));
            (failure(&because), format!("{because:?}"))
        }
    };
    checks.compare(id, "signature", "holds", holds, because);
    checks.excuse(excused.then(|| "signature: the specification knows no key of this strength or kind".to_owned()));
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
        Cause::NoExpiry => silent.about_expiry,
        Cause::NoHolder => silent.about_holder,
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

/// What a claims set does not say, seen in its CBOR without the core's certificate stage.
struct Silent {
    about_expiry: bool,
    about_holder: bool,
}

impl Silent {
    fn about(claims_set: &[u8]) -> Self {
        let Some(claims) = encoding::cbor(claims_set) else { return Self { about_expiry: false, about_holder: false } };
        let payload = encoding::labelled(&claims, -260).and_then(|health| encoding::labelled(health, 1));
        let payload = payload.and_then(encoding::unwrapped).map(|payload| encoding::to_json(&payload));
        let says = |name: &str| {
            let text = payload.as_ref().and_then(|payload| payload.get("nam")?.get(name)?.as_str());
            text.is_some_and(|text| text.chars().any(|letter| !letter.is_whitespace() && letter != '<'))
        };
        Self {
            about_expiry: encoding::labelled(&claims, 4).is_none_or(|expiry| expiry.is_null()),
            about_holder: payload.is_some() && !["fn", "gn", "fnt", "gnt"].into_iter().any(says),
        }
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
        TrustFailure::NoKeyId | TrustFailure::NoKeys | TrustFailure::UnknownKeyId { .. } => "unknown key",
        TrustFailure::OnlyTestKeys | TrustFailure::NoDocumentSigner { .. } => "no signer's key",
        TrustFailure::TooManyKeys { .. } => "too many keys",
    }
}
