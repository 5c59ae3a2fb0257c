//! Files sealed and opened, and all that can happen to one in between.

use super::*;

fn environment(name: &str) -> Environment {
    Environment::new(name).unwrap()
}

fn passphrase() -> Passphrase {
    Passphrase::of_entropy(b"0123456789")
}

fn chance() -> Chance {
    Chance { salt: *b"sixteen of salt.", nonce: *b"twenty-four, used once.." }
}

fn records() -> Vec<Record> {
    let record = |id: &[u8], kind: &str, bytes: &[u8]| Record { id: id.into(), kind: kind.into(), bytes: bytes.into() };
    vec![
        record(&[1; 16], "certificate", &[0xd2; 400]),
        record(&[2; 16], "person", "Nguyễn Thị Ánh, 1984-03-12".as_bytes()),
        record(&[], "", &[]),
    ]
}

fn sealed() -> Vec<u8> {
    seal(&records(), &passphrase(), &environment("test"), &chance()).unwrap()
}

fn opened(file: &[u8]) -> Result<Vec<Record>, ExportError> {
    open(file, &passphrase(), &environment("test"))
}

#[test]
fn what_is_sealed_opens_to_the_same() {
    assert_eq!(opened(&sealed()), Ok(records()));
    assert_eq!(sealed(), sealed(), "the same arguments give the same file");
    let none = seal(&[], &passphrase(), &environment("test"), &chance()).unwrap();
    assert_eq!(opened(&none), Ok(Vec::new()));
    assert!(!sealed().windows(6).any(|window| window == b"person"));
}

#[test]
fn other_chance_gives_another_file() {
    let other = Chance { salt: [0; 16], ..chance() };
    let file = seal(&records(), &passphrase(), &environment("test"), &other).unwrap();
    assert_ne!(file[LENGTH..], sealed()[LENGTH..]);
    assert_eq!(opened(&file), Ok(records()));
}

#[test]
fn another_passphrase_or_environment_does_not_open_it() {
    let file = sealed();
    let other = Passphrase::of_entropy(b"1123456789");
    assert_eq!(open(&file, &other, &environment("test")), Err(ExportError::WrongPassphrase));
    assert_eq!(open(&file, &passphrase(), &environment("production")), Err(ExportError::WrongPassphrase));
}

#[test]
fn every_shorter_file_is_truncated() {
    let file = sealed();
    assert_eq!(inspect(&[]), Err(ExportError::Foreign));
    for bytes in 1..file.len() {
        let Err(ExportError::Truncated { bytes: found, needed }) = inspect(&file[..bytes]) else { panic!("{bytes}") };
        assert_eq!((found, needed), (bytes, if bytes < LENGTH { LENGTH } else { file.len() }));
    }
    assert_eq!(inspect(&file), Ok(()));
    assert_eq!(inspect(&[&file[..], b"more"].concat()), Err(ExportError::TrailingBytes { bytes: 4 }));
}

#[test]
fn every_flipped_bit_is_noticed_without_a_passphrase() {
    let file = sealed();
    for bit in 0..file.len() * 8 {
        let mut flipped = file.clone();
        flipped[bit / 8] ^= 0x80 >> (bit % 8);
        let error = inspect(&flipped).unwrap_err();
        let fits = matches!(
            (bit / 8, &error),
            (0..=6, ExportError::Foreign)
                | (7, ExportError::Format { known: 1, .. })
                | (8..=13, ExportError::Parameters { .. })
                | (54..=57, ExportError::Truncated { .. } | ExportError::TrailingBytes { .. })
                | (14..=53 | 58.., ExportError::Damaged)
        );
        assert!(fits, "bit {bit}: {error:?}");
    }
}

/// Somebody who forges the checksum too is stopped by the cipher.
#[test]
fn what_is_changed_on_purpose_does_not_open() {
    let file = sealed();
    for place in [14, 29, 30, 53, 58, file.len() - CHECKSUM - 1] {
        let mut forged = file[..file.len() - CHECKSUM].to_vec();
        forged[place] ^= 1;
        forged.extend(checksum(&forged));
        assert_eq!(opened(&forged), Err(ExportError::WrongPassphrase), "byte {place}");
    }
}

#[test]
fn a_header_that_asks_for_more_is_refused() {
    for (place, value) in [(8, 0x7f), (9, 0x40), (12, 200), (13, 64), (12, 1), (13, 0)] {
        let mut asking = sealed();
        asking[place] = value;
        let kept = asking.len() - CHECKSUM;
        let sum = checksum(&asking[..kept]);
        asking[kept..].copy_from_slice(&sum);
        let Err(ExportError::Parameters { found, known }) = opened(&asking) else { panic!("{place}") };
        assert_eq!(known, Parameters::VERSION_1);
        assert_ne!(found, known);
    }
}

#[test]
fn what_is_beyond_the_bounds_is_refused() {
    let most = limits::EXPORT_RECORDS;
    let many = vec![Record { id: Vec::new(), kind: String::new(), bytes: Vec::new() }; most + 1];
    let seal = |records: &[Record]| seal(records, &passphrase(), &environment("test"), &chance());
    assert_eq!(seal(&many), Err(ExportError::TooMany { found: most + 1, most }));
    let large = Record { id: Vec::new(), kind: String::new(), bytes: vec![0; limits::EXPORT_INFLATED_BYTES] };
    assert!(matches!(seal(&[large]), Err(ExportError::TooLarge { .. })));
    assert!(matches!(inspect(&vec![0; limits::EXPORT_BYTES + 1]), Err(ExportError::TooLarge { .. })));
}

#[test]
fn content_that_is_none_is_refused() {
    let sealed = |plain: &[u8]| {
        let mut body = compress_to_vec_zlib(plain, 1);
        let header = Header::new(&chance(), body.len() + TAG).bytes();
        let cipher = cipher(&passphrase(), &chance().salt).unwrap();
        let context = associated(&header, &environment("test"));
        cipher.encrypt_in_place(&XNonce::from(chance().nonce), &context, &mut body).unwrap();
        let mut file = [&header[..], &body].concat();
        file.extend(checksum(&file));
        file
    };
    let bomb = vec![0; limits::EXPORT_INFLATED_BYTES + 1];
    let cases: [&[u8]; 9] = [
        b"",
        b"\xa0",
        b"\x81\x82\x40\x60",
        b"\x81\x83\x40\x60\x60",
        b"\x81\x83\x40\x61\xff\x40",
        b"\x81\x83\x40\x60\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x9f\x83\x40\x60\x40\xff",
        b"\x81\x83\x40\x60\x40\x00",
        &bomb,
    ];
    for content in cases {
        assert_eq!(opened(&sealed(content)), Err(ExportError::Content), "{:x?}", content.get(..8));
    }
    let many = opened(&sealed(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"));
    assert!(matches!(many, Err(ExportError::TooMany { .. })), "{many:?}");
    assert_eq!(opened(&sealed(b"\x81\x83\x40\x60\x40")).map(|records| records.len()), Ok(1));
}

#[test]
fn nothing_secret_is_printed() {
    let shown = format!("{:?} {:?}", records(), chance());
    assert!(!shown.contains("Ánh") && !shown.contains("115, 105, 120"), "{shown}");
}
