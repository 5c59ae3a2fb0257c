//! The server over a bare connection: what it says is what goes over the wire.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backend::{Backend, Content, Count, FOR_EVER, Fault, sha256};

struct Said {
    status: u16,
    headers: String,
    body: Vec<u8>,
}

impl Said {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Asks, and reads at most so many bytes of what comes until the connection ends.
fn ask_for(backend: &Backend, path: &str, headers: &str, most: u64) -> Said {
    let mut connection = TcpStream::connect(backend.url().trim_start_matches("http://")).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(connection, "GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut bytes = Vec::new();
    // A connection that is cut is what some tests are about.
    let _ = connection.take(most).read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let (headers, body) = bytes.split_at(end);
    let headers = String::from_utf8(headers.to_vec()).unwrap();
    let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
    Said { status, headers, body: body.strip_prefix(b"\r\n\r\n").unwrap().to_vec() }
}

fn ask(backend: &Backend, path: &str, headers: &str) -> Said {
    ask_for(backend, path, headers, 1_000_000)
}

fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("backend").join(name);
    let _ = fs::remove_dir_all(&root);
    for (file, text) in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn serving(name: &str, files: &[(&str, &str)]) -> Backend {
    Backend::start(Content { directory: Some(directory(name, files)), ..Content::default() }).unwrap()
}

#[test]
fn files_have_tags_and_ranges() {
    let backend = serving("files", &[("a.bin", "0123456789"), ("b/c", "x")]);
    let whole = ask(&backend, "/a.bin", "");
    let etag = format!("\"{}\"", sha256(b"0123456789"));
    assert_eq!(
        (whole.status, whole.body.as_slice(), whole.header("etag")),
        (200, b"0123456789".as_slice(), Some(&*etag))
    );
    for (headers, status, body) in [
        (format!("If-None-Match: {etag}\r\n"), 304, ""),
        (format!("If-None-Match: \"x\", {etag}\r\n"), 304, ""),
        ("If-None-Match: \"x\"\r\n".to_owned(), 200, "0123456789"),
        ("Range: bytes=4-\r\n".to_owned(), 206, "456789"),
        ("Range: bytes=4-5\r\n".to_owned(), 206, "45"),
        ("Range: bytes=0-99\r\n".to_owned(), 206, "0123456789"),
        ("Range: bytes=10-\r\n".to_owned(), 416, ""),
        ("Range: lines=1-\r\n".to_owned(), 200, "0123456789"),
        (format!("Range: bytes=4-\r\nIf-Range: {etag}\r\n"), 206, "456789"),
        ("Range: bytes=4-\r\nIf-Range: \"x\"\r\n".to_owned(), 200, "0123456789"),
    ] {
        let said = ask(&backend, "/a.bin", &headers);
        assert_eq!((said.status, said.body.as_slice()), (status, body.as_bytes()), "{headers}");
    }
    assert_eq!(ask(&backend, "/a.bin", "Range: bytes=4-5\r\n").header("content-range"), Some("bytes 4-5/10"));
    assert_eq!(ask(&backend, "/b/c", "").status, 200);
    for path in ["/b", "/nothing", "/../files/a.bin", "/b/../a.bin", "//etc/passwd", "/"] {
        assert_eq!(ask(&backend, path, "").status, 404, "{path}");
    }
}

#[test]
fn faults_are_seen_on_the_wire_and_used_up() {
    let older = directory("older", &[("a", "old")]);
    let backend = serving("faults", &[("a", "0123456789")]);
    let fail = |fault| {
        backend.mend();
        backend.fail("/a", 1, fault);
        let said = ask(&backend, "/a", "");
        let after = ask(&backend, "/a", "");
        assert_eq!((after.status, after.body.as_slice()), (200, b"0123456789".as_slice()));
        said
    };
    let said = fail(Fault::Cut { after: 3 });
    assert_eq!((said.body.as_slice(), said.header("content-length")), (b"012".as_slice(), Some("10")));
    let said = fail(Fault::Length(4));
    assert_eq!((said.body.as_slice(), said.header("content-length")), (b"0123".as_slice(), Some("4")));
    let said = fail(Fault::Length(20));
    assert_eq!((said.body.as_slice(), said.header("content-length")), (b"0123456789".as_slice(), Some("20")));
    assert_eq!(fail(Fault::NotModified).status, 304);
    let said = fail(Fault::Busy { status: 503, retry_after: 7 });
    assert_eq!((said.status, said.header("retry-after")), (503, Some("7")));
    let said = fail(Fault::Redirect("http://elsewhere/a".to_owned()));
    assert_eq!((said.status, said.header("location")), (302, Some("http://elsewhere/a")));
    assert_eq!(fail(Fault::From(older)).body, b"old");
    assert_eq!(fail(Fault::Body(b"other".to_vec())).body, b"other");
    let said = fail(Fault::GzipBomb { bytes: 1_000_000 });
    assert_eq!(said.header("content-encoding"), Some("gzip"));
    assert!(said.body.len() < 10_000);
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(said.body.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, vec![0; 1_000_000]);
    let said = fail(Fault::Header { name: "etag", value: String::new() });
    assert_eq!((said.status, said.header("etag")), (200, None));
    backend.fail("/a", FOR_EVER, Fault::Endless);
    assert!(ask_for(&backend, "/a", "", 500_000).body.len() > 400_000);
}

#[test]
fn requests_and_bytes_are_counted_by_path() {
    let backend = serving("counts", &[("a", "0123456789"), ("b", "12345")]);
    for path in ["/a", "/a", "/b", "/c"] {
        ask(&backend, path, "");
    }
    assert_eq!(backend.count("/a"), Count { requests: 2, bytes: 20 });
    assert_eq!(backend.count("/b"), Count { requests: 1, bytes: 5 });
    assert_eq!(backend.counts().keys().collect::<Vec<_>>(), ["/a", "/b", "/c"]);
    assert_eq!(backend.total().requests, 4);
    backend.forget_counts();
    assert_eq!(backend.total(), Count::default());
}

#[test]
fn a_server_that_is_dropped_is_gone() {
    let backend = serving("dropped", &[("a", "0")]);
    let address = backend.url();
    // Even with an answer under way that would never end.
    backend.fail("/a", FOR_EVER, Fault::Endless);
    let mut connection = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    write!(connection, "GET /a HTTP/1.1\r\nHost: here\r\n\r\n").unwrap();
    connection.read_exact(&mut [0; 1_000]).unwrap();
    drop(backend);
    assert!(TcpStream::connect(address.trim_start_matches("http://")).is_err());
}
