//! A rule as an indented sentence, in Czech, Vietnamese or English: what the logic says, in the words of those who
//! write rules. Whatever is no CertLogic is shown as it stands.

mod phrases;
mod values;

use semafor_core::limits;
use semafor_core::verdict::Language;
use serde::Serialize;
use serde_json::Value as Json;

use crate::logic::{Part, is_comparison};
use crate::policy::{Entry, Kind, Policy};
use crate::shown;

use phrases::{PHRASES, fill, say};

pub(crate) use values::comparison;

/// A rule in words.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// Its file.
    pub path: String,
    /// `VR-CZ-0001`
    pub identifier: String,
    /// Its version.
    pub version: String,
    /// What its envelope says, label and value.
    pub facts: Vec<(String, String)>,
    /// What its author says that it demands, in the language asked for, else in English.
    pub description: String,
    /// The logic.
    pub lines: Vec<Line>,
}

/// One line of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// How far it is indented.
    pub depth: usize,
    /// Its words.
    pub text: String,
}

/// All rules of a policy in words.
#[must_use]
pub fn explain(policy: &Policy, language: Language) -> Vec<Explanation> {
    policy.of(Kind::Rule).map(|rule| of_rule(rule, language)).collect()
}

fn of_rule(rule: &Entry, language: Language) -> Explanation {
    let text = |name: &str| rule.text(name).unwrap_or_default().to_owned();
    let facts = [
        (PHRASES.country, text("Country")),
        (PHRASES.region, text("Region")),
        (PHRASES.kind, format!("{}, {}", text("Type"), text("CertificateType"))),
        (PHRASES.in_force, fill(say(PHRASES.from_to, language), &[&text("ValidFrom"), &text("ValidTo")])),
        (PHRASES.engine, format!("{} {}", text("Engine"), text("EngineVersion"))),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    Explanation {
        path: rule.place(),
        identifier: text("Identifier"),
        version: text("Version"),
        facts: facts.map(|(label, value)| (say(label, language).to_owned(), value)).collect(),
        description: description(rule, language),
        lines: of_logic(rule.json.get("Logic").unwrap_or(&Json::Null), language),
    }
}

/// In the language, else in English.
fn description(rule: &Entry, language: Language) -> String {
    let entries = rule.json.get("Description").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |code: &str| entries.iter().find(|entry| entry.get("lang").and_then(Json::as_str) == Some(code));
    let entry = text(language.code()).or_else(|| text(Language::En.code()));
    entry.and_then(|entry| entry.get("desc")).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// The lines of a logic.
#[must_use]
pub fn of_logic(logic: &Json, language: Language) -> Vec<Line> {
    let mut speaker = Speaker { language, lines: Vec::new() };
    speaker.state(logic, 0, "");
    speaker.lines
}

struct Speaker {
    language: Language,
    lines: Vec<Line>,
}

impl Speaker {
    fn say(&self, phrase: [&'static str; 3]) -> &'static str {
        say(phrase, self.language)
    }

    fn line(&mut self, depth: usize, text: impl Into<String>) {
        self.lines.push(Line { depth, text: text.into() });
    }

    /// Something that is true or false, on a line of its own or on several. `lead` stands before the first.
    fn state(&mut self, json: &Json, depth: usize, lead: &str) {
        let deeper = depth.saturating_add(1);
        if depth >= limits::RULE_DEPTH {
            self.line(depth, self.say(PHRASES.too_deep));
            return;
        }
        match Part::of(json) {
            Part::Literal if json.is_boolean() => {
                let verdict = if json == &Json::Bool(true) { PHRASES.fulfilled } else { PHRASES.not_fulfilled };
                self.line(depth, format!("{lead}{}", self.say(verdict)));
            }
            Part::Operation("if", [guard, then, otherwise]) => self.choice(guard, then, otherwise, depth, lead),
            Part::Operation("and", operands) => self.block(PHRASES.all_of, operands, depth, lead),
            Part::Operation("in", [Json::Bool(sought), Json::Array(operands)]) if !operands.iter().all(is_plain) => {
                let phrase = if *sought { PHRASES.one_of } else { PHRASES.one_fails };
                self.block(phrase, operands, depth, lead);
            }
            Part::Operation("!", [operand]) if !is_simple(operand) => {
                self.line(depth, format!("{lead}{}", self.say(PHRASES.not_so)));
                self.state(operand, deeper, "");
            }
            _ => self.line(depth, format!("{lead}{}", values::truth(json, self.language))),
        }
    }

    fn block(&mut self, phrase: [&'static str; 3], operands: &[Json], depth: usize, lead: &str) {
        self.line(depth, format!("{lead}{}", self.say(phrase)));
        operands.iter().for_each(|operand| self.state(operand, depth.saturating_add(1), ""));
    }

    fn choice(&mut self, guard: &Json, then: &Json, otherwise: &Json, depth: usize, lead: &str) {
        let deeper = depth.saturating_add(1);
        let when = self.say(PHRASES.when);
        if is_simple(guard) {
            self.line(depth, format!("{lead}{when} {}:", values::truth(guard, self.language)));
        } else {
            self.state(guard, depth, &format!("{lead}{when} "));
            self.line(depth, format!("{}:", self.say(PHRASES.then)));
        }
        self.state(then, deeper, "");
        if is_plain(otherwise) {
            self.state(otherwise, depth, &format!("{}: ", self.say(PHRASES.otherwise)));
        } else {
            self.line(depth, format!("{}:", self.say(PHRASES.otherwise)));
            self.state(otherwise, deeper, "");
        }
    }
}

/// What fits into a line as a condition.
fn is_simple(json: &Json) -> bool {
    match Part::of(json) {
        Part::Literal | Part::Var(_) => true,
        Part::Operation("in", [Json::Bool(_), Json::Array(operands)]) => operands.iter().all(is_plain),
        Part::Operation("!", [operand]) => is_simple(operand),
        Part::Operation(operator, _) => is_comparison(operator),
        Part::List(_) | Part::Unknown => false,
    }
}

fn is_plain(json: &Json) -> bool {
    matches!(Part::of(json), Part::Literal)
}

/// A part that has no words.
fn as_it_stands(json: &Json) -> String {
    shown::json(json)
}
