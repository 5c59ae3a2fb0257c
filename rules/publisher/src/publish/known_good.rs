//! Certificates known to be good: no list of revoked ones may hit them.

use std::collections::BTreeMap;

use semafor_core::certificate::Certificate;
use semafor_core::cose::{KeyId, Signed};
use semafor_core::envelope;
use semafor_core::key::Algorithm;
use semafor_core::revocation::{HashType, RevocationHash, RevocationHashes};

/// Their hashes.
#[derive(Debug, Default)]
pub struct KnownGood {
    /// By the key that a certificate names; those that name none may be of any.
    by_key: BTreeMap<Option<KeyId>, Vec<RevocationHashes>>,
    names: BTreeMap<RevocationHash, String>,
}

impl KnownGood {
    /// Adds a certificate with the name of its file. A text that is no certificate has nothing to be found by.
    pub fn add(&mut self, name: &str, text: &str) {
        let Ok(bytes) = envelope::decode(text) else { return };
        let Ok(signed) = Signed::parse(&bytes, &mut Vec::new()) else { return };
        let Ok(certificate) = Certificate::parse(signed.payload(), &mut Vec::new()) else { return };
        // The key chooses the algorithm, and is not asked here: both are kept from hits.
        for algorithm in [Algorithm::Es256, Algorithm::Ps256] {
            let hashes = RevocationHashes::of(&certificate, signed.signature(), algorithm);
            for hash in TYPES.into_iter().flat_map(|hash_type| hashes.of_type(hash_type)) {
                self.names.insert(hash, name.to_owned());
            }
            self.by_key.entry(signed.key_id.clone()).or_default().push(hashes);
        }
    }

    /// The hashes of these types that a list of this key may not hit.
    pub(super) fn of(&self, key_id: &KeyId, types: &[HashType]) -> Vec<RevocationHash> {
        let certificates = [Some(key_id.clone()), None].into_iter().filter_map(|key| self.by_key.get(&key)).flatten();
        certificates.flat_map(|hashes| types.iter().flat_map(|hash_type| hashes.of_type(*hash_type))).collect()
    }

    /// The file of the certificate with this hash.
    pub(super) fn name_of(&self, hash: &RevocationHash) -> String {
        self.names.get(hash).cloned().unwrap_or_default()
    }
}

const TYPES: [HashType; 3] = [HashType::Uci, HashType::CountryCodeUci, HashType::Signature];
