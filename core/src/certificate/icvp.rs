//! The WHO International Certificate of Vaccination or Prophylaxis in its payload generations, read under the newest
//! names (protocols.md §5.2).

use ciborium::Value;
use serde::Serialize;

use super::CertificateError;
use super::fields::Fields;
use crate::instant::{CalendarDate, PartialDate};
use crate::warning::{Warning, WarningCode};

/// A person and one dose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Icvp {
    /// The generation it was written in.
    pub generation: IcvpGeneration,
    /// `n`: full name.
    pub name: Option<String>,
    /// `dob`
    pub birth_date: PartialDate,
    /// `s`: sex, as coded.
    pub sex: Option<String>,
    /// `nt` (earlier `ntl`): nationality, alpha-3.
    pub nationality: Option<String>,
    /// `id` (earlier `nid`): number of the identity document.
    pub document_id: Option<String>,
    /// `dt` at the top (earlier `ndt`): type of the identity document.
    pub document_type: Option<String>,
    /// `gn`: parent or guardian.
    pub guardian: Option<String>,
    /// `v` where it is a text: the payload's version.
    pub version: Option<String>,
    /// `d`: day of issue.
    pub issued_on: Option<CalendarDate>,
    /// The one dose.
    pub dose: IcvpDose,
}

/// The one dose of an ICVP (`vx`, earlier `v`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IcvpDose {
    /// `vp`: product.
    pub product: Option<String>,
    /// `dv` (earlier `dt`): day of the dose.
    pub date: Option<CalendarDate>,
    /// `bo`: batch.
    pub batch: Option<String>,
    /// `cn`: clinician or centre.
    pub clinician: Option<String>,
    /// `is`: issuer.
    pub issuer: Option<String>,
    /// `vls` (first generation): valid from.
    pub valid_from: Option<String>,
    /// `vle` (first generation): valid until, a day or a word such as lifetime.
    pub valid_until: Option<String>,
}

/// How the payload was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum IcvpGeneration {
    /// 2024: `v` is a map with dose number, disease, product and manufacturer.
    G0,
    /// 2025: `v` is a map with product, day and batch.
    G1,
    /// `v` is the version, `vx` the dose, its day under `dt`.
    G2,
    /// 2026: as before, the dose's day under `dv`, the day of issue under `d`.
    G3,
}

/// Reads the payload under sub-claim -6.
pub(super) fn read(value: Value, warnings: &mut Vec<Warning>) -> Result<Icvp, CertificateError> {
    let mut fields = Fields::of(value, "", warnings)?;
    let (version, dose, group) = match (fields.take("v"), fields.take("vx")) {
        (Some(dose @ Value::Map(_)), None) => (None, dose, "v"),
        (Some(Value::Text(version)), Some(dose)) => (Some(version), dose, "vx"),
        (None, Some(dose)) => (None, dose, "vx"),
        (Some(_), None) => return Err(fields.wrong("v", "a dose")),
        (None, None) => return Err(fields.wrong("vx", "a dose")),
        (Some(_), Some(_)) => return Err(fields.wrong("v", "a version")),
    };
    let mut icvp = Icvp {
        generation: IcvpGeneration::G3,
        name: fields.needed_text("n")?,
        birth_date: fields.birth_date("dob")?,
        sex: fields.text("s")?,
        nationality: either(&mut fields, "nt", "ntl")?,
        document_id: either(&mut fields, "id", "nid")?,
        document_type: either(&mut fields, "dt", "ndt")?,
        guardian: fields.text("gn")?,
        version,
        issued_on: fields.date("d")?,
        dose: IcvpDose::default(),
    };
    (icvp.generation, icvp.dose) = read_dose(dose, group, fields.warnings())?;
    note_deviations(&icvp, &mut fields);
    Ok(icvp)
}

/// A field by its newest name, else by its earlier one.
fn either(fields: &mut Fields<'_>, newest: &str, earlier: &str) -> Result<Option<String>, CertificateError> {
    let found = fields.text(newest)?;
    if found.is_some() { Ok(found) } else { fields.text(earlier) }
}

fn read_dose(
    dose: Value,
    group: &'static str,
    warnings: &mut Vec<Warning>,
) -> Result<(IcvpGeneration, IcvpDose), CertificateError> {
    let mut fields = Fields::of(dose, group, warnings)?;
    let first = ["dn", "tg", "mp", "ma", "mid"].iter().any(|name| fields.has(name));
    let generation = match (group, first, fields.has_value("dv")) {
        ("v", true, _) => IcvpGeneration::G0,
        ("v", false, _) => IcvpGeneration::G1,
        (_, _, false) => IcvpGeneration::G2,
        (_, _, true) => IcvpGeneration::G3,
    };
    let day = if generation == IcvpGeneration::G3 { "dv" } else { "dt" };
    let dose = IcvpDose {
        product: fields.needed_text("vp")?,
        date: fields.needed_date(day)?,
        batch: fields.needed_text("bo")?,
        clinician: fields.text("cn")?,
        issuer: fields.text("is")?,
        valid_from: fields.text("vls")?,
        valid_until: fields.text("vle")?,
    };
    if dose.clinician.is_none() && dose.issuer.is_none() {
        fields.warn(WarningCode::FieldMissing, "is");
    }
    Ok((generation, dose))
}

fn note_deviations(icvp: &Icvp, fields: &mut Fields<'_>) {
    if icvp.generation != IcvpGeneration::G3 {
        fields.warnings().push(WarningCode::IcvpGeneration.into());
        return;
    }
    for (field, missing) in [
        ("s", icvp.sex.is_none()),
        ("nt", icvp.nationality.is_none()),
        ("v", icvp.version.is_none()),
        ("d", icvp.issued_on.is_none()),
    ] {
        if missing {
            fields.warn(WarningCode::FieldMissing, field);
        }
    }
}
