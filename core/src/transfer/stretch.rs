//! Passphrases made into keys: argon2id (RFC 9106), so that every guess costs time and memory.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

/// The effort that a guess at the passphrase takes: argon2id's parameters (RFC 9106 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// In KiB.
    pub memory_kib: u32,
    /// How often the memory is gone through.
    pub passes: u8,
    /// How many computations could run side by side.
    pub lanes: u8,
}

impl Parameters {
    /// 64 MiB, three passes, one lane: a third of a second on a phone of today. Fixed by the versions of formats, so that
    /// no file can ask a phone for more.
    pub const VERSION_1: Self = Self { memory_kib: 65_536, passes: 3, lanes: 1 };

    /// The key of a passphrase with this salt.
    pub(crate) fn key(self, passphrase: &str, salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, argon2::Error> {
        let mut key = Zeroizing::new([0; 32]);
        let params = Params::new(self.memory_kib, self.passes.into(), self.lanes.into(), Some(key.len()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice())?;
        Ok(key)
    }
}

impl fmt::Display for Parameters {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory_kib, passes, lanes } = self;
        write!(out, "{memory_kib} KiB, {passes} passes, {lanes} lanes")
    }
}
