//! The command line of `semafor publish import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `semafor publish import`
#[derive(Debug, Args)]
#[command(after_help = IMPORT_HELP)]
pub(crate) struct Import {
    /// What is imported
    #[arg(value_enum, value_name = "KIND")]
    pub(crate) kind: KindName,
    /// An address, a file, or a folder with a service's saved answers
    #[arg(value_name = "URL|FILE|DIR")]
    pub(crate) from: String,
    /// The content directory, made where it is not there yet
    #[arg(long, value_name = "DIR")]
    pub(crate) into: PathBuf,
    /// What the import is called in it; an older one of that name is replaced [default: the kind]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Public key that must have signed it (german-keys, eu-rules): PEM or DER, got another way than the list itself
    #[arg(long, value_name = "FILE", conflicts_with = "unsigned")]
    pub(crate) key: Option<PathBuf>,
    /// Take a German list without verifying its signature
    #[arg(long)]
    pub(crate) unsigned: bool,
    /// SHA-256 (hex) that the WHO's list must have
    #[arg(long, value_name = "SHA256")]
    pub(crate) pin: Option<String>,
    /// Seconds that all of it may take
    #[arg(long, value_name = "SECONDS", default_value_t = 3_600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) time_limit: u64,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// The kinds of imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindName {
    /// Rules and value sets of an EU business-rule service
    EuRules,
    /// Document signers of an EU verifier service
    EuKeys,
    /// Slices of an EU revocation distribution service
    EuRevocation,
    /// The signed key list of German apps
    GermanKeys,
    /// The WHO trust list
    WhoKeys,
    /// Rules and value sets in JSON files
    Files,
}

const IMPORT_HELP: &str = "\
Written below --into, each with a provenance.json that names every imported thing, its SHA-256,
where it came from, what was checked and what was left out:
  keys/NAME/         german-keys, who-keys, eu-keys
  rules/NAME/        eu-rules, files
  valuesets/NAME/    eu-rules, files
  revocation/NAME/   eu-revocation

An import is whole or an error: whatever is listed and does not come, has another hash or breaks off,
leaves everything as it was. Services of the EU sign little (eu-rules with --key) or nothing (eu-keys,
eu-revocation): for those only TLS stands, so https is needed except to this machine. The proof of the
WHO's list is not verified: compare the file with what others have before you pin it.

A folder stands for a service: the answer to GET /a/b lies in a/b.body, its headers in a/b.headers, as
curl -D a/b.headers -o a/b.body writes them. Of eu-keys, the answer behind resume token T lies in
signercertificateUpdate/T.body.

Examples:
  semafor publish import german-keys dsc-list.json --key dsc-list.pem --into content
  semafor publish import who-keys did.json --pin \"$(sha256sum < did.json | cut -c-64)\" --into content
  semafor publish import eu-rules https://rules.example.org --key rules.pem --into content --name eu
  semafor publish import files eu-rules.json --into content

Exit status: 0 imported, 64 usage, 65 something is missing, wrong or not signed as it must be,
66 no such input, 69 the server is not reachable, failed or changed under way, 74 the disk failed.";
