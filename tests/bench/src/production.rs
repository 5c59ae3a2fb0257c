//! Rules, value sets and keys as they were in force, read from the public test data beside the repository, and
//! certificates that those rules are about.

use std::error::Error;
use std::path::{Path, PathBuf};

use semafor_core::rulebook::Rulebook;
use semafor_core::trust::import::fingerprint;
use semafor_core::verifier::Snapshot;
use semafor_publisher::draft::{Certified, Draft};
use serde_json::Value as Json;

use crate::material::{DAY, holder, instant};

/// The time of all checks by rules: 2023-01-01T00:00:00Z.
pub const CLOCK: i64 = 1_672_531_200;

/// The files.
pub struct Production {
    /// Arrays of rules: the EU's, those about boosters, the German domestic ones.
    pub rules: [Vec<u8>; 3],
    /// The EU's value sets.
    pub value_sets: Vec<u8>,
    /// The German list of document signers.
    pub key_list: Vec<u8>,
    /// The key that verifies its signature, PEM.
    pub list_key: Vec<u8>,
}

impl Production {
    /// Reads the files; an error says which one is not there.
    pub fn read() -> Result<Self, Box<dyn Error>> {
        let rules = |name| read(&folder().join("production-rules").join(name));
        Ok(Self {
            rules: [rules("eu-rules.json")?, rules("eu-booster-rules.json")?, rules("domestic-rules.json")?],
            value_sets: read(&folder().join("valuesets/eu-value-sets.json"))?,
            key_list: read(&folder().join("trust/dsc-list-production.json"))?,
            list_key: read(&folder().join("trust/dsc-list-production.pem"))?,
        })
    }

    /// All rules, one JSON object each.
    pub fn all_rules(&self) -> Result<Vec<Json>, Box<dyn Error>> {
        let files = self.rules.iter().map(|file| serde_json::from_slice::<Vec<Json>>(file));
        Ok(files.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// The value sets, an array.
    pub fn value_sets(&self) -> Result<Json, Box<dyn Error>> {
        Ok(serde_json::from_slice(&self.value_sets)?)
    }

    /// The EU's rules and value sets, added to the keys of `snapshot`.
    pub fn with_eu_rules(&self, snapshot: Snapshot) -> Result<Snapshot, Box<dyn Error>> {
        let [eu, ..] = &self.rules;
        with_rules(snapshot, &[eu, &self.value_sets])
    }
}

/// Parses the rules and value sets of these files and adds them to the keys of `snapshot`.
pub fn with_rules(snapshot: Snapshot, files: &[&Vec<u8>]) -> Result<Snapshot, Box<dyn Error>> {
    let documents = files.iter().map(|file| serde_json::from_slice(file)).collect::<Result<Vec<Json>, _>>()?;
    let rulebook = Rulebook::read(&documents).map_err(|(file, error)| format!("rule file {file}: {error}"))?;
    let contents: Vec<u8> = files.iter().flat_map(|file| fingerprint(file)).collect();
    Ok(snapshot.with_rules(rulebook, &fingerprint(&contents)))
}

/// A certificate about `certified`, issued in the year before [`CLOCK`] to the person with this number.
pub fn draft(number: u32, certified: Certified) -> Draft {
    Draft {
        holder: holder(number),
        country: "CZ".to_owned(),
        issued_at: instant(CLOCK - 30 * DAY),
        expires_at: instant(CLOCK + 335 * DAY),
        identifier: format!("CZ:BENCH{number:020}#K"),
        certified,
    }
}

/// Dose `dose` of `doses` of the commonest vaccine, on this day (`YYYY-MM-DD`).
pub fn vaccination(dose: i64, doses: i64, day: &str) -> Certified {
    Certified::Vaccination { product: "EU/1/20/1528".to_owned(), dose, doses, date: day.to_owned() }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata")
}

#[expect(clippy::disallowed_methods, reason = "a bench reads its material; core does not")]
fn read(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
