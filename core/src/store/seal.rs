//! Values sealed one by one with XChaCha20-Poly1305, each beginning with where it belongs: what is left of a damaged file
//! can be read value by value, and no value can be put in another's place.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{hkdf, hmac};
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::wallet::{Index, Row, Table};
use crate::instant::Instant;
use crate::limits;

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct RandomnessError;

/// So many random bytes.
pub(crate) fn random<const BYTES: usize>() -> Result<[u8; BYTES], RandomnessError> {
    let mut bytes = [0; BYTES];
    SystemRandom::new().fill(&mut bytes).map_err(|_| RandomnessError)?;
    Ok(bytes)
}

/// The key of everything in a wallet. It is in memory while the wallet is open, and wrapped everywhere else.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomnessError`].
    pub fn make() -> Result<Self, RandomnessError> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// The key of these bytes; `None` unless they are 32.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Its bytes, for whoever wraps it.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DataKey")
    }
}

/// Names one row of a wallet; random, so that it says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub(super) [u8; 16]);

impl RecordId {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> [u8; 16] {
        self.0
    }

    /// Reads what it displays as.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = (text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(text)?;
        u128::from_str_radix(digits, 16).ok().map(|number| Self(number.to_be_bytes()))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(RecordId, String, {
    lower: |id| id.to_string(),
    try_lift: |text| Self::parse(&text).ok_or_else(|| uniffi::deps::anyhow::Error::msg("32 hexadecimal digits")),
});

/// A key derived from `secret` for one purpose (HKDF with SHA-256, RFC 5869).
pub(super) fn derived(secret: &[u8], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let extracted = hkdf::Salt::new(hkdf::HKDF_SHA256, b"semafor/wallet/1").extract(secret);
    // 32 bytes are one block, for which expanding has no way to fail.
    let _filled = extracted.expand(&[purpose], hkdf::HKDF_SHA256).and_then(|okm| okm.fill(key.as_mut_slice()));
    key
}

/// Seals bytes under a key of their own: the nonce, then what was sealed.
pub(super) fn wrap(key: &[u8; 32], context: &[u8], plain: &[u8]) -> Result<Vec<u8>, RandomnessError> {
    let nonce = random::<NONCE>()?;
    let payload = Payload { msg: plain, aad: context };
    let sealed = XChaCha20Poly1305::new(&(*key).into()).encrypt(&XNonce::from(nonce), payload);
    Ok([&nonce[..], &sealed.map_err(|_| RandomnessError)?].concat())
}

/// Opens what [`wrap`] sealed.
pub(super) fn unwrap(key: &[u8; 32], context: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = wrapped.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: context };
    let plain = XChaCha20Poly1305::new(&(*key).into()).decrypt(&XNonce::from(*nonce), payload).ok()?;
    Some(Zeroizing::new(plain))
}

const NONCE: usize = 24;
const TAG: usize = 16;
/// Every sealed value begins with it.
pub(super) const MAGIC: [u8; 4] = *b"SmfV";
/// Magic, table, format, id, bytes of nonce and sealed value.
const HEADER: usize = 24;
/// Revision, when added, when removed.
const STAMP: usize = 24;
const NOT_REMOVED: i64 = i64::MIN;

/// Seals and opens the values of one wallet.
pub(super) struct Sealer {
    values: Zeroizing<[u8; 32]>,
    index: hmac::Key,
}

impl Sealer {
    pub(super) fn of(key: &DataKey) -> Self {
        let index = derived(key.bytes(), b"index");
        Self { values: derived(key.bytes(), b"values"), index: hmac::Key::new(hmac::HMAC_SHA256, index.as_slice()) }
    }

    /// What stands in an index column: says nothing to whoever has not got the key.
    pub(super) fn index(&self, of: Index<'_>) -> [u8; 16] {
        let mut context = hmac::Context::with_key(&self.index);
        context.update(&[of.0.code()]);
        context.update(of.1);
        context.sign().as_ref().first_chunk().copied().unwrap_or_default()
    }

    /// Seals a row.
    pub(super) fn seal(&self, table: Table, row: &Row) -> Result<Vec<u8>, SealError> {
        let bytes = row.content.len();
        if bytes > limits::WALLET_VALUE_BYTES {
            return Err(SealError::TooLarge { bytes });
        }
        let removed = row.removed_at.map_or(NOT_REMOVED, Instant::as_unix);
        let stamp = [row.revision.to_be_bytes(), row.added_at.as_unix().to_be_bytes(), removed.to_be_bytes()].concat();
        let plain = Zeroizing::new([&stamp[..], &row.content].concat());
        let length = NONCE.saturating_add(TAG).saturating_add(plain.len());
        let length = u16::try_from(length).map_err(|_| SealError::TooLarge { bytes })?;
        let header = [&MAGIC[..], &[table.code(), row.format], &row.id.0, &length.to_be_bytes()].concat();
        let sealed = wrap(&self.values, &header, &plain).map_err(|_| SealError::Randomness)?;
        Ok([header, sealed].concat())
    }

    /// Opens a value that begins at the first of `bytes`, whatever follows it.
    pub(super) fn open(&self, bytes: &[u8]) -> Option<(Table, Row)> {
        let (header, rest) = bytes.split_first_chunk::<HEADER>()?;
        let (magic, fields) = header.split_first_chunk::<4>()?;
        let ([table, format], fields) = fields.split_first_chunk::<2>()?;
        let (id, length) = fields.split_first_chunk::<16>()?;
        let length = usize::from(u16::from_be_bytes(*length.first_chunk()?));
        let table = Table::ALL.into_iter().find(|known| known.code() == *table).filter(|_| *magic == MAGIC)?;
        let plain = unwrap(&self.values, header, rest.get(..length)?)?;
        let (stamp, content) = plain.split_first_chunk::<STAMP>()?;
        let number = |at: usize| stamp.get(at..)?.first_chunk().copied();
        let time = |at: usize| number(at).map(i64::from_be_bytes);
        let row = Row {
            id: RecordId(*id),
            format: *format,
            revision: u64::from_be_bytes(number(0)?),
            added_at: Instant::from_unix(time(8)?)?,
            removed_at: time(16).filter(|time| *time != NOT_REMOVED).and_then(Instant::from_unix),
            content: content.to_vec(),
        };
        Some((table, row))
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Sealer")
    }
}

/// Why a value cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SealError {
    /// Longer than a value may be.
    TooLarge {
        /// Its bytes.
        bytes: usize,
    },
    /// The system gave no random bytes.
    Randomness,
}
