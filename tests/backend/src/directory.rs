//! A directory as any web server serves it: ETag, If-None-Match, and one range of bytes.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use axum::http::Method;
use axum::http::request::Parts;

use crate::answer::Answer;
use crate::content::sha256;

/// The file that a path names.
pub(crate) fn answer(root: &Path, parts: &Parts) -> Answer {
    if parts.method != Method::GET {
        return Answer::status(405);
    }
    let Some(bytes) = file(root, parts.uri.path()) else { return Answer::status(404) };
    let etag = format!("\"{}\"", sha256(&bytes));
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    if header("if-none-match").is_some_and(|known| known.split(',').any(|known| known.trim() == etag)) {
        return Answer::status(304).with("etag", etag);
    }
    let is_same = header("if-range").is_none_or(|known| known == etag);
    let whole = Answer::of("application/octet-stream", bytes).with("etag", etag).with("accept-ranges", "bytes");
    match header("range").filter(|_| is_same) {
        Some(range) => part(whole, range),
        None => whole,
    }
}

/// `bytes=FIRST-` or `bytes=FIRST-LAST` (RFC 9110 §14). What is not understood is ignored.
fn part(mut whole: Answer, range: &str) -> Answer {
    let size = whole.body.len();
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return whole;
    };
    let Ok(first) = first.parse::<usize>() else { return whole };
    let last = last.parse::<usize>().unwrap_or(usize::MAX).min(size.saturating_sub(1));
    if first >= size {
        return Answer::status(416).with("content-range", format!("bytes */{size}"));
    }
    let bytes = whole.body.get(first..last.saturating_add(1)).unwrap_or_default().to_vec();
    whole.status = 206;
    whole.body = bytes;
    whole.with("content-range", format!("bytes {first}-{last}/{size}"))
}

fn file(root: &Path, path: &str) -> Option<Vec<u8>> {
    let relative = PathBuf::from(path.trim_start_matches('/'));
    let is_inside = relative.components().all(|component| matches!(component, Component::Normal(_)));
    let mut bytes = Vec::new();
    File::open(root.join(relative)).ok().filter(|_| is_inside)?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
