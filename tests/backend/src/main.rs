//! `backend DIR [PORT]`: serves a directory on this machine, as any web server would, until it is ended.

use std::io::{self, Write};

use backend::{Backend, Content};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let usage = || io::Error::new(io::ErrorKind::InvalidInput, "backend DIR [PORT]");
    let directory = arguments.next().ok_or_else(usage)?;
    let port = arguments.next().map(|port| port.to_str().and_then(|port| port.parse().ok()).ok_or_else(usage));
    let content = Content { directory: Some(directory.into()), ..Content::default() };
    let backend = Backend::start_on(content, port.transpose()?.unwrap_or_default())?;
    writeln!(io::stdout(), "{}", backend.url())?;
    backend.wait();
    Ok(())
}
