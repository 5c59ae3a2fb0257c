//! Exported wallets whole and broken, passphrases as they are typed, and messages for QR frames.

use semafor_core::bundle::Environment;
use semafor_core::transfer::export::{Chance, ExportError, Record, encode, seal};
use semafor_core::transfer::frames::Sender;
use semafor_core::transfer::passphrase::Passphrase;

/// Each with its name.
pub fn exports() -> Result<Vec<(String, Vec<u8>)>, ExportError> {
    let environment = Environment::new("test").ok_or(ExportError::Content)?;
    let passphrase = Passphrase::of_entropy(b"0123456789");
    let chance = Chance { salt: [7; 16], nonce: [9; 24] };
    let mut seeds = Vec::new();
    for count in [0_u8, 1, 2, 20] {
        let records: Vec<_> = (0..count)
            .map(|id| Record { id: vec![id; 16], kind: "certificate".to_owned(), bytes: vec![id; 40] })
            .collect();
        let file = seal(&records, &passphrase, &environment, &chance)?;
        let content = encode(&records);
        seeds.push((format!("file-of-{count}"), [b"f", file.as_slice()].concat()));
        seeds.push((format!("file-of-{count}-cut"), [b"f", file.get(..file.len() - 1).unwrap_or_default()].concat()));
        seeds.push((format!("content-of-{count}"), [b"c", content.as_slice()].concat()));
        seeds.push((format!("content-of-{count}-and-more"), [b"c", content.as_slice(), b"\0"].concat()));
    }
    let words = passphrase.as_str();
    for (name, typed) in [
        ("typed", words.to_owned()),
        ("typed-in-capitals", words.to_uppercase().replace(' ', "-")),
        ("typed-with-accents", words.replace('a', "á").replace('d', "đ")),
        ("typed-wrongly", words.replacen('b', "p", 1)),
        ("typed-in-part", words.chars().take(20).collect()),
    ] {
        seeds.push((name.to_owned(), [b"p", typed.as_bytes()].concat()));
    }
    seeds.push(("made".to_owned(), b"m0123456789".to_vec()));
    Ok(seeds)
}

/// Each with its name.
pub fn frames() -> Vec<(String, Vec<u8>)> {
    let message = |length: usize| -> Vec<u8> { (0..=255).cycle().step_by(37).take(length).collect() };
    let mut seeds = Vec::new();
    for length in [1, 2, 300, 303, 304, 305, 608, 1_000, 1_500] {
        for seed in [0, 255] {
            seeds.push((format!("message-of-{length}-from-{seed}"), [&[seed], message(length).as_slice()].concat()));
        }
        if let Ok(sender) = Sender::new(&message(length)) {
            let shown: Vec<u8> = (0..4).flat_map(|number| sender.frame(number * 3)).collect();
            seeds.push((format!("frames-of-{length}"), [b"f", shown.as_slice()].concat()));
        }
    }
    seeds
}
