//! Where an import comes from: a service on the web, or its answers saved as files.
//!
//! In a directory the answer to `GET /a/b` lies in `a/b.body`, and its headers, where they matter, as `Name: value`
//! lines in `a/b.headers`, as `curl -D a/b.headers -o a/b.body` writes them. A file that is not there is an answer of
//! 404. A single file is what it is.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{StatusCode, Url};

use super::http::{Bounds, HttpClient, is_loopback};

/// Where something is imported from.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file, or a directory with a service's answers.
    Path(PathBuf),
    /// A file or a service on the web.
    Web(Url),
}

impl Place {
    /// `https://…` is an address, all else a path. Plain `http` is taken from this machine only: nothing but TLS stands
    /// behind most of what these services say. An address with a password in it would end up in records.
    ///
    /// # Errors
    /// [`OriginError::Address`].
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return Ok(Self::Path(text.into()));
        }
        let refused = |because: String| OriginError::Address { because };
        let url = Url::parse(text).map_err(|error| refused(error.to_string()))?;
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(refused("https is needed, except to this machine itself".to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("an address with a user's name or password is written to no record".to_owned()));
        }
        Ok(Self::Web(url))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(out),
            Self::Web(url) => url.fmt(out),
        }
    }
}

/// A place that can be asked.
pub(super) enum Origin<'a> {
    Path(&'a Path),
    Web { base: &'a Url, client: HttpClient },
}

/// What is asked for.
pub(super) struct Request<'a> {
    /// Behind the service's address, with a slash first; empty for the address itself.
    pub(super) path: &'a str,
    /// Where else than below `path` a directory keeps the answer: for answers that depend on headers.
    pub(super) saved_as: Option<&'a str>,
    /// Headers to send.
    pub(super) headers: &'a [(&'static str, &'a str)],
    /// Bytes of the longest answer.
    pub(super) most: usize,
}

impl<'a> Request<'a> {
    /// A plain GET.
    pub(super) fn get(path: &'a str, most: usize) -> Self {
        Self { path, saved_as: None, headers: &[], most }
    }
}

/// How an answer came; everything else is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// 200
    Here,
    /// 204
    NoContent,
    /// 412: what was asked about has changed.
    Changed,
}

/// An answer in memory.
pub(super) struct Answer {
    /// Address or path, for records and errors.
    pub(super) at: String,
    pub(super) status: Status,
    headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// A header, where it is there and readable.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
    }
}

impl<'a> Origin<'a> {
    /// Makes ready to ask.
    pub(super) fn open(place: &'a Place, bounds: &Bounds) -> Result<Self, OriginError> {
        match place {
            Place::Path(path) => match std::fs::metadata(path) {
                Ok(_) => Ok(Self::Path(path)),
                Err(because) => Err(OriginError::NoFile { path: path.clone(), because }),
            },
            Place::Web(base) => Ok(Self::Web { base, client: HttpClient::new(base, bounds)? }),
        }
    }

    /// The directory or file, where it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Path(path) => Some(path),
            Self::Web { .. } => None,
        }
    }

    /// For errors about the place as a whole.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Web { base, .. } => base.to_string(),
        }
    }

    /// Asks.
    pub(super) fn ask(&self, request: &Request<'_>) -> Result<Answer, OriginError> {
        match self {
            Self::Path(root) => saved(root, request),
            Self::Web { base, client } => fetched(base, client, request),
        }
    }
}

fn fetched(base: &Url, client: &HttpClient, request: &Request<'_>) -> Result<Answer, OriginError> {
    let url = address(base, request.path)?;
    let mut headers = HeaderMap::new();
    for (name, value) in request.headers {
        let value = HeaderValue::from_str(value);
        let value = value.map_err(|_| OriginError::Header { at: url.to_string(), name, value: String::new() })?;
        headers.insert(HeaderName::from_static(name), value);
    }
    let answer = client.get(&url, &headers, request.most)?;
    let at = url.to_string();
    let status = match answer.status {
        StatusCode::OK => Status::Here,
        StatusCode::NO_CONTENT => Status::NoContent,
        StatusCode::PRECONDITION_FAILED => Status::Changed,
        StatusCode::NOT_FOUND => return Err(OriginError::NotFound { at }),
        other => return Err(OriginError::Status { at, status: other.as_u16() }),
    };
    Ok(Answer { at, status, headers: answer.headers, body: answer.body })
}

fn address(base: &Url, path: &str) -> Result<Url, OriginError> {
    if path.is_empty() {
        return Ok(base.clone());
    }
    if base.query().is_some() || base.fragment().is_some() {
        let because = format!("{base}: the address of a service has neither ? nor #");
        return Err(OriginError::Address { because });
    }
    let text = format!("{}{path}", base.as_str().trim_end_matches('/'));
    Url::parse(&text).map_err(|error| OriginError::Address { because: error.to_string() })
}

fn saved(root: &Path, request: &Request<'_>) -> Result<Answer, OriginError> {
    if request.path.is_empty() {
        let body = read(root, request.most)?;
        return Ok(Answer { at: root.display().to_string(), status: Status::Here, headers: HeaderMap::new(), body });
    }
    let name = request.saved_as.unwrap_or(request.path).trim_start_matches('/');
    let path = root.join(format!("{name}.body"));
    let headers = root.join(format!("{name}.headers"));
    let headers = if headers.is_file() { header_lines(&read(&headers, HEADER_BYTES)?) } else { HeaderMap::new() };
    Ok(Answer { at: path.display().to_string(), status: Status::Here, headers, body: read(&path, request.most)? })
}

/// Bytes of one answer's headers. Servers keep to 8 KiB.
const HEADER_BYTES: usize = 65_536;

/// `Name: value` lines; a status line is none and is passed over.
fn header_lines(bytes: &[u8]) -> HeaderMap {
    let text = String::from_utf8_lossy(bytes);
    let pair = |line: &str| {
        let (name, value) = line.split_once(':')?;
        let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
        Some((name, HeaderValue::from_str(value.trim()).ok()?))
    };
    text.lines().filter_map(pair).collect()
}

/// A file of at most so many bytes.
pub(super) fn read(path: &Path, most: usize) -> Result<Vec<u8>, OriginError> {
    let no_file = |because| OriginError::NoFile { path: path.to_owned(), because };
    let file = File::open(path).map_err(|because| match because.kind() {
        io::ErrorKind::NotFound => OriginError::NotFound { at: path.display().to_string() },
        _ => no_file(because),
    })?;
    let mut bytes = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    file.take(bound).read_to_end(&mut bytes).map_err(no_file)?;
    if bytes.len() > most {
        return Err(OriginError::TooLarge { at: path.display().to_string(), most });
    }
    Ok(bytes)
}

/// Why something could not be fetched or read.
#[derive(Debug, thiserror::Error)]
pub enum OriginError {
    /// The place cannot be used.
    #[error("{because}")]
    Address {
        /// Why.
        because: String,
    },
    /// The file or directory to import from is not there or cannot be read.
    #[error("{}: {because}", path.display())]
    NoFile {
        /// Which.
        path: PathBuf,
        /// In the system's words.
        because: io::Error,
    },
    /// An answer that must be there is not: 404, or no such file.
    #[error("{at}: not there")]
    NotFound {
        /// Which.
        at: String,
    },
    /// The server says something else than what was asked for.
    #[error("{at}: the server answered with status {status}")]
    Status {
        /// Which.
        at: String,
        /// HTTP's code.
        status: u16,
    },
    /// The server points elsewhere.
    #[error("{at}: the server points to {to:?}, which is another host, or points too often")]
    Redirect {
        /// Which.
        at: String,
        /// Where to.
        to: String,
    },
    /// The answer is compressed, which nobody asked for and which would hide its size.
    #[error("{at}: the answer is encoded as {encoding:?}, which was not asked for")]
    Encoded {
        /// Which.
        at: String,
        /// Its `Content-Encoding`.
        encoding: String,
    },
    /// The answer is longer than the bound.
    #[error("{at}: more than {most} bytes")]
    TooLarge {
        /// Which.
        at: String,
        /// The bound.
        most: usize,
    },
    /// No answer, or none in time.
    #[error("{at}: no whole answer within {seconds} seconds")]
    Late {
        /// Which.
        at: String,
        /// The bound.
        seconds: u64,
    },
    /// The answer broke off.
    #[error("{at}: the answer broke off after {after} bytes: {because}")]
    Broken {
        /// Which.
        at: String,
        /// Bytes that came.
        after: usize,
        /// Why.
        because: String,
    },
    /// The server cannot be reached or spoken to.
    #[error("{at}: {because}")]
    Transport {
        /// Which.
        at: String,
        /// Why.
        because: String,
    },
    /// A header that the protocol needs is missing, or cannot be sent back.
    #[error("{at}: no usable header {name}{}{value}", if value.is_empty() { "" } else { ": " })]
    Header {
        /// Which answer.
        at: String,
        /// Which header.
        name: &'static str,
        /// What it is.
        value: String,
    },
}
