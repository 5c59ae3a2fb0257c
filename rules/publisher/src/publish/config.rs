//! `publisher.toml`: how long signatures count, and how long data can be relied upon.

use std::collections::BTreeMap;

use semafor_core::bundle::{Environment, Kind};
use semafor_core::revocation::PrefixBits;
use semafor_core::verifier::FreshnessLimits;
use serde::Deserialize;

/// What the publisher's directory is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Bound into every signature.
    pub environment: Environment,
    /// Seconds for which a timestamp counts.
    pub timestamp_seconds: i64,
    /// Seconds for which a set counts.
    pub set_seconds: i64,
    /// Seconds for which a root counts.
    pub root_seconds: i64,
    /// Bits that lists of our own keep of each hash.
    pub revocation_bits: PrefixBits,
    freshness: BTreeMap<String, FreshnessLimits>,
}

/// Why the file is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No TOML, or other fields.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// No name of an environment.
    #[error("environment {found:?}: 1 to 32 of a-z, 0-9 and - are wanted")]
    Environment {
        /// As written.
        found: String,
    },
    /// A lifetime that is none.
    #[error("[lifetime-days] {name} = {days}: 1 to 36500 are wanted")]
    Lifetime {
        /// Whose.
        name: &'static str,
        /// As written.
        days: i64,
    },
    /// More or fewer bits than a hash has.
    #[error("[revocation] bits = {bits}: 8 to 128 are wanted")]
    Bits {
        /// As written.
        bits: u8,
    },
    /// Limits that are none, or of a kind that there is not.
    #[error("[freshness-hours] {kind}: [ageing, stale, dead] are wanted, each at least as long as the one before")]
    Freshness {
        /// The kind.
        kind: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    environment: String,
    lifetime_days: Lifetimes,
    freshness_hours: BTreeMap<String, [i64; 3]>,
    #[serde(default)]
    revocation: Lists,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lifetimes {
    timestamp: i64,
    set: i64,
    root: i64,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    bits: Option<u8>,
}

/// The kinds that are published.
pub const KINDS: [Kind; 7] =
    [Kind::Keys, Kind::Rules, Kind::ValueSets, Kind::Modes, Kind::Texts, Kind::Schemes, Kind::Revocation];

impl Config {
    /// Reads the file.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let Written { environment, lifetime_days, freshness_hours, revocation } = toml::from_str(text)?;
        let no_environment = || ConfigError::Environment { found: environment.clone() };
        let bits = revocation.bits.unwrap_or(PrefixBits::USUAL.get());
        let mut freshness = BTreeMap::new();
        for kind in freshness_hours.keys().map(String::as_str).chain(KINDS.iter().map(Kind::name)) {
            let wrong = || ConfigError::Freshness { kind: kind.to_owned() };
            let known = KINDS.iter().any(|known| known.name() == kind);
            let hours = freshness_hours.get(kind).filter(|_| known).ok_or_else(wrong)?;
            let [ageing, stale, dead] = hours.map(|hours| hours.saturating_mul(3_600));
            freshness.insert(kind.to_owned(), FreshnessLimits::new(ageing, stale, dead).ok_or_else(wrong)?);
        }
        Ok(Self {
            environment: Environment::new(&environment).ok_or_else(no_environment)?,
            timestamp_seconds: seconds("timestamp", lifetime_days.timestamp)?,
            set_seconds: seconds("set", lifetime_days.set)?,
            root_seconds: seconds("root", lifetime_days.root)?,
            revocation_bits: PrefixBits::new(bits).ok_or(ConfigError::Bits { bits })?,
            freshness,
        })
    }

    /// How long data of a kind can be relied upon.
    #[must_use]
    pub fn freshness(&self, kind: &Kind) -> Option<FreshnessLimits> {
        self.freshness.get(kind.name()).copied()
    }

    /// A file with the usual values, each with its reason.
    #[must_use]
    pub fn template(environment: &Environment) -> String {
        TEMPLATE.replace("ENVIRONMENT", environment.as_str())
    }
}

fn seconds(name: &'static str, days: i64) -> Result<i64, ConfigError> {
    let fits = (1..=36_500).contains(&days);
    if fits { Ok(days.saturating_mul(86_400)) } else { Err(ConfigError::Lifetime { name, days }) }
}

const TEMPLATE: &str = r#"# The world that this set belongs to. It is part of every signature: a phone of one environment takes nothing of
# another. Do not change it once anything is signed.
environment = "ENVIRONMENT"

# How many days a phone takes a file after it was signed.
[lifetime-days]
# Whoever keeps phones from the network can show them an old timestamp for this long. Sign one every day; seven days
# let the publisher be absent over a long holiday.
timestamp = 7
# Signed when something changes, and once a quarter at the latest.
set = 90
# Its signers have to meet. Begin the next root when half of this is over.
root = 730

# Hours since the last timestamp after which data is ageing (counts, with a warning), stale (nothing is decided by it)
# and dead (counts as absent).
[freshness-hours]
# A new key is missed at once by travellers who hold a certificate of it. A phone that was online once in the last two
# days sees no warning, and a week without a network ends no border post.
keys = [48, 168, 720]
# Rules are announced days ahead and carry their own dates. Value sets, modes and texts belong to them.
rules = [48, 168, 720]
valuesets = [48, 168, 720]
modes = [48, 168, 720]
texts = [48, 168, 720]
# A colour is shown to its holder; no door depends on it.
scheme = [168, 720, 2160]
# A revoked certificate is accepted until the list arrives.
revocation = [24, 72, 336]

# Bits kept of each hash in lists of our own (--revoked). With 64, one certificate in two million million is found among
# ten million revoked ones by mistake; more bits are kept by themselves where a certificate known to be good is hit.
[revocation]
bits = 64
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> String {
        Config::template(&Environment::new("test").unwrap())
    }

    #[test]
    fn the_template_is_a_configuration() {
        let config = Config::parse(&template()).unwrap();
        assert_eq!((config.environment.as_str(), config.timestamp_seconds), ("test", 604_800));
        assert_eq!((config.set_seconds, config.root_seconds), (7_776_000, 63_072_000));
        let keys = config.freshness(&Kind::Keys).unwrap();
        assert_eq!((keys.ageing(), keys.stale(), keys.dead()), (172_800, 604_800, 2_592_000));
        assert!(config.freshness(&Kind::Other("new".to_owned())).is_none());
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        for (old, new, words) in [
            ("\"test\"", "\"Test\"", "environment \"Test\""),
            ("timestamp = 7", "timestamp = 0", "timestamp = 0"),
            ("[24, 72, 336]", "[24, 12, 336]", "revocation"),
            ("bits = 64", "bits = 7", "[revocation] bits = 7"),
            ("scheme =", "schema =", "schem"),
            ("set = 90", "sets = 90", "sets"),
            ("environment =", "environment", "environment"),
        ] {
            let error = Config::parse(&template().replacen(old, new, 1)).unwrap_err().to_string();
            assert!(error.contains(words), "{new}: {error}");
        }
    }
}
