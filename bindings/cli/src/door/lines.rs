//! The lines of an input that may never end, each held only as far as a code's text can reach.

use std::io::{self, BufRead, BufReader, Read};

use semafor_core::limits;

/// An input, taken apart into lines.
pub(crate) struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
}

/// What came of one look at the input.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A line without its end (LF or CR LF). Bytes that are no UTF-8 became replacement characters. A line that is too
    /// long for any code is cut, and is too long still.
    Line(String),
    /// All that had come is taken, and its last line is not at its end yet.
    Part,
    /// The input ended.
    End,
}

impl<R: Read> Lines<R> {
    pub(crate) fn of(input: R) -> Self {
        Self { input: BufReader::with_capacity(READ_BYTES, input), line: Vec::new() }
    }

    /// Whether everything that had come is taken, so that [`Lines::next`] may have to wait.
    pub(crate) fn all_taken(&self) -> bool {
        self.input.buffer().is_empty()
    }

    /// The next line; reads once at most.
    ///
    /// # Errors
    /// Those of the input.
    pub(crate) fn next(&mut self) -> io::Result<Piece> {
        let come = match self.input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(Piece::Part),
            come => come?,
        };
        if come.is_empty() {
            return Ok(if self.line.is_empty() { Piece::End } else { Piece::Line(self.take()) });
        }
        let mut pieces = come.splitn(2, |byte| *byte == b'\n');
        let piece = pieces.next().unwrap_or_default();
        let at_its_end = pieces.next().is_some();
        let room = LINE_BYTES.saturating_sub(self.line.len());
        self.line.extend_from_slice(piece.get(..room).unwrap_or(piece));
        let taken = piece.len().saturating_add(usize::from(at_its_end));
        self.input.consume(taken);
        Ok(if at_its_end { Piece::Line(self.take()) } else { Piece::Part })
    }

    fn take(&mut self) -> String {
        let was_cut = self.line.len() >= LINE_BYTES;
        let text = String::from_utf8_lossy(&self.line);
        // What is behind the cut is unknown, so the line's end is not here.
        let text = if was_cut { text.into_owned() } else { text.trim_end_matches('\r').to_owned() };
        self.line.clear();
        text
    }
}

/// Bytes asked for at once.
const READ_BYTES: usize = 65_536;

/// Bytes kept of a line. UTF-8 has at most four a character, so what was cut has more than [`limits::TEXT_CHARS`].
const LINE_BYTES: usize = (limits::TEXT_CHARS + 1) * 4;

#[cfg(test)]
mod tests {
    use super::{LINE_BYTES, Lines, Piece};
    use std::io::{self, Read};

    fn lines(input: impl Read) -> Vec<String> {
        let (mut lines, mut found) = (Lines::of(input), Vec::new());
        loop {
            match lines.next().unwrap() {
                Piece::Line(line) => found.push(line),
                Piece::Part => assert!(lines.all_taken()),
                Piece::End => return found,
            }
        }
    }

    /// Gives one byte at a time, as a slow typist would.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buffer[..1])
        }
    }

    #[test]
    fn only_line_ends_are_dropped_however_the_input_comes() {
        for (input, expected) in [
            (b"".as_slice(), vec![]),
            (b"\n", vec![""]),
            (b"\r\n\r\n", vec!["", ""]),
            (b"a\nb", vec!["a", "b"]),
            (b"a\r\n b \r\n", vec!["a", " b "]),
            (b"a\r\r\nb\rc\n", vec!["a", "b\rc"]),
            (b"a\0b\n\xff\xfe\n", vec!["a\0b", "\u{fffd}\u{fffd}"]),
            ("Nguyễn\n".as_bytes(), vec!["Nguyễn"]),
        ] {
            assert_eq!(lines(input), expected);
            assert_eq!(lines(Slow(input)), expected);
        }
    }

    #[test]
    fn a_long_line_is_one_line_cut_where_no_code_reaches() {
        for length in [LINE_BYTES - 1, LINE_BYTES, LINE_BYTES + 1, 3_000_000] {
            let input = [vec![b'7'; length], b"\nnext\n".to_vec()].concat();
            let found = lines(input.as_slice());
            assert_eq!(found.iter().map(String::len).collect::<Vec<_>>(), [length.min(LINE_BYTES), 4]);
        }
        assert_eq!(lines(io::repeat(b'\r').take(1_000_000)).concat().len(), LINE_BYTES);
    }
}
