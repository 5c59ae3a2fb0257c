//! `semafor publish import`: what came in, what is there now, and what was left out.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use semafor_core::verdict::harmless;
use semafor_publisher::import::{
    Bounds, Counts, Import, ImportError, Imported, LeftOut, OriginError, Place, ServiceKey, Source, StagingError,
};
use serde::Serialize;

use crate::args::publish::{Import as Options, KindName};
use crate::exit::{Exit, Failure};
use crate::input;
use crate::inspect::json;
use crate::machine::{self, Progress};
use crate::paint::{BOLD, FAINT};

pub(super) fn run(options: &Options, out: &mut dyn Write) -> Result<Exit, Failure> {
    let source = source(options)?;
    let name = options.name.as_deref().unwrap_or_else(|| source.name());
    let bounds = Bounds { whole: Duration::from_secs(options.time_limit), ..Bounds::default() };
    let from = Place::parse(&options.from).map_err(ImportError::from)?;
    let mut progress = Progress::start();
    let import = Import { source: source.clone(), from, into: &options.into, name, at: machine::now(), bounds };
    let imported = import.run(&mut |done, total| progress.show(done, total))?;
    if options.json {
        json(&Document { imported: imported.iter().map(PartView::of).collect() }, out)?;
    } else {
        imported.iter().try_for_each(|part| show(part, out))?;
    }
    Ok(Exit::Done)
}

/// The source, with what must stand behind it. An option that would do nothing is an error: whoever gives it relies on
/// it.
fn source(options: &Options) -> Result<Source, Failure> {
    let usage = |text: &str| Failure::Usage(text.to_owned());
    let kind = options.kind;
    if options.key.is_some() && !matches!(kind, KindName::EuRules | KindName::GermanKeys) {
        return Err(usage("--key is for german-keys and eu-rules: nothing else is signed in a way that is verified"));
    }
    if options.unsigned && kind != KindName::GermanKeys {
        return Err(usage("--unsigned is for german-keys: nothing else has to be signed"));
    }
    if options.pin.is_some() && kind != KindName::WhoKeys {
        return Err(usage("--pin is for who-keys"));
    }
    let key = options.key.as_deref().map(input::file).transpose()?;
    match kind {
        KindName::EuRules => Ok(Source::EuRules { key: key.map(|bytes| service_key(options, &bytes)).transpose()? }),
        KindName::EuKeys => Ok(Source::EuKeys),
        KindName::EuRevocation => Ok(Source::EuRevocation),
        KindName::GermanKeys if key.is_none() && !options.unsigned => {
            Err(usage("german-keys need --key FILE with the public key that signed the list, or --unsigned"))
        }
        KindName::GermanKeys => Ok(Source::GermanKeys { key }),
        KindName::WhoKeys => match &options.pin {
            Some(pin) => Ok(Source::WhoKeys { pin: input::read_pin(pin)? }),
            None => Err(usage("who-keys need --pin SHA256: the proof in the list is not verified")),
        },
        KindName::Files => Ok(Source::Files),
    }
}

fn service_key(options: &Options, bytes: &[u8]) -> Result<ServiceKey, Failure> {
    ServiceKey::read(bytes).map_err(|because| Failure::Unreadable {
        path: options.key.clone().unwrap_or_default(),
        because: because.to_string(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    imported: Vec<PartView<'a>>,
}

#[derive(Serialize)]
struct PartView<'a> {
    kind: semafor_publisher::import::Kind,
    directory: &'a Path,
    source: &'a str,
    from: &'a str,
    checked: &'a [String],
    not_checked: &'a [String],
    counts: Counts,
    left_out: &'a [LeftOut],
}

impl<'a> PartView<'a> {
    fn of(part: &'a Imported) -> Self {
        let record = &part.provenance;
        Self {
            kind: part.kind,
            directory: &part.directory,
            source: record.source,
            from: &record.from,
            checked: &record.checked,
            not_checked: &record.not_checked,
            counts: record.counts,
            left_out: &record.left_out,
        }
    }
}

fn show(part: &Imported, out: &mut dyn Write) -> io::Result<()> {
    let record = &part.provenance;
    let Counts { received, kept, left_out } = record.counts;
    let directory = harmless(&part.directory.display().to_string());
    writeln!(out, "{BOLD}{directory}{BOLD:#}: {received} in, {kept} out, {left_out} left out")?;
    record.checked.iter().try_for_each(|what| writeln!(out, "  checked: {}", harmless(what)))?;
    record.not_checked.iter().try_for_each(|what| writeln!(out, "  not checked: {}", harmless(what)))?;
    for one in record.left_out.iter().take(SHOWN) {
        writeln!(out, "  {FAINT}left out {}: {}{FAINT:#}", harmless(&one.id), harmless(&one.because))?;
    }
    match record.left_out.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  {FAINT}and {more} more, see provenance.json{FAINT:#}"),
    }
}

/// Lines about what was left out.
const SHOWN: usize = 20;

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Origin(OriginError::NoFile { path, because }) => Self::NoInput { path, because },
            ImportError::Origin(OriginError::Address { because }) => Self::Usage(because),
            ImportError::Staging(error @ StagingError::Name { .. }) => Self::Usage(error.to_string()),
            ImportError::Staging(StagingError::Failed { path, because }) => Self::Unwritten { path, because },
            error @ (ImportError::Origin(_) | ImportError::Staging(_) | ImportError::Changing { .. }) => {
                let text = harmless(&error.to_string());
                if is_bad_data(&error) { Self::Import(text) } else { Self::Unreached(text) }
            }
            error => Self::Import(harmless(&error.to_string())),
        }
    }
}

/// Whether the other side answered, and what it answered is of no use.
fn is_bad_data(error: &ImportError) -> bool {
    use OriginError::{Encoded, Header, NotFound, Redirect, TooLarge};
    matches!(
        error,
        ImportError::Origin(Encoded { .. } | Header { .. } | NotFound { .. } | Redirect { .. } | TooLarge { .. })
    )
}
