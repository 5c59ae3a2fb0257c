//! JSON as rules want it: what readers in the field would understand differently (members given twice, a byte order
//! mark, letters that steer the display) is a finding, and size and number of values are bounded.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use semafor_core::verdict::harmless;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

use crate::finding::MOST;

/// The longest file. A list of all rules of the EU has 0.5 MB.
pub const FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The most values (numbers, texts, lists, objects) that are kept in memory at once; each takes about a hundred bytes.
pub const VALUES: usize = 2_000_000;

/// A document and what is odd about how it is written.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) json: Json,
    pub(crate) faults: Vec<Fault>,
}

/// Something odd: JSON pointer and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) pointer: String,
    pub(crate) message: String,
}

impl Fault {
    /// Whether it lies at `pointer` or below.
    pub(crate) fn is_within(&self, pointer: &str) -> bool {
        self.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Reads a file. `values` is what may still be kept in memory, and shrinks by what the document holds.
pub(crate) fn read(path: &Path, values: &mut usize) -> Result<Document, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(FILE_BYTES.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > FILE_BYTES) {
        return Err(format!("larger than {} MiB", FILE_BYTES.div_euclid(1024 * 1024)));
    }
    parse(&bytes, values)
}

/// Reads a document from its bytes.
pub(crate) fn parse(bytes: &[u8], values: &mut usize) -> Result<Document, String> {
    let mut reader = Reader { place: Vec::new(), faults: Vec::new(), values: *values };
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if text.len() < bytes.len() {
        reader.fault("begins with a byte order mark: save it without".to_owned());
    }
    let mut source = serde_json::Deserializer::from_slice(text);
    let json = (&mut reader).deserialize(&mut source).and_then(|json| source.end().map(|()| json));
    let json = json.map_err(|error| format!("not readable as JSON: {error}"))?;
    *values = reader.values;
    Ok(Document { json, faults: reader.faults })
}

/// Where the reader stands.
enum Step {
    Member(String),
    Item(usize),
}

struct Reader {
    place: Vec<Step>,
    faults: Vec<Fault>,
    values: usize,
}

impl Reader {
    fn fault(&mut self, message: String) {
        if self.faults.len() < MOST {
            let pointer = self.place.iter().map(|step| match step {
                Step::Member(name) => member("", name),
                Step::Item(index) => format!("/{index}"),
            });
            self.faults.push(Fault { pointer: pointer.collect(), message });
        }
    }

    /// Line ends and tabs pass; all else that a terminal or a screen would obey does not.
    fn check_text(&mut self, text: &str) {
        let plain = |byte: u8| (b' '..=b'~').contains(&byte);
        if text.bytes().all(plain) {
            return;
        }
        let seen = harmless(text);
        let odd = text.chars().zip(seen.chars()).find(|(own, seen)| own != seen && !matches!(own, '\n' | '\r' | '\t'));
        if let Some((odd, _)) = odd {
            self.fault(format!("holds U+{:04X}, which steers the display or ends texts", u32::from(odd)));
        }
    }
}

/// A pointer one member deeper (RFC 6901).
pub(crate) fn member(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

impl<'de> DeserializeSeed<'de> for &mut Reader {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json, D::Error> {
        let left = self.values.checked_sub(1);
        self.values = left.ok_or_else(|| D::Error::custom(format!("more than {VALUES} values in all")))?;
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Reader {
    type Value = Json;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
        Ok(truth.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        self.check_text(text);
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        loop {
            self.place.push(Step::Item(items.len()));
            let item = source.next_element_seed(&mut *self)?;
            self.place.pop();
            match item {
                Some(item) => items.push(item),
                None => return Ok(items.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Json, A::Error> {
        let mut members = Map::new();
        while let Some(name) = source.next_key::<String>()? {
            self.place.push(Step::Member(name.clone()));
            self.check_text(&name);
            let value = source.next_value_seed(&mut *self)?;
            if members.insert(name, value).is_some() {
                self.fault("given twice: readers differ in which one they take".to_owned());
            }
            self.place.pop();
        }
        Ok(members.into())
    }
}

#[cfg(test)]
mod tests {
    use super::{VALUES, parse};

    fn read(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
        let document = parse(bytes, &mut VALUES.clone())?;
        Ok(document.faults.into_iter().map(|fault| (fault.pointer, fault.message)).collect())
    }

    #[test]
    fn oddities_are_found_where_they_stand() {
        for (bytes, place, words) in [
            (&b"{\"a\":[{\"b/c\":1,\"b/c\":2}]}"[..], "/a/0/b~1c", "given twice"),
            (b"\xef\xbb\xbf{}", "", "byte order mark"),
            (br#"{"a":["b","c\u0000"]}"#, "/a/1", "U+0000"),
            (br#"{"a\u202e":1}"#, "/a\u{202e}", "U+202E"),
        ] {
            let found = read(bytes).unwrap();
            let [(pointer, message)] = found.as_slice() else { panic!("{found:?}") };
            assert!(pointer == place && message.contains(words), "{pointer} {message}");
        }
        assert_eq!(read("{\"a\": [\"b\\nc\", \"ř\"]}".as_bytes()), Ok(vec![]));
    }

    #[test]
    fn what_is_no_document_is_refused_in_words() {
        let deep = "[".repeat(100_000);
        let long = format!("[{}1]", "1,".repeat(VALUES));
        for (bytes, words) in [
            (deep.as_bytes(), "recursion limit"),
            (long.as_bytes(), "more than 2000000 values"),
            (b"", "EOF"),
            (b"{} {}", "trailing"),
            (b"{\"a\":\"\x00\"}", "control character"),
            (b"\"\xff\"", "unicode"),
            (b"[1e999]", "out of range"),
        ] {
            let error = read(bytes).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }
}
