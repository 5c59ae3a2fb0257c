//! The root: which keys sign for which role (FORMAT.md §4).

use ciborium::Value;

use super::fields::{self, FieldError, Fields};
use super::role::{Environment, Role, RoleKey, RoleKeys};
use crate::instant::Instant;

/// The keys of all roles, as one version of the root names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The world it belongs to.
    pub environment: Environment,
    /// Counts up by one.
    pub version: u64,
    /// When it was signed.
    pub signed_at: Instant,
    /// The last second at which a client may begin to use it.
    pub expires_at: Instant,
    /// Who signs the next root.
    pub root: RoleKeys,
    /// Who signs sets.
    pub set: RoleKeys,
    /// Who signs timestamps.
    pub timestamp: RoleKeys,
}

const FIELD_ENVIRONMENT: u8 = 2;
const FIELD_VERSION: u8 = 3;
const FIELD_SIGNED_AT: u8 = 4;
const FIELD_EXPIRES_AT: u8 = 5;
const FIELD_ROLES: u8 = 6;

impl Root {
    /// Reads the payload of a root. Online keys that could sign a root are refused: stealing one would be enough.
    ///
    /// # Errors
    /// [`FieldError`].
    pub fn parse(payload: &[u8]) -> Result<Self, FieldError> {
        let known = [FIELD_ENVIRONMENT, FIELD_VERSION, FIELD_SIGNED_AT, FIELD_EXPIRES_AT, FIELD_ROLES];
        let mut fields = Fields::read(payload, &known)?;
        let environment = fields.text(FIELD_ENVIRONMENT)?;
        let [root, set, timestamp] = fields.read_with(FIELD_ROLES, |roles| {
            let [root, set, timestamp] = fields::tuple(roles)?;
            Some([role_keys(root)?, role_keys(set)?, role_keys(timestamp)?])
        })?;
        if root.shares_a_key_with(&set) || root.shares_a_key_with(&timestamp) {
            return Err(FieldError::Malformed { field: FIELD_ROLES });
        }
        Ok(Self {
            environment: Environment::new(&environment).ok_or(FieldError::Malformed { field: FIELD_ENVIRONMENT })?,
            version: fields.version(FIELD_VERSION)?,
            signed_at: fields.instant(FIELD_SIGNED_AT)?,
            expires_at: fields.instant(FIELD_EXPIRES_AT)?,
            root,
            set,
            timestamp,
        })
    }

    /// The payload that is signed.
    #[must_use]
    pub fn to_payload(&self) -> Vec<u8> {
        let roles = [&self.root, &self.set, &self.timestamp].map(of_role_keys);
        fields::write(vec![
            (FIELD_ENVIRONMENT, Value::from(self.environment.as_str())),
            (FIELD_VERSION, Value::from(self.version)),
            (FIELD_SIGNED_AT, fields::of_instant(self.signed_at)),
            (FIELD_EXPIRES_AT, fields::of_instant(self.expires_at)),
            (FIELD_ROLES, Value::Array(roles.to_vec())),
        ])
    }

    /// The keys of a role.
    #[must_use]
    pub fn keys(&self, role: Role) -> &RoleKeys {
        match role {
            Role::Root => &self.root,
            Role::Set => &self.set,
            Role::Timestamp => &self.timestamp,
        }
    }
}

fn role_keys(value: Value) -> Option<RoleKeys> {
    let [threshold, keys] = fields::tuple(value)?;
    let keys = fields::array(keys)?.into_iter().map(|point| RoleKey::new(point.as_bytes()?));
    RoleKeys::new(fields::number(threshold)?, keys.collect::<Option<_>>()?).ok()
}

fn of_role_keys(role: &RoleKeys) -> Value {
    let points = role.keys().iter().map(|key| Value::Bytes(key.point().to_vec()));
    Value::Array(vec![fields::of_size(role.threshold()), Value::Array(points.collect())])
}
