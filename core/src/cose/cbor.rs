//! Bounded reading of CBOR (RFC 8949): one item, nothing after it, limited depth, no duplicate map keys.

use ciborium::Value;

use crate::limits;

/// Why bytes are not CBOR within the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// The bytes are no CBOR item, or end within one.
    #[error("not CBOR")]
    Syntax,
    /// The item nests deeper than the bound.
    #[error("nested more than {most} deep")]
    TooDeep {
        /// The bound.
        most: usize,
    },
    /// Bytes follow the item.
    #[error("{bytes} bytes follow the CBOR item")]
    TrailingBytes {
        /// How many.
        bytes: usize,
    },
    /// A map names a key twice: two readers could see two different certificates.
    #[error("a map names a key twice")]
    DuplicateKey,
    /// A map's key is a structure, or a text or byte string beyond the bound: no format read here has such.
    #[error("a map's key is a structure or too long")]
    MapKey,
    /// A map has more entries than the bound.
    #[error("map of {entries} entries, at most {most} are read")]
    MapTooLarge {
        /// How many.
        entries: usize,
        /// The bound.
        most: usize,
    },
}

/// Reads exactly one item.
pub(crate) fn read(mut bytes: &[u8]) -> Result<Value, CborError> {
    let value: Value = ciborium::de::from_reader_with_recursion_limit(&mut bytes, limits::CBOR_DEPTH).map_err(
        |error| match error {
            ciborium::de::Error::RecursionLimitExceeded => CborError::TooDeep { most: limits::CBOR_DEPTH },
            _ => CborError::Syntax,
        },
    )?;
    if !bytes.is_empty() {
        return Err(CborError::TrailingBytes { bytes: bytes.len() });
    }
    check_maps(&value)?;
    Ok(value)
}

/// Writes one item.
pub(crate) fn write(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    let written = ciborium::into_writer(value, &mut out);
    debug_assert!(written.is_ok(), "a Vec takes every byte");
    out
}

/// Appends a byte string with its head (RFC 8949 §3.1, major type 2).
pub(crate) fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    match u8::try_from(bytes.len()) {
        Ok(short @ 0..=23) => out.push(0x40 | short),
        Ok(byte) => out.extend([0x58, byte]),
        Err(_) => match u16::try_from(bytes.len()) {
            Ok(length) => {
                out.push(0x59);
                out.extend(length.to_be_bytes());
            }
            Err(_) => {
                out.push(0x5a);
                out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            }
        },
    }
    out.extend_from_slice(bytes);
}

/// The integer in a value, if it is one that fits.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    value.as_integer().and_then(|integer| i64::try_from(integer).ok())
}

fn check_maps(value: &Value) -> Result<(), CborError> {
    match value {
        Value::Array(items) => items.iter().try_for_each(check_maps),
        Value::Tag(_, inner) => check_maps(inner),
        Value::Map(entries) => check_map(entries),
        _ => Ok(()),
    }
}

fn check_map(entries: &[(Value, Value)]) -> Result<(), CborError> {
    if entries.len() > limits::MAP_ENTRIES {
        return Err(CborError::MapTooLarge { entries: entries.len(), most: limits::MAP_ENTRIES });
    }
    for (index, (key, value)) in entries.iter().enumerate() {
        match key {
            Value::Text(text) if text.len() > limits::MAP_KEY_BYTES => return Err(CborError::MapKey),
            Value::Bytes(bytes) if bytes.len() > limits::MAP_KEY_BYTES => return Err(CborError::MapKey),
            Value::Array(_) | Value::Map(_) | Value::Tag(..) => return Err(CborError::MapKey),
            _ => {}
        }
        if entries.iter().skip(index.saturating_add(1)).any(|(other, _)| other == key) {
            return Err(CborError::DuplicateKey);
        }
        check_maps(value)?;
    }
    Ok(())
}
