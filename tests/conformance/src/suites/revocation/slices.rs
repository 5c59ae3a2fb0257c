//! Slices as the EU service writes them: every member is found and nothing else is.
//!
//! Two layouts. An array of `{kind, slice, members, others, mangled}`: a whole slice in base64 and elements in hex,
//! `mangled` naming prefixes that the writer spoiled and what it made of them. And an array of `{filter, data, written}`:
//! the words of a Bloom filter as a JSON array in base64, elements as text, and which of them were put in; the rounds
//! follow from the numbers of bits and elements.

use semafor_core::revocation::{BloomSlice, PrefixList, RevocationHash};
use serde_json::Value;

use crate::encoding::{base64, hex};
use crate::outcome::Checks;

/// Checks one item of either layout; false when it is of neither.
pub(super) fn check(id: &str, item: &Value, checks: &mut Checks) -> bool {
    let text = |field| item.get(field).and_then(Value::as_str);
    match (text("kind"), text("slice"), text("filter")) {
        (Some(kind), Some(slice), _) => {
            let slice = base64(slice).ok_or_else(|| "no base64".to_owned()).and_then(|bytes| Slice::read(kind, bytes));
            whole(id, slice, item, checks);
            true
        }
        (None, None, Some(filter)) => {
            words(id, filter, item, checks);
            true
        }
        _ => false,
    }
}

enum Slice {
    Bloom(BloomSlice),
    PrefixList(PrefixList),
}

impl Slice {
    fn read(kind: &str, bytes: Vec<u8>) -> Result<Self, String> {
        match kind {
            "bloom" => BloomSlice::parse(bytes.into()).map(Self::Bloom).map_err(|error| error.to_string()),
            "varhash" => PrefixList::parse(bytes.into()).map(Self::PrefixList).map_err(|error| error.to_string()),
            other => Err(format!("slices of kind {other} are not known")),
        }
    }

    /// Elements shorter than a hash have zeros behind them where a whole hash is asked.
    fn contains(&self, element: &[u8]) -> bool {
        match self {
            Self::Bloom(slice) => slice.contains(element),
            Self::PrefixList(list) => {
                let mut hash = [0; 16];
                hash.iter_mut().zip(element).for_each(|(to, from)| *to = *from);
                list.contains(&RevocationHash(hash))
            }
        }
    }
}

fn whole(id: &str, slice: Result<Slice, String>, item: &Value, checks: &mut Checks) {
    let slice = match slice {
        Ok(slice) => slice,
        Err(error) => return checks.compare(id, "readable", true, false, error),
    };
    let listed = |field| item.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let mangled = item.get("mangled").and_then(Value::as_object).into_iter().flatten();
    // What was spoiled is found by the prefix that was put in.
    let members = listed("members").chain(mangled.map(|(prefix, _)| prefix.as_str()));
    for (check, elements, expected) in
        [("member", members.collect::<Vec<_>>(), true), ("other", listed("others").collect(), false)]
    {
        for element in elements {
            match hex(element) {
                Some(bytes) => {
                    checks.compare(id, check, expected, slice.contains(&bytes), format!("element {element}"))
                }
                None => checks.compare(id, check, "hex", element, "no element"),
            }
        }
    }
}

fn words(id: &str, filter: &str, item: &Value, checks: &mut Checks) {
    let elements = item.get("data").and_then(Value::as_array).map_or(0, Vec::len);
    let slice = base64(filter)
        .and_then(|text| serde_json::from_slice::<Vec<i32>>(&text).ok())
        .and_then(|words| file(&words, elements))
        .ok_or_else(|| "no words or no elements".to_owned())
        .and_then(|file| BloomSlice::parse(file.into()).map_err(|error| error.to_string()));
    let slice = match slice {
        Ok(slice) => slice,
        Err(error) => return checks.compare(id, "readable", true, false, error),
    };
    let listed = |field| item.get(field).and_then(Value::as_array).into_iter().flatten();
    for (element, written) in listed("data").zip(listed("written")) {
        let element = element.as_str().unwrap_or_default();
        let (check, expected) = if written == 1 { ("member", true) } else { ("other", false) };
        checks.compare(id, check, expected, slice.contains(element.as_bytes()), format!("element {element:?}"));
    }
}

/// The file of a slice with these words; p and the numbers of elements, which no lookup asks, are 0.
fn file(words: &[i32], elements: usize) -> Option<Vec<u8>> {
    let count = u32::try_from(words.len()).ok()?;
    let rounds = rounds(count.checked_mul(32)?.into(), u64::try_from(elements).ok()?)?;
    let header = [&[0, 1, rounds, 0][..], &[0; 12], &count.to_be_bytes()].concat();
    Some(header.into_iter().chain(words.iter().flat_map(|word| word.to_be_bytes())).collect())
}

/// The best number of rounds, which the writer took: bits for each element, by ln 2, rounded.
fn rounds(bits: u64, elements: u64) -> Option<u8> {
    const MILLION: u64 = 1_000_000;
    const LN_2_MILLIONTHS: u64 = 693_147;
    let millionths = bits.checked_mul(LN_2_MILLIONTHS)?.checked_div(elements)?;
    u8::try_from(millionths.checked_add(MILLION.div_euclid(2))?.div_euclid(MILLION)).ok()
}
