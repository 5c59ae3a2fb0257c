//! The command line of `semafor publish`.

mod import;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use semafor_core::bundle::{Environment, Role};
use semafor_core::instant::Instant;

use super::{Proof, instant};

pub(crate) use import::{Import, KindName};

/// `semafor publish`
#[derive(Debug, Args)]
#[command(after_help = PUBLISH_HELP)]
pub(crate) struct Publish {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands of a publisher.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a publisher's folder: its configuration, its keys, and root 1 to be signed
    Init(Init),
    /// Make one key for a role: FILE, encrypted, and its public half beside it
    Key(Key),
    /// Bring in keys, rules, value sets or revocation lists that others publish, checked and recorded
    Import(Import),
    /// Check rules and keys, say what changes, and write the next set, to be signed
    Build(Build),
    /// Sign the root or the set that waits, with one key
    Sign(Sign),
    /// Publish what enough keys have signed, under a new timestamp
    Timestamp(Timestamp),
    /// Write the next root, to be signed: other keys, or the same for longer
    Rotate(Rotate),
    /// Write a set with the content of an earlier one, to be signed
    Revert(Revert),
    /// Read what is published as a phone would, and say what is there
    Verify(Verify),
    /// Remove blobs that only older sets name
    Prune(Prune),
    /// Serve what is published, for a preview
    Serve(Serve),
}

/// `semafor publish init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The publisher's folder, which is made
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The world its signatures belong to, such as production or test
    #[arg(long, value_name = "NAME", value_parser = environment)]
    pub(crate) environment: Environment,
    /// Where the root's keys are made, apart from the folder; each is then kept by another person, offline
    #[arg(long, value_name = "DIR", required_unless_present = "root_key")]
    pub(crate) root_keys: Option<PathBuf>,
    /// How many keys of the root are made
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=32))]
    pub(crate) roots: u64,
    /// Public half of a key of the root that was made elsewhere; may be given several times, instead of --root-keys
    #[arg(long, value_name = "FILE", conflicts_with_all = ["root_keys", "roots"])]
    pub(crate) root_key: Vec<PathBuf>,
    /// How many keys of the root must sign
    #[arg(long, value_name = "K", default_value_t = 2)]
    pub(crate) threshold: u64,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseOption,
    #[command(flatten)]
    pub(crate) at: AtOption,
}

/// `semafor publish key`
#[derive(Debug, Args)]
pub(crate) struct Key {
    /// The private key's file, such as root-4.pem; its public half becomes root-4.pub
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseOption,
}

/// `semafor publish build`
#[derive(Debug, Args)]
#[command(after_help = BUILD_HELP)]
pub(crate) struct Build {
    /// The publisher's folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Rules of one's own in the layout of `semafor rules lint`; linted and tested; may be given several times
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Vec<PathBuf>,
    /// Rules, value sets and modes from elsewhere, which have no tests; may be given several times
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) rules: Vec<PathBuf>,
    /// What was imported: keys/NAME/, rules/NAME/, valuesets/NAME/, revocation/NAME/; may be given several times
    #[arg(long, value_name = "DIR")]
    pub(crate) content: Vec<PathBuf>,
    /// Certificates that are revoked: lines of KEY-ID TYPE HASH; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) revoked: Vec<PathBuf>,
    /// What is new begins to count at this time; phones fetch it ahead [default: at once]
    #[arg(long, value_name = "TIME", value_parser = instant, conflicts_with = "built_in")]
    pub(crate) effective_from: Option<Instant>,
    /// Write no draft, but one file with everything in it, for a release to carry: a set that is trusted as part of the
    /// program, is older than every published one and names no key that could sign another
    #[arg(long, value_name = "FILE", conflicts_with = "certificates")]
    pub(crate) built_in: Option<PathBuf>,
    /// Key file: PEM, DER, the German list, the WHO trust list; may be given several times
    #[arg(long, value_name = "[DOMAIN=]FILE")]
    pub(crate) keys: Vec<OsString>,
    #[command(flatten)]
    pub(crate) proof: Proof,
    #[command(flatten)]
    pub(crate) certificates: CertificatesOption,
    #[command(flatten)]
    pub(crate) at: AtOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which certificates are judged by both sets.
#[derive(Debug, Args)]
pub(crate) struct CertificatesOption {
    /// Texts of certificates (*.txt); those whose verdict changes are named by their files
    #[arg(long, value_name = "DIR")]
    pub(crate) certificates: Option<PathBuf>,
}

/// `semafor publish sign`
#[derive(Debug, Args)]
#[command(after_help = SIGN_HELP)]
pub(crate) struct Sign {
    /// The publisher's folder; or the file of a root, which is signed in place and needs nothing else
    #[arg(value_name = "DIR|FILE")]
    pub(crate) path: PathBuf,
    /// The key
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseOption,
}

/// `semafor publish timestamp`
#[derive(Debug, Args)]
pub(crate) struct Timestamp {
    /// The publisher's folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// A key of the timestamp [default: DIR/keys/timestamp.pem]; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseOption,
    #[command(flatten)]
    pub(crate) at: AtOption,
}

/// `semafor publish rotate`
#[derive(Debug, Args)]
#[command(after_help = ROTATE_HELP)]
pub(crate) struct Rotate {
    /// The publisher's folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Whose keys change; without it the same keys go on under a root that lives longer
    #[arg(long, value_enum)]
    pub(crate) role: Option<RoleName>,
    /// Public half of a key that signs from now on; may be given several times
    #[arg(long, value_name = "FILE", requires = "role")]
    pub(crate) add: Vec<PathBuf>,
    /// Public half of a key that no longer signs; may be given several times
    #[arg(long, value_name = "FILE", requires = "role")]
    pub(crate) remove: Vec<PathBuf>,
    /// How many keys must sign from now on [default: as many as now]
    #[arg(long, value_name = "K", requires = "role")]
    pub(crate) threshold: Option<u64>,
    #[command(flatten)]
    pub(crate) at: AtOption,
}

/// `semafor publish revert`
#[derive(Debug, Args)]
pub(crate) struct Revert {
    /// The publisher's folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The version whose content comes back, under a higher version
    #[arg(value_name = "VERSION")]
    pub(crate) version: u64,
    #[command(flatten)]
    pub(crate) certificates: CertificatesOption,
    #[command(flatten)]
    pub(crate) at: AtOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor publish verify`
#[derive(Debug, Args)]
#[command(after_help = VERIFY_HELP)]
pub(crate) struct Verify {
    /// A publisher's folder, one with what it has published, or the address where that is served
    #[arg(value_name = "DIR|URL")]
    pub(crate) folder: PathBuf,
    /// The root that a phone has [default: root 1 of what is read]
    #[arg(long, value_name = "FILE")]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) at: AtOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor publish prune`
#[derive(Debug, Args)]
pub(crate) struct Prune {
    /// The publisher's folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// How many sets stay, the newest among them: those to which `revert` can go back
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) keep: u64,
}

/// `semafor publish serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// A publisher's folder, or one with what it has published
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
}

/// What opens keys.
#[derive(Debug, Args)]
pub(crate) struct PassphraseOption {
    /// A file with the passphrase [default: it is asked for on a terminal]
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// When something is signed or read.
#[derive(Debug, Args)]
pub(crate) struct AtOption {
    /// As if it were this time: RFC 3339, or a date for 00:00 UTC of that day [default: now]
    #[arg(long = "at", value_name = "TIME", value_parser = instant)]
    at: Option<Instant>,
}

impl AtOption {
    /// The time.
    pub(crate) fn get(&self) -> Instant {
        self.at.unwrap_or_else(crate::machine::now)
    }
}

/// The roles by their names.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RoleName {
    /// Signs the next root
    Root,
    /// Signs sets
    Set,
    /// Signs timestamps
    Timestamp,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Root => Self::Root,
            RoleName::Set => Self::Set,
            RoleName::Timestamp => Self::Timestamp,
        }
    }
}

pub(crate) fn environment(name: &str) -> Result<Environment, String> {
    Environment::new(name).ok_or_else(|| "1 to 32 of a-z, 0-9 and -".to_owned())
}

const PUBLISH_HELP: &str = "\
A publisher's folder holds publisher.toml, keys/ (encrypted), draft/ (what waits for signatures), sets/ (every signed
set) and public/, which any web server can hand out.

What is drafted counts when enough keys have signed it and `timestamp` has published it:
  init    → sign (each root signer) → build → sign (set key) → timestamp
  build   → sign (set key) → timestamp
  rotate  → sign (each root signer, old and new) → timestamp
  every day: timestamp

Passphrases are typed on a terminal or read from --passphrase-file, never given as an argument.

Exit status: 0 done, 1 rules have faults or phones would refuse what is published, 64 usage,
65 bad key, passphrase, file or draft, 66 no such input, 74 input or output failed.";

const BUILD_HELP: &str = "\
The rules of --policy must pass `semafor rules lint` and their own tests; one fault, and nothing is written. Rules from
elsewhere must be readable by phones, no more.

What changes against the published set is said: keys, rules, value sets, modes, texts, and with --certificates which
certificates get another verdict, technically and in each country.

A line of --revoked names the key that signed (base64, or 16 hex digits), what the hash is of (uci, country-code-uci or
signature), and its 32 hex digits; a JSON list of such lines will do too. All files together are the whole list: what is
new is published as an addition, and what is no longer there makes a new base. None of --certificates may be hit.

Example:
  semafor publish build DIR --policy rules/policy --keys dsc-list.json --list-key dsc-list.pem --certificates samples";

const SIGN_HELP: &str = "\
On a machine without a network: take draft/root.cbor there, sign the file, and bring it back. What is signed is shown.

Examples:
  semafor publish sign root.cbor --key root-1.pem
  semafor publish sign DIR --key DIR/keys/set.pem";

const ROTATE_HELP: &str = "\
The next root must be signed by enough keys of the root before and by enough of its own.

Examples:
  semafor publish rotate DIR --role timestamp --remove DIR/keys/timestamp.pub --add timestamp-2.pub
  semafor publish rotate DIR --role root --add root-4.pub --remove root-1.pub --threshold 2";

const VERIFY_HELP: &str = "\
From the root given, or root 1, through every later root to the timestamp, the set, its indexes and every blob: each
signature, hash, size, version and date that a phone checks.

Exit status: 0 a phone takes it, 1 it refuses, 66 no such folder, 69 the server does not answer as it should.";
