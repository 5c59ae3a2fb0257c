//! Exported wallets and their passphrases, up to the key: making one takes a tenth of a second, which would leave a fuzzer
//! nothing to do.

use semafor_core::limits;
use semafor_core::transfer::export::{decode, encode, inspect};
use semafor_core::transfer::passphrase::Passphrase;

use super::says_why;

/// `f` and a file, `c` and the content of one, `p` and what somebody typed, anything else and the chance for a passphrase.
pub fn export(data: &[u8]) {
    let Some((&shape, rest)) = data.split_first() else { return };
    match shape {
        b'f' => file(rest),
        b'c' => content(rest),
        b'p' => typed(rest),
        _ => made(rest),
    }
}

fn file(bytes: &[u8]) {
    match inspect(bytes) {
        Ok(()) => {
            assert!((82..=limits::EXPORT_BYTES).contains(&bytes.len()), "{} bytes", bytes.len());
            let longer = [bytes, &[0][..]].concat();
            assert!(inspect(&longer).is_err(), "nothing may follow");
        }
        Err(error) => says_why(&error.to_string()),
    }
}

fn content(bytes: &[u8]) {
    match decode(bytes) {
        Ok(records) => {
            let size: usize = records.iter().map(|record| record.bytes.len()).sum();
            assert!(records.len() <= limits::EXPORT_RECORDS && size <= bytes.len());
            assert_eq!(decode(&encode(&records)), Ok(records), "written again, the same records");
        }
        Err(error) => says_why(&error.to_string()),
    }
}

fn typed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Passphrase::parse(text) {
        Ok(passphrase) => {
            assert_eq!(passphrase.as_str().len(), 35, "six words of five letters");
            assert_eq!(Passphrase::parse(passphrase.as_str()), Ok(passphrase));
        }
        Err(error) => says_why(&error.to_string()),
    }
}

fn made(bytes: &[u8]) {
    let Some(entropy) = bytes.first_chunk() else { return };
    let passphrase = Passphrase::of_entropy(entropy);
    assert_eq!(Passphrase::parse(&passphrase.as_str().to_uppercase()), Ok(passphrase));
}
