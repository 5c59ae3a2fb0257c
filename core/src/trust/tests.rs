//! Key lists as they are published, and who may vouch for what.

use super::import::{Authenticity, ImportError, ImportOptions, LeftOutBecause, ListKind, import};
use super::*;
use base64ct::{Base64, Encoding};

fn vector(name: &str) -> String {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/keys.json")).unwrap();
    vectors[name].as_str().unwrap().to_owned()
}

fn dsc(name: &str) -> TrustedKey {
    TrustedKey::from_dsc(&Base64::decode_vec(&vector(name)).unwrap(), Domain::EuDcc).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// The PS256 certificate of the vectors, as a signed message.
fn signed() -> Signed {
    let cose = crate::envelope::decode(&vector("ps256_text")).unwrap();
    Signed::parse(&cose, &mut Vec::new()).unwrap()
}

fn signed_but(change: impl FnOnce(&mut Signed)) -> Signed {
    let mut signed = signed();
    change(&mut signed);
    signed
}

fn list_with(keys: impl IntoIterator<Item = TrustedKey>) -> TrustList {
    let mut list = TrustList::new();
    keys.into_iter().for_each(|key| list.add(key));
    list
}

fn failure(keys: impl IntoIterator<Item = TrustedKey>, signed: Signed) -> Option<TrustFailure> {
    match list_with(keys).verify(signed, TestKeys::Distrusted) {
        Verification::Holds { .. } => None,
        Verification::Fails { because, .. } => Some(because),
    }
}

#[test]
fn usages_restrict_only_where_one_of_ours_is_named() {
    for (name, usages) in [
        ("dsc_none", Usages::Any),
        ("dsc_foreign", Usages::Any),
        ("dsc_empty_usage", Usages::Any),
        ("dsc_both_arcs", Usages::Only(vec![Usage::Test, Usage::Recovery])),
        ("dsc_broken_usage", Usages::Unreadable),
    ] {
        assert_eq!(dsc(name).usages, usages, "{name}");
    }
    let both = dsc("dsc_both_arcs").usages;
    assert!(both.allow(Usage::Test) && both.allow(Usage::Recovery) && !both.allow(Usage::Vaccination));
    assert!(!Usages::Unreadable.allow(Usage::Test));
}

#[test]
fn a_dsc_gives_key_id_dates_and_country() {
    let key = dsc("ps256_dsc");
    assert_eq!(Some(&key.key_id), signed().key_id.as_ref());
    assert_eq!((key.not_before, key.not_after), (at("2021-06-01"), at("2029-06-01")));
    assert_eq!(key.country.as_deref(), Some("VN"));
    assert_eq!(TrustedKey::from_dsc(b"\x30\x84\xff\xff\xff\xff", Domain::EuDcc), Err(DscError::NotX509));
}

#[test]
fn a_known_key_vouches_and_an_unknown_one_does_not() {
    assert_eq!(failure([dsc("ps256_dsc")], signed()), None);
    let key_id = signed().key_id.unwrap();
    assert_eq!(failure([dsc("dsc_none")], signed()), Some(TrustFailure::UnknownKeyId { key_id }));
    assert_eq!(failure([dsc("ps256_dsc")], signed_but(|signed| signed.key_id = None)), Some(TrustFailure::NoKeyId));
}

#[test]
fn every_key_under_an_id_is_tried_up_to_the_bound() {
    let under_id = |name: &str, mark: u16| {
        let mut key = dsc(name);
        key.key_id = signed().key_id.unwrap();
        key.fingerprint[..2].copy_from_slice(&mark.to_be_bytes());
        key
    };
    let strangers = |count: u16| (0..count).map(|mark| under_id("dsc_none", mark)).collect::<Vec<_>>();
    let good = || dsc("ps256_dsc");
    assert_eq!(failure([strangers(7), vec![good()]].concat(), signed()), None);
    assert_eq!(failure([vec![good()], strangers(7)].concat(), signed()), None);
    for count in [8, 1_000] {
        let found = usize::from(count) + 1;
        let too_many = Some(TrustFailure::TooManyKeys { found, most: 8 });
        assert_eq!(failure([strangers(count), vec![good()]].concat(), signed()), too_many);
        assert_eq!(failure([vec![good()], strangers(count)].concat(), signed()), too_many);
    }
}

#[test]
fn the_same_certificate_counts_once() {
    let list = list_with(std::iter::repeat_with(|| dsc("ps256_dsc")).take(20));
    assert_eq!(list.len(), 1);
    let as_who = TrustedKey { domain: Domain::WhoIcvp, ..dsc("ps256_dsc") };
    assert_eq!(list_with([dsc("ps256_dsc"), as_who]).len(), 2);
}

#[test]
fn the_message_cannot_choose_its_algorithm() {
    let named = AlgorithmId(-7);
    let mismatch = TrustFailure::AlgorithmMismatch { named, key: Algorithm::Ps256 };
    assert_eq!(failure([dsc("ps256_dsc")], signed_but(|signed| signed.algorithm = Some(named))), Some(mismatch));
    assert_eq!(failure([dsc("ps256_dsc")], signed_but(|signed| signed.algorithm = None)), None);
}

#[test]
fn weak_keys_tests_and_other_roles_vouch_for_nothing() {
    let key_id = || signed().key_id.unwrap();
    let weak = TrustedKey { key_id: key_id(), ..dsc("dsc_rsa1024") };
    let error = KeyError::TooWeak { bits: 1_024, least: 2_048 };
    assert_eq!(failure([weak], signed()), Some(TrustFailure::Unusable(error)));
    let for_tests = TrustedKey { test_only: true, ..dsc("ps256_dsc") };
    assert_eq!(failure([for_tests.clone()], signed()), Some(TrustFailure::OnlyTestKeys));
    let list = list_with([for_tests]);
    assert!(matches!(list.verify(signed(), TestKeys::Trusted), Verification::Holds { .. }));
    let role = Role::Other("CSCA".to_owned());
    let authority = TrustedKey { role: role.clone(), ..dsc("ps256_dsc") };
    assert_eq!(failure([authority], signed()), Some(TrustFailure::NoDocumentSigner { role }));
}

#[test]
fn the_strongest_finding_is_named_whatever_the_order() {
    let weak = || TrustedKey { key_id: signed().key_id.unwrap(), ..dsc("dsc_rsa1024") };
    let altered = || {
        let mut cose = crate::envelope::decode(&vector("ps256_text")).unwrap();
        *cose.last_mut().unwrap() ^= 1;
        Signed::parse(&cose, &mut Vec::new()).unwrap()
    };
    let wrong = Some(TrustFailure::SignatureInvalid { keys_tried: 2 });
    assert_eq!(failure([weak(), dsc("ps256_dsc")], altered()), wrong);
    assert_eq!(failure([dsc("ps256_dsc"), weak()], altered()), wrong);
}

#[test]
fn a_test_participants_copy_takes_no_trust_from_the_same_key() {
    let for_tests = || TrustedKey { test_only: true, ..dsc("ps256_dsc") };
    assert_eq!(failure([for_tests(), dsc("ps256_dsc")], signed()), None);
    assert_eq!(failure([dsc("ps256_dsc"), for_tests()], signed()), None);
}

#[test]
fn objections_name_both_sides() {
    let key = dsc("dsc_both_arcs");
    let domain = KeyObjection::Domain { key: Domain::EuDcc, payload: Domain::WhoIcvp };
    assert_eq!(key.may_sign(&Domain::WhoIcvp, Usage::Test), Err(domain));
    let usage = KeyObjection::Usage { key: key.usages.clone(), payload: Usage::Vaccination };
    assert_eq!(key.may_sign(&Domain::EuDcc, Usage::Vaccination), Err(usage));
    assert_eq!(key.may_sign(&Domain::EuDcc, Usage::Test), Ok(()));
    let (not_before, not_after) = (at("2021-06-01"), at("2029-06-01"));
    for (time, answer) in [
        ("2021-05-31T23:59:59Z", Err(KeyObjection::NotYetValid { not_before, at: at("2021-05-31T23:59:59Z") })),
        ("2021-06-01", Ok(())),
        ("2029-06-01", Ok(())),
        ("2029-06-01T00:00:01Z", Err(KeyObjection::Expired { not_after, at: at("2029-06-01T00:00:01Z") })),
    ] {
        assert_eq!(key.in_force(at(time)), answer, "{time}");
    }
}

#[test]
fn a_german_list_is_read_entry_by_entry() {
    let list = vector("list");
    let read = import(list.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!((read.kind, read.authenticity), (ListKind::German, Authenticity::NotVerified));
    let roles: Vec<_> = read.keys.iter().map(|key| key.role.clone()).collect();
    assert_eq!(roles, [Role::DocumentSigner, Role::Other("CSCA".to_owned())]);
    let left_out: Vec<_> = read.left_out.iter().map(|out| (out.index, out.because)).collect();
    assert_eq!(left_out, [(2, LeftOutBecause::Dsc(DscError::NotX509)), (3, LeftOutBecause::NoCertificate)]);
    let (_, json) = list.split_once('\n').unwrap();
    let unsigned = import(json.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!((unsigned.keys.len(), unsigned.authenticity), (2, Authenticity::Unsigned));
}

#[test]
fn a_german_list_must_hold_under_the_key_given() {
    let (list, key) = (vector("list"), vector("list_key"));
    let options = ImportOptions { list_key: Some(key.as_bytes()), ..ImportOptions::default() };
    assert_eq!(import(list.as_bytes(), &options).unwrap().authenticity, Authenticity::SignatureVerified);
    let altered = list.replace("CSCA", "CSCB");
    assert_eq!(import(altered.as_bytes(), &options).unwrap_err(), ImportError::ListSignature);
    let (_, unsigned) = list.split_once('\n').unwrap();
    assert_eq!(import(unsigned.as_bytes(), &options).unwrap_err(), ImportError::ListSignature);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", vector("dsc_none"));
    assert_eq!(import(pem.as_bytes(), &options).unwrap_err(), ImportError::NothingSigned);
    let no_key = ImportOptions { list_key: Some(b"-----BEGIN CERTIFICATE-----"), ..ImportOptions::default() };
    assert_eq!(import(list.as_bytes(), &no_key).unwrap_err(), ImportError::PemArmour);
}

#[test]
fn pem_and_der_are_eu_keys_unless_told_otherwise() {
    let base64 = vector("dsc_none");
    let lines: Vec<_> = base64.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    let block = format!("-----BEGIN CERTIFICATE-----\r\n{}\r\n-----END CERTIFICATE-----\r\n", lines.join("\r\n"));
    let pem = import(format!("{block}subject=CN\n{block}").as_bytes(), &ImportOptions::default());
    let pem = pem.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((pem.keys.len(), pem.kind), (2, ListKind::Pem));
    let der = Base64::decode_vec(&base64).unwrap();
    let icvp = ImportOptions { domain: Some(&Domain::WhoIcvp), ..ImportOptions::default() };
    assert_eq!(import(&der, &ImportOptions::default()).unwrap().keys[0].domain, Domain::EuDcc);
    assert_eq!(import(&der, &icvp).unwrap().keys[0].domain, Domain::WhoIcvp);
}

#[test]
fn a_who_list_says_itself_what_its_keys_are_for() {
    let certificate = vector("dsc_none");
    let method = |domain: &str, participant: &str, usage: &str| {
        serde_json::json!({
            "domain": { "code": domain }, "participant": { "code": participant }, "keyusage": { "code": usage },
            "publicKeyJwk": { "kty": "EC", "x": "quirky", "x5c": [certificate, "ignored"] }
        })
    };
    let document = serde_json::json!({
        "verificationMethod": [
            method("#DCC", "#CZE", "#DSC"), method("#ICVP", "#VNM", "#DSC"), method("#PH4H", "#VNM", "#DSC"),
            method("#DCC", "#XXH", "#DSC"), method("#DCC", "#CZE", "#CSCA"), { "publicKeyJwk": {} }
        ],
        "proof": { "jws": "x" }
    });
    let read = import(document.to_string().as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!((read.kind, read.authenticity), (ListKind::Who, Authenticity::NotVerified));
    let domains: Vec<_> = read.keys.iter().map(|key| key.domain.clone()).collect();
    assert_eq!(domains[..3], [Domain::EuDcc, Domain::WhoIcvp, Domain::Other("PH4H".to_owned())]);
    assert_eq!(read.keys.iter().map(|key| key.test_only).collect::<Vec<_>>(), [false, false, false, true, false]);
    assert_eq!(read.keys[4].role, Role::Other("CSCA".to_owned()));
    assert_eq!(read.left_out[0].because, LeftOutBecause::NoCertificate);
    let pin = import::fingerprint(document.to_string().as_bytes());
    let pinned = ImportOptions { pin: Some(&pin), ..ImportOptions::default() };
    assert_eq!(import(document.to_string().as_bytes(), &pinned).unwrap().authenticity, Authenticity::Pinned);
    assert!(matches!(import(b"{}", &pinned).unwrap_err(), ImportError::Pin { .. }));
}

#[test]
fn what_an_eu_service_withdrew_is_left_out_and_what_it_lost_is_an_error() {
    let id = |text: &str| {
        let der = Base64::decode_vec(text).unwrap();
        KeyId::new(&import::fingerprint(&der)[..8]).unwrap().to_string()
    };
    let (kept, withdrawn) = (vector("dsc_none"), vector("dsc_both_arcs"));
    let unreadable = "AAAA".to_owned();
    let file = |status: &[String], dscs: &[&String]| serde_json::json!({ "status": status, "dscs": dscs }).to_string();
    let text = file(&[id(&kept), id(&unreadable)], &[&withdrawn, &kept, &unreadable]);
    let read = import(text.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!((read.kind, read.authenticity), (ListKind::EuService, Authenticity::Unsigned));
    assert_eq!(read.keys.iter().map(|key| key.key_id.to_string()).collect::<Vec<_>>(), [id(&kept)]);
    let left_out: Vec<_> = read.left_out.iter().map(|out| (out.index, out.because)).collect();
    assert_eq!(left_out, [(0, LeftOutBecause::NotInForce), (2, DscError::NotX509.into())]);
    for (text, error) in [
        (file(&[id(&kept), id(&withdrawn)], &[&kept]), ImportError::Incomplete { missing: 1, of: 2 }),
        (file(&["no base64!".to_owned()], &[&kept]), ImportError::Json),
        (r#"{"status":{},"dscs":[]}"#.to_owned(), ImportError::Json),
        (r#"{"status":[]}"#.to_owned(), ImportError::UnknownShape),
    ] {
        assert_eq!(import(text.as_bytes(), &ImportOptions::default()).unwrap_err(), error, "{text}");
    }
}

#[test]
fn one_odd_entry_costs_that_entry() {
    let certificate = vector("dsc_none");
    let good = serde_json::json!({
        "domain": "#DCC", "participant": { "code": "#CZE" }, "keyusage": [{ "code": "#DSC" }],
        "publicKeyJwk": { "x5c": certificate.replace('+', "-").replace('/', "_") }
    });
    let url = serde_json::json!({
        "domain": { "code": "http://smart.who.int/trust/CodeSystem/Domains#DCC" }, "participant": null,
        "keyusage": { "code": "DSC" }, "publicKeyJwk": { "x5c": [certificate] }
    });
    let odd = serde_json::json!([good, null, "did:web:elsewhere#key", 7, { "publicKeyJwk": null }, url, { "publicKeyJwk": { "x5c": null } }]);
    let document = serde_json::json!({ "id": "certificates", "verificationMethod": odd }).to_string();
    let read = import(document.as_bytes(), &ImportOptions::default()).unwrap();
    let kinds: Vec<_> = read.keys.iter().map(|key| (key.domain.clone(), key.role.clone())).collect();
    assert_eq!(kinds, vec![(Domain::EuDcc, Role::DocumentSigner); 2]);
    assert_eq!(read.left_out.iter().map(|out| out.index).collect::<Vec<_>>(), [1, 2, 3, 4, 6]);
    let list = serde_json::json!({
        "issued": "x".repeat(100), "certificates": [null, 5, { "rawData": 5 }, { "rawData": certificate, "certificateType": 5 }]
    });
    let read = import(list.to_string().as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!((read.kind, read.keys.len(), read.left_out.len()), (ListKind::German, 1, 3));
}

#[test]
fn a_signature_line_may_begin_like_der_and_json_may_follow_a_blank_line() {
    let (signature, json) =
        vector("list").split_once('\n').map(|(one, other)| (one.to_owned(), other.to_owned())).unwrap();
    let like_der = format!("0{}\n{json}", signature.split_at(1).1);
    assert_eq!(import(like_der.as_bytes(), &ImportOptions::default()).unwrap().kind, ListKind::German);
    let spaced = format!("\u{feff}{signature}\r\n\r\n{json}");
    assert_eq!(import(spaced.as_bytes(), &ImportOptions::default()).unwrap().kind, ListKind::German);
}

#[test]
fn pem_is_found_behind_other_text_and_read_block_by_block() {
    let block = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
    let good = block("CERTIFICATE", &vector("dsc_none"));
    let file = format!(
        "\u{feff}# comment\nCertificate:\n    Data:\n{}{good}{}",
        block("CERTIFICATE", "AAAA"),
        block("EC PARAMETERS", "AAAA")
    );
    let read = import(file.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!((read.keys.len(), read.left_out.len()), (1, 2));
}

#[test]
fn other_files_are_no_key_files() {
    let options = ImportOptions::default();
    let public_key = vector("list_key");
    for (bytes, error) in [
        (b"".as_slice(), ImportError::UnknownShape),
        (b"hello\nworld", ImportError::UnknownShape),
        (b"{}", ImportError::UnknownShape),
        (b"{\"verificationMethod\":3}", ImportError::Json),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n", ImportError::PemArmour),
        (b"-----BEGIN", ImportError::UnknownShape),
        (b"-----BEGIN ", ImportError::PemArmour),
        (b"\x30\x82abc", ImportError::Certificate { index: 0, because: DscError::NotX509.into() }),
        (public_key.as_bytes(), ImportError::Certificate { index: 0, because: LeftOutBecause::PemLabel }),
    ] {
        assert_eq!(import(bytes, &options).unwrap_err(), error);
    }
}
