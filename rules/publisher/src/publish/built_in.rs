//! The set that a release carries (FORMAT.md §8.5).

use semafor_core::bundle::{BuiltIn, BuiltInError, Set};
use semafor_core::instant::Instant;

use super::config::Config;
use super::material::Material;
use super::packed::{PackError, Packed};

/// Why there is no such file.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// The material cannot be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// No program could read it.
    #[error(transparent)]
    BuiltIn(#[from] BuiltInError),
}

/// The file of this material. Its version is 0: whatever is published is newer.
///
/// # Errors
/// [`CarryError`].
pub fn write(material: &Material, config: &Config, at: Instant) -> Result<Vec<u8>, CarryError> {
    let Packed { kinds, blobs } = Packed::of(material, config, None)?;
    let set = Set { version: 0, signed_at: at, expires_at: at.plus_seconds(config.set_seconds), kinds };
    let file = BuiltIn::write(&set, blobs);
    BuiltIn::read(&file)?.published()?;
    Ok(file)
}
