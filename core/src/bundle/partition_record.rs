//! What an index says of a revocation partition (FORMAT.md §8.2).

use ciborium::Value;

use super::fields::{self, FieldError, Fields};
use crate::cose::KeyId;
use crate::instant::Instant;
use crate::revocation::{Blob, Chunk, Form, HashType, Partition, Probability};

/// A partition without its blobs.
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionRecord {
    /// It is about certificates signed by the keys with this id.
    pub key_id: KeyId,
    /// The types of the hashes in it.
    pub hash_types: Vec<HashType>,
    /// It answers for hashes that begin like this.
    pub chunk: Chunk,
    /// Its last second, when it has one.
    pub expires_at: Option<Instant>,
    /// How its blobs are written.
    pub form: Form,
    /// The probability of a false hit.
    pub false_hit: Probability,
}

const FIELD_KEY_ID: u8 = 2;
const FIELD_HASH_TYPES: u8 = 3;
const FIELD_CHUNK: u8 = 4;
const FIELD_EXPIRES_AT: u8 = 5;
const FIELD_FORM: u8 = 6;
const FIELD_FALSE_HIT: u8 = 8;

impl PartitionRecord {
    /// Reads what an index entry says of a partition.
    ///
    /// # Errors
    /// [`FieldError`].
    pub fn parse(about: &[u8]) -> Result<Self, FieldError> {
        let known = [FIELD_KEY_ID, FIELD_HASH_TYPES, FIELD_CHUNK, FIELD_EXPIRES_AT, FIELD_FORM, FIELD_FALSE_HIT];
        let mut fields = Fields::read(about, &known)?;
        let malformed = FieldError::Malformed { field: FIELD_EXPIRES_AT };
        let expires_at = fields.optional(FIELD_EXPIRES_AT).map(|at| fields::instant(at).ok_or(malformed));
        let (hash_types, unknown) = fields.read_with(FIELD_HASH_TYPES, hash_types)?;
        let form = form(fields.text(FIELD_FORM)?);
        Ok(Self {
            key_id: fields.read_with(FIELD_KEY_ID, |id| KeyId::new(id.as_bytes()?))?,
            hash_types,
            chunk: fields.read_with(FIELD_CHUNK, |chunk| Chunk::parse(chunk.as_text()?))?,
            expires_at: expires_at.transpose()?,
            // What stands in it cannot be asked for: such a list makes unknown what it would answer.
            form: unknown.map_or(form, |name| Form::Unknown(format!("hashes of type {name}"))),
            false_hit: fields.read_with(FIELD_FALSE_HIT, |p| Probability::new(p.as_float()?))?,
        })
    }

    /// The bytes of it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let types = self.hash_types.iter().map(|hash_type| Value::from(hash_type_name(*hash_type)));
        let expires_at = self.expires_at.map(|at| (FIELD_EXPIRES_AT, fields::of_instant(at)));
        let before = [
            (FIELD_KEY_ID, Value::Bytes(self.key_id.as_bytes().to_vec())),
            (FIELD_HASH_TYPES, Value::Array(types.collect())),
            (FIELD_CHUNK, Value::from(self.chunk.to_string())),
        ];
        let after =
            [(FIELD_FORM, Value::from(form_name(&self.form))), (FIELD_FALSE_HIT, Value::from(self.false_hit.get()))];
        fields::write(before.into_iter().chain(expires_at).chain(after).collect())
    }

    /// The partition with these blobs, as far as they are there.
    #[must_use]
    pub fn with_blobs(self, blobs: Vec<Blob>) -> Partition {
        let Self { key_id, hash_types, chunk, expires_at, form, false_hit } = self;
        Partition { key_id, hash_types, chunk, expires_at, form, false_hit, blobs }
    }
}

/// The types, and the first one that is not known here.
fn hash_types(value: Value) -> Option<(Vec<HashType>, Option<String>)> {
    let names = fields::array(value)?.into_iter().map(fields::text).collect::<Option<Vec<_>>>()?;
    let known = |name: &String| HASH_TYPES.iter().find(|(known, _)| known == name).map(|(_, known)| *known);
    Some((names.iter().filter_map(known).collect(), names.iter().find(|name| known(name).is_none()).cloned()))
}

fn hash_type_name(hash_type: HashType) -> &'static str {
    HASH_TYPES.iter().find(|(_, known)| *known == hash_type).map_or("", |(name, _)| name)
}

const HASH_TYPES: [(&str, HashType); 3] =
    [("uci", HashType::Uci), ("country-code-uci", HashType::CountryCodeUci), ("signature", HashType::Signature)];

fn form(name: String) -> Form {
    let known = FORMS.iter().find(|(known, _)| *known == name).map(|(_, form)| form.clone());
    known.unwrap_or(Form::Unknown(name))
}

fn form_name(form: &Form) -> &str {
    match form {
        Form::Unknown(name) => name,
        known => FORMS.iter().find(|(_, form)| form == known).map_or("", |(name, _)| name),
    }
}

const FORMS: [(&str, Form); 3] =
    [("elias-fano", Form::EliasFano), ("bloom", Form::Bloom), ("prefix-list", Form::PrefixList)];
