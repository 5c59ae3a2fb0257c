//! `conformance SUITE DIR`: runs one suite on one directory, prints what fails, ends with `N passed, N failed`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use conformance::{Ledger, Suite, run};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [suite, dir] = arguments.as_slice() else { return usage() };
    let Some(suite) = Suite::named(suite) else { return usage() };
    match judge(suite, Path::new(dir)) {
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

fn judge(suite: Suite, dir: &Path) -> io::Result<bool> {
    let ledger = Ledger::built_in().map_err(io::Error::other)?;
    let outcome = run(suite, dir, &ledger);
    outcome.write(&mut io::stdout().lock())?;
    Ok(outcome.failures().is_empty())
}

fn usage() -> ExitCode {
    let names: Vec<_> = Suite::ALL.iter().map(|suite| suite.name()).collect();
    // As above.
    let _ = writeln!(io::stderr(), "usage: conformance SUITE DIR\nSUITE is one of {}", names.join(", "));
    ExitCode::from(EXIT_USAGE)
}
