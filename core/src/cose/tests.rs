//! Signed messages in every wrapping real issuers use, and the ones that must not be read on.

use ciborium::cbor;

use super::*;

fn header(entries: Value) -> Vec<u8> {
    cbor::write(&entries)
}

fn message(protected: Vec<u8>, unprotected: Value) -> Value {
    Value::Array(vec![
        Value::Bytes(protected),
        unprotected,
        Value::Bytes(b"claims".to_vec()),
        Value::Bytes(vec![1; 64]),
    ])
}

fn tagged(tag: u64, inner: Value) -> Value {
    Value::Tag(tag, Box::new(inner))
}

fn parse(value: &Value) -> (Result<Signed, CoseError>, Vec<WarningCode>) {
    let mut warnings = Vec::new();
    let signed = Signed::parse(&cbor::write(value), &mut warnings);
    (signed, warnings.into_iter().map(|warning| warning.code).collect())
}

fn usual_header() -> Vec<u8> {
    header(cbor!({ 1 => -7, 4 => Value::Bytes(vec![7; 8]) }).unwrap())
}

fn empty_map() -> Value {
    Value::Map(Vec::new())
}

#[test]
fn every_wrapping_in_the_field_is_read() {
    let plain = message(usual_header(), empty_map());
    for (value, expected) in [
        (tagged(18, plain.clone()), vec![]),
        (plain.clone(), vec![WarningCode::CoseUntagged]),
        (tagged(61, tagged(18, plain.clone())), vec![WarningCode::CoseDoubleTagged]),
        (tagged(61, plain), vec![WarningCode::CoseDoubleTagged, WarningCode::CoseUntagged]),
    ] {
        let (signed, warnings) = parse(&value);
        assert_eq!(signed.unwrap().key_id, KeyId::new(&[7; 8]));
        assert_eq!(warnings, expected);
    }
}

#[test]
fn the_protected_header_wins_and_the_other_is_reported() {
    let key = |byte: u8| Value::Bytes(vec![byte; 8]);
    let only_algorithm = header(cbor!({ 1 => -7 }).unwrap());
    for (protected, unprotected, key_id, expected) in [
        (usual_header(), cbor!({ 4 => key(7) }).unwrap(), 7, vec![]),
        (usual_header(), cbor!({ 4 => key(9) }).unwrap(), 7, vec![WarningCode::KeyIdsDiffer]),
        (usual_header(), cbor!({ 4 => "text" }).unwrap(), 7, vec![WarningCode::KeyIdsDiffer]),
        (usual_header(), cbor!({ 1 => -37 }).unwrap(), 7, vec![WarningCode::AlgorithmsDiffer]),
        (only_algorithm, cbor!({ 4 => key(9) }).unwrap(), 9, vec![WarningCode::KeyIdUnprotected]),
        (
            Vec::new(),
            cbor!({ 1 => -7, 4 => key(9) }).unwrap(),
            9,
            vec![WarningCode::AlgorithmUnprotected, WarningCode::KeyIdUnprotected],
        ),
        (header(cbor!({ 4 => key(7) }).unwrap()), empty_map(), 7, vec![WarningCode::AlgorithmAbsent]),
    ] {
        let (signed, warnings) = parse(&tagged(18, message(protected, unprotected)));
        assert_eq!(signed.unwrap().key_id, KeyId::new(&[key_id; 8]));
        assert_eq!(warnings, expected);
    }
}

#[test]
fn what_could_deceive_is_refused() {
    let duplicate = header(Value::Map(vec![(1.into(), (-7).into()), (1.into(), (-37).into())]));
    let only_algorithm = header(cbor!({ 1 => -7 }).unwrap());
    let long_key_id = header(cbor!({ 4 => Value::Bytes(vec![0; 33]) }).unwrap());
    for (value, error) in [
        (tagged(98, message(usual_header(), empty_map())), CoseError::Tag { tag: 98 }),
        (tagged(18, tagged(18, message(usual_header(), empty_map()))), CoseError::Tag { tag: 18 }),
        (cbor!([1, 2, 3]).unwrap(), CoseError::Elements { found: 3 }),
        (cbor!({ 1 => 2 }).unwrap(), CoseError::Elements { found: 0 }),
        (cbor!([1, 2, 3, 4]).unwrap(), CoseError::NotBytes),
        (message(header(cbor!([1]).unwrap()), empty_map()), CoseError::Header),
        (message(header(cbor!({ 2 => [1] }).unwrap()), empty_map()), CoseError::Critical),
        (message(usual_header(), cbor!({ 2 => [1] }).unwrap()), CoseError::Critical),
        (message(header(cbor!({ 1 => "ES256" }).unwrap()), empty_map()), CoseError::Header),
        (message(header(cbor!({ 4 => "kid" }).unwrap()), empty_map()), CoseError::Header),
        (message(long_key_id, empty_map()), CoseError::KeyIdLength { bytes: 33, most: 32 }),
        (message(usual_header(), Value::Map(vec![(empty_map(), 1.into())])), CoseError::Cbor(CborError::MapKey)),
        (message(only_algorithm, cbor!({ 4 => "text" }).unwrap()), CoseError::Header),
        (
            message(usual_header(), Value::Map(vec![("k".repeat(65).into(), 1.into())])),
            CoseError::Cbor(CborError::MapKey),
        ),
        (message(duplicate, empty_map()), CoseError::Cbor(CborError::DuplicateKey)),
    ] {
        assert_eq!(parse(&value).0, Err(error));
    }
}

#[test]
fn nesting_is_bounded() {
    let error = CoseError::Cbor(CborError::TooDeep { most: 16 });
    for opening in [0x81, 0xd2, 0x9f] {
        assert_eq!(Signed::parse(&[opening; 10_000], &mut Vec::new()), Err(error.clone()));
    }
}

#[test]
fn bytes_after_the_message_are_refused() {
    let mut bytes = cbor::write(&tagged(18, message(usual_header(), empty_map())));
    bytes.push(0);
    let error = CoseError::Cbor(CborError::TrailingBytes { bytes: 1 });
    assert_eq!(Signed::parse(&bytes, &mut Vec::new()), Err(error));
}

#[test]
fn signed_bytes_follow_the_specification_at_every_length() {
    for length in [0_usize, 23, 24, 255, 256, 65_535, 65_536] {
        let payload = vec![5; length];
        let mut seen = Vec::new();
        let bytes = sign(AlgorithmId(-7), &KeyId::new(&[7; 8]).unwrap(), payload.clone(), |message| {
            seen = message.to_vec();
            vec![1; 64]
        });
        let protected = Value::Bytes(usual_header());
        let expected = cbor!(["Signature1", protected, Value::Bytes(vec![]), Value::Bytes(payload)]).unwrap();
        assert_eq!(seen, cbor::write(&expected), "{length}");
        assert_eq!(Signed::parse(&bytes, &mut Vec::new()).unwrap().signed_bytes(), seen, "{length}");
    }
}

proptest::proptest! {
    /// A second opinion: what is read here, the library's own reader reads the same.
    #[test]
    fn two_readers_of_cbor_agree(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..40)) {
        if let Ok(ours) = cbor::read(&bytes) {
            let theirs: Value = ciborium::from_reader(bytes.as_slice()).unwrap();
            // Compared as text, since NaN equals nothing. Bignums are left as they stand here.
            let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
            let bignum = bytes.iter().any(|byte| matches!(byte, 0xc2 | 0xc3));
            proptest::prop_assert!(bignum || ours == theirs, "{} {}", ours, theirs);
        }
    }
}

#[test]
fn strings_and_structures_of_unknown_length_are_read() {
    for (bytes, value) in [
        (b"\x7f\x61a\x61b\xff".as_slice(), Value::from("ab")),
        (b"\x5f\x41\x01\x41\x02\xff", Value::Bytes(vec![1, 2])),
        (b"\x9f\x01\x02\xff", Value::Array(vec![1.into(), 2.into()])),
        (b"\xbf\x01\x02\xff", Value::Map(vec![(1.into(), 2.into())])),
        (b"\xf7", Value::Null),
        (
            b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff",
            Value::Integer((-18_446_744_073_709_551_616_i128).try_into().unwrap()),
        ),
    ] {
        assert_eq!(cbor::read(bytes), Ok(value));
    }
    for bytes in
        [b"\x7f\x41a\xff".as_slice(), b"\x5f\x5f\xff\xff", b"\x7f\x61a", b"\xff", b"\xbf\x01\xff", b"\x62a", b"\xf0"]
    {
        assert_eq!(cbor::read(bytes), Err(CborError::Syntax), "{bytes:x?}");
    }
}
