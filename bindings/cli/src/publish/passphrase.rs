//! Passphrases: typed on a terminal and not shown, or read from a file. Never an argument, which every user of the
//! machine could read.

use std::path::Path;

use semafor_publisher::publish::folder;
use semafor_publisher::publish::secret::{Passphrase, RoleSecret};

use crate::args::publish::PassphraseOption;
use crate::exit::Failure;
use crate::terminal;

use super::{KEY_BYTES, wrong, wrong_file};

/// The passphrase for a key that is made; typed twice.
pub(super) fn chosen(option: &PassphraseOption, key: &Path) -> Result<Passphrase, Failure> {
    let text = match &option.passphrase_file {
        Some(file) => in_file(file)?,
        None => {
            let typed = typed(&format!("Passphrase for {}: ", key.display()))?;
            if typed != self::typed("The same again: ")? {
                return Err(Failure::Usage("the passphrases are not the same".to_owned()));
            }
            typed
        }
    };
    Passphrase::new(text).map_err(wrong)
}

/// Opens a key.
pub(super) fn open(option: &PassphraseOption, key: &Path) -> Result<RoleSecret, Failure> {
    let pem = folder::read_present(key, KEY_BYTES)?;
    let text = match &option.passphrase_file {
        Some(file) => in_file(file)?,
        None => typed(&format!("Passphrase of {}: ", key.display()))?,
    };
    let opened = RoleSecret::open(&String::from_utf8_lossy(&pem), &Passphrase::given(text));
    opened.map_err(wrong_file(key))
}

fn in_file(path: &Path) -> Result<String, Failure> {
    let bytes = folder::read_present(path, KEY_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_| wrong(format!("{}: not UTF-8", path.display())))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn typed(question: &str) -> Result<String, Failure> {
    if !terminal::is_typed_into() {
        return Err(Failure::Usage("there is no terminal to ask for the passphrase: --passphrase-file".to_owned()));
    }
    terminal::hidden_line(question)?.ok_or(Failure::Interrupted)
}
