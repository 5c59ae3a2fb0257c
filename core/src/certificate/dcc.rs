//! The EU Digital COVID Certificate's payload (eu-dcc-schema 1.0.0 to 1.3.3; protocols.md §1.5–1.8).
//!
//! One tolerant reading for all versions; where a version is stricter than the reading, a warning says so.

use ciborium::Value;
use serde::Serialize;

use super::CertificateError;
use super::fields::Fields;
use crate::instant::{CalendarDate, Instant, PartialDate};
use crate::warning::{Warning, WarningCode};

/// A person and one thing certified about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dcc {
    /// The payload's version, as written.
    pub version: Option<String>,
    /// The holder's name.
    pub name: PersonName,
    /// The holder's date of birth.
    pub birth_date: PartialDate,
    /// The one thing certified.
    #[serde(flatten)]
    pub entry: Entry,
}

/// A name twice: as written, and transliterated to `A`–`Z` and `<` (ICAO 9303).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonName {
    /// `fn`
    pub family: Option<String>,
    /// `gn`
    pub given: Option<String>,
    /// `fnt`
    pub family_standard: Option<String>,
    /// `gnt`
    pub given_standard: Option<String>,
}

impl PersonName {
    /// Given name, family name; the transliterated ones where the written ones are missing.
    #[must_use]
    pub fn display(&self) -> String {
        let part = |written: &Option<String>, standard: &Option<String>| {
            let written = written.as_deref().filter(|name| !name.trim().is_empty()).map(str::to_owned);
            written.or_else(|| standard.as_deref().map(|name| name.replace('<', " "))).unwrap_or_default()
        };
        let given = part(&self.given, &self.given_standard);
        let family = part(&self.family, &self.family_standard);
        format!("{given} {family}").trim().to_owned()
    }
}

/// The one thing a certificate certifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// A vaccination.
    Vaccination(Vaccination),
    /// A test.
    Test(Test),
    /// A recovery.
    Recovery(Recovery),
}

impl Entry {
    /// The certificate identifier (`ci`, UVCI), exactly as written.
    #[must_use]
    pub fn identifier(&self) -> Option<&str> {
        match self {
            Self::Vaccination(vaccination) => vaccination.identifier.as_deref(),
            Self::Test(test) => test.identifier.as_deref(),
            Self::Recovery(recovery) => recovery.identifier.as_deref(),
        }
    }

    /// The country where it happened (`co`).
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        match self {
            Self::Vaccination(vaccination) => vaccination.country.as_deref(),
            Self::Test(test) => test.country.as_deref(),
            Self::Recovery(recovery) => recovery.country.as_deref(),
        }
    }
}

/// One vaccination (`v`). Codes are those of the EU value sets; an unknown one is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Vaccination {
    /// `tg`: disease or agent targeted.
    pub disease: Option<String>,
    /// `vp`: vaccine or prophylaxis.
    pub prophylaxis: Option<String>,
    /// `mp`: medicinal product.
    pub product: Option<String>,
    /// `ma`: marketing authorisation holder or manufacturer.
    pub manufacturer: Option<String>,
    /// `dn`: number of the dose.
    pub dose: Option<i64>,
    /// `sd`: doses in the series.
    pub doses: Option<i64>,
    /// `dt`: day of the vaccination.
    pub date: Option<CalendarDate>,
    /// `co`: country of the vaccination.
    pub country: Option<String>,
    /// `is`: who issued the certificate.
    pub certificate_issuer: Option<String>,
    /// `ci`: certificate identifier (UVCI).
    pub identifier: Option<String>,
}

/// One test (`t`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Test {
    /// `tg`: disease or agent targeted.
    pub disease: Option<String>,
    /// `tt`: type of test.
    pub test_type: Option<String>,
    /// `nm`: name of the test.
    pub test_name: Option<String>,
    /// `ma`: device identifier.
    pub device: Option<String>,
    /// `sc`: when the sample was taken.
    pub sampled_at: Option<Instant>,
    /// `tr`: result.
    pub result: Option<String>,
    /// `tc`: testing centre.
    pub centre: Option<String>,
    /// `co`: country of the test.
    pub country: Option<String>,
    /// `is`: who issued the certificate.
    pub certificate_issuer: Option<String>,
    /// `ci`: certificate identifier (UVCI).
    pub identifier: Option<String>,
}

/// One recovery (`r`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recovery {
    /// `tg`: disease or agent the holder recovered from.
    pub disease: Option<String>,
    /// `fr`: day of the first positive test.
    pub first_positive: Option<CalendarDate>,
    /// `co`: country of the test.
    pub country: Option<String>,
    /// `is`: who issued the certificate.
    pub certificate_issuer: Option<String>,
    /// `df`: valid from.
    pub valid_from: Option<CalendarDate>,
    /// `du`: valid until.
    pub valid_until: Option<CalendarDate>,
    /// `ci`: certificate identifier (UVCI).
    pub identifier: Option<String>,
}

/// Reads the payload under sub-claim 1.
pub(super) fn read(value: Value, warnings: &mut Vec<Warning>) -> Result<Dcc, CertificateError> {
    let mut fields = Fields::of(value, "", warnings)?;
    let version = fields.needed_text("ver")?;
    let birth_date = fields.birth_date("dob")?;
    check_version(version.as_deref(), birth_date, &mut fields);
    let name = fields.take("nam");
    let entry = take_entry(&mut fields)?;
    let warnings = fields.warnings();
    let name = read_name(name, version.as_deref(), warnings)?;
    let entry = match entry {
        (Group::Vaccination, value) => Entry::Vaccination(read_vaccination(value, warnings)?),
        (Group::Test, value) => Entry::Test(read_test(value, warnings)?),
        (Group::Recovery, value) => Entry::Recovery(read_recovery(value, warnings)?),
    };
    Ok(Dcc { version, name, birth_date, entry })
}

#[derive(Clone, Copy)]
enum Group {
    Vaccination,
    Test,
    Recovery,
}

/// The one entry, wherever it stands. Unused groups are absent, null or empty.
fn take_entry(fields: &mut Fields<'_>) -> Result<(Group, Value), CertificateError> {
    let mut entries = Vec::new();
    for (name, group) in [("v", Group::Vaccination), ("t", Group::Test), ("r", Group::Recovery)] {
        let present = fields.has(name);
        let before = entries.len();
        match fields.take(name) {
            None => {}
            Some(Value::Array(items)) => entries.extend(items.into_iter().map(|item| (group, item))),
            Some(_) => return Err(fields.wrong(name, "an array")),
        }
        if present && entries.len() == before {
            fields.warn(WarningCode::GroupEmpty, name);
        }
    }
    let found = entries.len();
    match entries.pop() {
        Some(entry) if found == 1 => Ok(entry),
        _ => Err(CertificateError::Entries { found }),
    }
}

fn read_name(
    name: Option<Value>,
    version: Option<&str>,
    warnings: &mut Vec<Warning>,
) -> Result<PersonName, CertificateError> {
    let Some(name) = name else {
        warnings.push(Warning::at(WarningCode::FieldMissing, "nam"));
        return Ok(PersonName { family: None, given: None, family_standard: None, given_standard: None });
    };
    let mut fields = Fields::of(name, "nam", warnings)?;
    let name = PersonName {
        family: fields.text("fn")?,
        given: fields.text("gn")?,
        family_standard: fields.text("fnt")?,
        given_standard: fields.text("gnt")?,
    };
    // From 1.3.2 on, one of the two is enough.
    let either_will_do = version.is_none_or(|version| matches!(version, "1.3.2" | "1.3.3"));
    if name.family_standard.is_none() && !(either_will_do && name.given_standard.is_some()) {
        fields.warn(WarningCode::FieldMissing, "fnt");
    }
    for (field, standard) in [("fnt", &name.family_standard), ("gnt", &name.given_standard)] {
        let odd = |byte: u8| !(byte.is_ascii_uppercase() || byte == b'<');
        if standard.as_deref().is_some_and(|standard| standard.bytes().any(odd)) {
            fields.warn(WarningCode::NameForm, field);
        }
    }
    Ok(name)
}

fn read_vaccination(value: Value, warnings: &mut Vec<Warning>) -> Result<Vaccination, CertificateError> {
    let mut fields = Fields::of(value, "v", warnings)?;
    let vaccination = Vaccination {
        disease: fields.needed_text("tg")?,
        prophylaxis: fields.needed_text("vp")?,
        product: fields.needed_text("mp")?,
        manufacturer: fields.needed_text("ma")?,
        dose: fields.needed_number("dn")?,
        doses: fields.needed_number("sd")?,
        date: fields.needed_date("dt")?,
        country: country(&mut fields)?,
        certificate_issuer: fields.needed_text("is")?,
        identifier: identifier(&mut fields)?,
    };
    for (field, number) in [("dn", vaccination.dose), ("sd", vaccination.doses)] {
        if number.is_some_and(|number| number < 1) {
            fields.warn(WarningCode::FieldRange, field);
        }
    }
    Ok(vaccination)
}

fn read_test(value: Value, warnings: &mut Vec<Warning>) -> Result<Test, CertificateError> {
    let mut fields = Fields::of(value, "t", warnings)?;
    Ok(Test {
        disease: fields.needed_text("tg")?,
        test_type: fields.needed_text("tt")?,
        test_name: fields.text("nm")?,
        device: fields.text("ma")?,
        sampled_at: fields.needed_time("sc")?,
        result: fields.needed_text("tr")?,
        centre: fields.text("tc")?,
        country: country(&mut fields)?,
        certificate_issuer: fields.needed_text("is")?,
        identifier: identifier(&mut fields)?,
    })
}

fn read_recovery(value: Value, warnings: &mut Vec<Warning>) -> Result<Recovery, CertificateError> {
    let mut fields = Fields::of(value, "r", warnings)?;
    Ok(Recovery {
        disease: fields.needed_text("tg")?,
        first_positive: fields.needed_date("fr")?,
        country: country(&mut fields)?,
        certificate_issuer: fields.needed_text("is")?,
        valid_from: fields.needed_date("df")?,
        valid_until: fields.needed_date("du")?,
        identifier: identifier(&mut fields)?,
    })
}

fn country(fields: &mut Fields<'_>) -> Result<Option<String>, CertificateError> {
    let country = fields.needed_text("co")?;
    let regular = |code: &str| code.len() <= 10 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if country.as_deref().is_some_and(|code| !regular(code)) {
        fields.warn(WarningCode::FieldRange, "co");
    }
    Ok(country)
}

/// The prefix is missing in the wild, and check characters are mostly wrong: neither is a reason to refuse.
fn identifier(fields: &mut Fields<'_>) -> Result<Option<String>, CertificateError> {
    let identifier = fields.needed_text("ci")?;
    let unprefixed =
        |identifier: &str| !identifier.get(..9).is_some_and(|prefix| prefix.eq_ignore_ascii_case("URN:UVCI:"));
    if identifier.as_deref().is_some_and(unprefixed) {
        fields.warn(WarningCode::UvciForm, "ci");
    }
    Ok(identifier)
}

/// Versions that were published (protocols.md §1.5).
const VERSIONS: [&str; 9] = ["1.0.0", "1.0.1", "1.1.0", "1.2.0", "1.2.1", "1.3.0", "1.3.1", "1.3.2", "1.3.3"];

fn check_version(version: Option<&str>, birth_date: PartialDate, fields: &mut Fields<'_>) {
    let Some(version) = version else { return };
    if !VERSIONS.contains(&version) {
        fields.warn(WarningCode::VersionUnknown, "ver");
    }
    let partial = matches!(birth_date, PartialDate::Year(_) | PartialDate::Month(..));
    if partial && version.starts_with("1.0.") {
        fields.warn(WarningCode::BirthDatePartial, "dob");
    }
}
