//! Faults on demand: what can go wrong, where, and how often.

use std::path::PathBuf;
use std::time::Duration;

/// What goes wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It begins late.
    Delay(Duration),
    /// It comes slowly.
    Slow {
        /// Bytes of the body a second.
        bytes_per_second: usize,
    },
    /// The connection ends inside the body; the length said is that of the whole.
    Cut {
        /// Bytes of the body that come.
        after: usize,
    },
    /// It says another length than it has.
    Length(usize),
    /// 304, whatever was asked.
    NotModified,
    /// This status, with no body.
    Status(u16),
    /// This status, and a `Retry-After`.
    Busy {
        /// 429 or 503.
        status: u16,
        /// Seconds.
        retry_after: u64,
    },
    /// The same path from another directory: an older copy, or another set's files.
    From(PathBuf),
    /// 302 to this address.
    Redirect(String),
    /// A body of zeros, gzip-encoded: some kilobytes that become so many bytes.
    GzipBomb {
        /// Bytes when unpacked.
        bytes: usize,
    },
    /// The body is followed by zeros and never ends.
    Endless,
    /// This body instead.
    Body(Vec<u8>),
    /// This header instead.
    Header {
        /// Its name, lower case.
        name: &'static str,
        /// Its value; empty takes it away.
        value: String,
    },
}

/// The faults that are waiting.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Waiting>);

#[derive(Debug)]
struct Waiting {
    pattern: String,
    left: usize,
    fault: Fault,
}

impl Faults {
    pub(crate) fn add(&mut self, pattern: &str, times: usize, fault: Fault) {
        self.0.push(Waiting { pattern: pattern.to_owned(), left: times, fault });
    }

    /// Those of a request for this path, each used once more.
    pub(crate) fn of(&mut self, path: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for waiting in self.0.iter_mut().filter(|waiting| waiting.left > 0 && fits(&waiting.pattern, path)) {
            if waiting.left != crate::FOR_EVER {
                waiting.left = waiting.left.saturating_sub(1);
            }
            faults.push(waiting.fault.clone());
        }
        faults
    }
}

/// Whether a path has this pattern.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            let mut tails = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            tails.any(|at| rest.get(at..).is_some_and(|tail| fits(after, tail)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, path, expected) in [
            ("/rules", "/rules", true),
            ("/rules", "/rules/CZ", false),
            ("/rules*", "/rules/CZ/1", true),
            ("/rules/*/1", "/rules/CZ/1", true),
            ("/rules/*/1", "/rules/CZ/12", false),
            ("*", "", true),
            ("*.json", "/a.json", true),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_fault_is_used_up() {
        let mut faults = Faults::default();
        faults.add("/a", 2, Fault::NotModified);
        faults.add("*", crate::FOR_EVER, Fault::Endless);
        let counts = ["/a", "/b", "/a", "/a"].map(|path| faults.of(path).len());
        assert_eq!(counts, [2, 1, 2, 1]);
    }
}
