//! The HTTP client: GET over TLS, bounded in time, size, redirects and patience.
//!
//! Nothing compressed is asked for, so nothing compressed is taken: an answer's size is what comes over the wire. Roots
//! are Mozilla's, carried in the program; ring does the cryptography, as everywhere here.

use std::error::Error;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_ENCODING, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{StatusCode, Url};
use rustls::{ClientConfig, RootCertStore};

use super::origin::OriginError;

/// How long an import may take, and how often it asks again.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The whole import.
    pub whole: Duration,
    /// One answer, from the request to its last byte.
    pub request: Duration,
    /// How often a server that says 429 or 503 is asked again.
    pub retries: u32,
    /// The longest that a server's `Retry-After` is waited for; a longer one is an error at once.
    pub pause: Duration,
}

impl Default for Bounds {
    /// An hour in all, a minute for one answer, three tries, half a minute between them.
    fn default() -> Self {
        Self {
            whole: Duration::from_secs(3_600),
            request: Duration::from_secs(60),
            retries: 2,
            pause: Duration::from_secs(30),
        }
    }
}

/// A client for one import.
#[derive(Debug)]
pub(super) struct HttpClient {
    client: Client,
    bounds: Bounds,
    since: Stopwatch,
}

/// An answer in memory.
pub(super) struct HttpAnswer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl HttpClient {
    /// A client whose time begins now.
    pub(super) fn new(base: &Url, bounds: &Bounds) -> Result<Self, OriginError> {
        let failed = |because: &dyn Error| OriginError::Transport { at: base.to_string(), because: chain(because) };
        let builder = Client::builder()
            .tls_backend_preconfigured(tls().map_err(|error| failed(&error))?)
            .redirect(Policy::custom(within_the_host))
            .connect_timeout(bounds.request)
            .user_agent("semafor-publisher");
        // A proxy is for reaching others.
        let builder = if is_loopback(base) { builder.no_proxy() } else { builder };
        let client = builder.build().map_err(|error| failed(&error))?;
        Ok(Self { client, bounds: bounds.clone(), since: stopwatch() })
    }

    /// Asks for a resource, of at most so many bytes.
    pub(super) fn get(&self, url: &Url, headers: &HeaderMap, most: usize) -> Result<HttpAnswer, OriginError> {
        let mut tries = 0_u32;
        loop {
            let begun = stopwatch();
            let response = self.send(url, headers)?;
            match asked_to_wait(&response) {
                Some(pause) if tries < self.bounds.retries && pause <= self.bounds.pause => std::thread::sleep(pause),
                _ => return self.read(response, url, begun, most),
            }
            tries = tries.saturating_add(1);
        }
    }

    fn send(&self, url: &Url, headers: &HeaderMap) -> Result<Response, OriginError> {
        let left = self.bounds.whole.saturating_sub(self.since.elapsed());
        if left.is_zero() {
            return Err(self.late(url, self.bounds.whole));
        }
        let request = self.client.get(url.clone()).headers(headers.clone()).timeout(left.min(self.bounds.request));
        request.send().map_err(|error| match error.is_timeout() {
            true => self.late(url, left.min(self.bounds.request)),
            false => OriginError::Transport { at: url.to_string(), because: chain(&error.without_url()) },
        })
    }

    fn read(
        &self,
        mut response: Response,
        url: &Url,
        begun: Stopwatch,
        most: usize,
    ) -> Result<HttpAnswer, OriginError> {
        let at = || url.to_string();
        if let Some(encoding) = response.headers().get(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
            return Err(OriginError::Encoded {
                at: at(),
                encoding: String::from_utf8_lossy(encoding.as_bytes()).into(),
            });
        }
        if response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED {
            let to = response.headers().get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
            return Err(OriginError::Redirect { at: at(), to: to.unwrap_or_default() });
        }
        let stated = response.content_length().and_then(|length| usize::try_from(length).ok());
        if stated.is_some_and(|length| length > most) {
            return Err(OriginError::TooLarge { at: at(), most });
        }
        let (mut body, mut piece) = (Vec::new(), [0; 16_384]);
        loop {
            let length = match response.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => length,
                Err(_) if begun.elapsed() >= self.bounds.request => return Err(self.late(url, self.bounds.request)),
                Err(error) => return Err(OriginError::Broken { at: at(), after: body.len(), because: chain(&error) }),
            };
            body.extend_from_slice(piece.get(..length).unwrap_or_default());
            if body.len() > most {
                return Err(OriginError::TooLarge { at: at(), most });
            }
            if begun.elapsed() > self.bounds.request || self.since.elapsed() > self.bounds.whole {
                return Err(self.late(url, self.bounds.request.min(self.bounds.whole)));
            }
        }
        Ok(HttpAnswer { status: response.status(), headers: std::mem::take(response.headers_mut()), body })
    }

    fn late(&self, url: &Url, bound: Duration) -> OriginError {
        OriginError::Late { at: url.to_string(), seconds: bound.as_secs() }
    }
}

fn tls() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(ring).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// A server may send a client to another of its own addresses, never to somebody else's.
fn within_the_host(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let is_same = attempt.previous().first().is_some_and(|first| first.origin() == attempt.url().origin());
    if is_same && attempt.previous().len() <= REDIRECTS { attempt.follow() } else { attempt.stop() }
}

/// Redirects of one request.
const REDIRECTS: usize = 3;

/// How long a server that is busy wants to be left alone. One that does not say gets a second.
fn asked_to_wait(response: &Response) -> Option<Duration> {
    if !matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        return None;
    }
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Some(Duration::from_secs(seconds.unwrap_or(1)))
}

/// Whether the address is this machine's own.
pub(super) fn is_loopback(url: &Url) -> bool {
    let address = url.host_str().map(|host| host.trim_matches(['[', ']'])).and_then(|host| host.parse().ok());
    url.host_str() == Some("localhost") || address.is_some_and(|address: std::net::IpAddr| address.is_loopback())
}

/// An error with what caused it: the outermost alone says little.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

#[expect(clippy::disallowed_methods, reason = "how long an answer has taken; nothing that is imported depends on it")]
fn stopwatch() -> Stopwatch {
    Stopwatch::now()
}
