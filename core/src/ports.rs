//! What a shell lends: its clock, its network, and a safe place for a key. They are asked, never waited for by a check.

use crate::instant::Instant;

/// What a device's clocks show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ClockReading {
    /// The clock that its user can set.
    pub device: Instant,
    /// The one that counts on since the device started, if there is one.
    pub since_boot: Option<SinceBoot>,
}

/// A clock that nobody can set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SinceBoot {
    /// Names the start of the device: another start, another name.
    pub boot: String,
    /// Seconds since that start, those asleep among them.
    pub seconds: i64,
}

/// A device's clocks.
#[cfg_attr(feature = "uniffi", uniffi::export(rust, foreign))]
pub trait Clock: Send + Sync {
    /// Reads them.
    fn read(&self) -> ClockReading;
}

/// A file that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Request {
    /// Where it is.
    pub url: String,
    /// The mark of the version that is there already, for `If-None-Match`.
    pub etag: Option<String>,
    /// The first byte that is wanted, and how many: for `Range`. `None` is the whole file.
    pub range: Option<ByteRange>,
    /// The most bytes that are read; a longer answer is an error.
    pub most_bytes: u64,
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ByteRange {
    /// Its first byte, from 0.
    pub from: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Response {
    /// The HTTP status. Redirections are not followed.
    pub status: u16,
    /// The mark of this version.
    pub etag: Option<String>,
    /// Seconds after which to ask again, if the server says so.
    pub retry_after: Option<u32>,
    /// The body as it was transferred, nothing decoded; what had come when a connection broke.
    pub body: Vec<u8>,
    /// Whether the body came to its end.
    pub complete: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum TransportError {
    /// No connection: no network, no such server, no trust in its certificate.
    #[error("no connection: {detail}")]
    NoConnection {
        /// In the system's words, for experts.
        detail: String,
    },
    /// The server did not answer in time.
    #[error("no answer in time")]
    Timeout,
    /// The answer is longer than was asked for.
    #[error("an answer of more than {most} bytes")]
    TooLarge {
        /// The bound.
        most: u64,
    },
    /// The address is none.
    #[error("not an address: {detail}")]
    Address {
        /// Why.
        detail: String,
    },
}

#[cfg(feature = "uniffi")]
impl From<uniffi::UnexpectedUniFFICallbackError> for TransportError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::NoConnection { detail: error.reason }
    }
}

/// The network.
#[cfg_attr(feature = "uniffi", uniffi::export(rust, foreign))]
pub trait Transport: Send + Sync {
    /// Gets a file by HTTP GET, within half a minute of silence and the bound of bytes. A sync calls it from up to six threads
    /// at once.
    ///
    /// # Errors
    /// [`TransportError`] when nothing came; a body that broke off is no error, but an answer that is not complete.
    fn get(&self, request: Request) -> Result<Response, TransportError>;
}

/// Why a vault does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum VaultError {
    /// What wrapped the key is no longer there: a new phone, another screen lock, a reset keystore. Only a recovery phrase
    /// or an export helps.
    #[error("what protected the key is lost")]
    Lost,
    /// The wrong passphrase, the wrong finger, or the wrong device.
    #[error("the passphrase does not open it")]
    Refused,
    /// Not now: the device is locked, or its user has turned away.
    #[error("the key cannot be had now: {detail}")]
    Unavailable {
        /// In the system's words, for experts.
        detail: String,
    },
}

#[cfg(feature = "uniffi")]
impl From<uniffi::UnexpectedUniFFICallbackError> for VaultError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable { detail: error.reason }
    }
}

/// What keeps a wallet's key: the platform's keystore, or a passphrase. It keeps nothing itself that would be lost with
/// it unseen: the wrapped key comes back to the caller, who writes it down.
#[cfg_attr(feature = "uniffi", uniffi::export(rust, foreign))]
pub trait KeyVault: Send + Sync {
    /// Wraps a key of 32 bytes, so that only this vault can unwrap it.
    ///
    /// # Errors
    /// [`VaultError`].
    fn wrap(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError>;

    /// Unwraps what this vault has wrapped.
    ///
    /// # Errors
    /// [`VaultError`].
    fn unwrap(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError>;
}
