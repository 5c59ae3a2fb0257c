//! `conformance SUITE DIR [KEYS…] [--full]`: runs one suite on one directory, prints what fails, ends with
//! `N passed, N failed`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use conformance::{Extent, Ledger, Suite, run};

fn main() -> ExitCode {
    let (options, arguments): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument == FULL);
    let [suite, dir, keys @ ..] = arguments.as_slice() else { return usage() };
    let takes = |suite: &Suite| (keys.is_empty() || suite.takes_keys()) && (options.is_empty() || suite.has_extents());
    let Some(suite) = Suite::named(suite).filter(takes) else { return usage() };
    let keys: Vec<_> = keys.iter().map(PathBuf::from).collect();
    let extent = if options.is_empty() { Extent::Sample } else { Extent::Full };
    match judge(suite, Path::new(dir), &keys, extent) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Nobody is left to be told when standard error is closed as well.
            let _ = writeln!(io::stderr(), "conformance: {error}");
            ExitCode::from(EXIT_IO)
        }
    }
}

const FULL: &str = "--full";
const EXIT_USAGE: u8 = 64;
const EXIT_IO: u8 = 74;

fn judge(suite: Suite, dir: &Path, keys: &[PathBuf], extent: Extent) -> io::Result<bool> {
    let ledger = Ledger::built_in().map_err(io::Error::other)?;
    let outcome = run(suite, dir, keys, extent, &ledger);
    outcome.write(&mut io::stdout().lock())?;
    Ok(outcome.failures().is_empty())
}

fn usage() -> ExitCode {
    let names: Vec<_> = Suite::ALL.iter().map(|suite| suite.name()).collect();
    // As above.
    let _ = writeln!(
        io::stderr(),
        "usage: conformance SUITE DIR [KEYS]... [--full]\n\
         SUITE  one of {}\n\
         DIR    a directory in the layout of that suite's test data, or a part of one; for pairs a file will do\n\
         KEYS   qa-text only: key lists and directories of them (*.json, each with the public key of its signature as\n       \
         .pem beside it; *.pem, *.der, *.crt, *.cer); without any, DIR/../trust/*.json and\n       \
         DIR/../who/trustlist-did.json\n\
         --full production-rules only: at every hour of two years, not at some of them",
        names.join(", ")
    );
    ExitCode::from(EXIT_USAGE)
}
