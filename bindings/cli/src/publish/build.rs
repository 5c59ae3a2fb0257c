//! `semafor publish build` and `revert`: the next set, and what it changes.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use semafor_core::bundle::{BlobRef, BuiltIn, Contents, Lookup};
use semafor_core::instant::Instant;
use semafor_core::verdict::harmless;
use semafor_publisher::lint;
use semafor_publisher::policy::Policy;
use semafor_publisher::publish::build::{self, Built};
use semafor_publisher::publish::built_in;
use semafor_publisher::publish::config::Config;
use semafor_publisher::publish::diff::{Changes, Diff};
use semafor_publisher::publish::folder::{self, Folder};
use semafor_publisher::publish::known_good::KnownGood;
use semafor_publisher::publish::list_changes::{Hashes, ListChanges};
use semafor_publisher::publish::material::Material;
use semafor_publisher::publish::revoked::{Revoked, RevokedError};
use semafor_publisher::publish::verdicts::{self, ChangedVerdict, Judged};
use semafor_publisher::publish::{own_lists, put, slices};
use semafor_publisher::trial;
use serde::Serialize;

use crate::args::publish as args;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::inspect::json;
use crate::machine::Progress;
use crate::paint::FAINT;

use super::wrong;

#[derive(Serialize)]
struct Document {
    version: u64,
    changes: Diff,
    lists: ListChanges,
    fetched_bytes: usize,
    left_out: BTreeMap<String, usize>,
    /// None where no certificates were given, or nothing is published yet.
    verdicts: Option<Vec<ChangedVerdict>>,
}

/// Checks, builds, and says what changes.
pub(super) fn build(options: &args::Build, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::new(&options.folder);
    let config = folder.config()?;
    let mut material = Material::default();
    for path in &options.policy {
        let policy = Policy::read(path)?;
        if !passes(&policy, out)? {
            writeln!(out, "{}: not built", harmless(&path.display().to_string()))?;
            return Ok(Exit::Faulty);
        }
        material.add_policy(&policy).map_err(wrong)?;
    }
    let imported = |kind| imported(&options.content, kind);
    for path in options.rules.iter().cloned().chain(imported("rules")?).chain(imported("valuesets")?) {
        material.add_policy(&Policy::read_any(&path)?).map_err(wrong)?;
    }
    let keys = imported("keys")?.into_iter().map(PathBuf::into_os_string);
    let keys: Vec<_> = options.keys.iter().cloned().chain(keys).collect();
    for source in input::key_files(&keys, &options.proof)? {
        material.add_keys(source.import);
    }
    options.content.iter().try_for_each(|content| slices::add(&mut material, content)).map_err(wrong)?;
    add_revoked(options, &folder, &config, &mut material)?;
    let at = options.at.get();
    if let Some(path) = &options.built_in {
        return carried(&material, &config, at, path, out);
    }
    let built = build::build(&folder, &config, &material, options.effective_from, at).map_err(wrong)?;
    // Certificates are judged when the new set counts.
    let judged_at = options.effective_from.map_or(at, |from| from.max(at));
    answer(&folder, &built, material.left_out, (&options.certificates, judged_at, options.json), out)
}

/// Takes in lists of one's own, as additions to those that are published where that will do.
fn add_revoked(
    options: &args::Build,
    folder: &Folder,
    config: &Config,
    material: &mut Material,
) -> Result<(), Failure> {
    if options.revoked.is_empty() {
        return Ok(());
    }
    let mut revoked = Revoked::default();
    for path in &options.revoked {
        revoked.read(path).map_err(|error| match error {
            RevokedError::Read { path, because } => Failure::NoInput { path, because },
            other => wrong(other),
        })?;
    }
    let mut good = KnownGood::default();
    if let Some(certificates) = &options.certificates.certificates {
        texts(certificates)?.iter().for_each(|(name, text)| good.add(name, text));
    }
    // What a release carries adds to nothing.
    let published = if options.built_in.is_some() { None } else { put::published(folder).map_err(wrong)? };
    let blobs = |blob: &BlobRef| folder.blob(blob).ok().flatten();
    let blobs: &Lookup<'_> = &blobs;
    let published = published.as_ref().map(|walk| (&walk.contents, blobs));
    own_lists::add(material, &revoked, published, config.revocation_bits, &good).map_err(wrong)
}

/// The texts of certificates in a folder, with the names of their files.
fn texts(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let names = folder::names(folder)?.into_iter().filter(|name| name.ends_with(".txt"));
    names.map(|name| Ok((name.clone(), input::text(folder.join(name).as_os_str())?))).collect()
}

/// Writes the set that a release carries.
fn carried(
    material: &Material,
    config: &Config,
    at: Instant,
    path: &Path,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let file = built_in::write(material, config, at).map_err(wrong)?;
    folder::write(path, &file)?;
    let snapshot = BuiltIn::read(&file).and_then(|built| built.published()).map_err(wrong)?.snapshot;
    let (keys, rules) = (snapshot.keys().len(), snapshot.rulebook().len());
    writeln!(out, "{}: {} bytes, {keys} keys, {rules} rules", harmless(&path.display().to_string()), file.len())?;
    material.left_out.iter().try_for_each(|(what, count)| writeln!(out, "left out: {count} {}", harmless(what)))?;
    Ok(Exit::Done)
}

/// Brings the content of an earlier set back.
pub(super) fn revert(options: &args::Revert, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::new(&options.folder);
    let (config, at) = (folder.config()?, options.at.get());
    let built = build::revert(&folder, &config, options.version, at).map_err(wrong)?;
    answer(&folder, &built, BTreeMap::new(), (&options.certificates, at, options.json), out)
}

/// Whether rules of one's own have no fault and pass their tests; what is wrong is written.
fn passes(policy: &Policy, out: &mut dyn Write) -> Result<bool, Failure> {
    let mut progress = Progress::start();
    let lint = lint::lint(policy, &mut |done, total| progress.show(done, total));
    let trial = trial::run(policy, &mut |_, _| {});
    for finding in lint.findings.iter().filter(|finding| !finding.is_note) {
        writeln!(out, "{}", harmless(&finding.to_string()))?;
    }
    for failure in &trial.failures {
        let line = format!("{}: expected {}, got {}", failure.path, failure.expected, failure.got);
        writeln!(out, "{}", harmless(&line))?;
    }
    Ok(lint.failed == 0 && trial.failed == 0)
}

/// The files below `KIND/NAME/` of content directories. Where they come from stands in a file beside them.
fn imported(content: &[PathBuf], kind: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for folder in content.iter().map(|content| content.join(kind)) {
        for name in folder::names(&folder)? {
            let folder = folder.join(name);
            let names = folder::names(&folder)?.into_iter().filter(|name| name != "provenance.json");
            files.extend(names.map(|name| folder.join(name)));
        }
    }
    Ok(files)
}

fn answer(
    folder: &Folder,
    built: &Built,
    left_out: BTreeMap<String, usize>,
    (certificates, at, as_json): (&args::CertificatesOption, Instant, bool),
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let verdicts = match &certificates.certificates {
        Some(certificates) => changed_verdicts(folder, built, certificates, at)?,
        None => None,
    };
    let (version, changes, fetched_bytes) = (built.version, built.diff.clone(), built.fetched_bytes);
    let lists = built.lists.clone();
    let document = Document { version, changes, lists, fetched_bytes, left_out, verdicts };
    if as_json {
        json(&document, out)?
    } else {
        document.show(out)?
    }
    Ok(Exit::Done)
}

fn changed_verdicts(
    folder: &Folder,
    built: &Built,
    certificates: &Path,
    at: Instant,
) -> Result<Option<Vec<ChangedVerdict>>, Failure> {
    let Some(published) = &built.published else { return Ok(None) };
    let texts = texts(certificates)?;
    let blobs = |blob: &BlobRef| folder.blob(blob).ok().flatten();
    // As if both were signed now: how old the published one is, is no difference between them.
    let before = Contents::unnamed(published.contents.set().clone(), &blobs, at).map_err(wrong)?;
    let before = before.snapshot(at, &blobs).map_err(wrong)?;
    let after = built.contents.snapshot(at, &blobs).map_err(wrong)?;
    Ok(Some(verdicts::changed(&texts, &built.countries(), (&before, &after), at)))
}

impl Document {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { version, changes, lists, fetched_bytes, left_out, verdicts } = self;
        for (kind, changes) in &changes.kinds {
            show_changes(kind, changes, out)?;
        }
        if changes.is_empty() {
            writeln!(out, "nothing changes")?;
        }
        show_lists(lists, out)?;
        for (what, count) in left_out {
            writeln!(out, "left out: {count} {}", harmless(what))?;
        }
        for changed in verdicts.iter().flatten() {
            let ChangedVerdict { certificate, country, before, after } = changed;
            let asked = country.as_deref().unwrap_or("technical");
            let line = format!("{certificate} ({asked}): {} → {}", judged(before), judged(after));
            writeln!(out, "{}", harmless(&line))?;
        }
        if let Some(verdicts) = verdicts {
            writeln!(out, "{} verdicts change", verdicts.len())?;
        }
        writeln!(out, "set {version} waits for signatures; a phone that is up to date fetches {fetched_bytes} bytes")
    }
}

/// The most names that are shown of one kind; all of them are in the JSON.
const SHOWN: usize = 12;

fn show_changes(kind: &str, changes: &Changes, out: &mut dyn Write) -> io::Result<()> {
    let Changes { added, removed, changed, total } = changes;
    writeln!(
        out,
        "{kind}: {} added, {} removed, {} changed, {total} in all",
        added.len(),
        removed.len(),
        changed.len()
    )?;
    for (sign, names) in [("+", added), ("-", removed), ("~", changed)] {
        for name in names.iter().take(SHOWN) {
            writeln!(out, "  {sign} {}", harmless(name))?;
        }
        if let Some(more) = names.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            writeln!(out, "  {sign} {FAINT}and {more} more{FAINT:#}")?;
        }
    }
    Ok(())
}

fn show_lists(lists: &ListChanges, out: &mut dyn Write) -> io::Result<()> {
    let ListChanges { keys, added, removed, changed, total, blobs, bytes } = lists;
    if lists.is_empty() {
        return Ok(());
    }
    for (key, Hashes { added, removed, total }) in keys.iter().take(SHOWN) {
        writeln!(out, "revoked under key {key}: {added} added, {removed} removed, {total} in all")?;
    }
    if let Some(more) = keys.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        writeln!(out, "{FAINT}and under {more} more keys{FAINT:#}")?;
    }
    writeln!(
        out,
        "partitions: {added} added, {removed} removed, {changed} changed, {total} in all; {blobs} new files, {bytes} bytes"
    )
}

fn judged(Judged { verdict, reason }: &Judged) -> String {
    let name = match verdict {
        semafor_core::verdict::Verdict::Accepted => "accepted",
        semafor_core::verdict::Verdict::Refused => "refused",
        semafor_core::verdict::Verdict::Undecided => "undecided",
    };
    reason.map_or_else(|| name.to_owned(), |reason| format!("{name} ({reason})"))
}
