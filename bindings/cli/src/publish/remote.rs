//! What is published at an address, fetched as a phone fetches it, and no more than a phone would hold.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use semafor_core::http::Http;
use semafor_core::limits;
use semafor_core::ports::{Request, Transport};

use crate::exit::Failure;

/// A server, with what it has sent.
pub(super) struct Remote {
    url: String,
    http: Http,
    came: RefCell<Came>,
}

#[derive(Default)]
struct Came {
    /// Files are read more than once and fetched once.
    files: BTreeMap<String, Option<Vec<u8>>>,
    bytes: u64,
    /// What the server failed at first.
    failure: Option<String>,
}

impl Remote {
    /// The server at an address; `None` for what is none.
    pub(super) fn at(url: &str) -> Option<Result<Self, Failure>> {
        let is_url = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
        let url = url.trim_end_matches('/').to_owned();
        let remote = |http| Self { url, http, came: RefCell::default() };
        is_url.then(|| Http::new().map(remote).map_err(|error| Failure::Unserved(error.to_string())))
    }

    /// A published file; `None` where the server says that there is none.
    pub(super) fn get(&self, name: &str, most: usize) -> io::Result<Option<Vec<u8>>> {
        let mut came = self.came.borrow_mut();
        if let Some(file) = came.files.get(name) {
            return Ok(file.clone());
        }
        let left = limits::SET_TOTAL_BYTES.saturating_sub(came.bytes);
        let most = u64::try_from(most).unwrap_or(u64::MAX).min(left);
        let fetched = self.fetch(name, most);
        match &fetched {
            Ok(file) => {
                let bytes = file.as_ref().map_or(0, Vec::len);
                came.bytes = came.bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
                came.files.insert(name.to_owned(), file.clone());
            }
            Err(because) => {
                came.failure.get_or_insert_with(|| because.clone());
            }
        }
        fetched.map_err(io::Error::other)
    }

    /// What the server failed at, if it did.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.came.borrow().failure.clone().map(Failure::Unserved)
    }

    fn fetch(&self, name: &str, most_bytes: u64) -> Result<Option<Vec<u8>>, String> {
        let url = format!("{}/{name}", self.url);
        let request = Request { url: url.clone(), etag: None, range: None, most_bytes };
        let answer = self.http.get(request).map_err(|error| format!("{url}: {error}"))?;
        match answer.status {
            200 if answer.complete => Ok(Some(answer.body)),
            200 => Err(format!("{url}: broke off after {} bytes", answer.body.len())),
            404 | 410 => Ok(None),
            status => Err(format!("{url}: HTTP status {status}")),
        }
    }
}
