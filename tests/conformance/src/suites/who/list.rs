//! A trust list: every verification method is imported, and those are flagged that never verify a certificate.
//!
//! What is expected is counted in the document itself; a certificate's last second is looked up in its DER by hand.

use std::collections::BTreeSet;

use semafor_core::instant::Instant;
use semafor_core::trust::import::{ImportOptions, import};
use semafor_core::trust::{KeyObjection, Role, TrustList, TrustedKey};
use serde_json::Value;

use crate::outcome::Checks;
use crate::suites::trust::{explained, malformed};
use crate::{clock, encoding};

pub(super) fn check(id: &str, bytes: &[u8], keys: &mut TrustList, checks: &mut Checks) {
    let document: Option<Value> = serde_json::from_slice(bytes).ok();
    let methods = document.as_ref().and_then(|document| document.get("verificationMethod")?.as_array());
    let (Some(document), Some(methods)) = (&document, methods) else {
        checks.set_aside("no trust list, not used", id);
        return;
    };
    let imported = import(bytes, &ImportOptions::default());
    let reason = explained(&imported);
    let Ok(import) = imported else {
        checks.compare(id, "keys", methods.len(), 0, reason);
        return;
    };
    checks.compare(id, "keys", methods.len(), import.keys.len(), reason);
    if import.keys.len() != methods.len() {
        return;
    }
    checks.compare(id, "malformed-keys", 0, malformed(&import.keys), "");
    let mut compare = |name, expected: &dyn Fn(&Value) -> bool, flagged: &dyn Fn(&TrustedKey) -> bool| {
        let expected = places(methods.iter().map(expected));
        let got = places(import.keys.iter().map(flagged));
        let differing: Vec<_> = expected.symmetric_difference(&got).map(ToString::to_string).collect();
        let got = if differing.is_empty() { expected.len().to_string() } else { format!("{}, others", got.len()) };
        checks.compare(id, name, expected.len(), got, format!("entries that differ: {}", differing.join(", ")));
    };
    compare("not-signers", &|method| code(method, "keyusage") != "DSC", &|key| key.role != Role::DocumentSigner);
    compare("test-participants", &|method| code(method, "participant").starts_with("XX"), &|key| key.test_only);
    let signed_at = document.get("proof").and_then(|proof| clock::read(proof.get("created")?));
    if let Some(at) = signed_at {
        compare("expired", &|method| last_second(method).is_some_and(|last| last < at), &|key| is_expired(key, at));
    }
    checks.note(format!("{id}: {} keys, {:?}", import.keys.len(), import.authenticity));
    import.keys.into_iter().for_each(|key| keys.add(key));
}

fn places(flags: impl Iterator<Item = bool>) -> BTreeSet<usize> {
    flags.enumerate().filter(|(_, flag)| *flag).map(|(index, _)| index).collect()
}

fn code<'a>(method: &'a Value, member: &str) -> &'a str {
    let code = method.get(member).and_then(|member| member.get("code")).and_then(Value::as_str);
    code.unwrap_or_default().trim_start_matches('#')
}

fn is_expired(key: &TrustedKey, at: Instant) -> bool {
    matches!(key.in_force(at), Err(KeyObjection::Expired { .. }))
}

/// `notAfter` of a method's first certificate: the second of the first two times that follow each other in it.
fn last_second(method: &Value) -> Option<Instant> {
    let text = method.get("publicKeyJwk")?.get("x5c")?.get(0)?.as_str()?;
    let der = encoding::base64(text)?;
    (0..der.len()).find_map(|start| {
        let (_, rest) = time(der.get(start..)?)?;
        time(rest).map(|(last, _)| last)
    })
}

/// A UTCTime `yyMMddhhmmssZ` or GeneralizedTime `yyyyMMddhhmmssZ` at the beginning, and what follows it.
fn time(der: &[u8]) -> Option<(Instant, &[u8])> {
    let (text, rest) = match der {
        [0x17, 13, rest @ ..] => rest.split_at_checked(13)?,
        [0x18, 15, rest @ ..] => rest.split_at_checked(15)?,
        _ => return None,
    };
    let digits = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let century = match (digits.len(), digits.get(..1)?) {
        (14, _) => "",
        (_, "0" | "1" | "2" | "3" | "4") => "20",
        _ => "19",
    };
    let full = format!("{century}{digits}");
    let part = |from: usize, to: usize| full.get(from..to);
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?
    );
    clock::read(&Value::String(text)).map(|read| (read, rest))
}
