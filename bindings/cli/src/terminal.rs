//! The terminal itself: who types and watches, how wide it is, and whether it shows what is typed.

use std::io::{self, IsTerminal, Read, Write};

/// Whether codes are typed on a terminal, and somebody can read what to do.
pub(crate) fn is_typed_into() -> bool {
    io::stdin().is_terminal() && is_watched()
}

/// Whether standard error is a terminal, which somebody reads.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// The columns of standard output where it is a terminal. What goes elsewhere may be as wide as it is.
pub(crate) fn room() -> Option<usize> {
    io::stdout().is_terminal().then(columns)
}

pub(crate) use system::{Echo, columns, hidden_line};

/// Asks on standard error, and reads a line that the terminal shows as `read` sees to it.
fn asked(question: &str, read: impl FnOnce() -> io::Result<String>) -> io::Result<String> {
    let mut screen = io::stderr();
    write!(screen, "{question}")?;
    screen.flush()?;
    let line = read();
    writeln!(screen)?;
    line
}

/// Up to the end of a line, or Ctrl-C.
fn line() -> io::Result<String> {
    let mut line = Vec::new();
    for byte in io::stdin().lock().bytes() {
        line.push(byte?);
        if line.ends_with(b"\n") || line.ends_with(&[CTRL_C]) {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

const CTRL_C: u8 = 3;

/// Columns of a terminal that does not say how many it has.
const COLUMNS: usize = 80;

#[cfg(unix)]
mod system {
    use std::io;

    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr};

    /// The columns of the terminal that standard output is.
    pub(crate) fn columns() -> usize {
        let size = tcgetwinsize(io::stdout()).ok().filter(|size| size.ws_col > 0);
        size.map_or(super::COLUMNS, |size| usize::from(size.ws_col))
    }

    /// Asks for a line that is not shown while it is typed; `None` after Ctrl-C. That key ends the line instead of the
    /// process, which would leave the terminal silent.
    pub(crate) fn hidden_line(question: &str) -> io::Result<Option<String>> {
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
        silent.special_codes[SpecialCodeIndex::VEOL] = super::CTRL_C;
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        let line = super::asked(question, super::line);
        tcsetattr(io::stdin(), OptionalActions::Flush, &before)?;
        let line = line?;
        let is_interrupted = line.ends_with(char::from(super::CTRL_C)) || line.is_empty();
        Ok((!is_interrupted).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// Keeps what is typed off the screen: a code that stays on it can be copied, and holds a person's health data.
    /// Does nothing where nothing is typed.
    #[derive(Clone)]
    pub(crate) struct Echo(Option<Termios>);

    impl Echo {
        /// Nothing typed is shown from here on.
        pub(crate) fn off() -> Self {
            let Ok(before) = tcgetattr(io::stdin()) else { return Self(None) };
            let mut silent = before.clone();
            silent.local_modes.remove(LocalModes::ECHO);
            let set = tcsetattr(io::stdin(), OptionalActions::Now, &silent);
            Self(set.is_ok().then_some(before))
        }

        /// As it was before. What was typed since and read by nobody is dropped: it would become commands of a shell.
        pub(crate) fn restore(&self) {
            if let Some(before) = &self.0 {
                // Where the terminal is gone, there is nothing to restore.
                let _ = tcsetattr(io::stdin(), OptionalActions::Flush, before);
            }
        }
    }
}

#[cfg(not(unix))]
mod system {
    /// What a terminal usually has.
    pub(crate) fn columns() -> usize {
        super::COLUMNS
    }

    /// Asks for a line; what is typed is shown by this system.
    pub(crate) fn hidden_line(question: &str) -> std::io::Result<Option<String>> {
        super::asked(question, super::line).map(|line| Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// What is typed is shown by this system.
    #[derive(Clone)]
    pub(crate) struct Echo;

    impl Echo {
        /// Does nothing.
        pub(crate) fn off() -> Self {
            Self
        }

        /// Does nothing.
        pub(crate) fn restore(&self) {}
    }
}
