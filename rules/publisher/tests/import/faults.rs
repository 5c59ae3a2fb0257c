//! What can go wrong between any server and an import: every fault is an error of its kind, within its bounds.

use std::time::{Duration, Instant as Stopwatch};

use backend::{Backend, FOR_EVER, Fault};
use semafor_publisher::import::{Bounds, ImportError, OriginError, Place, Source};

use crate::rules::service;
use crate::{content, files, import_from};

fn bounds() -> Bounds {
    Bounds {
        whole: Duration::from_secs(20),
        request: Duration::from_secs(8),
        retries: 2,
        pause: Duration::from_secs(1),
    }
}

fn error_with(backend: &Backend, test: &str, bounds: Bounds) -> OriginError {
    let into = content(test);
    match import_from(Source::EuRules { key: None }, &backend.url(), &into, bounds).unwrap_err() {
        ImportError::Origin(error) => {
            assert_eq!(files(&into), ["/.importing"]);
            error
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn slow_endless_and_swollen_answers_end_at_their_bounds() {
    let backend = Backend::start(service(None)).unwrap();
    type Expected = fn(&OriginError) -> bool;
    let late: Expected = |error| matches!(error, OriginError::Late { seconds: 1, .. });
    let cases: [(Fault, Expected, usize); 6] = [
        (Fault::Delay(Duration::from_secs(3)), late, 0),
        (Fault::Slow { bytes_per_second: 10 }, late, 30),
        // The list may have 4 MiB; what the connection holds is sent beside.
        (Fault::Endless, |error| matches!(error, OriginError::TooLarge { most: 4_194_304, .. }), 16_777_216),
        (Fault::Body(vec![b' '; 5_000_000]), |error| matches!(error, OriginError::TooLarge { .. }), 5_000_000),
        (
            Fault::GzipBomb { bytes: 20_000_000 },
            |error| matches!(error, OriginError::Encoded { encoding, .. } if encoding == "gzip"),
            1_000_000,
        ),
        (Fault::NotModified, |error| matches!(error, OriginError::Status { status: 304, .. }), 0),
    ];
    for (fault, expected, most) in cases {
        backend.mend();
        backend.forget_counts();
        backend.fail("/rules", FOR_EVER, fault.clone());
        let begun = stopwatch();
        let is_slow = matches!(fault, Fault::Delay(_) | Fault::Slow { .. });
        let request = Duration::from_secs(if is_slow { 1 } else { 8 });
        let error = error_with(&backend, "faults-bounds", Bounds { request, ..bounds() });
        let name = format!("{fault:?}").chars().take(40).collect::<String>();
        assert!(expected(&error), "{name}: {error:?}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{name} took {:?}", begun.elapsed());
        let sent = backend.count("/rules").bytes;
        assert!(sent <= most, "{name}: {sent} bytes were sent, at most {most} are expected");
    }
}

#[test]
fn the_whole_import_has_an_end_too() {
    let backend = Backend::start(service(None)).unwrap();
    backend.fail("*", FOR_EVER, Fault::Delay(Duration::from_millis(600)));
    let error = error_with(&backend, "faults-whole", Bounds { whole: Duration::from_secs(2), ..bounds() });
    assert!(matches!(error, OriginError::Late { .. }), "{error:?}");
    assert!(backend.total().requests < 7);
}

#[test]
fn a_busy_server_is_asked_again_a_few_times() {
    let backend = Backend::start(service(None)).unwrap();
    let into = content("faults-busy");
    let busy = |status, retry_after| Fault::Busy { status, retry_after };
    backend.fail("/rules", 1, busy(503, 0));
    backend.fail("/valuesets", 2, busy(429, 0));
    import_from(Source::EuRules { key: None }, &backend.url(), &into, bounds()).unwrap();
    assert_eq!((backend.count("/rules").requests, backend.count("/valuesets").requests), (2, 3));
    for (fault, requests) in [(busy(503, 0), 3), (busy(429, 3_600), 1)] {
        backend.mend();
        backend.forget_counts();
        backend.fail("/rules", FOR_EVER, fault);
        let error = error_with(&backend, "faults-busy-for-ever", bounds());
        assert!(matches!(error, OriginError::Status { status: 429 | 503, .. }), "{error:?}");
        assert_eq!(backend.total().requests, requests);
    }
}

#[test]
fn redirects_are_followed_on_the_same_host_only() {
    let backend = Backend::start(service(None)).unwrap();
    let other = Backend::start(service(None)).unwrap();
    let into = content("faults-redirects");
    // Once round, and there.
    backend.fail("/rules", 1, Fault::Redirect(format!("{}/rules", backend.url())));
    import_from(Source::EuRules { key: None }, &backend.url(), &into, bounds()).unwrap();
    for to in [format!("{}/rules", other.url()), format!("{}/rules", backend.url()), String::new()] {
        backend.mend();
        backend.fail("/rules", FOR_EVER, Fault::Redirect(to.clone()));
        let error = error_with(&backend, "faults-redirected", bounds());
        assert!(matches!(&error, OriginError::Redirect { to: found, .. } if *found == to), "{to}: {error:?}");
    }
    assert_eq!(other.total().requests, 0);
}

#[test]
fn a_server_that_is_not_there_is_said_to_be_so() {
    let into = content("faults-nobody");
    let gone = Backend::start(service(None)).unwrap().url();
    let error = import_from(Source::EuKeys, &gone, &into, bounds()).unwrap_err();
    assert!(matches!(error, ImportError::Origin(OriginError::Transport { .. })), "{error:?}");
    // One that speaks no TLS where TLS is asked for.
    let plain = Backend::start(service(None)).unwrap();
    let with_tls = plain.url().replace("http://", "https://");
    let error = import_from(Source::EuKeys, &with_tls, &into, bounds()).unwrap_err();
    assert!(matches!(error, ImportError::Origin(OriginError::Transport { .. })), "{error:?}");
    assert_eq!(plain.total().requests, 0);
}

#[test]
fn addresses_are_taken_with_tls_and_without_secrets() {
    for (text, is_taken) in [
        ("https://example.org/api", true),
        ("http://127.0.0.1:8080", true),
        ("http://[::1]:8080/", true),
        ("http://localhost/x", true),
        ("http://example.org", false),
        ("http://127.0.0.1.example.org", false),
        ("https://user@example.org", false),
        ("https://user:secret@example.org", false),
        ("https://", false),
        ("some/folder", true),
    ] {
        let place = Place::parse(text);
        assert_eq!(place.is_ok(), is_taken, "{text}: {place:?}");
        assert!(place.is_ok() || !place.unwrap_err().to_string().contains("secret"));
    }
}

#[expect(clippy::disallowed_methods, reason = "a bound in time is what is tested")]
fn stopwatch() -> Stopwatch {
    Stopwatch::now()
}
