//! The first bytes of an export: what it is, and what its key is made with.

use super::{Chance, ExportError, Parameters};

/// Bytes of a header.
pub(super) const LENGTH: usize = 58;

const MAGIC: &[u8; 7] = b"SEMAFOR";
const FORMAT: u8 = 1;

/// A header of version 1.
pub(super) struct Header {
    pub(super) salt: [u8; 16],
    pub(super) nonce: [u8; 24],
    /// Bytes of the encrypted content with its tag.
    pub(super) body: usize,
}

impl Header {
    pub(super) fn new(chance: &Chance, body: usize) -> Self {
        Self { salt: chance.salt, nonce: chance.nonce, body }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let Parameters { memory_kib, passes, lanes } = Parameters::VERSION_1;
        let body = u32::try_from(self.body).unwrap_or(u32::MAX);
        let effort = [&memory_kib.to_be_bytes()[..], &[passes, lanes]].concat();
        [&MAGIC[..], &[FORMAT], &effort, &self.salt, &self.nonce, &body.to_be_bytes()].concat()
    }

    /// Reads the header at the beginning of a file: version before effort, effort before everything else.
    pub(super) fn parse(file: &[u8]) -> Result<Self, ExportError> {
        let truncated = || ExportError::Truncated { bytes: file.len(), needed: LENGTH };
        let Some(rest) = file.strip_prefix(MAGIC) else {
            let begins = MAGIC.starts_with(file) && !file.is_empty();
            return Err(if begins { truncated() } else { ExportError::Foreign });
        };
        let (&found, rest) = rest.split_first().ok_or_else(truncated)?;
        if found != FORMAT {
            return Err(ExportError::Format { found, known: FORMAT });
        }
        let (memory, rest) = rest.split_first_chunk().ok_or_else(truncated)?;
        let (&[passes, lanes], rest) = rest.split_first_chunk().ok_or_else(truncated)?;
        let found = Parameters { memory_kib: u32::from_be_bytes(*memory), passes, lanes };
        if found != Parameters::VERSION_1 {
            return Err(ExportError::Parameters { found, known: Parameters::VERSION_1 });
        }
        let (&salt, rest) = rest.split_first_chunk().ok_or_else(truncated)?;
        let (&nonce, rest) = rest.split_first_chunk().ok_or_else(truncated)?;
        let (&body, _) = rest.split_first_chunk().ok_or_else(truncated)?;
        let body = usize::try_from(u32::from_be_bytes(body)).unwrap_or(usize::MAX);
        Ok(Self { salt, nonce, body })
    }
}
