//! `semafor verify`: the door's view of one person's codes, or the full report with `--explain`.

use std::io::{self, Write};

use semafor_core::rulebook::{Outcome, RuleOutcome, ShownComparison};
use semafor_core::scheme::{DoorStatus, ExplainedStatus, Status};
use semafor_core::verdict::{DoorReport, Examined, Language, Reason, Report, Verdict, harmless};
use semafor_core::verifier::{self, Decision, Explanation};
use serde::Serialize;

use crate::args;
use crate::colours;
use crate::data::Grounds;
use crate::exit::{Exit, Failure};
use crate::inspect::{json, line, show_claims, show_warnings};
use crate::paint::{BOLD, FAINT, verdict_sign, verdict_style};
use crate::still::Looking;
use crate::words::{self, Words, words};
use crate::{input, replay};

/// Runs the command and ends as the verdict says.
pub(crate) fn run(options: &args::Verify, out: &mut dyn Write) -> Result<Exit, Failure> {
    let question = &options.question;
    let Grounds { published, time } = Grounds::of(question)?;
    let language = options.language.get();
    let looking = Looking::for_certificates(options.password.get(), language);
    let texts = input::texts(&options.texts, &looking)?;
    let policy = options.policy();
    let status = options.scheme.as_ref().map(|id| {
        let (schemes, snapshot) = (&published.schemes, &published.snapshot);
        Status::of_codes(id, schemes, &texts, policy.test_keys, snapshot, time.resolve().0.at)
    });
    let decision = Decision::make(texts, policy, time, &published.snapshot);
    if let Some(path) = &options.record {
        replay::record(&decision, path)?;
    }
    let report = decision.report();
    let seen = status.as_ref().filter(|_| !options.explain).map(|status| DoorStatus::of(status, language));
    let explained = status.as_ref().filter(|_| options.explain).map(|status| ExplainedStatus::of(status, language));
    match (options.explain, options.json) {
        (false, false) => {
            seen.iter().try_for_each(|status| colours::show_door(status, language, out))?;
            show_door(&DoorReport::of(report, language), language, out)?;
        }
        (false, true) => json(&With { answer: DoorReport::of(report, language), status: seen }, out)?,
        (true, false) => {
            explained.iter().try_for_each(|status| colours::show_holder(status, |_| None, language, out))?;
            show_report(report, language, out)?;
        }
        (true, true) => json(&With { answer: Explanation::of(report, language), status: explained }, out)?,
    }
    let is_colourless = status.is_some_and(|status| status.state.colour().is_none());
    Ok(match report.verdict {
        Verdict::Accepted if is_colourless => Exit::Undecided,
        verdict => verdict.into(),
    })
}

/// An answer, and the status beside it where a scheme was asked for.
#[derive(Serialize)]
struct With<A: Serialize, S: Serialize> {
    #[serde(flatten)]
    answer: A,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<S>,
}

/// What staff see.
pub(crate) fn show_door(report: &DoorReport, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let words = words(language);
    headline(report.verdict, &words::scope(report, language), language, out)?;
    match &report.name {
        Some(name) => {
            let born = report.birth_date.map(|date| date.to_string()).unwrap_or_default();
            writeln!(out, "  {BOLD}{}{BOLD:#}, {} {born}", harmless(name), words.born)?;
        }
        None => writeln!(out, "  {}", words.nobody_vouches)?,
    }
    for reason in &report.reasons {
        writeln!(out, "  {} {FAINT}[{}]{FAINT:#}", reason.text, reason.code.code())?;
        writeln!(out, "    {}: {}", words.what_to_do, reason.advice)?;
    }
    if report.clock_behind {
        writeln!(out, "  {}", words.clock_behind)?;
    }
    let until = until(report, words).map(|until| format!(", {until}")).unwrap_or_default();
    writeln!(out, "  {FAINT}{}{until}{FAINT:#}", checked_at(report, words))?;
    writeln!(out, "  {FAINT}{}{FAINT:#}", data(report, words))
}

/// Until when the verdict holds, if it ends.
pub(crate) fn until(report: &DoorReport, words: &Words) -> Option<String> {
    let change = report.next_change?;
    Some(match report.verdict {
        Verdict::Accepted => format!("{} {}", words.until, change.plus_seconds(-1)),
        Verdict::Refused | Verdict::Undecided => format!("{} {change}", words.changes),
    })
}

/// The time of the verdict.
pub(crate) fn checked_at(report: &DoorReport, words: &Words) -> String {
    format!("{} {}", words.checked_at, report.checked_at)
}

/// The keys and rules used, and their age.
pub(crate) fn data(report: &DoorReport, words: &Words) -> String {
    let age = report.data_age_seconds.map_or_else(|| words.age_unknown.to_owned(), |seconds| format!("{seconds} s"));
    format!("{} {}, {age}", words.keys, report.snapshot_id)
}

fn headline(verdict: Verdict, scope: &str, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let style = verdict_style(verdict);
    let word = words::verdict(verdict, language);
    writeln!(out, "{style}{} {word}{style:#} {FAINT}({scope}){FAINT:#}", verdict_sign(verdict))
}

fn show_report(report: &Report, language: Language, out: &mut dyn Write) -> io::Result<()> {
    show_door(&DoorReport::of(report, language), language, out)?;
    if !report.reasons.is_empty() {
        writeln!(out, "\n{BOLD}{}{BOLD:#}", words(language).reasons)?;
        report.reasons.iter().try_for_each(|reason| show_reason(reason, out))?;
    }
    for (index, examined) in report.certificates.iter().enumerate() {
        writeln!(out, "\n{BOLD}{} {}{BOLD:#}", words(language).certificate, index.saturating_add(1))?;
        show_examined(examined, language, out)?;
    }
    writeln!(out)?;
    show_warnings(&report.warnings, language, out)
}

/// The code, which certificate, and both sides of the comparison as they stand in JSON.
fn show_reason(reason: &Reason, out: &mut dyn Write) -> io::Result<()> {
    let place = reason.certificate.map(|index| format!(" #{}", index.saturating_add(1))).unwrap_or_default();
    let compared = match serde_json::to_value(&reason.cause)? {
        serde_json::Value::Object(mut fields) => {
            fields.remove("code");
            fields.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>()
        }
        _ => String::new(),
    };
    writeln!(out, "  {}{place}{}", reason.cause.code().code(), harmless(&compared))
}

fn show_examined(examined: &Examined, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let words = words(language);
    let kind = examined.content.look().map(|certificate| words::kind(certificate.kind(), language));
    writeln!(out, "  {}", kind.unwrap_or_else(|| words::text_kind(examined.text, language)))?;
    if let Some(key) = &examined.signed_by {
        let country = key.country.as_deref().unwrap_or("-");
        let dates = format!("{} … {}", key.not_before, key.not_after);
        line(words.signed_by, &format!("{} {} {country} {dates}", key.key_id, key.algorithm), out)?;
    }
    if let Some(certificate) = examined.content.look() {
        let verified = if examined.content.verified().is_some() { "" } else { words.nobody_vouches };
        line(&certificate.holder_name(), verified, out)?;
        show_claims(&certificate.claims, language, out)?;
        for field in verifier::fields(certificate) {
            line(&field.name, &field.value, out)?;
        }
    }
    for rule in &examined.rules {
        show_rule(rule, language, out)?;
        show_comparisons(rule, out)?;
    }
    show_warnings(&examined.warnings, language, out)
}

/// A rule, what came of it, and what it demands in the language asked for.
pub(crate) fn show_rule(rule: &RuleOutcome, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let sign = verdict_sign(match rule.outcome {
        Outcome::Passed => Verdict::Accepted,
        Outcome::Failed => Verdict::Refused,
        Outcome::Open(_) => Verdict::Undecided,
    });
    let why = rule.open_because().map(|because| format!(" ({because})")).unwrap_or_default();
    let description = rule.rule.descriptions.get(language.code()).map(String::as_str).unwrap_or_default();
    let (identifier, version) = (harmless(&rule.rule.identifier), rule.rule.version);
    writeln!(out, "  {sign} {identifier} {version}{why}: {}", harmless(description))?;
    Ok(())
}

/// What a rule compared, and whether it was so.
pub(crate) fn show_comparisons(rule: &RuleOutcome, out: &mut dyn Write) -> io::Result<()> {
    rule.comparisons().try_for_each(|made| {
        write!(out, "    ")?;
        show_comparison(&made, out)
    })
}

/// Both sides, what came of it, and the fields that fed it.
pub(crate) fn show_comparison(made: &ShownComparison, out: &mut dyn Write) -> io::Result<()> {
    let (left, operator, right) = (&made.left, &made.operator, &made.right);
    let holds = if made.holds { "holds     " } else { "holds not " };
    let fields = if made.fields.is_empty() { String::new() } else { format!("  [{}]", made.fields.join(", ")) };
    let sides = harmless(&format!("{left} {operator} {right}"));
    writeln!(out, "  {holds} {sides}{FAINT}{}{FAINT:#}", harmless(&fields))
}
