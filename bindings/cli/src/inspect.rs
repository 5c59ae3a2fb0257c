//! `semafor inspect`: every layer of a code, never a verdict.

use std::io::{self, Write};

use semafor_core::certificate::Claims;
use semafor_core::envelope::TextKind;
use semafor_core::instant::Instant;
use semafor_core::verdict::{Language, harmless, texts};
use semafor_core::verifier::{self, Inspection, Layer};
use semafor_core::warning::Warning;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::paint::{BOLD, FAINT};
use crate::still::Looking;
use crate::words::{self, words};

/// Runs the command: one answer for a text, one for every code on a picture. A text that is no certificate, or cannot be
/// read to its end, ends undecided.
pub(crate) fn run(options: &args::Inspect, out: &mut dyn Write) -> Result<Exit, Failure> {
    let language = options.language.get();
    let looking = Looking::for_certificates(options.password.get(), language);
    let mut exit = Exit::Done;
    for text in input::texts_of(&options.text, &looking)? {
        let inspection = verifier::inspect(&text);
        if options.json {
            json(&inspection, out)?;
        } else {
            show(&inspection, language, out)?;
        }
        if inspection.kind.is_none() {
            exit = Exit::Undecided;
        }
    }
    Ok(exit)
}

/// One JSON document, indented, with a line end.
pub(crate) fn json(document: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    writeln!(out)
}

/// What the holder sees of a text.
pub(crate) fn show(inspection: &Inspection, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let words = words(language);
    let title =
        inspection.kind.map_or_else(|| words::text_kind(inspection.text, language), |kind| words::kind(kind, language));
    writeln!(out, "{BOLD}{title}{BOLD:#}")?;
    if let Some(problem) = &inspection.problem {
        let stage = format!("{:?}", problem.stage).to_lowercase();
        line(words.reading_ended, &format!("{stage}: {}", problem.detail), out)?;
    }
    show_holder(inspection, language, out)?;
    let claims = Claims {
        issuer: inspection.issuer.clone(),
        issued_at: inspection.issued_at,
        not_before: inspection.not_before,
        expires_at: inspection.expires_at,
    };
    show_claims(&claims, language, out)?;
    let header =
        [(words.key_id, inspection.key_id.clone()), (words.algorithm, inspection.algorithm.map(algorithm_name))];
    for (label, value) in header {
        value.map_or(Ok(()), |value| line(label, &value, out))?;
    }
    if !inspection.layers.is_empty() {
        let size = |layer: &Layer| format!("{} {}", layer.name, layer.bytes);
        let sizes: Vec<_> = inspection.layers.iter().map(size).collect();
        line(words.layers, &sizes.join(" → "), out)?;
    }
    inspection.fields.iter().try_for_each(|field| line(&field.name, &field.value, out))?;
    if !inspection.revocation_hashes.is_empty() {
        writeln!(out, "{FAINT}{}{FAINT:#}", words.revocation_hashes)?;
        inspection.revocation_hashes.iter().try_for_each(|hash| line(&hash.name, &hash.value, out))?;
    }
    show_warnings(&inspection.warnings, language, out)
}

/// Warnings with their codes, places and meanings.
pub(crate) fn show_warnings(warnings: &[Warning], language: Language, out: &mut dyn Write) -> io::Result<()> {
    if warnings.is_empty() {
        return Ok(());
    }
    writeln!(out, "{FAINT}{}{FAINT:#}", words(language).warnings)?;
    for warning in warnings {
        let place = warning.path.as_deref().map(|path| format!(" ({path})")).unwrap_or_default();
        writeln!(out, "  {}{place}: {}", warning.code.code(), texts::warning(warning.code, language).meaning)?;
    }
    Ok(())
}

/// Issuer and times, as far as they are named.
pub(crate) fn show_claims(claims: &Claims, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let words = words(language);
    let time = |at: Option<Instant>| at.map(|at| at.to_string());
    let named = [
        (words.issuer, claims.issuer.clone()),
        (words.issued, time(claims.issued_at)),
        (words.valid_from, time(claims.not_before)),
        (words.expires, time(claims.expires_at)),
    ];
    named.into_iter().try_for_each(|(label, value)| value.map_or(Ok(()), |value| line(label, &value, out)))
}

/// A label and a value on one line.
pub(crate) fn line(label: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {FAINT}{:<30}{FAINT:#} {}", harmless(label), harmless(value))
}

fn show_holder(inspection: &Inspection, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let words = words(language);
    if let Some(name) = &inspection.name {
        let born = inspection.birth_date.map(|date| date.to_string()).unwrap_or_default();
        writeln!(out, "  {BOLD}{}{BOLD:#}, {} {born}", harmless(name), words.born)?;
    }
    if let (TextKind::VietnamesePersonalCode, Some(code)) = (inspection.text, &inspection.personal_code) {
        writeln!(out, "  {}", words.identity_only)?;
        writeln!(out, "  {BOLD}{}{BOLD:#}, {} {}", harmless(&code.name), words.born, code.birth_date)?;
        line(words.document, &code.document, out)?;
    }
    Ok(())
}

fn algorithm_name(id: i64) -> String {
    match id {
        -7 => "ES256".to_owned(),
        -37 => "PS256".to_owned(),
        other => format!("COSE {other}"),
    }
}
