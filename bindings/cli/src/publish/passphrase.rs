//! Passphrases: typed on a terminal and not shown, or read from a file. Never an argument, which every user of the
//! machine could read.

use std::path::Path;

use semafor_publisher::publish::folder;
use semafor_publisher::publish::secret::{Passphrase, RoleSecret};

use crate::args::publish::PassphraseOption;
use crate::exit::Failure;
use crate::secret;

use super::{KEY_BYTES, wrong, wrong_file};

/// The passphrase for a key that is made; typed twice.
pub(super) fn chosen(option: &PassphraseOption, key: &Path) -> Result<Passphrase, Failure> {
    let text = match &option.passphrase_file {
        Some(file) => in_file(file)?,
        None => secret::chosen(&format!("Passphrase for {}: ", key.display()), OPTION)?,
    };
    Passphrase::new(text).map_err(wrong)
}

/// Opens a key.
pub(super) fn open(option: &PassphraseOption, key: &Path) -> Result<RoleSecret, Failure> {
    let pem = folder::read_present(key, KEY_BYTES)?;
    let text = match &option.passphrase_file {
        Some(file) => in_file(file)?,
        None => secret::typed(&format!("Passphrase of {}: ", key.display()), OPTION)?,
    };
    let opened = RoleSecret::open(&String::from_utf8_lossy(&pem), &Passphrase::given(text));
    opened.map_err(wrong_file(key))
}

fn in_file(path: &Path) -> Result<String, Failure> {
    let bytes = folder::read_present(path, KEY_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_| wrong(format!("{}: not UTF-8", path.display())))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

const OPTION: &str = "--passphrase-file";
