//! A preview: `public/` over HTTP/1.1, for a phone or a browser beside the publisher. GET and HEAD, entity tags and
//! ranges (RFC 9110), one request a connection. What is published for good is served by any web server.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use semafor_core::bundle::BlobHash;
use semafor_core::limits;

use super::folder;

/// Answers until the process ends.
///
/// # Errors
/// When the listener fails for good.
pub fn serve(listener: &TcpListener, public: &Path) -> io::Result<()> {
    let public = Arc::new(public.to_owned());
    for connection in listener.incoming() {
        // A client that went away before it was heard is no reason to stop.
        let Ok(connection) = connection else { continue };
        // One thread for each and its timeout: idle connections, which browsers open ahead, hold up nobody.
        if Arc::strong_count(&public) <= CONNECTIONS {
            let public = Arc::clone(&public);
            std::thread::spawn(move || answer(connection, &public));
        }
    }
    Ok(())
}

const CONNECTIONS: usize = 64;
const PATIENCE: Duration = Duration::from_secs(5);
const HEAD_BYTES: u64 = 8_192;

fn answer(mut connection: TcpStream, public: &Path) {
    let answered = connection
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| connection.set_write_timeout(Some(PATIENCE)))
        .and_then(|()| head(&connection))
        .and_then(|head| {
            let response = respond(&head, public);
            connection.write_all(&response)
        });
    // Who does not listen to the end has what was sent.
    let _ = answered.and_then(|()| connection.flush());
}

/// The request's line and fields, up to the empty line.
fn head(connection: &TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    for byte in io::BufReader::new(connection.take(HEAD_BYTES)).bytes() {
        head.push(byte?);
        if head.ends_with(b"\r\n\r\n") {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn respond(head: &str, public: &Path) -> Vec<u8> {
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !head.ends_with("\r\n\r\n") {
        return status("400 Bad Request");
    }
    if !matches!(method, "GET" | "HEAD") {
        return status("405 Method Not Allowed");
    }
    let file = path_of(target).map(|path| folder::read(&public.join(path), limits::BLOB_BYTES));
    match file {
        Some(Ok(Some(bytes))) => of_file(head, &bytes, target.starts_with("/blobs/"), method == "HEAD"),
        Some(Err(_)) => status("500 Internal Server Error"),
        _ => status("404 Not Found"),
    }
}

/// Where a published file is. Only the names that there can be are let through, so that no path leads elsewhere.
fn path_of(target: &str) -> Option<PathBuf> {
    let name = target.strip_prefix('/')?;
    let is_root =
        |version: &str| (1..=20).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_digit());
    let is_hash = |hash: &str| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let root = name.strip_prefix("roots/").and_then(|name| name.strip_suffix(".cbor")).is_some_and(is_root);
    let blob = name.strip_prefix("blobs/").is_some_and(is_hash);
    (name == folder::TIMESTAMP || root || blob).then(|| PathBuf::from(name))
}

fn of_file(head: &str, bytes: &[u8], for_ever: bool, without_body: bool) -> Vec<u8> {
    let tag = format!("\"{}\"", BlobHash::of(bytes));
    let cache = if for_ever { "public, max-age=31536000, immutable" } else { "no-cache" };
    let shared = format!("ETag: {tag}\r\nCache-Control: {cache}\r\nAccept-Ranges: bytes\r\n");
    if field(head, "if-none-match").is_some_and(|tags| tags == "*" || tags.contains(&tag)) {
        return format!("HTTP/1.1 304 Not Modified\r\n{shared}Connection: close\r\n\r\n").into_bytes();
    }
    let unchanged = field(head, "if-range").is_none_or(|known| known == tag);
    let range = field(head, "range").filter(|_| unchanged).and_then(|range| range_of(range, bytes.len()));
    let (line, extra, part) = match range {
        None => ("200 OK", String::new(), bytes),
        Some(range) => match range.and_then(|(from, to)| Some((from, to, bytes.get(from..to)?))) {
            Some((from, to, part)) => {
                let last = to.saturating_sub(1);
                ("206 Partial Content", format!("Content-Range: bytes {from}-{last}/{}\r\n", bytes.len()), part)
            }
            None => ("416 Range Not Satisfiable", format!("Content-Range: bytes */{}\r\n", bytes.len()), &[][..]),
        },
    };
    let length = part.len();
    let head = format!(
        "HTTP/1.1 {line}\r\n{shared}{extra}Content-Type: application/octet-stream\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    let body = if without_body { &[][..] } else { part };
    [head.as_bytes(), body].concat()
}

/// The bytes from and to which a range goes; `Some(None)` for one beyond the end, `None` for what is no single range.
fn range_of(range: &str, length: usize) -> Option<Option<(usize, usize)>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    let (from, to) = if first.is_empty() {
        (length.saturating_sub(last.parse().ok()?), length)
    } else {
        let to = if last.is_empty() { length } else { last.parse::<usize>().ok()?.saturating_add(1) };
        (first.parse().ok()?, to.min(length))
    };
    Some((from < to).then_some((from, to)))
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn status(line: &str) -> Vec<u8> {
    format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Status line, fields and body of an answer by a real server.
    fn ask(address: std::net::SocketAddr, request: &str) -> (String, String, String) {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let (line, fields) = head.split_once("\r\n").unwrap();
        (line.to_owned(), fields.to_owned(), body.to_owned())
    }

    #[test]
    fn published_files_are_served_and_nothing_else() {
        let base = std::env::temp_dir().join(format!("semafor-serve-{}", std::process::id()));
        let public = base.join("public");
        fs::create_dir_all(public.join("roots")).unwrap();
        fs::write(public.join("timestamp.cbor"), "0123456789").unwrap();
        fs::write(public.join("roots/1.cbor"), "root").unwrap();
        fs::write(base.join("secret"), "secret").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || serve(&listener, &public));
        let get = |target: &str, fields: &str| ask(address, &format!("GET {target} HTTP/1.1\r\n{fields}\r\n"));

        let (line, fields, body) = get("/timestamp.cbor", "");
        assert_eq!((line.as_str(), body.as_str()), ("HTTP/1.1 200 OK", "0123456789"));
        let tag = fields.lines().find_map(|line| line.strip_prefix("ETag: ")).unwrap();
        assert_eq!(get("/timestamp.cbor", &format!("If-None-Match: {tag}\r\n")).0, "HTTP/1.1 304 Not Modified");
        for (range, status, part) in [
            ("bytes=2-4", "206", "234"),
            ("bytes=7-", "206", "789"),
            ("bytes=-2", "206", "89"),
            ("bytes=5-99", "206", "56789"),
            ("bytes=10-", "416", ""),
            ("bytes=4-2", "416", ""),
            ("bytes=1-2,4-5", "200", "0123456789"),
            ("lines=1-2", "200", "0123456789"),
        ] {
            let (line, _, body) = get("/timestamp.cbor", &format!("Range: {range}\r\n"));
            assert_eq!((line.split(' ').nth(1), body.as_str()), (Some(status), part), "{range}");
        }
        let changed = get("/timestamp.cbor", "Range: bytes=2-4\r\nIf-Range: \"other\"\r\n");
        assert_eq!((changed.0.as_str(), changed.2.len()), ("HTTP/1.1 200 OK", 10));
        assert_eq!(get("/roots/1.cbor", "").2, "root");
        assert_eq!(ask(address, "HEAD /roots/1.cbor HTTP/1.1\r\n\r\n").2, "");
        for target in ["/../secret", "/roots/../../secret", "/%2e%2e/secret", "//secret", "/", "/blobs/..", "secret"] {
            assert_eq!(get(target, "").0, "HTTP/1.1 404 Not Found", "{target}");
        }
        assert_eq!(ask(address, "POST / HTTP/1.1\r\n\r\n").0, "HTTP/1.1 405 Method Not Allowed");
        let mut endless = "GET / HTTP/1.1\r\nX: ".to_owned();
        endless.push_str(&"x".repeat(8_192 - endless.len()));
        assert_eq!(ask(address, &endless).0, "HTTP/1.1 400 Bad Request");
        fs::remove_dir_all(base).unwrap();
    }
}
