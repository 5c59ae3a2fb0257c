//! Certificates in PEM (RFC 7468), one or many; text before, between and behind the blocks is passed over.

use super::{Authenticity, Import, ImportError, ImportOptions, LeftOutBecause, ListKind, base64};
use crate::trust::{Domain, TrustedKey};

/// Whether there is armour in it.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    bytes.windows(BEGIN.len()).any(|window| window == BEGIN.as_bytes())
}

pub(super) fn import(bytes: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let text = String::from_utf8_lossy(bytes);
    let domain = options.domain.unwrap_or(&Domain::EuDcc);
    let import = Import::empty(ListKind::Pem, Authenticity::Unsigned).read_all(&blocks(&text)?, |block| {
        if !matches!(block.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") {
            return Err(LeftOutBecause::PemLabel);
        }
        Ok(TrustedKey::from_dsc(&base64(block.body)?, domain.clone())?)
    });
    match (import.keys.is_empty(), import.left_out.first()) {
        (true, Some(first)) => Err(ImportError::Certificate { index: first.index, because: first.because }),
        (true, None) => Err(ImportError::PemArmour),
        (false, _) => Ok(import),
    }
}

/// The public key in PEM or DER that signs a list, as DER.
///
/// # Errors
/// [`ImportError::ListKey`] when it is neither, [`ImportError::PemArmour`] when its armour does not close.
pub fn public_key_der(bytes: &[u8]) -> Result<Vec<u8>, ImportError> {
    if bytes.starts_with(&[0x30]) {
        return Ok(bytes.to_vec());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::ListKey)?;
    match blocks(text)?.as_slice() {
        [Block { label: "PUBLIC KEY", body }] => base64(body).map_err(|_| ImportError::ListKey),
        _ => Err(ImportError::ListKey),
    }
}

const BEGIN: &str = "-----BEGIN ";

struct Block<'a> {
    label: &'a str,
    body: &'a str,
}

fn blocks(mut text: &str) -> Result<Vec<Block<'_>>, ImportError> {
    let mut blocks = Vec::new();
    while let Some((_, rest)) = text.split_once(BEGIN) {
        let (label, rest) = rest.split_once("-----").ok_or(ImportError::PemArmour)?;
        let (body, rest) = rest.split_once("-----END ").ok_or(ImportError::PemArmour)?;
        text = rest.strip_prefix(label).and_then(|rest| rest.strip_prefix("-----")).ok_or(ImportError::PemArmour)?;
        blocks.push(Block { label, body });
    }
    Ok(blocks)
}
