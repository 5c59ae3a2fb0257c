//! Records ⇄ a file that only its passphrase opens (docs/export-format.md §1–3).

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use ring::digest::{SHA256, digest};
use zeroize::Zeroizing;

use super::Parameters;
use super::passphrase::Passphrase;
use crate::bundle::Environment;
use crate::limits;

mod header;
mod records;

pub use records::{Record, decode, encode};

use header::{Header, LENGTH};

/// Chance that is used once: drawn anew for every file.
#[derive(Clone, PartialEq, Eq)]
pub struct Chance {
    /// Makes every key another one.
    pub salt: [u8; 16],
    /// Makes every encryption another one.
    pub nonce: [u8; 24],
}

/// Why a file does not open, or records make no file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// Another kind of file.
    #[error("this is no export of a wallet")]
    Foreign,
    /// Another version of the format.
    #[error("the export has format {found}, this program reads {known}")]
    Format {
        /// The version found.
        found: u8,
        /// The one known.
        known: u8,
    },
    /// The header asks for another effort than its version has. Nothing was computed.
    #[error("the export asks for {found}, its format has {known}")]
    Parameters {
        /// What the header says.
        found: Parameters,
        /// What version 1 has.
        known: Parameters,
    },
    /// The file ends before its end.
    #[error("the export has {bytes} of {needed} bytes")]
    Truncated {
        /// Those that are here.
        bytes: usize,
        /// Those that it should have.
        needed: usize,
    },
    /// Something stands behind the end.
    #[error("{bytes} bytes follow the export")]
    TrailingBytes {
        /// How many.
        bytes: usize,
    },
    /// More than a wallet needs.
    #[error("an export of {bytes} bytes, at most {most} are read")]
    TooLarge {
        /// The file's.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// More records than a wallet has.
    #[error("{found} records, at most {most} are kept")]
    TooMany {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// Bytes have changed on the way: the checksum is another. No passphrase was tried.
    #[error("the export was damaged on its way")]
    Damaged,
    /// The file is whole, and this passphrase, or this environment, is not its own.
    #[error("the passphrase does not open the export")]
    WrongPassphrase,
    /// The content is not as the format wants it; whoever wrote it knew the passphrase.
    #[error("what the export holds cannot be read")]
    Content,
    /// The key could not be computed: there are no 64 MiB of memory for it.
    #[error("there is not enough memory for the key")]
    Memory,
}

/// Seals records under a passphrase. The same arguments give the same file.
///
/// # Errors
/// [`ExportError::TooMany`], [`ExportError::TooLarge`], [`ExportError::Memory`].
pub fn seal(
    records: &[Record],
    passphrase: &Passphrase,
    environment: &Environment,
    chance: &Chance,
) -> Result<Vec<u8>, ExportError> {
    records::check_count(records.len())?;
    let plain = Zeroizing::new(encode(records));
    check_size(plain.len(), limits::EXPORT_INFLATED_BYTES)?;
    let mut body = compress_to_vec_zlib(&plain, COMPRESSION_LEVEL);
    let header = Header::new(chance, body.len().saturating_add(TAG)).bytes();
    check_size(LENGTH.saturating_add(body.len()).saturating_add(TAG).saturating_add(CHECKSUM), limits::EXPORT_BYTES)?;
    let cipher = cipher(passphrase, &chance.salt)?;
    let context = associated(&header, environment);
    cipher
        .encrypt_in_place(&XNonce::from(chance.nonce), &context, &mut body)
        .map_err(|_| ExportError::TooLarge { bytes: body.len(), most: limits::EXPORT_BYTES })?;
    let mut file = [&header[..], &body].concat();
    file.extend(checksum(&file));
    Ok(file)
}

/// Opens a file. Whatever can be known without the passphrase is looked at before a key is made.
///
/// # Errors
/// [`ExportError`].
pub fn open(file: &[u8], passphrase: &Passphrase, environment: &Environment) -> Result<Vec<Record>, ExportError> {
    let Parts { header, header_bytes, body } = look(file)?;
    let cipher = cipher(passphrase, &header.salt)?;
    let mut plain = Zeroizing::new(body.to_vec());
    cipher
        .decrypt_in_place(&XNonce::from(header.nonce), &associated(header_bytes, environment), &mut *plain)
        .map_err(|_| ExportError::WrongPassphrase)?;
    let content = decompress_to_vec_zlib_with_limit(&plain, limits::EXPORT_INFLATED_BYTES);
    decode(&Zeroizing::new(content.map_err(|_| ExportError::Content)?))
}

/// Whether the bytes are a whole export of this version: what an importer asks before it asks for a passphrase.
///
/// # Errors
/// [`ExportError`], all that needs no passphrase.
pub fn inspect(file: &[u8]) -> Result<(), ExportError> {
    look(file).map(|_| ())
}

struct Parts<'a> {
    header: Header,
    header_bytes: &'a [u8],
    body: &'a [u8],
}

fn look(file: &[u8]) -> Result<Parts<'_>, ExportError> {
    check_size(file.len(), limits::EXPORT_BYTES)?;
    let header = Header::parse(file)?;
    let needed = LENGTH.saturating_add(header.body).saturating_add(CHECKSUM);
    let bytes = file.len();
    if bytes < needed {
        return Err(ExportError::Truncated { bytes, needed });
    }
    if bytes > needed {
        return Err(ExportError::TrailingBytes { bytes: bytes.saturating_sub(needed) });
    }
    let (covered, sum) = file.split_at_checked(bytes.saturating_sub(CHECKSUM)).ok_or(ExportError::Damaged)?;
    if checksum(covered) != sum {
        return Err(ExportError::Damaged);
    }
    let (header_bytes, body) = covered.split_at_checked(LENGTH).ok_or(ExportError::Damaged)?;
    Ok(Parts { header, header_bytes, body })
}

fn cipher(passphrase: &Passphrase, salt: &[u8; 16]) -> Result<XChaCha20Poly1305, ExportError> {
    let key = Parameters::VERSION_1.key(passphrase.as_str(), salt).map_err(|_| ExportError::Memory)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// What is authenticated beside the content: the header, and the context that keeps environments and purposes apart.
fn associated(header: &[u8], environment: &Environment) -> Vec<u8> {
    [header, format!("semafor/{environment}/export/1").as_bytes()].concat()
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let hash = digest(&SHA256, bytes);
    hash.as_ref().first_chunk().copied().unwrap_or_default()
}

fn check_size(bytes: usize, most: usize) -> Result<(), ExportError> {
    if bytes > most { Err(ExportError::TooLarge { bytes, most }) } else { Ok(()) }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Chance(…)")
    }
}

/// Bytes of XChaCha20-Poly1305's tag.
const TAG: usize = 16;
/// Bytes of the hash at the end.
const CHECKSUM: usize = 8;
const COMPRESSION_LEVEL: u8 = 9;

#[cfg(test)]
mod tests;
