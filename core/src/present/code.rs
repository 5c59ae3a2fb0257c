//! Text → the modules of a QR code.

use fast_qr::{ECL, QRBuilder, QRCode};

/// A QR code (ISO/IEC 18004): a square of dark and light modules, without its quiet zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    side: usize,
    dark: Vec<bool>,
    level: Level,
}

/// How much damage a code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Level {
    /// 7 % of the codewords.
    Low,
    /// 15 %.
    Medium,
    /// 25 %, which certificates should have (hcert_spec §4.2.2).
    Quartile,
}

/// Why there is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing to encode.
    #[error("a code of nothing")]
    Empty,
    /// More than the largest code holds.
    #[error("{bytes} bytes are more than a code holds")]
    TooLong {
        /// How many.
        bytes: usize,
    },
}

impl Code {
    /// The code of a text: alphanumeric where the text allows it, as `HC1:` texts do. Level Q up to version 20, beyond
    /// it M up to version 20, then L: a finer grid costs more than the better correction brings.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn of(text: &str) -> Result<Self, CodeError> {
        let readable = |level| Self::at(text.as_bytes(), level).ok().filter(|code| code.version() <= FINEST_VERSION);
        readable(Level::Quartile)
            .or_else(|| readable(Level::Medium))
            .map_or_else(|| Self::at(text.as_bytes(), Level::Low), Ok)
    }

    /// The code of bytes that stay on a screen for a moment: level M.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, CodeError> {
        Self::at(bytes, Level::Medium)
    }

    fn at(bytes: &[u8], level: Level) -> Result<Self, CodeError> {
        if bytes.is_empty() {
            return Err(CodeError::Empty);
        }
        let code = QRBuilder::new(bytes).ecl(level.into()).build();
        let code = code.map_err(|_| CodeError::TooLong { bytes: bytes.len() })?;
        let QRCode { data, size, .. } = code;
        let dark = data.iter().take(size.saturating_mul(size)).map(|module| module.value()).collect();
        Ok(Self { side: size, dark, level })
    }

    /// Modules of a side, 21 to 177.
    #[must_use]
    pub const fn side(&self) -> usize {
        self.side
    }

    /// 1 to 40.
    #[must_use]
    pub const fn version(&self) -> usize {
        self.side.saturating_sub(17) / 4
    }

    /// The level of error correction.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// The rows from the top, each from the left: whether a module is dark.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.side.max(1))
    }

    /// Whether a module is dark; those outside are light.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let place = y.saturating_mul(self.side).saturating_add(x);
        x < self.side && self.dark.get(place).copied().unwrap_or_default()
    }
}

impl std::fmt::Debug for Code {
    /// No modules: they are somebody's certificate.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Code");
        shown.field("version", &self.version()).field("level", &self.level).finish_non_exhaustive()
    }
}

impl From<Level> for ECL {
    fn from(level: Level) -> Self {
        match level {
            Level::Low => Self::L,
            Level::Medium => Self::M,
            Level::Quartile => Self::Q,
        }
    }
}

/// The finest grid that phones of any age read off a screen: 97 modules (reference/qr.md §3).
const FINEST_VERSION: usize = 20;
