//! Certificates in PEM (RFC 7468), one or many; text between the blocks is passed over.

use super::{Authenticity, Import, ImportError, ImportOptions, LeftOutBecause, ListKind, base64};
use crate::trust::{Domain, TrustedKey};

pub(super) fn import(text: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let text = std::str::from_utf8(text).map_err(|_| ImportError::UnknownShape)?;
    let domain = options.domain.unwrap_or(&Domain::EuDcc);
    let read = |(index, block): (usize, Block<'_>)| {
        if !matches!(block.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") {
            return Err(ImportError::PemLabel { label: block.label.to_owned() });
        }
        let key =
            base64(block.body).and_then(|der| TrustedKey::from_dsc(&der, domain.clone()).map_err(LeftOutBecause::Dsc));
        key.map_err(|because| ImportError::Certificate { index, because })
    };
    let keys = blocks(text)?.into_iter().enumerate().map(read).collect::<Result<_, _>>()?;
    Ok(Import { keys, kind: ListKind::Pem, authenticity: Authenticity::Unsigned, left_out: Vec::new() })
}

/// The public key in PEM or DER that signs a list.
pub(super) fn public_key_der(bytes: &[u8]) -> Result<Vec<u8>, ImportError> {
    if bytes.starts_with(&[0x30]) {
        return Ok(bytes.to_vec());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::ListKey)?;
    match blocks(text)?.as_slice() {
        [Block { label: "PUBLIC KEY", body }] => base64(body).map_err(|_| ImportError::ListKey),
        _ => Err(ImportError::ListKey),
    }
}

struct Block<'a> {
    label: &'a str,
    body: &'a str,
}

fn blocks(mut text: &str) -> Result<Vec<Block<'_>>, ImportError> {
    let mut blocks = Vec::new();
    while let Some((_, rest)) = text.split_once("-----BEGIN ") {
        let (label, rest) = rest.split_once("-----").ok_or(ImportError::PemArmour)?;
        let (body, rest) = rest.split_once("-----END ").ok_or(ImportError::PemArmour)?;
        text = rest.strip_prefix(label).and_then(|rest| rest.strip_prefix("-----")).ok_or(ImportError::PemArmour)?;
        blocks.push(Block { label, body });
    }
    Ok(blocks)
}
