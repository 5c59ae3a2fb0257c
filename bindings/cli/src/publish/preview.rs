//! `semafor publish serve` and `prune`: what is published, as files.

use std::io::Write;
use std::net::TcpListener;

use semafor_publisher::publish::folder::Folder;
use semafor_publisher::publish::prune;
use semafor_publisher::publish::serve;

use crate::args::publish::{Prune, Serve};
use crate::exit::{Exit, Failure};

use super::wrong;

/// Serves until Ctrl-C. The address is said first, for whoever asked for any free port.
pub(crate) fn serve(options: &Serve, out: &mut dyn Write) -> Result<Exit, Failure> {
    crate::machine::end_on_interrupt();
    let public = super::public(&options.folder);
    if !public.is_dir() {
        return Err(Failure::NoInput { path: public, because: std::io::ErrorKind::NotFound.into() });
    }
    let listener = TcpListener::bind(options.listen)?;
    writeln!(out, "http://{}/", listener.local_addr()?)?;
    out.flush()?;
    serve::serve(&listener, &public)?;
    Ok(Exit::Done)
}

/// Removes what only older sets name.
pub(super) fn prune(options: &Prune, out: &mut dyn Write) -> Result<Exit, Failure> {
    let keep = usize::try_from(options.keep).unwrap_or(usize::MAX);
    let removed = prune::prune(&Folder::new(&options.folder), keep).map_err(wrong)?;
    writeln!(out, "{} blobs and {} sets removed", removed.blobs, removed.sets)?;
    Ok(Exit::Done)
}
