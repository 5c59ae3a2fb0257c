//! [`Transport`] on sockets: reqwest with rustls, bundled roots, nothing decoded, no redirection followed.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use reqwest::blocking::{Client, Response as Answer};
use reqwest::header::{ETAG, HeaderName, IF_NONE_MATCH, RANGE, RETRY_AFTER};
use reqwest::redirect;

use crate::ports::{ByteRange, Request, Response, Transport, TransportError};

/// A client for one server after another; connections are kept.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client,
}

const CONNECT: Duration = Duration::from_secs(15);
const SILENCE: Duration = Duration::from_secs(30);

impl Http {
    /// A client that trusts Mozilla's roots, as they were when this program was built.
    ///
    /// # Errors
    /// [`TransportError::NoConnection`] when TLS cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let tls = tls.map_err(|error| no_connection(&error))?.with_root_certificates(roots).with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(SILENCE)
            .user_agent(concat!("semafor/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { client: client.map_err(|error| no_connection(&error))? })
    }
}

impl Transport for Http {
    fn get(&self, request: Request) -> Result<Response, TransportError> {
        let mut asked = self.client.get(&request.url);
        if let Some(etag) = &request.etag {
            asked = asked.header(IF_NONE_MATCH, etag);
        }
        if let Some(ByteRange { from, bytes }) = request.range {
            let last = from.saturating_add(bytes).saturating_sub(1);
            asked = asked.header(RANGE, format!("bytes={from}-{last}"));
        }
        let answer = asked.send().map_err(|error| refused(&error))?;
        read(answer, request.most_bytes)
    }
}

fn read(mut answer: Answer, most: u64) -> Result<Response, TransportError> {
    let header = |name: HeaderName| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
    let (status, etag) = (answer.status().as_u16(), header(ETAG));
    let retry_after = header(RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
    if answer.content_length().is_some_and(|length| length > most) {
        return Err(TransportError::TooLarge { most });
    }
    let mut body = Vec::new();
    // What had come before a connection broke is kept: the rest can be asked for later.
    let complete = answer.by_ref().take(most.saturating_add(1)).read_to_end(&mut body).is_ok();
    if u64::try_from(body.len()).is_ok_and(|length| length > most) {
        return Err(TransportError::TooLarge { most });
    }
    Ok(Response { status, etag, retry_after, body, complete })
}

fn refused(error: &reqwest::Error) -> TransportError {
    if error.is_builder() {
        TransportError::Address { detail: error.to_string() }
    } else if error.is_timeout() {
        TransportError::Timeout
    } else {
        no_connection(error)
    }
}

fn no_connection(error: &dyn std::error::Error) -> TransportError {
    let mut detail = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        detail = format!("{detail}: {cause}");
        source = cause.source();
    }
    TransportError::NoConnection { detail }
}
