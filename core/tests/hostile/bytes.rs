//! CBOR by hand, since no writer makes what is meant here.

use semafor_core::limits;

/// The head of a CBOR item: its major type and its argument in the shortest form.
pub(super) fn head(major: u8, argument: u64) -> Vec<u8> {
    let major = major << 5;
    match argument {
        0..=23 => vec![major | u8::try_from(argument).unwrap_or_default()],
        24..=0xff => vec![major | 24, u8::try_from(argument).unwrap_or_default()],
        0x100..=0xffff => [&[major | 25][..], &u16::try_from(argument).unwrap_or_default().to_be_bytes()].concat(),
        _ => [&[major | 27][..], &argument.to_be_bytes()].concat(),
    }
}

/// An item of the given major type whose content follows its length in bytes: a byte or a text string.
fn string(major: u8, content: &[u8]) -> Vec<u8> {
    [head(major, length(content.len())), content.to_vec()].concat()
}

/// A byte string.
pub(super) fn bytes(content: &[u8]) -> Vec<u8> {
    string(2, content)
}

/// A text string.
pub(super) fn text(content: &str) -> Vec<u8> {
    string(3, content.as_bytes())
}

/// An array of items that are CBOR already.
pub(super) fn array(items: &[Vec<u8>]) -> Vec<u8> {
    [head(4, length(items.len())), items.concat()].concat()
}

/// A map whose keys and values are CBOR already.
pub(super) fn map(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let content = entries.iter().flat_map(|(key, value)| [key.as_slice(), value.as_slice()].concat());
    [head(5, length(entries.len())), content.collect()].concat()
}

/// An unsigned or a negative integer.
pub(super) fn integer(value: i64) -> Vec<u8> {
    match u64::try_from(value) {
        Ok(positive) => head(0, positive),
        Err(_) => head(1, (!value).unsigned_abs()),
    }
}

/// A double.
pub(super) fn float(value: f64) -> Vec<u8> {
    [&[0xfb][..], &value.to_be_bytes()].concat()
}

/// `opening` again and again, and a zero in the middle of it all: arrays, maps or tags, each around the next.
pub(super) fn nested(opening: &[u8], depth: usize) -> Vec<u8> {
    [opening.repeat(depth), vec![0]].concat()
}

/// The entries of a map with so many different keys.
pub(super) fn numbered(entries: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
    (0..).take(entries).map(|key| (integer(key), integer(0))).collect()
}

/// A map within the bound of entries whose keys are long arrays that differ in their last item only: with such keys,
/// the search for duplicates would cost 2,016 comparisons of a kilobyte each.
pub(super) fn slow_to_compare() -> Vec<u8> {
    let key = |entry: i64| [head(4, 960), vec![0; 959], integer(entry)].concat();
    map(&(0..64).map(|entry| (key(entry), integer(0))).collect::<Vec<_>>())
}

/// 60,000 bytes of maps as full as the bound allows: each entry is compared with each of its map.
pub(super) fn full_maps() -> Vec<u8> {
    let full = map(&numbered(limits::MAP_ENTRIES));
    array(&vec![full.clone(); 60_000_usize.checked_div(full.len()).unwrap_or_default()])
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
