//! A vault for machines without a keystore: the key is wrapped under a passphrase, stretched by argon2id.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::ports::{KeyVault, VaultError};
use crate::store::seal::{random, unwrap, wrap};

/// A passphrase that wraps and unwraps. Each unwrapping takes about a tenth of a second and 64 MiB, on purpose.
pub struct PassphraseVault(Zeroizing<String>);

impl PassphraseVault {
    /// The vault of a passphrase.
    #[must_use]
    pub fn new(passphrase: String) -> Self {
        Self(Zeroizing::new(passphrase))
    }

    fn key(&self, salt: &[u8; SALT]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let unavailable = |error: argon2::Error| VaultError::Unavailable { detail: error.to_string() };
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(unavailable)?;
        let mut key = Zeroizing::new([0; 32]);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(self.0.as_bytes(), salt, key.as_mut_slice()).map_err(unavailable)?;
        Ok(key)
    }
}

impl fmt::Debug for PassphraseVault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PassphraseVault")
    }
}

// Fixed by the version in front of what is wrapped: a file cannot ask for more.
const VERSION: u8 = 1;
const MEMORY_KIB: u32 = 65_536;
const PASSES: u32 = 3;
const LANES: u32 = 1;
const SALT: usize = 16;
const CONTEXT: &[u8] = b"semafor/wallet/passphrase/1";

impl KeyVault for PassphraseVault {
    fn wrap(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        let unavailable = |_| VaultError::Unavailable { detail: "the system gave no random bytes".to_owned() };
        let key = Zeroizing::new(key);
        let salt = random::<SALT>().map_err(unavailable)?;
        let wrapped = wrap(&*self.key(&salt)?, CONTEXT, &key).map_err(unavailable)?;
        Ok([&[VERSION][..], &salt, &wrapped].concat())
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        let foreign = || VaultError::Unavailable { detail: "it was not wrapped under a passphrase".to_owned() };
        let rest = wrapped.strip_prefix(&[VERSION]).ok_or_else(foreign)?;
        let (salt, wrapped) = rest.split_first_chunk::<SALT>().ok_or_else(foreign)?;
        let key = unwrap(&*self.key(salt)?, CONTEXT, wrapped).ok_or(VaultError::Refused)?;
        Ok(key.to_vec())
    }
}
