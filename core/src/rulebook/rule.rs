//! One rule: its envelope (protocols.md §3.3) and its compiled logic.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::RuleSubject;
use super::texts::{MedicalWord, StaffText, Translations};
use crate::certificate::CertificateKind;
use crate::certlogic::{CompileError, Expression};
use crate::instant::{DateTime, Instant};

/// A rule as it stands in the rulebook. What this engine cannot evaluate is kept: such a rule is open.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `VR-CZ-0001`
    pub identifier: String,
    /// Its version; the highest of those in force counts.
    pub version: Version,
    /// What it decides.
    pub rule_type: RuleType,
    /// Whose rule it is, two capitals; `XW` for WHO certificates anywhere.
    pub country: String,
    /// A region of it in capitals, or empty.
    pub region: String,
    /// Which certificates it is about.
    pub subject: RuleSubject,
    /// First second in force.
    pub valid_from: Instant,
    /// Last second in force.
    pub valid_to: Instant,
    /// The least payload version it was written for.
    pub schema_version: Version,
    /// What it demands, for holders.
    pub descriptions: Translations,
    /// What staff are told when it is not fulfilled.
    pub staff: Translations<StaffText>,
    /// The logic, or why it cannot be evaluated here.
    pub logic: Result<Expression, RuleError>,
}

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleType {
    /// Whether a country lets the holder in.
    Acceptance,
    /// Whether the issuing country still stands by the certificate: true means that it does.
    Invalidation,
    /// Anything else: loaded, and without a part in verdicts.
    Other,
}

/// A semantic version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// Reads `1.2.3`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain =
            |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'));
        if !text.split('.').all(plain) {
            return None;
        }
        let mut parts = text.split('.').map(str::parse);
        let version = Self(parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        parts.next().is_none().then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(major, minor, patch) = self;
        write!(out, "{major}.{minor}.{patch}")
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Why a rule is none, or cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A member is missing or has no usable value.
    #[error("{member} is missing or of no use")]
    Member {
        /// Which.
        member: &'static str,
    },
    /// A text for staff that names something medical.
    #[error(transparent)]
    StaffText(#[from] MedicalWord),
    /// The same rule, value set, mode or text stands twice and says different things.
    #[error("{what} stands twice, and says different things")]
    Twice {
        /// Its id.
        what: String,
    },
    /// More rules or value sets than are read.
    #[error("{found} of a kind, at most {most} are read")]
    TooMany {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// A value set without its values.
    #[error("a value set without values")]
    ValueSet,
    /// Written for another engine, or a later version of this one.
    #[error("written for {engine} {version}, this is CERTLOGIC {supported}")]
    Engine {
        /// Its engine.
        engine: String,
        /// Its version.
        version: String,
        /// The latest that is understood.
        supported: Version,
    },
    /// Its logic is no CertLogic.
    #[error("its logic: {0}")]
    Logic(#[from] CompileError),
}

/// The latest version of the language that is understood.
const SUPPORTED: Version = Version(1, 3, 3);

/// The country of rules that hold wherever one goes: the WHO's.
pub(super) const EVERYWHERE: &str = "XW";

impl Rule {
    /// Reads a rule as the EU's rule service publishes it.
    ///
    /// # Errors
    /// [`RuleError::Member`] when the envelope does not say which rule it is, whose, and when it is in force.
    pub fn read(json: &Json) -> Result<Self, RuleError> {
        let version = |member| text(json, member).and_then(|text| Version::parse(text).ok_or(wrong(member)));
        let time = |member| text(json, member).and_then(|text| DateTime::parse(text).map_err(|_| wrong(member)));
        Ok(Self {
            identifier: text(json, "Identifier")?.to_owned(),
            version: version("Version")?,
            rule_type: rule_type(text(json, "Type")?)?,
            country: text(json, "Country")?.to_ascii_uppercase(),
            region: region(json.get("Region"))?,
            subject: match text(json, "CertificateType")? {
                "General" => RuleSubject::General,
                name => RuleSubject::Kind(kind(name).ok_or(wrong("CertificateType"))?),
            },
            valid_from: time("ValidFrom")?.instant,
            valid_to: time("ValidTo")?.instant,
            schema_version: version("SchemaVersion")?,
            descriptions: Translations::of_descriptions(json.get("Description")),
            staff: Translations::default(),
            logic: logic(json),
        })
    }

    /// Who issued a certificate may take it back wherever it is shown, and the WHO's rules hold everywhere.
    pub(super) fn knows_no_region(&self) -> bool {
        self.rule_type == RuleType::Invalidation || self.country == EVERYWHERE
    }

    /// Whether it is about certificates of this kind.
    pub(super) fn concerns(&self, kind: CertificateKind) -> bool {
        match self.subject {
            RuleSubject::General => kind != CertificateKind::Icvp,
            RuleSubject::Kind(own) => own == kind,
        }
    }
}

/// A type that differs from a known one in its letters' case alone is a slip, and none of its own.
fn rule_type(name: &str) -> Result<RuleType, RuleError> {
    match name {
        "Acceptance" => Ok(RuleType::Acceptance),
        "Invalidation" => Ok(RuleType::Invalidation),
        name if ["acceptance", "invalidation"].contains(&name.to_ascii_lowercase().trim()) => Err(wrong("Type")),
        _ => Ok(RuleType::Other),
    }
}

fn region(json: Option<&Json>) -> Result<String, RuleError> {
    match json {
        None | Some(Json::Null) => Ok(String::new()),
        Some(Json::String(region)) => Ok(region.trim().to_ascii_uppercase()),
        Some(_) => Err(wrong("Region")),
    }
}

fn logic(json: &Json) -> Result<Expression, RuleError> {
    let (engine, version) = (text(json, "Engine")?, text(json, "EngineVersion")?);
    let known = engine == "CERTLOGIC" && Version::parse(version).is_some_and(|version| version <= SUPPORTED);
    if !known {
        return Err(RuleError::Engine { engine: engine.to_owned(), version: version.to_owned(), supported: SUPPORTED });
    }
    Ok(Expression::compile(json.get("Logic").ok_or(wrong("Logic"))?)?)
}

/// The certificate type that rules and modes write so.
pub(super) fn kind(name: &str) -> Option<CertificateKind> {
    match name {
        "Vaccination" => Some(CertificateKind::Vaccination),
        "Test" => Some(CertificateKind::Test),
        "Recovery" => Some(CertificateKind::Recovery),
        "ICVP" => Some(CertificateKind::Icvp),
        _ => None,
    }
}

pub(super) fn text<'a>(json: &'a Json, member: &'static str) -> Result<&'a str, RuleError> {
    json.get(member).and_then(Json::as_str).ok_or(wrong(member))
}

fn wrong(member: &'static str) -> RuleError {
    RuleError::Member { member }
}
