//! Bounded reading of CBOR (RFC 8949): one item, nothing after it, limited depth, no duplicate map keys.

use ciborium::Value;
use ciborium_ll::{Decoder, Header, simple};

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
    /// A map's key is a structure, a float, or a text or byte string beyond the bound: no format read here has such.
    #[error("a map's key is a structure, a float or too long")]
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

/// Reads exactly one item. The bounds hold while reading: nothing is allocated that the bytes do not carry.
pub(crate) fn read(bytes: &[u8]) -> Result<Value, CborError> {
    let mut reader = Reader { rest: bytes };
    let value = reader.item(limits::CBOR_DEPTH)?;
    match reader.rest.len() {
        0 => Ok(value),
        bytes => Err(CborError::TrailingBytes { bytes }),
    }
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

/// Items one by one over the library's headers; its own reading into a `Value` takes twice as long and knows no bounds
/// but the depth.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// One item, in which structures may nest `deeper` levels deep.
    fn item(&mut self, deeper: usize) -> Result<Value, CborError> {
        let header = self.header()?;
        self.value(header, deeper)
    }

    fn value(&mut self, header: Header, deeper: usize) -> Result<Value, CborError> {
        let inside = || deeper.checked_sub(1).ok_or(CborError::TooDeep { most: limits::CBOR_DEPTH });
        match header {
            Header::Positive(number) => Ok(number.into()),
            Header::Negative(number) => negative(number),
            Header::Float(number) => Ok(number.into()),
            Header::Simple(simple) => read_simple(simple),
            Header::Bytes(length) => self.bytes(length, |chunk| matches!(chunk, Header::Bytes(_))).map(Value::Bytes),
            Header::Text(length) => {
                let bytes = self.bytes(length, |chunk| matches!(chunk, Header::Text(_)))?;
                String::from_utf8(bytes).map(Value::Text).map_err(|_| CborError::Syntax)
            }
            Header::Tag(tag) => Ok(Value::Tag(tag, Box::new(self.item(inside()?)?))),
            Header::Array(length) => self.array(length, inside()?).map(Value::Array),
            Header::Map(length) => self.map(length, inside()?).map(Value::Map),
            Header::Break => Err(CborError::Syntax),
        }
    }

    fn array(&mut self, length: Option<usize>, deeper: usize) -> Result<Vec<Value>, CborError> {
        let mut items = Vec::new();
        while let Some(header) = self.next_of(length, items.len())? {
            items.push(self.value(header, deeper)?);
        }
        Ok(items)
    }

    fn map(&mut self, length: Option<usize>, deeper: usize) -> Result<Vec<(Value, Value)>, CborError> {
        let too_large = |entries| CborError::MapTooLarge { entries, most: limits::MAP_ENTRIES };
        if let Some(entries) = length.filter(|entries| *entries > limits::MAP_ENTRIES) {
            return Err(too_large(entries));
        }
        let mut entries = Vec::with_capacity(length.unwrap_or_default());
        while let Some(header) = self.next_of(length, entries.len())? {
            if entries.len() == limits::MAP_ENTRIES {
                return Err(too_large(entries.len().saturating_add(1)));
            }
            let key = self.value(header, deeper)?;
            check_key(&key, &entries)?;
            let value = self.item(deeper)?;
            entries.push((key, value));
        }
        Ok(entries)
    }

    /// The header of the next item of a structure that has `read` items already, if there is another.
    fn next_of(&mut self, length: Option<usize>, read: usize) -> Result<Option<Header>, CborError> {
        match length {
            Some(length) if read >= length => Ok(None),
            Some(_) => self.header().map(Some),
            None => self.header().map(|header| Some(header).filter(|header| *header != Header::Break)),
        }
    }

    /// A string: of a known length, or in chunks of the same kind.
    fn bytes(&mut self, length: Option<usize>, is_chunk: fn(&Header) -> bool) -> Result<Vec<u8>, CborError> {
        if let Some(length) = length {
            return self.take(length).map(<[u8]>::to_vec);
        }
        let mut bytes = Vec::new();
        loop {
            match self.header()? {
                Header::Break => return Ok(bytes),
                chunk if !is_chunk(&chunk) => return Err(CborError::Syntax),
                Header::Bytes(Some(length)) | Header::Text(Some(length)) => bytes.extend(self.take(length)?),
                _ => return Err(CborError::Syntax),
            }
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], CborError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(CborError::Syntax)?;
        self.rest = rest;
        Ok(taken)
    }

    fn header(&mut self) -> Result<Header, CborError> {
        if let Some((header, rest)) = short_header(self.rest) {
            self.rest = rest;
            return Ok(header);
        }
        let mut decoder = Decoder::from(self.rest);
        let header = decoder.pull().map_err(|_| CborError::Syntax)?;
        let read = decoder.offset();
        self.take(read)?;
        Ok(header)
    }
}

/// The header of an item whose number or length is in its first byte or the one behind it (RFC 8949 §3), as nearly all of
/// a certificate's are; the library reads the others.
fn short_header(bytes: &[u8]) -> Option<(Header, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (number, rest) = match first & 0x1f {
        number @ 0..=23 => (number, rest),
        24 => rest.split_first().map(|(number, rest)| (*number, rest))?,
        _ => return None,
    };
    let header = match first >> 5 {
        0 => Header::Positive(number.into()),
        1 => Header::Negative(number.into()),
        2 => Header::Bytes(Some(number.into())),
        3 => Header::Text(Some(number.into())),
        4 => Header::Array(Some(number.into())),
        5 => Header::Map(Some(number.into())),
        6 => Header::Tag(number.into()),
        _ => return None,
    };
    Some((header, rest))
}

/// Major type 1: -1 - n.
fn negative(number: u64) -> Result<Value, CborError> {
    let number = (-1_i128).saturating_sub(number.into());
    ciborium::value::Integer::try_from(number).map(Value::Integer).map_err(|_| CborError::Syntax)
}

fn read_simple(simple: u8) -> Result<Value, CborError> {
    match simple {
        simple::FALSE => Ok(Value::Bool(false)),
        simple::TRUE => Ok(Value::Bool(true)),
        simple::NULL | simple::UNDEFINED => Ok(Value::Null),
        _ => Err(CborError::Syntax),
    }
}

fn check_key(key: &Value, before: &[(Value, Value)]) -> Result<(), CborError> {
    match key {
        Value::Text(text) if text.len() > limits::MAP_KEY_BYTES => return Err(CborError::MapKey),
        Value::Bytes(bytes) if bytes.len() > limits::MAP_KEY_BYTES => return Err(CborError::MapKey),
        // A float among them: NaN equals nothing, itself included, and would pass twice.
        Value::Array(_) | Value::Map(_) | Value::Tag(..) | Value::Float(_) => return Err(CborError::MapKey),
        _ => {}
    }
    if before.iter().any(|(other, _)| other == key) { Err(CborError::DuplicateKey) } else { Ok(()) }
}
