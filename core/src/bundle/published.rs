//! What a set comes to at one time, as it is used: the snapshot by which is judged, and the colour schemes with it.

use std::sync::Arc;

use crate::scheme::Schemes;
use crate::trust::import::KeyFile;
use crate::verifier::{PartsError, PolicyFile, Snapshot};

/// A snapshot with its schemes: they change together or not at all.
#[derive(Clone, Debug)]
pub struct Published {
    /// Keys, rules, value sets, modes, texts and revocations.
    pub snapshot: Arc<Snapshot>,
    /// The colour schemes.
    pub schemes: Arc<Schemes>,
}

impl Published {
    /// These two together.
    #[must_use]
    pub fn new(snapshot: Snapshot, schemes: Schemes) -> Self {
        Self { snapshot: Arc::new(snapshot), schemes: Arc::new(schemes) }
    }

    /// What files hold, as in [`Snapshot::from_parts`]; the schemes are those among the policy files.
    ///
    /// # Errors
    /// [`PartsError`] of the first file that cannot be used. A scheme that cannot be used is kept as that.
    pub fn from_parts(trust: &[KeyFile], policy: &[PolicyFile]) -> Result<Self, PartsError> {
        Ok(Self::new(Snapshot::from_parts(trust, policy)?, Schemes::of_files(policy)))
    }
}
