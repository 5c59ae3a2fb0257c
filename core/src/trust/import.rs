//! Key lists from elsewhere: PEM, DER, the German signed list, the WHO trust list (a DID document), and what the
//! publisher wrote of an EU verifier service.
//!
//! A list's entry that cannot be read costs that entry, never the list; what was left out is named.

mod german;
mod json;
mod pem;
mod service;
mod who;

use serde::Serialize;

pub use pem::public_key_der;

use super::{Domain, DscError, TrustedKey};
use crate::limits;

/// What the operator knows about a file before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions<'a> {
    /// The domain of all its keys, instead of what the file says (PEM, DER and German list: EU).
    pub domain: Option<&'a Domain>,
    /// The public key that must have signed the list (German list), as PEM or DER.
    pub list_key: Option<&'a [u8]>,
    /// SHA-256 that the whole file must have (32 bytes).
    pub pin: Option<&'a [u8]>,
}

/// A key file in memory, with what is known about it: how shells hand keys over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct KeyFile {
    /// The whole file: PEM, DER, a German key list or a WHO trust list.
    pub bytes: Vec<u8>,
    /// The domain of all its keys, instead of what the file says (PEM, DER and German list: EU).
    pub domain: Option<Domain>,
    /// The public key that must have signed the list (German list), as PEM or DER.
    pub list_key: Option<Vec<u8>>,
    /// SHA-256 that the whole file must have (32 bytes).
    pub pin: Option<Vec<u8>>,
}

impl KeyFile {
    /// Reads the file.
    ///
    /// # Errors
    /// As [`import`].
    pub fn import(&self) -> Result<Import, ImportError> {
        let options = ImportOptions {
            domain: self.domain.as_ref(),
            list_key: self.list_key.as_deref(),
            pin: self.pin.as_deref(),
        };
        import(&self.bytes, &options)
    }
}

/// The keys of one file.
#[derive(Debug)]
pub struct Import {
    /// In the file's order.
    pub keys: Vec<TrustedKey>,
    /// What kind of file it is.
    pub kind: ListKind,
    /// What stands behind the file.
    pub authenticity: Authenticity,
    /// Entries that could not be read.
    pub left_out: Vec<LeftOut>,
}

impl Import {
    fn empty(kind: ListKind, authenticity: Authenticity) -> Self {
        Self { keys: Vec::new(), kind, authenticity, left_out: Vec::new() }
    }

    /// Takes a list's entries in, one by one: what cannot be read costs itself only.
    fn read_all<T>(mut self, entries: &[T], read: impl Fn(&T) -> Result<TrustedKey, LeftOutBecause>) -> Self {
        for (index, entry) in entries.iter().enumerate() {
            match read(entry) {
                Ok(key) => self.keys.push(key),
                Err(because) => self.left_out.push(LeftOut { index, because }),
            }
        }
        self
    }

    /// Whether a signature or a pin stands behind the file.
    #[must_use]
    pub fn is_authentic(&self) -> bool {
        matches!(self.authenticity, Authenticity::SignatureVerified | Authenticity::Pinned)
    }
}

/// The shapes of key files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// One or more certificates, PEM.
    Pem,
    /// One certificate, DER.
    Der,
    /// The list that German apps load: a signature line, then JSON.
    German,
    /// The WHO trust list, a DID document.
    Who,
    /// What the publisher wrote of an EU verifier service: the key ids in force, and certificates.
    EuService,
}

/// What stands behind a key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authenticity {
    /// Its signature was verified with the key given.
    SignatureVerified,
    /// Its SHA-256 is the one the operator pinned.
    Pinned,
    /// It carries a signature or proof that was not verified.
    NotVerified,
    /// It carries none.
    Unsigned,
}

/// An entry of a list that is not among its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place in the list, from 0.
    pub index: usize,
    /// Why it was left out.
    pub because: LeftOutBecause,
}

/// Why an entry was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeftOutBecause {
    /// Its certificate is missing.
    #[error("no certificate in it")]
    NoCertificate,
    /// Its certificate is not base64.
    #[error("its certificate is not base64")]
    Base64,
    /// It is a PEM block of another type. A bare public key has no key id, no dates and no usages.
    #[error("a PEM block that is no certificate")]
    PemLabel,
    /// Its certificate cannot be read.
    #[error("its certificate cannot be read: {0}")]
    Dsc(#[from] DscError),
    /// The list names the keys in force, and this is none of them: it was withdrawn.
    #[error("its key id is not among those in force")]
    NotInForce,
    /// It names another document, which may be of another environment (protocols.md §5.3).
    #[error("a reference to another document, which is never followed")]
    Reference,
}

/// Which of the known shapes a key file has, if any. German lists are recognised with and without their signature.
#[must_use]
pub fn recognise(bytes: &[u8]) -> Option<ListKind> {
    // DER of a certificate needs a long length; the base64 of a signature may begin with the same byte.
    if matches!(bytes, [0x30, 0x80..=0xff, ..]) {
        return Some(ListKind::Der);
    }
    json::shape(json::split(bytes).1).or_else(|| pem::looks_like(bytes).then_some(ListKind::Pem))
}

/// Reads a key file of any known shape. Pure: the caller read the bytes.
///
/// # Errors
/// [`ImportError`] when the file has none of the shapes, or its signature or pin does not hold.
pub fn import(bytes: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    if bytes.len() > limits::KEY_LIST_BYTES {
        return Err(ImportError::TooLarge { bytes: bytes.len(), most: limits::KEY_LIST_BYTES });
    }
    let pinned = check_pin(bytes, options.pin)?;
    let mut import = match recognise(bytes).ok_or(ImportError::UnknownShape)? {
        ListKind::Der => import_der(bytes, options)?,
        ListKind::Pem => pem::import(bytes, options)?,
        ListKind::German => german::import(bytes, options)?,
        ListKind::Who => who::import(bytes, options)?,
        ListKind::EuService => service::import(bytes, options)?,
    };
    if options.list_key.is_some() && import.kind != ListKind::German {
        return Err(ImportError::NothingSigned);
    }
    if pinned && import.authenticity != Authenticity::SignatureVerified {
        import.authenticity = Authenticity::Pinned;
    }
    if import.keys.len() > limits::KEY_LIST_KEYS {
        return Err(ImportError::TooManyKeys { keys: import.keys.len(), most: limits::KEY_LIST_KEYS });
    }
    Ok(import)
}

/// Why a key file is not used at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Neither PEM, DER, a German list nor a DID document.
    #[error("not a key file: neither PEM nor DER certificates, a German key list or a WHO trust list")]
    UnknownShape,
    /// The certificate of a DER file cannot be read, or none of a PEM file can, the first for this reason.
    #[error("certificate {index} in it cannot be read: {because}")]
    Certificate {
        /// Its place, from 0.
        index: usize,
        /// Why.
        because: LeftOutBecause,
    },
    /// PEM armour that does not close.
    #[error("PEM armour that does not close")]
    PemArmour,
    /// The list is not the JSON its shape promises.
    #[error("not the JSON of a key list")]
    Json,
    /// Key ids are in force whose certificates are not in the list: it is not whole.
    #[error("{missing} of the {of} keys in force are not in the list")]
    Incomplete {
        /// How many.
        missing: usize,
        /// How many are in force.
        of: usize,
    },
    /// The list's signature does not hold under the key given.
    #[error("the list's signature does not hold under the key given")]
    ListSignature,
    /// The key given for the list's signature is no P-256 public key.
    #[error("the list's key is no usable public key")]
    ListKey,
    /// A key for the list's signature was given, and this kind of file carries none.
    #[error("this kind of key file carries no signature to verify with the key given")]
    NothingSigned,
    /// The file's SHA-256 is not the pinned one.
    #[error("the file's SHA-256 is {found}, pinned is {pinned}")]
    Pin {
        /// Of the file, hex.
        found: String,
        /// As given, hex.
        pinned: String,
    },
    /// The file is larger than the bound.
    #[error("key file of {bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// The list holds more keys than the bound.
    #[error("{keys} keys, at most {most} are read")]
    TooManyKeys {
        /// How many.
        keys: usize,
        /// The bound.
        most: usize,
    },
}

fn import_der(der: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let domain = options.domain.unwrap_or(&Domain::EuDcc).clone();
    let key = TrustedKey::from_dsc(der, domain)
        .map_err(|error| ImportError::Certificate { index: 0, because: error.into() })?;
    Ok(Import { keys: vec![key], ..Import::empty(ListKind::Der, Authenticity::Unsigned) })
}

/// SHA-256 of a key file, to be held against a pin.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> [u8; 32] {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().try_into().unwrap_or_default()
}

fn check_pin(bytes: &[u8], pin: Option<&[u8]>) -> Result<bool, ImportError> {
    let Some(pinned) = pin else { return Ok(false) };
    let found = fingerprint(bytes);
    if found == pinned { Ok(true) } else { Err(ImportError::Pin { found: hex(&found), pinned: hex(pinned) }) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Base64 as lists write it: with or without line breaks, of either alphabet.
fn base64(text: &str) -> Result<Vec<u8>, LeftOutBecause> {
    use base64ct::{Base64, Base64Url, Encoding};
    let compact: String = text.split_ascii_whitespace().collect();
    Base64::decode_vec(&compact).or_else(|_| Base64Url::decode_vec(&compact)).map_err(|_| LeftOutBecause::Base64)
}
