//! Hex, base64 and CBOR as test data writes them.

use base64ct::{Base64, Base64Unpadded, Encoding};
use ciborium::Value as Cbor;
use serde_json::{Map, Number, Value};

/// Bytes from hex digits in either case; white space is passed over.
pub(crate) fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<_> = text.chars().filter(|digit| !digit.is_whitespace()).map(|digit| digit.to_digit(16)).collect();
    digits
        .chunks(2)
        .map(|pair| match pair {
            [Some(high), Some(low)] => u8::try_from(high.checked_mul(16)?.checked_add(*low)?).ok(),
            _ => None,
        })
        .collect()
}

/// Bytes from base64 or base64url, with or without padding, line breaks and PEM armour.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let body = text.lines().filter(|line| !line.trim_start().starts_with("-----")).collect::<String>();
    let usual = |letter| match letter {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let compact: String = body.chars().filter(|letter| !letter.is_whitespace()).map(usual).collect();
    Base64::decode_vec(&compact).or_else(|_| Base64Unpadded::decode_vec(compact.trim_end_matches('='))).ok()
}

/// One CBOR item, read without the core; nothing may follow it.
pub(crate) fn cbor(mut bytes: &[u8]) -> Option<Cbor> {
    let item = ciborium::de::from_reader_with_recursion_limit(&mut bytes, 32).ok()?;
    bytes.is_empty().then_some(item)
}

/// The value under an integer label of a CBOR map.
pub(crate) fn labelled(map: &Cbor, label: i64) -> Option<&Cbor> {
    map.as_map()?.iter().find(|(key, _)| key.as_integer() == Some(label.into())).map(|(_, value)| value)
}

/// A CBOR item without the tags around it.
pub(crate) fn untagged(item: &Cbor) -> &Cbor {
    match item {
        Cbor::Tag(_, inner) => untagged(inner),
        plain => plain,
    }
}

/// A CBOR item, or the one in the byte string that is wrapped around it.
pub(crate) fn unwrapped(item: &Cbor) -> Option<Cbor> {
    match untagged(item) {
        Cbor::Bytes(bytes) => cbor(bytes),
        plain => Some(plain.clone()),
    }
}

/// A CBOR item as JSON: tags fall away, whole floats become whole numbers, what JSON cannot hold becomes null.
pub(crate) fn to_json(item: &Cbor) -> Value {
    match untagged(item) {
        Cbor::Text(text) => Value::String(text.clone()),
        Cbor::Bool(truth) => Value::Bool(*truth),
        Cbor::Integer(integer) => i64::try_from(*integer).map_or(Value::Null, Value::from),
        Cbor::Float(float) => Number::from_f64(*float).map_or(Value::Null, Value::Number),
        Cbor::Array(items) => Value::Array(items.iter().map(to_json).collect()),
        Cbor::Map(entries) => {
            let entry = |(key, value): &(Cbor, Cbor)| (label(key), to_json(value));
            Value::Object(entries.iter().map(entry).collect::<Map<_, _>>())
        }
        _ => Value::Null,
    }
}

/// Whether two JSON values say the same: null is nothing, 3 is 3.0.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let value_in = |map: &Map<String, Value>, key: &String| map.get(key).cloned().unwrap_or(Value::Null);
            one.keys().chain(other.keys()).all(|key| same(&value_in(one, key), &value_in(other, key)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

fn label(key: &Cbor) -> String {
    match key {
        Cbor::Text(text) => text.clone(),
        Cbor::Integer(integer) => i128::from(*integer).to_string(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{base64, hex, same};
    use serde_json::json;

    #[test]
    fn reads_hex_and_base64_as_written() {
        assert_eq!(hex("00 fF\n10"), Some(vec![0, 255, 16]));
        assert_eq!((hex("0"), hex("0g"), hex("")), (None, None, Some(Vec::new())));
        for text in ["+/8=", "+/8", "-_8", " +/\n8=", "-----BEGIN X-----\n+/8=\n-----END X-----\n"] {
            assert_eq!(base64(text), Some(vec![0xfb, 0xff]), "{text}");
        }
        assert_eq!(base64("?"), None);
    }

    #[test]
    fn compares_what_is_said() {
        assert!(same(&json!({"a": 3.0, "b": null}), &json!({"a": 3})));
        assert!(!same(&json!({"a": [1]}), &json!({"a": [1, 2]})));
    }
}
