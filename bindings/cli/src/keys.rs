//! `semafor keys`: what key files hold, and what speaks against each key.

use std::io::{self, Write};

use semafor_core::instant::Instant;
use semafor_core::key::{Algorithm, KeyError};
use semafor_core::trust::import::{Authenticity, ListKind};
use semafor_core::trust::{Domain, Role, TrustedKey, Usages};
use semafor_core::verdict::harmless;
use serde::Serialize;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::input::{self, KeySource};
use crate::inspect::json;
use crate::machine;
use crate::paint::{BOLD, FAINT};

/// Runs the command.
pub(crate) fn run(options: &args::Keys, out: &mut dyn Write) -> Result<Exit, Failure> {
    let at = options.at.unwrap_or_else(machine::now);
    let files = input::key_files(&options.files, &options.proof)?;
    let files: Vec<_> = files.iter().map(|file| FileView::of(file, at)).collect();
    if options.json {
        json(&Document { at, files }, out)?;
    } else {
        files.iter().try_for_each(|file| file.show(options.all, out))?;
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Document {
    at: Instant,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct FileView {
    path: String,
    kind: ListKind,
    authenticity: Authenticity,
    count: usize,
    expired: usize,
    not_yet_valid: usize,
    not_document_signers: usize,
    test_only: usize,
    unusable: usize,
    left_out: Vec<String>,
    keys: Vec<KeyView>,
}

#[derive(Serialize)]
struct KeyView {
    key_id: String,
    country: Option<String>,
    participant: Option<String>,
    domain: Domain,
    role: Role,
    usages: Usages,
    algorithm: Option<Algorithm>,
    not_before: Instant,
    not_after: Instant,
    flags: Vec<&'static str>,
    unusable: Option<String>,
}

impl FileView {
    fn of(file: &KeySource, at: Instant) -> Self {
        let keys: Vec<_> = file.import.keys.iter().map(|key| KeyView::of(key, at)).collect();
        let flagged = |flag| keys.iter().filter(|key| key.flags.contains(&flag)).count();
        Self {
            path: file.path.display().to_string(),
            kind: file.import.kind,
            authenticity: file.import.authenticity,
            count: keys.len(),
            expired: flagged(EXPIRED),
            not_yet_valid: flagged(NOT_YET_VALID),
            not_document_signers: flagged(NOT_A_SIGNER),
            test_only: flagged(TEST_ONLY),
            unusable: flagged(UNUSABLE),
            left_out: file.import.left_out.iter().map(|out| format!("{}: {}", out.index, out.because)).collect(),
            keys,
        }
    }

    fn show(&self, all: bool, out: &mut dyn Write) -> io::Result<()> {
        let authenticity = match self.authenticity {
            Authenticity::SignatureVerified => "signature verified",
            Authenticity::Pinned => "pinned",
            Authenticity::NotVerified => "signature not verified",
            Authenticity::Unsigned => "unsigned",
        };
        let kind = match self.kind {
            ListKind::Pem => "PEM",
            ListKind::Der => "DER",
            ListKind::German => "German key list",
            ListKind::Who => "WHO trust list",
            ListKind::EuService => "keys of an EU verifier service",
        };
        writeln!(out, "{BOLD}{}{BOLD:#}: {kind}, {authenticity}", harmless(&self.path))?;
        writeln!(
            out,
            "  {} keys: {} expired, {} not yet valid, {} not document signers, {} for tests only, {} unusable; {} left out",
            self.count,
            self.expired,
            self.not_yet_valid,
            self.not_document_signers,
            self.test_only,
            self.unusable,
            self.left_out.len(),
        )?;
        self.left_out.iter().try_for_each(|entry| writeln!(out, "  left out {entry}"))?;
        let shown = self.keys.iter().filter(|_| all);
        shown.into_iter().try_for_each(|key| key.show(out))
    }
}

impl KeyView {
    fn of(key: &TrustedKey, at: Instant) -> Self {
        let flags = [
            (at > key.not_after, EXPIRED),
            (at < key.not_before, NOT_YET_VALID),
            (key.role != Role::DocumentSigner, NOT_A_SIGNER),
            (key.test_only, TEST_ONLY),
            (key.key.is_err(), UNUSABLE),
        ];
        Self {
            key_id: key.key_id.to_string(),
            country: key.country.clone(),
            participant: key.participant.clone(),
            domain: key.domain.clone(),
            role: key.role.clone(),
            usages: key.usages.clone(),
            algorithm: key.key.as_ref().ok().map(|key| key.algorithm()),
            not_before: key.not_before,
            not_after: key.not_after,
            flags: flags.into_iter().filter(|(set, _)| *set).map(|(_, flag)| flag).collect(),
            unusable: key.key.as_ref().err().map(KeyError::to_string),
        }
    }

    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let country = self.country.as_deref().unwrap_or("--");
        let algorithm = self.algorithm.map_or_else(|| "-".to_owned(), |algorithm| algorithm.to_string());
        let end = self.not_after;
        writeln!(
            out,
            "  {} {country} {algorithm:<5} {} … {end} {FAINT}{}{FAINT:#}",
            self.key_id,
            self.not_before,
            self.flags.join(" ")
        )
    }
}

const EXPIRED: &str = "expired";
const NOT_YET_VALID: &str = "not-yet-valid";
const NOT_A_SIGNER: &str = "not-a-document-signer";
const TEST_ONLY: &str = "test-only";
const UNUSABLE: &str = "unusable";
