//! What fits into a line: fields, dates, numbers, lists, and comparisons of them.

use semafor_core::verdict::Language;
use serde_json::Value as Json;

use super::as_it_stands;
use super::phrases::{PHRASES, Phrase, fill, say};
use crate::fields::field;
use crate::logic::{CLOCK, Part, is_comparison};
use crate::shown;

/// Something that is true or false, as part of a line.
pub(super) fn truth(json: &Json, language: Language) -> String {
    Inline { language, deeper: DEEPEST }.truth(json)
}

/// One comparison in words.
pub(crate) fn comparison(operator: &str, left: &Json, right: &Json, language: Language) -> String {
    Inline { language, deeper: DEEPEST }.comparison(operator, left, right)
}

/// What is nested deeper than this within one line is shown as it stands; nobody could follow the words.
const DEEPEST: usize = 8;

#[derive(Clone, Copy)]
struct Inline {
    language: Language,
    deeper: usize,
}

impl Inline {
    fn truth(self, json: &Json) -> String {
        let Some(inner) = self.inner() else { return as_it_stands(json) };
        match Part::of(json) {
            Part::Var(path) => {
                let article =
                    if self.language == Language::En && is_named(path) { article(&self.field(json)) } else { "" };
                self.filled(PHRASES.present, &[&format!("{article}{}", self.field(json))])
            }
            Part::Operation("!", [operand]) => match Part::of(operand) {
                Part::Var(_) => self.filled(PHRASES.missing, &[&self.field(operand)]),
                _ => self.filled(PHRASES.not_inline, &[&inner.truth(operand)]),
            },
            Part::Operation("and", operands) => {
                let operands: Vec<_> = operands.iter().map(|operand| inner.truth(operand)).collect();
                format!("({})", operands.join(say(PHRASES.and, self.language)))
            }
            Part::Operation(operator, operands) if is_comparison(operator) => {
                let pairs = operands.iter().zip(operands.iter().skip(1));
                let pairs = pairs.map(|(left, right)| inner.comparison(operator, left, right));
                let also = |so_far: String, next: String| self.filled(PHRASES.and_also, &[&so_far, &next]);
                pairs.reduce(also).unwrap_or_else(|| as_it_stands(json))
            }
            _ => self.value(json),
        }
    }

    fn comparison(self, operator: &str, left: &Json, right: &Json) -> String {
        let phrase = match (operator, right) {
            ("===", _) if is_literal(left) || is_literal(right) => PHRASES.equal,
            ("===", _) => PHRASES.same,
            (">", _) => PHRASES.greater,
            ("<", _) => PHRASES.less,
            (">=", _) => PHRASES.at_least,
            ("<=", _) => PHRASES.at_most,
            ("after", _) => PHRASES.after,
            ("before", _) => PHRASES.before,
            ("not-before", _) => PHRASES.not_before,
            ("not-after", _) => PHRASES.not_after,
            (_, Json::Array(_)) => PHRASES.among,
            _ => PHRASES.in_list,
        };
        self.filled(phrase, &[&self.value(left), &self.value(right)])
    }

    fn value(self, json: &Json) -> String {
        let Some(inner) = self.inner() else { return as_it_stands(json) };
        match Part::of(json) {
            Part::Var(path) => {
                let article = if self.language == Language::En && is_named(path) { "the " } else { "" };
                format!("{article}{}", self.field(json))
            }
            Part::List(items) => items.iter().map(|item| inner.value(item)).collect::<Vec<_>>().join(", "),
            Part::Literal => literal(json, self.language),
            Part::Unknown => as_it_stands(json),
            Part::Operation(operator, operands) => inner
                .operation(operator, operands)
                .unwrap_or_else(|| if is_truth(operator) { inner.truth(json) } else { as_it_stands(json) }),
        }
    }

    fn operation(self, operator: &str, operands: &[Json]) -> Option<String> {
        let filled = |phrase: Phrase, values: &[&str]| Some(self.filled(phrase, values));
        match (operator, operands) {
            ("plusTime", [from, amount, unit]) => {
                let (amount, unit) = (amount.as_i64()?, unit.as_str()?);
                if amount == 0 {
                    return Some(self.value(from));
                }
                let phrase = if amount < 0 { PHRASES.earlier } else { PHRASES.later };
                filled(phrase, &[&self.value(from), &duration(amount.unsigned_abs(), unit, self.language)])
            }
            ("+", [left, right]) => filled(PHRASES.sum, &[&self.value(left), &self.value(right)]),
            ("extractFromUVCI", [from, index]) => {
                filled(PHRASES.part_of, &[&index.as_i64()?.saturating_add(1).to_string(), &self.value(from)])
            }
            ("dccDateOfBirth", [from]) => filled(PHRASES.last_day, &[&self.value(from)]),
            ("reduce", [list, step, initial]) => {
                filled(PHRASES.reduced, &[&self.value(initial), &self.value(list), &self.value(step)])
            }
            ("if", [guard, then, otherwise]) => {
                filled(PHRASES.choice, &[&self.truth(guard), &self.value(then), &self.value(otherwise)])
            }
            _ => None,
        }
    }

    /// A field by its name with its path, a value set by its id, or the path alone.
    fn field(self, json: &Json) -> String {
        let Part::Var(path) = Part::of(json) else { return as_it_stands(json) };
        if path.is_empty() {
            return say(PHRASES.everything, self.language).to_owned();
        }
        if let Some(set) = path.strip_prefix("external.valueSets.") {
            return self.filled(PHRASES.value_set, &[set]);
        }
        if let Some((field, index)) = field(path) {
            let name = field.words(self.language);
            if path == CLOCK {
                return name.to_owned();
            }
            let number = index.saturating_add(1).to_string();
            let name = if index == 0 { name.to_owned() } else { self.filled(PHRASES.entry, &[name, &number]) };
            return format!("{name} ({path})");
        }
        let scope = match first_fragment(path) {
            "current" => PHRASES.current,
            "accumulator" => PHRASES.accumulator,
            _ => return path.to_owned(),
        };
        let scope = say(scope, self.language);
        if path.contains('.') { format!("{scope} ({path})") } else { scope.to_owned() }
    }

    fn filled(self, phrase: Phrase, values: &[&str]) -> String {
        fill(say(phrase, self.language), values)
    }

    fn inner(self) -> Option<Self> {
        self.deeper.checked_sub(1).map(|deeper| Self { deeper, ..self })
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an " } else { "a " }
}

fn is_literal(json: &Json) -> bool {
    matches!(Part::of(json), Part::Literal)
}

fn is_truth(operator: &str) -> bool {
    is_comparison(operator) || matches!(operator, "and" | "!")
}

fn literal(json: &Json, language: Language) -> String {
    match json {
        Json::Bool(true) => say(PHRASES.yes, language).to_owned(),
        Json::Bool(false) => say(PHRASES.no, language).to_owned(),
        Json::String(text) => format!("\"{}\"", shown::cut(text)),
        other => other.to_string(),
    }
}

fn is_named(path: &str) -> bool {
    field(path).is_some()
        || path.is_empty()
        || first_fragment(path) == "current"
        || first_fragment(path) == "accumulator"
}

fn first_fragment(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// A number with its unit, declined where the language does so.
fn duration(amount: u64, unit: &str, language: Language) -> String {
    let unit = match (language, unit, amount) {
        (Language::Cs, "hour", 1) => "hodina",
        (Language::Cs, "hour", 2..=4) => "hodiny",
        (Language::Cs, "hour", _) => "hodin",
        (Language::Cs, "day", 1) => "den",
        (Language::Cs, "day", 2..=4) => "dny",
        (Language::Cs, "day", _) => "dní",
        (Language::Cs, "month", 1) => "měsíc",
        (Language::Cs, "month", 2..=4) => "měsíce",
        (Language::Cs, "month", _) => "měsíců",
        (Language::Cs, _, 1) => "rok",
        (Language::Cs, _, 2..=4) => "roky",
        (Language::Cs, ..) => "let",
        (Language::Vi, "hour", _) => "giờ",
        (Language::Vi, "day", _) => "ngày",
        (Language::Vi, "month", _) => "tháng",
        (Language::Vi, ..) => "năm",
        (Language::En, unit, 1) => return format!("1 {unit}"),
        (Language::En, unit, _) => return format!("{amount} {unit}s"),
    };
    format!("{amount} {unit}")
}
