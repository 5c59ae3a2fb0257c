//! Key files made to hurt, and a thousand keys under one id.

use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verifier::Snapshot;
use semafor_publisher::authority::Authority;

/// A snapshot in which `others` more keys bear the id of `authority`'s key: the same id, other certificates.
pub(crate) fn collision(authority: &Authority, others: u32) -> Option<Snapshot> {
    let genuine = TrustedKey::from_dsc(authority.dsc(), Domain::EuDcc).ok()?;
    let mut keys = TrustList::new();
    for other in 0..others {
        let mut fingerprint = genuine.fingerprint;
        fingerprint.last_chunk_mut::<4>()?.copy_from_slice(&other.to_be_bytes());
        keys.add(TrustedKey { fingerprint, ..genuine.clone() });
    }
    keys.add(genuine);
    Some(Snapshot::from_keys(keys, false))
}

/// Key files of every shape that must end in an error or in an entry left out, never in a key.
pub(crate) fn files(authority: &Authority) -> Vec<(&'static str, Vec<u8>)> {
    let dsc = authority.dsc();
    let cut = dsc.get(..dsc.len().div_euclid(2)).unwrap_or_default();
    let pem =
        |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n").into_bytes();
    let german = |entries: &str| format!("{{\"certificates\":[{entries}]}}").into_bytes();
    let who = |methods: &str| format!("{{\"verificationMethod\":[{methods}]}}").into_bytes();
    vec![
        ("empty", Vec::new()),
        ("der-length-2-gib", vec![0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x30, 0x82]),
        ("der-length-of-nine-bytes", vec![0x30, 0x89, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("der-length-indefinite", vec![0x30, 0x80, 0x30, 0x80, 0x00, 0x00]),
        ("der-nested", [0x30, 0x80].repeat(20_000)),
        ("der-cut-off", cut.to_vec()),
        ("der-and-more", [dsc, &[0]].concat()),
        ("pem-empty", pem("CERTIFICATE", "")),
        ("pem-not-base64", pem("CERTIFICATE", "!!!!")),
        ("pem-no-certificate", pem("CERTIFICATE", "AAAA")),
        ("pem-public-key", pem("PUBLIC KEY", "AAAA")),
        ("pem-open", b"-----BEGIN CERTIFICATE-----\nAAAA".to_vec()),
        ("pem-label-open", b"-----BEGIN CERTIFICATE".to_vec()),
        ("pem-begin-50000", b"-----BEGIN ".repeat(50_000)),
        ("pem-labels-differ", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END KEY-----".to_vec()),
        ("json-nested", b"{\"verificationMethod\":".iter().copied().chain([b'['; 100_000]).collect()),
        ("german-nested", b"{\"certificates\":".iter().copied().chain([b'['; 100_000]).collect()),
        ("german-empty-entry", german("{}")),
        ("german-empty-data", german("{\"rawData\":\"\"}")),
        ("german-not-base64", german("{\"rawData\":\"%\"}")),
        ("german-number", german("{\"rawData\":1e999}")),
        ("german-signature-alone", b"AAAA\n".to_vec()),
        ("german-50000-empty-entries", german(&vec!["{}"; 50_000].join(","))),
        ("who-no-certificate", who("{\"publicKeyJwk\":{}}")),
        ("who-empty-certificate", who("{\"publicKeyJwk\":{\"x5c\":[\"\"]}}")),
        ("who-null", who("null")),
        ("who-same-name-twice", who("{\"domain\":{\"code\":\"DCC\"},\"domain\":{\"code\":\"ICVP\"}}")),
        ("utf16", [0xff, 0xfe].iter().copied().chain(*b"{\0\"\0").collect()),
    ]
}
