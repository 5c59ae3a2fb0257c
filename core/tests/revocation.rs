//! Revoked, likely revoked, not revoked, unknown: the lists as they are published, asked through the whole pipeline.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::sync::Arc;

use p256::ecdsa::SigningKey;
use semafor_core::certificate::Certificate;
use semafor_core::cose::{KeyId, Signed};
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::key::Algorithm;
use semafor_core::revocation::{
    Blob, Chunk, Form, HashType, Partition, PrefixBits, Probability, RevocationAnswer as Answer, RevocationGap as Gap,
    RevocationHash, RevocationHashes, Revocations,
};
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{DoorReport, Language, ReasonCode as Code, Report, Verdict};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check};
use semafor_core::warning::WarningCode;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use semafor_publisher::revocation::encode;

const NOON: &str = "2026-06-01T12:00:00Z";

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn authority() -> Authority {
    let (not_before, not_after) = (at("2025-01-01"), at("2028-01-01"));
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[7; 32]).unwrap(), &terms).unwrap()
}

fn text() -> String {
    authority().issue(&Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2027-01-01"),
        identifier: "URN:UVCI:01:CZ:REVOKED".to_owned(),
        certified: Certified::NegativeTest { sampled_at: "2026-05-31T18:00:00Z".to_owned() },
    })
}

fn hashes() -> RevocationHashes {
    let signed = Signed::parse(&envelope::decode(&text()).unwrap(), &mut Vec::new()).unwrap();
    let certificate = Certificate::parse(signed.payload(), &mut Vec::new()).unwrap();
    RevocationHashes::of(&certificate, signed.signature(), Algorithm::Es256)
}

fn other(number: u8) -> RevocationHash {
    RevocationHash([number; 16])
}

fn set(hashes: &[RevocationHash]) -> Blob {
    set_of(hashes, PrefixBits::USUAL)
}

fn set_of(hashes: &[RevocationHash], bits: PrefixBits) -> Blob {
    Blob::Loaded(encode(hashes.iter().copied(), bits).unwrap().into())
}

/// A partition about the authority's key, for all hashes of all types.
fn partition(blobs: Vec<Blob>) -> Partition {
    Partition {
        key_id: authority().key_id().clone(),
        hash_types: vec![HashType::Uci, HashType::CountryCodeUci, HashType::Signature],
        chunk: Chunk::ALL,
        expires_at: None,
        form: Form::EliasFano,
        false_hit: Probability::ZERO,
        blobs,
    }
}

fn answer(partitions: Vec<Partition>) -> Answer {
    Revocations::of(partitions).answer(authority().key_id(), &hashes(), at(NOON))
}

fn revoked(p: Probability) -> Answer {
    Answer::Revoked { p, limit: Probability::DEFAULT_LIMIT }
}

fn likely(p: Probability) -> Answer {
    Answer::LikelyRevoked { p, limit: Probability::DEFAULT_LIMIT }
}

fn in_64_bits(entries: u32) -> Probability {
    Probability::in_two_to_the(entries, 64)
}

fn chunk_of(hash: &RevocationHash, digits: usize) -> Chunk {
    Chunk::parse(hash.to_string().get(..digits).unwrap()).unwrap()
}

#[test]
fn each_hash_of_a_certificate_revokes_it() {
    let RevocationHashes { uci, country_code_uci, signature, .. } = hashes();
    for (hash, hash_type) in [
        (uci.unwrap(), HashType::Uci),
        (country_code_uci.unwrap(), HashType::CountryCodeUci),
        (signature, HashType::Signature),
    ] {
        let of_types = |hash_types| Partition { hash_types, ..partition(vec![set(&[other(1), hash])]) };
        assert_eq!(answer(vec![of_types(vec![hash_type])]), revoked(in_64_bits(2)));
        assert_eq!(answer(vec![of_types(Vec::new())]), revoked(in_64_bits(2)), "a type that is not known");
        let all = [HashType::Uci, HashType::CountryCodeUci, HashType::Signature];
        let others = all.into_iter().filter(|other| *other != hash_type).collect();
        assert_eq!(answer(vec![of_types(others)]), Answer::NotRevoked);
    }
}

#[test]
fn a_hash_with_the_country_of_the_payload_revokes_as_well() {
    let theirs = RevocationHashes { payload_country_code_uci: Some(other(9)), ..hashes() };
    let list = Revocations::of([partition(vec![set(&[other(9)])])]);
    assert_eq!(list.answer(authority().key_id(), &theirs, at(NOON)), revoked(in_64_bits(1)));
    assert_eq!(list.answer(authority().key_id(), &hashes(), at(NOON)), Answer::NotRevoked);
}

#[test]
fn the_four_answers() {
    let signature = hashes().signature;
    let few_bits = || set_of(&[signature], PrefixBits::new(16).unwrap());
    let in_16_bits = Probability::in_two_to_the(1, 16);
    let unknown = |because| Answer::Unknown { because };
    let not_loaded = || unknown(Gap::NotLoaded);
    let declared = Probability::new(1e-6).unwrap();
    let foreign = |form| Partition { form, ..partition(vec![set(&[])]) };
    let unreadable = |answer: &Answer| matches!(answer, Answer::Unknown { because: Gap::EliasFano(_) });
    for (name, partitions, expected) in [
        ("no list for the key", vec![], Answer::NotRevoked),
        ("an empty list", vec![partition(vec![set(&[])])], Answer::NotRevoked),
        ("in no set", vec![partition(vec![set(&[other(1)]), set(&[other(2)])])], Answer::NotRevoked),
        ("in the base", vec![partition(vec![set(&[signature]), set(&[other(2)])])], revoked(in_64_bits(1))),
        ("in an addition", vec![partition(vec![set(&[other(1)]), set(&[signature])])], revoked(in_64_bits(1))),
        ("in few bits", vec![partition(vec![few_bits()])], likely(in_16_bits)),
        ("in few bits and in many", vec![partition(vec![few_bits(), set(&[signature])])], revoked(in_64_bits(1))),
        ("not here", vec![partition(vec![Blob::NotLoaded])], not_loaded()),
        ("base here, addition not", vec![partition(vec![set(&[]), Blob::NotLoaded])], not_loaded()),
        ("addition not here, hit", vec![partition(vec![set(&[signature]), Blob::NotLoaded])], revoked(in_64_bits(1))),
        ("hardly a hit, and a gap", vec![partition(vec![few_bits(), Blob::NotLoaded])], likely(in_16_bits)),
        ("no file at all", vec![partition(vec![])], not_loaded()),
        (
            "a form that is not known",
            vec![foreign(Form::Unknown("cuckoo".to_owned()))],
            unknown(Gap::UnknownForm { form: "cuckoo".to_owned() }),
        ),
        (
            "the index declares a worse error",
            vec![Partition { false_hit: declared, ..partition(vec![set(&[signature])]) }],
            likely(declared),
        ),
    ] {
        assert_eq!(answer(partitions), expected, "{name}");
    }
    assert!(unreadable(&answer(vec![partition(vec![Blob::Loaded(Arc::from(&b"SREV"[..]))])])));
    assert!(matches!(answer(vec![foreign(Form::Bloom)]), Answer::Unknown { because: Gap::Bloom(_) }));
    assert!(matches!(answer(vec![foreign(Form::PrefixList)]), Answer::Unknown { because: Gap::PrefixList(_) }));
    let never = Revocations::never_loaded().answer(authority().key_id(), &hashes(), at(NOON));
    assert_eq!(never, unknown(Gap::NeverLoaded));
}

#[test]
fn a_list_is_about_the_certificates_of_its_key() {
    let list = Revocations::of([partition(vec![set(&[hashes().signature])])]);
    let another_key = KeyId::new(b"another!").unwrap();
    assert_eq!(list.answer(&another_key, &hashes(), at(NOON)), Answer::NotRevoked);
}

#[test]
fn a_chunk_answers_for_its_hashes_alone() {
    let signature = hashes().signature;
    for digits in 0..=3 {
        let of = |chunk, blob| Partition { chunk, ..partition(vec![blob]) };
        let own = chunk_of(&signature, digits);
        assert_eq!(answer(vec![of(own, set(&[signature]))]), revoked(in_64_bits(1)), "{digits}");
        assert_eq!(answer(vec![of(own, Blob::NotLoaded)]), Answer::Unknown { because: Gap::NotLoaded }, "{digits}");
        let elsewhere = ["0", "1", "2", "3", "4"].map(|digit| Chunk::parse(digit).unwrap());
        let all = [hashes().uci.unwrap(), hashes().country_code_uci.unwrap(), signature];
        let elsewhere =
            elsewhere.into_iter().find(|chunk| all.iter().all(|hash| Chunk::of(hash, 1) != *chunk)).unwrap();
        assert_eq!(answer(vec![of(elsewhere, Blob::NotLoaded)]), Answer::NotRevoked);
        assert_eq!(answer(vec![of(elsewhere, set(&[signature]))]), Answer::NotRevoked, "it is not asked");
    }
}

#[test]
fn an_expired_slice_says_nothing() {
    let last = at("2026-06-01T12:00:00Z");
    for (blob, before) in [
        (set(&[hashes().signature]), revoked(in_64_bits(1))),
        (Blob::NotLoaded, Answer::Unknown { because: Gap::NotLoaded }),
    ] {
        let list = Revocations::of([Partition { expires_at: Some(last), ..partition(vec![blob]) }]);
        let answer = |at| list.answer(authority().key_id(), &hashes(), at);
        assert_eq!(answer(last), before, "the last second counts");
        assert_eq!(answer(last.plus_seconds(1)), Answer::NotRevoked);
    }
}

#[test]
fn the_policy_says_which_error_refuses() {
    let list = || Revocations::of([partition(vec![set(&[hashes().signature])])]);
    let answer = |list: Revocations| list.answer(authority().key_id(), &hashes(), at(NOON));
    let (p, limit) = (in_64_bits(1), Probability::ZERO);
    assert_eq!(answer(list().with_limit(p)), Answer::Revoked { p, limit: p });
    assert_eq!(answer(list().with_limit(limit)), Answer::LikelyRevoked { p, limit });
}

fn snapshot() -> Snapshot {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority().dsc(), Domain::EuDcc).unwrap());
    Snapshot::from_keys(keys, true)
}

fn judge(revocations: Revocations, text: &str) -> Report {
    let snapshot = snapshot().with_revocations(revocations, &[1; 32]);
    check(&[text], &Policy::technical(), &TimeContext::device(at(NOON)), &snapshot)
}

fn codes(report: &Report) -> Vec<Code> {
    report.reasons.iter().map(|reason| reason.cause.code()).collect()
}

fn warns(report: &Report) -> bool {
    report.warnings.iter().any(|warning| warning.code == WarningCode::NoRevocationList)
}

#[test]
fn the_verdict_follows() {
    let signature = hashes().signature;
    let list = |blobs| Revocations::of([partition(blobs)]);
    for (revocations, verdict, expected) in [
        (list(vec![set(&[signature])]), Verdict::Refused, vec![Code::Revoked]),
        (list(vec![set_of(&[signature], PrefixBits::new(16).unwrap())]), Verdict::Undecided, vec![Code::LikelyRevoked]),
        (list(vec![Blob::NotLoaded]), Verdict::Undecided, vec![Code::RevocationUnknown]),
        (Revocations::never_loaded(), Verdict::Undecided, vec![Code::RevocationUnknown]),
        (list(vec![set(&[other(1)])]), Verdict::Accepted, vec![]),
        (Revocations::of([]), Verdict::Accepted, vec![]),
    ] {
        let report = judge(revocations, &text());
        assert_eq!((report.verdict, codes(&report)), (verdict, expected));
        assert!(!warns(&report), "there is a list, or the reason says that there is none");
    }
}

#[test]
fn without_revocations_a_warning_says_so_and_nothing_else_changes() {
    let report = check(&[text()], &Policy::technical(), &TimeContext::device(at(NOON)), &snapshot());
    assert_eq!((report.verdict, codes(&report)), (Verdict::Accepted, vec![]));
    assert!(warns(&report));
}

#[test]
fn what_nobody_vouches_for_is_not_asked_about() {
    let mut message = envelope::decode(&text()).unwrap();
    *message.last_mut().unwrap() ^= 1;
    let report = judge(Revocations::never_loaded(), &envelope::encode(&message));
    assert_eq!(codes(&report), [Code::SignatureInvalid]);
    assert_eq!(codes(&judge(Revocations::never_loaded(), "HC1:")), [Code::Malformed]);
}

#[test]
fn the_next_change_is_when_a_slice_expires() {
    let last = at("2026-06-14T23:59:59Z");
    for blob in [set(&[hashes().signature]), Blob::NotLoaded] {
        let expiring = Partition { expires_at: Some(last), ..partition(vec![blob]) };
        let report = judge(Revocations::of([expiring]), &text());
        assert_eq!(report.next_change, Some(at("2026-06-15T00:00:00Z")));
    }
    let report = judge(Revocations::of([partition(vec![set(&[hashes().signature])])]), &text());
    assert_eq!(report.next_change, None, "revoked for good");
}

#[test]
fn another_list_is_another_snapshot() {
    let id = |digest: u8| snapshot().with_revocations(Revocations::of([]), &[digest; 32]).id().to_owned();
    assert_ne!(id(1), id(2));
    assert_ne!(id(1), snapshot().id());
    assert_eq!(id(1), id(1));
    let rules = |snapshot: Snapshot| snapshot.with_policy(&[]).unwrap();
    let one = rules(snapshot().with_revocations(Revocations::of([]), &[1; 32]));
    let other = rules(snapshot()).with_revocations(Revocations::of([]), &[1; 32]);
    assert_eq!(one.id(), other.id(), "in whatever order");
    assert_ne!(one.id(), rules(snapshot()).id());
    assert!(one.revocations().is_some());
}

#[test]
fn staff_learn_that_it_is_revoked_and_no_hash() {
    let report = judge(Revocations::of([partition(vec![set(&[hashes().signature])])]), &text());
    let all = hashes();
    for language in Language::ALL {
        let door = serde_json::to_string(&DoorReport::of(&report, language)).unwrap();
        assert!(door.contains("\"revoked\""), "{door}");
        for hash in [all.uci, all.country_code_uci, Some(all.signature)].into_iter().flatten() {
            assert!(!door.contains(&hash.to_string()));
        }
        assert!(!door.contains("REVOKED"), "nor the identifier: {door}");
    }
    let whole = serde_json::to_string(&report).unwrap();
    assert!(whole.contains(r#"{"certificate":0,"code":"revoked","p":"#), "{whole}");
    assert!(!whole.contains(&all.signature.to_string()));
}
