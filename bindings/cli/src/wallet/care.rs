//! A forgotten passphrase and a damaged file.

use std::io::Write;

use semafor_core::store::RecoveryPhrase;
use semafor_core::wallet::{self, Wallet};

use super::{failing, new_passphrase, passphrase};
use crate::args::wallet::{Plain, Recover};
use crate::data::Folder;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::{machine, secret};

/// `semafor wallet recovery`
pub(super) fn make_recovery(options: &Plain, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::of(&options.which.data)?;
    let opened = failing(&folder, Wallet::open(folder.path(), &passphrase(&options.which, &folder)?))?;
    let phrase = failing(&folder, opened.make_recovery())?;
    if options.which.json {
        json(&serde_json::json!({ "recovery": phrase.words() }), out)?;
    } else {
        writeln!(out, "{}", phrase.words())?;
        writeln!(
            out,
            "Write it down and keep it apart: it opens the wallet without the passphrase. It is not shown again."
        )?;
    }
    Ok(Exit::Done)
}

/// `semafor wallet recover`
pub(super) fn recover(options: &Recover, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::of(&options.which.data)?;
    let text = match &options.phrase_file {
        Some(file) => secret::in_file(file)?,
        None => secret::typed("Recovery phrase: ", "--phrase-file")?,
    };
    let phrase = RecoveryPhrase::parse(&text).map_err(|error| Failure::Usage(error.to_string()))?;
    let vault = new_passphrase(&options.which)?;
    failing(&folder, Wallet::recover(folder.path(), &phrase, &vault))?;
    if options.which.json {
        json(&serde_json::json!({ "done": "recovered" }), out)?;
    } else {
        writeln!(out, "The wallet opens with the new passphrase now.")?;
    }
    Ok(Exit::Done)
}

/// `semafor wallet salvage`
pub(super) fn salvage(options: &Plain, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::of(&options.which.data)?;
    let vault = passphrase(&options.which, &folder)?;
    let mark = format!("damaged-{}", machine::now().as_unix());
    let (salvaged, aside) = failing(&folder, wallet::salvage(folder.path(), &vault, &mark))?
        .map_err(|because| Failure::Data { path: folder.path().to_owned(), because: because.to_string() })?;
    if options.which.json {
        json(&serde_json::json!({ "salvaged": salvaged, "aside": aside }), out)?;
    } else {
        let (certificates, others, lost) = (salvaged.certificates, salvaged.others, salvaged.lost);
        writeln!(out, "{certificates} certificates and {others} other things were read, {lost} are lost.")?;
        writeln!(out, "The damaged file is kept as {}.", aside.display())?;
    }
    Ok(Exit::Done)
}
