//! `conformance SUITE DIR [KEYS…]`: runs one suite on one directory, prints what fails, ends with `N passed, N failed`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use conformance::{Ledger, Suite, run};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [suite, dir, keys @ ..] = arguments.as_slice() else { return usage() };
    let Some(suite) = Suite::named(suite).filter(|suite| keys.is_empty() || suite.takes_keys()) else { return usage() };
    let keys: Vec<_> = keys.iter().map(PathBuf::from).collect();
    match judge(suite, Path::new(dir), &keys) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Nobody is left to be told when standard error is closed as well.
            let _ = writeln!(io::stderr(), "conformance: {error}");
            ExitCode::from(EXIT_IO)
        }
    }
}

const EXIT_USAGE: u8 = 64;
const EXIT_IO: u8 = 74;

fn judge(suite: Suite, dir: &Path, keys: &[PathBuf]) -> io::Result<bool> {
    let ledger = Ledger::built_in().map_err(io::Error::other)?;
    let outcome = run(suite, dir, keys, &ledger);
    outcome.write(&mut io::stdout().lock())?;
    Ok(outcome.failures().is_empty())
}

fn usage() -> ExitCode {
    let names: Vec<_> = Suite::ALL.iter().map(|suite| suite.name()).collect();
    // As above.
    let _ = writeln!(
        io::stderr(),
        "usage: conformance SUITE DIR [KEYS]...\n\
         SUITE  one of {}\n\
         DIR    a directory in the layout of that suite's public test data, or a part of one\n\
         KEYS   qa-text only: key lists and directories of them (*.json, each with the public key of its signature as\n       \
         .pem beside it; *.pem, *.der, *.crt, *.cer); without any, DIR/../trust/*.json and\n       \
         DIR/../who/trustlist-did.json",
        names.join(", ")
    );
    ExitCode::from(EXIT_USAGE)
}
