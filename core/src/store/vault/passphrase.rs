//! A vault for machines without a keystore: the key is wrapped under a passphrase, stretched by argon2id.

use std::fmt;

use zeroize::Zeroizing;

use crate::ports::{KeyVault, VaultError};
use crate::store::seal::{random, unwrap, wrap};
use crate::transfer::Parameters;

/// A passphrase that wraps and unwraps. Each unwrapping takes about a tenth of a second and 64 MiB, on purpose.
pub struct PassphraseVault(Zeroizing<String>);

impl PassphraseVault {
    /// The vault of a passphrase.
    #[must_use]
    pub fn new(passphrase: String) -> Self {
        Self(Zeroizing::new(passphrase))
    }

    fn key(&self, salt: &[u8; SALT]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        Parameters::VERSION_1.key(&self.0, salt).map_err(|error| VaultError::Unavailable { detail: error.to_string() })
    }
}

impl fmt::Debug for PassphraseVault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PassphraseVault")
    }
}

/// It fixes the effort too: a file cannot ask for more.
const VERSION: u8 = 1;
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
