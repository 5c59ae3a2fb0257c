//! Modes: which certificates and combinations count for a purpose (design §3). They are data, as rules are.

use serde::Serialize;
use serde_json::Value as Json;

use super::texts::{StaffText, Translations};
use super::{RuleError, rule};
use crate::certificate::CertificateKind;
use crate::certlogic::Expression;
use crate::limits;

/// A purpose for which certificates are shown (`2G+`).
#[derive(Clone, Debug)]
pub struct Mode {
    /// Its id, as it is asked for. It stands at doors, so it names nothing medical.
    pub id: StaffText,
    /// What holders are told of it.
    pub texts: ModeTexts,
    /// The country whose acceptance rules judge, where it is not the one asked about.
    pub rules_of: Option<String>,
    /// What is enough: any one of these.
    pub combinations: Vec<Vec<Slot>>,
}

/// A mode in words, for holders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModeTexts {
    /// Its name by language.
    pub title: Translations,
    /// What it asks for by language.
    pub description: Translations,
}

/// One certificate of a combination.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its type.
    pub kind: CertificateKind,
    /// What must be true of it beside its rules.
    pub condition: Option<Expression>,
}

impl Mode {
    /// Reads `{"mode", "title", "description", "rulesOf"?, "combinations": [[{"certificateType", "condition"?}]]}`.
    ///
    /// # Errors
    /// [`RuleError`]: the first member that is missing or of no use.
    pub fn read(json: &Json) -> Result<Self, RuleError> {
        only(json, &["mode", "title", "description", "rulesOf", "combinations"], "mode")?;
        let wrong = RuleError::Member { member: "combinations" };
        let combinations = json.get("combinations").and_then(Json::as_array).ok_or(wrong.clone())?;
        if combinations.is_empty() || combinations.len() > limits::MODE_COMBINATIONS {
            return Err(wrong);
        }
        Ok(Self {
            id: StaffText::parse(rule::text(json, "mode")?.to_owned())?,
            texts: ModeTexts {
                title: Translations::of_object(json.get("title")),
                description: Translations::of_object(json.get("description")),
            },
            rules_of: json.get("rulesOf").map(|_| rule::text(json, "rulesOf").map(str::to_owned)).transpose()?,
            combinations: combinations.iter().map(combination).collect::<Result<_, _>>()?,
        })
    }
}

/// A member that is misspelt must not be taken for one that is absent.
fn only(json: &Json, members: &[&str], whole: &'static str) -> Result<(), RuleError> {
    let mut named = json.as_object().into_iter().flat_map(|object| object.keys());
    if named.all(|name| members.contains(&name.as_str())) { Ok(()) } else { Err(RuleError::Member { member: whole }) }
}

fn combination(json: &Json) -> Result<Vec<Slot>, RuleError> {
    let slots = json.as_array().map(Vec::as_slice).unwrap_or_default();
    if slots.is_empty() || slots.len() > limits::TEXTS_PER_CHECK {
        return Err(RuleError::Member { member: "combinations" });
    }
    slots.iter().map(slot).collect()
}

fn slot(json: &Json) -> Result<Slot, RuleError> {
    only(json, &["certificateType", "condition"], "combinations")?;
    let name = rule::text(json, "certificateType")?;
    let kind = rule::kind(name).ok_or(RuleError::Member { member: "certificateType" })?;
    let condition = json.get("condition").map(Expression::compile).transpose()?;
    Ok(Slot { kind, condition })
}
