//! Names of values in objects, made for being looked up.

use std::fmt;

/// The name of a value. One of up to eight bytes, as all of the EU's are, is kept where it stands and compared as one
/// number.
#[derive(Clone, PartialEq, Eq)]
pub struct Name {
    /// The first bytes, filled up with zeros.
    start: [u8; 8],
    /// All of it, where the start does not say all.
    whole: Option<Box<str>>,
}

impl Name {
    /// The name as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.whole.as_deref().unwrap_or_else(|| {
            let end = self.start.iter().position(|byte| *byte == 0).unwrap_or(self.start.len());
            self.start.get(..end).and_then(|short| std::str::from_utf8(short).ok()).unwrap_or_default()
        })
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        let mut start = [0; 8];
        start.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
        let is_short = text.len() <= start.len() && !text.contains('\0');
        Self { start, whole: (!is_short).then(|| text.into()) }
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(out)
    }
}
