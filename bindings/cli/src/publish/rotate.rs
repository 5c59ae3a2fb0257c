//! `semafor publish rotate`: the next root.

use std::io::Write;

use semafor_core::bundle::Seal;
use semafor_publisher::publish::folder::{self, Folder, FolderError};
use semafor_publisher::publish::roots::{self, Change};
use semafor_publisher::publish::signing;

use crate::args::publish::Rotate;
use crate::exit::{Exit, Failure};

use super::ceremony::show_root;
use super::{public_key, wrong};

pub(super) fn rotate(options: &Rotate, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::new(&options.folder);
    let config = folder.config()?;
    let path = folder.draft_root();
    if path.exists() {
        return Err(FolderError::Present { path }.into());
    }
    let Some(old) = signing::published_root(&folder).map_err(wrong)? else {
        return Err(wrong("no root is published yet"));
    };
    let change = options.role.map(|role| {
        let add = options.add.iter().map(|path| public_key(path)).collect::<Result<Vec<_>, _>>()?;
        let remove = options.remove.iter().map(|path| Ok(public_key(path)?.id().clone()));
        let remove = remove.collect::<Result<Vec<_>, Failure>>()?;
        Ok::<_, Failure>(Change { role: role.into(), add, remove, threshold: options.threshold })
    });
    let changes: Vec<_> = change.transpose()?.into_iter().collect();
    let root = roots::next(&old, &config, options.at.get(), &changes).map_err(wrong)?;
    folder::write(&path, &Seal::unsigned(root.to_payload()).to_bytes())?;
    show_root(&root, out)?;
    writeln!(
        out,
        "{} keys of root {} and {} of its own must sign it: semafor publish sign",
        old.root.threshold(),
        old.version,
        root.root.threshold()
    )?;
    Ok(Exit::Done)
}
