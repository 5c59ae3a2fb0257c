//! The EU services' answers (protocols.md §2.1–2.3).

use axum::http::Method;
use axum::http::request::Parts;
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::EncodePublicKey;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::content::{Chunk, Content, Dsc, Partition, RevocationList, archive, key_id, sha256};

/// The answer of the service that the path belongs to, if any is there.
pub(crate) fn answer(content: &Content, parts: &Parts, body: &[u8]) -> Option<Answer> {
    let path: Vec<_> = parts.uri.path().trim_start_matches('/').split('/').collect();
    let has_rules = !content.rules.is_empty() || !content.value_sets.is_empty();
    let is_get = parts.method == Method::GET;
    match path.as_slice() {
        ["rules" | "valuesets" | "countrylist" | "publickey", ..] if has_rules && is_get => Some(rules(content, &path)),
        ["signercertificateUpdate"] if !content.dscs.is_empty() && is_get => Some(update(content, parts)),
        ["signercertificateUpdate"] if !content.dscs.is_empty() => Some(bulk(content, body)),
        ["signercertificateStatus"] if !content.dscs.is_empty() => Some(status(content)),
        ["lists", rest @ ..] if is_get => Some(lists(content.revocation.as_deref()?, rest, parts)),
        _ => None,
    }
}

fn rules(content: &Content, path: &[&str]) -> Answer {
    let listed = |country: Option<&str>| -> Value {
        let mut rules: Vec<_> = content.rules.iter().collect();
        rules.sort_by_key(|rule| &rule.identifier);
        let of_country = rules.into_iter().filter(|rule| country.is_none_or(|country| rule.country == country));
        let entry = |rule: &crate::RuleItem| {
            json!({
                "identifier": rule.identifier, "version": rule.version, "country": rule.country,
                "hash": sha256(&rule.body),
            })
        };
        of_country.map(entry).collect()
    };
    let key = content.signing_key.as_ref();
    match path {
        ["rules"] => signed(key, Answer::json(&listed(None))),
        // This one is not signed, whatever the key.
        ["rules", country] if country.len() == 2 => Answer::json(&listed(Some(country))),
        ["rules", _] => Answer::error(400, "0x004", "Possible reasons: The Country Code has a wrong format."),
        ["rules", country, hash] => {
            let mut rules = content.rules.iter();
            let rule = rules.find(|rule| rule.country == *country && sha256(&rule.body) == *hash);
            raw(key, rule.map(|rule| rule.body.as_slice()), "0x006")
        }
        ["valuesets"] => {
            let entry = |set: &crate::ValueSetItem| json!({ "id": set.id, "hash": sha256(&set.body) });
            signed(key, Answer::json(&content.value_sets.iter().map(entry).collect()))
        }
        ["valuesets", hash] => {
            let set = content.value_sets.iter().find(|set| sha256(&set.body) == *hash);
            raw(key, set.map(|set| set.body.as_slice()), "0x001")
        }
        ["countrylist"] => {
            let mut countries: Vec<_> = content.rules.iter().map(|rule| rule.country.as_str()).collect();
            countries.sort_unstable();
            countries.dedup();
            signed(key, Answer::json(&json!(countries)))
        }
        ["publickey"] => {
            let der = key.and_then(|key| key.verifying_key().to_public_key_der().ok());
            der.map_or_else(
                || Answer::status(404),
                |der| Answer::of("text/plain", Base64::encode_string(der.as_bytes())),
            )
        }
        _ => Answer::status(404),
    }
}

fn raw(key: Option<&SigningKey>, body: Option<&[u8]>, code: &str) -> Answer {
    match body {
        Some(body) => signed(key, Answer::of("application/json", body)),
        None => Answer::error(404, code, "Possible reasons: The provided hash value is not correct"),
    }
}

/// Signed twice hashed: over the hex of the body's SHA-256.
fn signed(key: Option<&SigningKey>, answer: Answer) -> Answer {
    let Some(key) = key else { return answer };
    let signature: DerSignature = key.sign(sha256(&answer.body).as_bytes());
    answer.with("x-signature", Base64::encode_string(signature.as_bytes()))
}

/// The first certificate behind the resume token, a number in the order of the keys.
fn update(content: &Content, parts: &Parts) -> Answer {
    let token = parts.headers.get("x-resume-token").and_then(|token| token.to_str().ok()?.parse::<usize>().ok());
    let behind = content.dscs.iter().enumerate().skip(token.unwrap_or_default());
    match behind.into_iter().find(|(_, dsc)| dsc.handed_out) {
        Some((index, dsc)) => Answer::of("text/plain", Base64::encode_string(&dsc.der))
            .with("x-resume-token", index.saturating_add(1).to_string())
            .with("x-kid", key_id(&dsc.der)),
        None => Answer::status(204),
    }
}

/// All that are asked for by key id, withdrawn ones too: the defect of the service.
fn bulk(content: &Content, body: &[u8]) -> Answer {
    let Ok(asked) = serde_json::from_slice::<Vec<String>>(body) else { return Answer::status(400) };
    let entry = |dsc: &Dsc| json!({ "kid": key_id(&dsc.der), "rawData": Base64::encode_string(&dsc.der) });
    let dscs = content.dscs.iter().filter(|dsc| asked.contains(&key_id(&dsc.der)));
    Answer::json(&json!({ "XX": dscs.map(entry).collect::<Vec<_>>() }))
}

fn status(content: &Content) -> Answer {
    let in_force = content.dscs.iter().filter(|dsc| dsc.in_force);
    Answer::json(&in_force.map(|dsc| key_id(&dsc.der)).collect())
}

fn lists(lists: &[RevocationList], path: &[&str], parts: &Parts) -> Answer {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let etag = sha256(format!("{lists:?}").as_bytes());
    if path.is_empty() {
        let quoted = format!("\"{etag}\"");
        return match header("if-none-match") == Some(&quoted) {
            true => Answer::status(304),
            false => Answer::json(&lists.iter().map(overview).collect()).with("etag", quoted),
        };
    }
    match header("if-match").map(|known| known.trim_matches('"')) {
        None => return Answer::status(400),
        Some(known) if known != etag => return Answer::status(412),
        Some(_) => {}
    }
    let Some((kid, rest)) = path.split_first() else { return Answer::status(404) };
    // A key id that is no base64 has no address.
    let list = lists.iter().find(|list| in_path(&list.kid).is_some_and(|address| address == *kid));
    list.and_then(|list| below(list, rest)).unwrap_or_else(|| Answer::status(404))
}

fn in_path(kid: &str) -> Option<String> {
    Base64::decode_vec(kid).ok().map(|bytes| Base64UrlUnpadded::encode_string(&bytes))
}

fn overview(list: &RevocationList) -> Value {
    json!({
        "kid": list.kid, "mode": list.mode, "hashTypes": list.hash_types, "expires": list.expires,
        "lastUpdated": "2026-01-01T00:00:00+00:00",
    })
}

fn below(list: &RevocationList, path: &[&str]) -> Option<Answer> {
    let of_id = |id: &str| list.partitions.iter().find(|partition| partition.id.as_deref().unwrap_or("null") == id);
    match path {
        ["partitions"] => Some(Answer::json(&list.partitions.iter().map(|part| partition(list, part)).collect())),
        ["partitions", id] => Some(Answer::json(&partition(list, of_id(id)?))),
        ["partitions", id, "chunks", chunk, "slices"] => {
            let chunk = of_id(id)?.chunks.iter().find(|other| other.id == *chunk)?;
            let slices: Vec<_> = chunk.slices.iter().map(|slice| slice.bytes.as_slice()).collect();
            Some(Answer::of("application/gzip", archive(&list.kid, id, &chunk.id, &slices)))
        }
        _ => None,
    }
}

fn partition(list: &RevocationList, partition: &Partition) -> Value {
    let nibble = |at: usize| partition.id.as_deref().and_then(|id| id.get(at..at.saturating_add(1)));
    let chunks: serde_json::Map<_, _> =
        partition.chunks.iter().map(|chunk| (chunk.id.clone(), slices(chunk))).collect();
    json!({
        "kid": list.kid, "id": partition.id, "x": nibble(0), "y": nibble(1),
        "lastUpdated": "2026-01-01T00:00:00.000000+00:00", "expired": list.expires, "chunks": chunks,
    })
}

fn slices(chunk: &Chunk) -> Value {
    let slice = |slice: &crate::Slice| {
        let value = json!({ "type": slice.kind, "version": "1.0", "hash": sha256(&slice.bytes) });
        (slice.expires.clone(), value)
    };
    Value::Object(chunk.slices.iter().map(slice).collect())
}
