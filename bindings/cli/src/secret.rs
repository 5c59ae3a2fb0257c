//! Passphrases and passwords: typed on a terminal and not shown, or read from a file. Never an argument, which every user
//! of the machine could read.

use std::path::Path;

use crate::exit::Failure;
use crate::{input, terminal};

/// What is typed, once.
pub(crate) fn typed(question: &str, option: &str) -> Result<String, Failure> {
    if !terminal::is_typed_into() {
        return Err(Failure::Usage(format!("there is no terminal to ask for the passphrase: {option}")));
    }
    terminal::hidden_line(question)?.ok_or(Failure::Interrupted)
}

/// What is typed twice, for something new.
pub(crate) fn chosen(question: &str, option: &str) -> Result<String, Failure> {
    let first = typed(question, option)?;
    let is_same = first == typed("The same again: ", option)?;
    if is_same { Ok(first) } else { Err(Failure::Usage("the passphrases are not the same".to_owned())) }
}

/// What a file holds, without its line end.
pub(crate) fn in_file(path: &Path) -> Result<String, Failure> {
    let not_text = |because: std::string::FromUtf8Error| Failure::Unreadable {
        path: path.to_owned(),
        because: because.utf8_error().to_string(),
    };
    let text = String::from_utf8(input::file(path)?).map_err(not_text)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
