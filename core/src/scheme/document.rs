//! A scheme as it is read: whose it is, when it is in force, its tiers in order, and the one that is left.

use serde_json::Value as Json;

use super::{Colour, RecordField, Shape};
use crate::certlogic::{ClockUse, CompileError, Expression};
use crate::instant::{DateTime, Instant, Zone};
use crate::limits;
use crate::rulebook::{MedicalWord, StaffText, Translations};
use crate::verdict::Language;

/// A colour scheme.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its id (`VN-KH`): 1 to 32 capitals, digits and hyphens.
    pub id: String,
    /// Whose it is, two capitals.
    pub country: String,
    /// The region of the country that it is for, in capitals; none means the country as a whole.
    pub region: Option<String>,
    /// The IANA name of the zone in which its times are shown (`Asia/Ho_Chi_Minh`). Nothing is computed in it.
    pub zone: String,
    /// First second in force; none means always before.
    pub effective_from: Option<Instant>,
    /// Last second in force; none means for ever.
    pub effective_to: Option<Instant>,
    /// The disease that it is about, as certificates write it (`tg`).
    pub disease: String,
    /// The value set with the products of which one dose is a complete course.
    pub single_dose: String,
    /// The value set with the products that count; none means every product.
    pub products: Option<String>,
    /// Its name by language. It stands at doors.
    pub title: Translations<StaffText>,
    /// The tiers, in the order in which they are asked: the first whose condition holds gives the colour.
    pub tiers: Vec<(Tier, Expression)>,
    /// What is left when no condition holds, the person without certificates included.
    pub default: Tier,
}

/// One colour of a scheme with everything that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The colour.
    pub colour: Colour,
    /// The shape beside it.
    pub shape: Shape,
    /// The word for it by language. It stands at doors.
    pub word: Translations<StaffText>,
    /// What it means by language, for holders.
    pub explanation: Translations,
}

/// Why a document is no scheme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemeError {
    /// A member is missing or has no usable value.
    #[error("{place}: {wanted} expected")]
    Member {
        /// Where, as a JSON pointer.
        place: String,
        /// What would have been right.
        wanted: &'static str,
    },
    /// A member that no scheme has.
    #[error("{place}: no member of a scheme")]
    Unknown {
        /// Where, as a JSON pointer.
        place: String,
    },
    /// A text for staff that names something medical.
    #[error("{place}: {because}")]
    StaffText {
        /// Where, as a JSON pointer.
        place: String,
        /// Which word.
        because: MedicalWord,
    },
    /// Two tiers with the same colour, shape or word: somebody could not tell them apart.
    #[error("{place}: another tier has the same {what}, {value}")]
    Alike {
        /// Where, as a JSON pointer.
        place: String,
        /// `colour`, `shape` or `word`.
        what: &'static str,
        /// What both have.
        value: String,
    },
    /// A condition is no CertLogic.
    #[error("{place}: {because}")]
    Logic {
        /// Where, as a JSON pointer.
        place: String,
        /// What is wrong.
        because: CompileError,
    },
    /// A condition reads something that no record has.
    #[error("{place}: reads {path}, which no person's record has")]
    Path {
        /// Where, as a JSON pointer.
        place: String,
        /// What it reads.
        path: String,
    },
    /// A condition reads the clock as a text: it would not be known when the colour changes.
    #[error("{place}: reads the validation clock as a text; read it through plusTime")]
    Clock {
        /// Where, as a JSON pointer.
        place: String,
    },
    /// It is never in force.
    #[error("in force from {from} to {to}, which is never")]
    NeverInForce {
        /// First second.
        from: Instant,
        /// Last second.
        to: Instant,
    },
}

impl SchemeError {
    /// Where it is, as a JSON pointer; empty for the whole.
    #[must_use]
    pub fn place(&self) -> &str {
        match self {
            Self::Member { place, .. }
            | Self::Unknown { place }
            | Self::StaffText { place, .. }
            | Self::Alike { place, .. }
            | Self::Logic { place, .. }
            | Self::Path { place, .. }
            | Self::Clock { place } => place,
            Self::NeverInForce { .. } => "",
        }
    }
}

const MEMBERS: &[&str] = &[
    "scheme",
    "country",
    "region",
    "zone",
    "effectiveFrom",
    "effectiveTo",
    "disease",
    "singleDose",
    "products",
    "title",
    "tiers",
    "default",
];

impl Scheme {
    /// Whether a document means to be a scheme.
    #[must_use]
    pub fn is_meant(json: &Json) -> bool {
        json.get("scheme").is_some() && json.get("tiers").is_some()
    }

    /// Reads a scheme (FORMAT.md §8.4). Whatever is misspelt is an error, since it would be taken for absent.
    ///
    /// # Errors
    /// [`SchemeError`]: the first thing that is wrong.
    pub fn read(json: &Json) -> Result<Self, SchemeError> {
        let whole = Place { json, pointer: String::new() };
        whole.only(MEMBERS)?;
        let tiers = whole.tiers()?;
        let default = whole.member("default", "the tier that is left").and_then(|place| place.tier(&[]))?;
        distinct(&tiers, &default)?;
        let scheme = Self {
            id: whole.text("scheme", is_id, "1 to 32 capitals, digits and hyphens")?,
            country: whole.text("country", is_country, "two capitals")?,
            region: whole.optional("region", |place| place.as_text(is_id, "capitals, digits and hyphens"))?,
            zone: whole.text("zone", is_zone, "an IANA zone such as Europe/Prague")?,
            effective_from: whole.optional("effectiveFrom", Place::instant)?,
            effective_to: whole.optional("effectiveTo", Place::instant)?,
            disease: whole.text("disease", is_code, "the code of a disease")?,
            single_dose: whole.text("singleDose", is_code, "the id of a value set")?,
            products: whole.optional("products", |place| place.as_text(is_code, "the id of a value set"))?,
            title: whole.staff_texts("title")?,
            tiers,
            default,
        };
        match (scheme.effective_from, scheme.effective_to) {
            (Some(from), Some(to)) if from > to => Err(SchemeError::NeverInForce { from, to }),
            _ => Ok(scheme),
        }
    }

    /// Whether it is in force at `at`.
    #[must_use]
    pub fn in_force(&self, at: Instant) -> bool {
        self.effective_from.is_none_or(|from| from <= at) && self.effective_to.is_none_or(|to| at <= to)
    }

    /// The first seconds at which it comes into force or goes out of it.
    pub(super) fn first_seconds(&self) -> impl Iterator<Item = Instant> {
        self.effective_from.into_iter().chain(self.effective_to.map(|to| to.plus_seconds(1)))
    }
}

/// A value within the document, with the place where it stands.
struct Place<'a> {
    json: &'a Json,
    pointer: String,
}

impl<'a> Place<'a> {
    fn wanted(&self, wanted: &'static str) -> SchemeError {
        SchemeError::Member { place: self.pointer.clone(), wanted }
    }

    fn get(&self, name: &str) -> Option<Self> {
        let pointer = format!("{}/{name}", self.pointer);
        self.json.get(name).map(|json| Self { json, pointer })
    }

    fn member(&self, name: &str, wanted: &'static str) -> Result<Self, SchemeError> {
        let place = format!("{}/{name}", self.pointer);
        self.get(name).ok_or(SchemeError::Member { place, wanted })
    }

    /// A member that is misspelt must not be taken for one that is absent.
    fn only(&self, members: &[&str]) -> Result<(), SchemeError> {
        let object = self.json.as_object().ok_or_else(|| self.wanted("an object"))?;
        match object.keys().find(|name| !members.contains(&name.as_str())) {
            Some(name) => Err(SchemeError::Unknown { place: format!("{}/{name}", self.pointer) }),
            None => Ok(()),
        }
    }

    fn optional<T>(
        &self,
        name: &str,
        read: impl Fn(&Self) -> Result<T, SchemeError>,
    ) -> Result<Option<T>, SchemeError> {
        self.get(name).map(|place| read(&place)).transpose()
    }

    fn text(&self, name: &str, fits: fn(&str) -> bool, wanted: &'static str) -> Result<String, SchemeError> {
        self.member(name, wanted)?.as_text(fits, wanted)
    }

    fn as_text(&self, fits: fn(&str) -> bool, wanted: &'static str) -> Result<String, SchemeError> {
        let text = self.json.as_str().filter(|text| fits(text));
        text.map(str::to_owned).ok_or_else(|| self.wanted(wanted))
    }

    /// A date-time with its zone.
    fn instant(&self) -> Result<Instant, SchemeError> {
        let read = self.json.as_str().and_then(|text| DateTime::parse(text).ok());
        let strict = read.filter(|read| read.zone == Zone::Given && !read.loose);
        strict.map(|read| read.instant).ok_or_else(|| self.wanted("an RFC 3339 time"))
    }

    /// A text in all three languages, and no other.
    fn texts(&self, name: &str) -> Result<Translations, SchemeError> {
        let wanted = "a text in each of cs, vi and en";
        let place = self.member(name, wanted)?;
        place.only(&Language::ALL.map(Language::code))?;
        for language in Language::ALL {
            let fits = |text: &str| !text.trim().is_empty() && text.len() <= limits::SCHEME_TEXT_BYTES;
            place.text(language.code(), fits, "a text of at most 1,000 bytes")?;
        }
        Ok(Translations::of_object(Some(place.json)))
    }

    fn staff_texts(&self, name: &str) -> Result<Translations<StaffText>, SchemeError> {
        let place = format!("{}/{name}", self.pointer);
        self.texts(name)?.for_staff().map_err(|because| SchemeError::StaffText { place, because })
    }

    fn tiers(&self) -> Result<Vec<(Tier, Expression)>, SchemeError> {
        let wanted = "a list of one to three tiers";
        let place = self.member("tiers", wanted)?;
        let tiers = place.json.as_array().filter(|tiers| (1..=limits::SCHEME_TIERS).contains(&tiers.len()));
        let tiers = tiers.ok_or_else(|| place.wanted(wanted))?;
        let tier = |(index, json): (usize, &'a Json)| {
            let tier = Self { json, pointer: format!("{}/{index}", place.pointer) };
            let condition = tier.member("when", "a condition")?.condition()?;
            Ok((tier.tier(&["when"])?, condition))
        };
        tiers.iter().enumerate().map(tier).collect()
    }

    fn tier(&self, beside: &[&str]) -> Result<Tier, SchemeError> {
        self.only(&[beside, &["colour", "shape", "word", "explanation"]].concat())?;
        let wanted = "black, yellow, green or red";
        let colour = self.member("colour", wanted)?;
        let shape = self.member("shape", SHAPES)?;
        Ok(Tier {
            colour: colour.json.as_str().and_then(Colour::named).ok_or_else(|| colour.wanted(wanted))?,
            shape: shape.json.as_str().and_then(Shape::named).ok_or_else(|| shape.wanted(SHAPES))?,
            word: self.staff_texts("word")?,
            explanation: self.texts("explanation")?,
        })
    }

    fn condition(&self) -> Result<Expression, SchemeError> {
        let fault = |because| SchemeError::Logic { place: self.pointer.clone(), because };
        let condition = Expression::compile(self.json).map_err(fault)?;
        let unknown = condition.paths().iter().map(|path| path.as_str()).find(|path| !is_readable(path));
        if let Some(path) = unknown {
            return Err(SchemeError::Path { place: self.pointer.clone(), path: path.to_owned() });
        }
        if condition.clock_use() == ClockUse::AsText {
            return Err(SchemeError::Clock { place: self.pointer.clone() });
        }
        Ok(condition)
    }
}

const SHAPES: &str = "circle, triangle, square, diamond, tick or cross";

/// What a condition may read: the record, the clock, value sets, and within a loop what the loop has.
fn is_readable(path: &str) -> bool {
    let of_record = path.strip_prefix("payload.").is_some_and(|field| RecordField::named(field).is_some());
    let of_loop = path.split('.').next().is_some_and(|root| ["accumulator", "current"].contains(&root));
    of_record || of_loop || path == "external.validationClock" || path.starts_with("external.valueSets.")
}

/// Colours, shapes and words must differ, so that nobody has to see colour.
fn distinct(tiers: &[(Tier, Expression)], default: &Tier) -> Result<(), SchemeError> {
    let numbered = tiers.iter().enumerate().map(|(index, (tier, _))| (format!("/tiers/{index}"), tier));
    let all: Vec<_> = numbered.chain([("/default".to_owned(), default)]).collect();
    for (index, (place, tier)) in all.iter().enumerate() {
        for (_, other) in all.iter().take(index) {
            let alike = |what, value: &str| {
                Err(SchemeError::Alike { place: format!("{place}/{what}"), what, value: value.to_owned() })
            };
            if tier.colour == other.colour {
                return alike("colour", tier.colour.name());
            }
            if tier.shape == other.shape {
                return alike("shape", tier.shape.name());
            }
            for language in Language::ALL {
                let word = |tier: &Tier| tier.word.exactly(language.code()).map(|word| word.as_str().to_lowercase());
                if word(tier) == word(other) {
                    return alike("word", &word(tier).unwrap_or_default());
                }
            }
        }
    }
    Ok(())
}

fn is_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=limits::SCHEME_ID_BYTES).contains(&text.len()) && text.bytes().all(fits)
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `Area/Place`, or `UTC`.
fn is_zone(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    text.len() <= limits::SCHEME_CODE_BYTES && text.bytes().all(fits) && (text.contains('/') || text == "UTC")
}

fn is_code(text: &str) -> bool {
    (1..=limits::SCHEME_CODE_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
