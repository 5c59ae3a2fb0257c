//! An answer before it goes out, and how it goes out: whole, or as faults will have it.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;

use crate::Shared;
use crate::fault::Fault;

/// Status, headers and body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn of(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::status(200).with("content-type", content_type).body(body)
    }

    pub(crate) fn json(value: &serde_json::Value) -> Self {
        Self::of("application/json", value.to_string())
    }

    /// The error body of the EU's services.
    pub(crate) fn error(status: u16, code: &str, problem: &str) -> Self {
        let body = serde_json::json!({ "code": code, "problem": problem, "sendValue": "", "details": "" });
        Self { status, ..Self::json(&body) }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let name = HeaderName::from_static(name);
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.into()));
        self
    }

    fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// What faults make of the answer itself.
    fn spoilt(self, fault: &Fault) -> Self {
        match fault {
            Fault::NotModified => Self::status(304),
            Fault::Status(status) => Self::status(*status),
            Fault::Busy { status, retry_after } => Self::status(*status).with("retry-after", retry_after.to_string()),
            Fault::Redirect(to) => Self::status(302).with("location", to),
            Fault::Body(body) => self.body(body.clone()),
            Fault::Header { name, value } if value.is_empty() => {
                let mut answer = self;
                answer.headers.retain(|(other, _)| other.as_str() != *name);
                answer
            }
            Fault::Header { name, value } => self.with(name, value),
            _ => self,
        }
    }

    /// Sends it, faults and all.
    pub(crate) async fn send(self, faults: Vec<Fault>, path: String, shared: Arc<Shared>) -> Response {
        let answer = faults.iter().fold(self, |answer, fault| answer.spoilt(fault));
        let mut pace = Pace { piece: 65_536, pause: None, left: answer.body.len(), then: Then::End };
        let mut length = Some(answer.body.len());
        for fault in faults {
            match fault {
                Fault::Delay(pause) => tokio::time::sleep(pause).await,
                Fault::Slow { bytes_per_second } => {
                    pace.piece = bytes_per_second.div_euclid(10).max(1);
                    pace.pause = Some(Duration::from_millis(100));
                }
                Fault::Cut { after } => (pace.left, pace.then) = (after.min(answer.body.len()), Then::Break),
                Fault::Length(stated) => {
                    length = Some(stated);
                    if stated > answer.body.len() {
                        pace.then = Then::Break;
                    }
                }
                Fault::Endless => (length, pace.then) = (None, Then::Zeros),
                _ => {}
            }
        }
        let flow = Flow { bytes: answer.body.into(), at: 0, pace, path, shared };
        let mut response = Response::new(Body::from_stream(stream::unfold(flow, Flow::next)));
        *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let is_bodiless = matches!(answer.status, 204 | 304);
        let length = length.filter(|_| !is_bodiless).map(|length| (CONTENT_LENGTH, length.to_string()));
        for (name, value) in answer.headers.into_iter().chain(length) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        if is_bodiless {
            *response.body_mut() = Body::empty();
        }
        response
    }
}

struct Pace {
    /// Bytes at a time.
    piece: usize,
    /// Before each.
    pause: Option<Duration>,
    /// Bytes that still come of the body.
    left: usize,
    then: Then,
}

/// What comes behind the body.
#[derive(Clone, Copy)]
enum Then {
    End,
    /// The connection ends.
    Break,
    /// Zeros.
    Zeros,
}

struct Flow {
    bytes: Bytes,
    at: usize,
    pace: Pace,
    path: String,
    shared: Arc<Shared>,
}

impl Flow {
    async fn next(mut self) -> Option<(io::Result<Bytes>, Self)> {
        if let Some(pause) = self.pace.pause {
            tokio::time::sleep(pause).await;
        }
        let length = self.pace.piece.min(self.pace.left);
        let piece = match (length, self.pace.then) {
            (0, Then::End) => return None,
            (0, Then::Break) => {
                // What was sent must be on its way before the connection ends.
                tokio::time::sleep(Duration::from_millis(20)).await;
                return Some((Err(io::Error::other("cut on demand")), self));
            }
            (0, Then::Zeros) => Bytes::from_static(&[0; 16_384]),
            _ => {
                let end = self.at.saturating_add(length);
                let piece = self.bytes.slice(self.at..end);
                self.at = end;
                self.pace.left = self.pace.left.saturating_sub(length);
                piece
            }
        };
        self.shared.sent(&self.path, piece.len());
        Some((Ok(piece), self))
    }
}

/// Zeros, compressed: takes its time for many of them.
pub(crate) fn gzip_of_zeros(bytes: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let (zeros, mut left) = ([0; 65_536], bytes);
    while left > 0 {
        let length = left.min(zeros.len());
        // Writing to memory does not fail.
        let _ = encoder.write_all(zeros.get(..length).unwrap_or_default());
        left = left.saturating_sub(length);
    }
    encoder.finish().unwrap_or_default()
}
