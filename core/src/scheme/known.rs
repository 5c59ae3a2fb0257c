//! All schemes that a device knows, in order of id.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::{Scheme, SchemeError};
use crate::limits;
use crate::verifier::PolicyFile;

/// The schemes of one moment. One that this program cannot read is kept as that: whoever asks for it is told so, and the
/// others count.
#[derive(Clone, Debug, Default)]
pub struct Schemes(BTreeMap<String, Result<Arc<Scheme>, Unreadable>>);

/// Why a scheme cannot be used, though there is one of its id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no scheme that this program can read.
    #[error(transparent)]
    Scheme(#[from] SchemeError),
    /// Two say different things under one id.
    #[error("two schemes of this id")]
    Twice,
}

impl Schemes {
    /// None at all.
    pub const NONE: &'static Self = &Self(BTreeMap::new());

    /// Takes in a scheme that was published under this id.
    pub fn add(&mut self, id: &str, json: &Json) {
        let wrong = || SchemeError::Member { place: "/scheme".to_owned(), wanted: "the id of its place" };
        let read = Scheme::read(json).and_then(|scheme| if scheme.id == id { Ok(scheme) } else { Err(wrong()) });
        self.insert(id.to_owned(), read.map(Arc::new).map_err(Unreadable::from));
    }

    /// The schemes in policy files; whatever else these hold is passed over.
    #[must_use]
    pub fn of_files(files: &[PolicyFile]) -> Self {
        let mut schemes = Self::default();
        for file in files.iter().filter(|file| names_a_scheme(file)) {
            let Ok(json) = serde_json::from_slice::<Json>(&file.bytes) else { continue };
            let items = json.as_array().map_or_else(|| std::slice::from_ref(&json), Vec::as_slice);
            for item in items.iter().filter(|item| Scheme::is_meant(item)) {
                if let Some(id) = item.get("scheme").and_then(Json::as_str) {
                    schemes.add(id, item);
                }
            }
        }
        schemes
    }

    fn insert(&mut self, id: String, read: Result<Arc<Scheme>, Unreadable>) {
        if self.0.contains_key(&id) {
            self.0.insert(id, Err(Unreadable::Twice));
        } else if self.0.len() < limits::SCHEMES {
            self.0.insert(id, read);
        }
    }

    /// The scheme of this id, if there is one.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Result<&Arc<Scheme>, &Unreadable>> {
        self.0.get(id).map(Result::as_ref)
    }

    /// The schemes that can be used, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Scheme>> {
        self.0.values().flatten()
    }

    /// The schemes of a place, in order of id: those of the region where it has any, else those of the country. None where
    /// nobody has said what colours mean there.
    #[must_use]
    pub fn of_place(&self, country: &str, region: Option<&str>) -> Vec<&Arc<Scheme>> {
        let in_country = |scheme: &&Arc<Scheme>| scheme.country.eq_ignore_ascii_case(country);
        let of = |wanted: Option<&str>| -> Vec<_> {
            let same = |own: Option<&str>| match (own, wanted) {
                (Some(own), Some(wanted)) => own.eq_ignore_ascii_case(wanted),
                (own, wanted) => own == wanted,
            };
            self.iter().filter(in_country).filter(|scheme| same(scheme.region.as_deref())).collect()
        };
        let of_region = region.map(|region| of(Some(region))).unwrap_or_default();
        if of_region.is_empty() { of(None) } else { of_region }
    }

    /// How many there are, those that cannot be used included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether it is worth reading: most files are rules.
fn names_a_scheme(file: &PolicyFile) -> bool {
    let within = file.bytes.len() <= limits::POLICY_FILE_BYTES;
    within && file.bytes.windows(MARK.len()).any(|window| window == MARK)
}

const MARK: &[u8] = b"\"scheme\"";
