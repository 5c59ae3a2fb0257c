//! Envelopes whole and broken, one layer at a time, and the other texts a camera meets.

use proptest::prelude::*;

use super::*;

#[test]
fn recognises_what_a_camera_meets() {
    for (text, kind) in [
        ("HC1:6BF", TextKind::HealthCertificate),
        ("HC1:", TextKind::HealthCertificate),
        ("HC2:6BF", TextKind::LaterHealthCertificate),
        ("HL1:6BF", TextKind::Other),
        ("hc1:6BF", TextKind::Other),
        ("shc:/5676290952", TextKind::SmartHealthCard),
        ("https://viewer.example/#shlink:/eyJ", TextKind::SmartHealthCard),
        ("HTTPS://EXAMPLE.ORG/R/1", TextKind::Link),
        ("079200012345|NGUYEN VAN A|1990-01-31|0|QID1|EXT", TextKind::VietnamesePersonalCode),
        ("******012345|NGUYEN VAN A|1990-01-31|1|QID1|<1<", TextKind::VietnamesePersonalCode),
        ("079200012345|NGUYEN VAN A|1990-02-31|0|QID1|EXT", TextKind::Other),
        ("a|b", TextKind::Other),
        ("", TextKind::Other),
        ("ž", TextKind::Other),
    ] {
        assert_eq!(recognise(text), kind, "{text}");
    }
}

#[test]
fn each_layer_names_its_own_failure() {
    let zlib = |bytes: &[u8]| miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9);
    let wrap = |bytes: &[u8]| format!("HC1:{}", base45::encode(bytes));
    let mut trailing = zlib(b"cose");
    trailing.push(0);
    let mut checksum = zlib(b"cose");
    *checksum.last_mut().unwrap() ^= 1;
    let mut cut = zlib(b"cose");
    cut.pop();
    for (text, error) in [
        ("HL0:X".to_owned(), EnvelopeError::NotHealthCertificate { kind: TextKind::Other }),
        ("HC1:a".to_owned(), EnvelopeError::Base45),
        ("HC1: ".to_owned(), EnvelopeError::Base45),
        ("HC1::::".to_owned(), EnvelopeError::Base45),
        ("HC1: -".to_owned(), EnvelopeError::Base45),
        (" HC1:".to_owned(), EnvelopeError::NotHealthCertificate { kind: TextKind::Other }),
        ("HC1:".to_owned(), EnvelopeError::Zlib),
        (wrap(b"not compressed"), EnvelopeError::Zlib),
        (wrap(&checksum), EnvelopeError::Zlib),
        (wrap(&cut), EnvelopeError::Zlib),
        (wrap(&trailing), EnvelopeError::TrailingBytes { bytes: 1 }),
        (wrap(&zlib(&vec![0; 65_537])), EnvelopeError::TooLarge { most: 65_536 }),
        (wrap(&zlib(&vec![0; 2_000_000])), EnvelopeError::TooLarge { most: 65_536 }),
        ("HC1:".repeat(2_000), EnvelopeError::TooLong { chars: 8_000, most: 4_296 }),
    ] {
        assert_eq!(decode(&text), Err(error), "{}", text.get(..40).unwrap_or(&text));
    }
}

#[test]
fn the_bound_itself_still_inflates() {
    let text = encode(&vec![7; limits::INFLATED_BYTES]);
    assert_eq!(decode(&text).map(|cose| cose.len()), Ok(limits::INFLATED_BYTES));
}

proptest! {
    #[test]
    fn what_was_encoded_decodes(cose in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert_eq!(decode(&encode(&cose)), Ok(cose));
    }

    /// A second opinion: the `base45` crate reads and writes the same, but for pairs above 255, which it lets pass.
    #[test]
    fn two_implementations_of_base45_agree(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[0-9A-Z $%*+./:-]{0,12}|.{0,6}") {
        prop_assert_eq!(base45::encode(&bytes), ::base45::encode(&bytes));
        prop_assert_eq!(base45::decode(&base45::encode(&bytes)), Some(bytes));
        let canonical = ::base45::decode(&text).ok().filter(|bytes| ::base45::encode(bytes) == text);
        prop_assert_eq!(base45::decode(&text), canonical);
    }

    #[test]
    fn no_text_panics(text in "(HC1:)?[0-9A-Z $%*+./:-]{0,200}|.{0,60}") {
        let _ = recognise(&text);
        let _ = decode(&text);
    }
}
