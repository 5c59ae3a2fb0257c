//! Lists of one's own: what is revoked, as lines in files.
//!
//! A line is `KEY-ID TYPE HASH`: the id of the key that signed the certificates (base64, or 16 hex digits), `uci`,
//! `country-code-uci` or `signature`, and the 32 hex digits of the hash (protocols.md §2.3.1). Empty lines and those that
//! begin with `#` say nothing. A file that begins with `[` is JSON: a list of such lines.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding};
use semafor_core::cose::KeyId;
use semafor_core::revocation::{HashType, RevocationHash};

/// What is revoked, by the key that signed it.
#[derive(Debug, Default)]
pub struct Revoked {
    pub(super) by_key: BTreeMap<KeyId, RevokedHashes>,
}

/// What is revoked of one key.
#[derive(Debug, Default)]
pub(super) struct RevokedHashes {
    /// The types that occur, in the order of [`TYPES`].
    types: [bool; 3],
    pub(super) hashes: Vec<RevocationHash>,
}

/// Why a file is no list of what is revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokedError {
    /// It cannot be read.
    #[error("{}: {because}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// In the system's words.
        because: io::Error,
    },
    /// It is longer than is read.
    #[error("{}: at most {FILE_BYTES} bytes are read", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// It begins as JSON and is none.
    #[error("{}: {because}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        because: serde_json::Error,
    },
    /// A line that is none.
    #[error("{}, line {line}: {because}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong; the line itself is not repeated.
        because: &'static str,
    },
}

/// Twenty million lines.
const FILE_BYTES: u64 = 2_147_483_648;

impl Revoked {
    /// Reads a file and adds what is in it.
    ///
    /// # Errors
    /// [`RevokedError`].
    pub fn read(&mut self, path: &Path) -> Result<(), RevokedError> {
        let fault = |because| RevokedError::Read { path: path.to_owned(), because };
        let file = File::open(path).map_err(fault)?;
        if file.metadata().map_err(fault)?.len() > FILE_BYTES {
            return Err(RevokedError::TooLarge { path: path.to_owned() });
        }
        let mut file = BufReader::new(file.take(FILE_BYTES));
        let is_json = file.fill_buf().map_err(fault)?.trim_ascii_start().starts_with(b"[");
        if is_json {
            let json = |because| RevokedError::Json { path: path.to_owned(), because };
            let lines: Vec<String> = serde_json::from_reader(file).map_err(json)?;
            return lines.iter().zip(1..).try_for_each(|(text, line)| self.line(path, line, text));
        }
        file.lines().zip(1..).try_for_each(|(text, line)| self.line(path, line, &text.map_err(fault)?))
    }

    /// Adds one hash.
    pub fn add(&mut self, key_id: KeyId, hash_type: HashType, hash: RevocationHash) {
        let list = self.by_key.entry(key_id).or_default();
        for (occurs, (_, known)) in list.types.iter_mut().zip(TYPES) {
            *occurs |= known == hash_type;
        }
        list.hashes.push(hash);
    }

    fn line(&mut self, path: &Path, line: usize, text: &str) -> Result<(), RevokedError> {
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            return Ok(());
        }
        let (key_id, hash_type, hash) =
            entry(text).map_err(|because| RevokedError::Line { path: path.to_owned(), line, because })?;
        self.add(key_id, hash_type, hash);
        Ok(())
    }
}

impl RevokedHashes {
    /// The types of its hashes.
    pub(super) fn types(&self) -> Vec<HashType> {
        let known = TYPES.iter().zip(self.types);
        known.filter(|(_, occurs)| *occurs).map(|((_, hash_type), _)| *hash_type).collect()
    }
}

const TYPES: [(&str, HashType); 3] =
    [("uci", HashType::Uci), ("country-code-uci", HashType::CountryCodeUci), ("signature", HashType::Signature)];

fn entry(text: &str) -> Result<(KeyId, HashType, RevocationHash), &'static str> {
    let mut words = text.split_ascii_whitespace();
    let (Some(key_id), Some(name), Some(hash), None) = (words.next(), words.next(), words.next(), words.next()) else {
        return Err("a key id, a type and a hash are wanted");
    };
    let key_id = match unhex::<8>(key_id) {
        Some(bytes) => Some(bytes.to_vec()),
        None => Base64::decode_vec(key_id).ok(),
    };
    let key_id = key_id.and_then(|bytes| KeyId::new(&bytes)).ok_or("the key id is neither base64 nor 16 hex digits")?;
    let hash_type = TYPES.iter().find(|(known, _)| *known == name).map(|(_, hash_type)| *hash_type);
    let hash_type = hash_type.ok_or("the type is none of uci, country-code-uci and signature")?;
    let hash = unhex(hash).map(RevocationHash).ok_or("the hash does not have 32 hex digits")?;
    Ok((key_id, hash_type, hash))
}

fn unhex<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let digits = text.bytes().map(|byte| char::from(byte).to_digit(16)).collect::<Option<Vec<_>>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| u8::try_from(high.checked_mul(16)?.checked_add(*low)?).ok());
    bytes.collect::<Option<Vec<_>>>().filter(|_| rest.is_empty())?.try_into().ok()
}

/// Lower-case hex digits of bytes.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "e3c58f71d2c44bfc80849629c30ab22e";

    fn read(name: &str, text: &str) -> Result<Revoked, String> {
        let path = std::env::temp_dir().join(format!("semafor-revoked-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let mut revoked = Revoked::default();
        let outcome = revoked.read(&path).map_err(|error| error.to_string());
        std::fs::remove_file(&path).unwrap();
        outcome.map(|()| revoked)
    }

    #[test]
    fn lines_and_json_say_the_same() {
        let lines =
            format!("# withdrawn\n\n0102030405060708 uci {HASH}\n  AQIDBAUGBwg=\tsignature {HASH}\r\nAA== uci {HASH}");
        let json =
            format!(" [\"AQIDBAUGBwg= signature {HASH}\", \"0102030405060708 uci {HASH}\", \"AA== uci {HASH}\"]");
        for (name, text) in [("text", &lines), ("json", &json)] {
            let revoked = read(name, text).unwrap();
            let found: Vec<_> = revoked.by_key.iter().map(|(key, list)| (key.to_string(), list)).collect();
            let [(other, _), (key, list)] = found.as_slice() else { panic!("{found:?}") };
            assert_eq!((other.as_str(), key.as_str()), ("AA==", "AQIDBAUGBwg="));
            assert_eq!(list.types(), [HashType::Uci, HashType::Signature]);
            assert_eq!(list.hashes.first().map(ToString::to_string).as_deref(), Some(HASH));
        }
    }

    #[test]
    fn what_is_no_line_is_named_and_not_repeated() {
        for (text, words) in [
            (format!("AA== uci {HASH}\nAA== {HASH}"), "line 2: a key id, a type and a hash"),
            (format!("AA== uci {HASH} more"), "line 1: a key id"),
            (format!("A uci {HASH}"), "neither base64"),
            (format!("AA== UCI {HASH}"), "none of uci"),
            (format!("AA== uci {HASH}0"), "32 hex digits"),
            ("AA== uci e3".to_owned(), "32 hex digits"),
            ("[\"AA==\", 1]".to_owned(), "invalid type"),
        ] {
            let error = read("wrong", &text).unwrap_err();
            assert!(error.contains(words) && !error.contains("e3c58f"), "{text}: {error}");
        }
    }
}
