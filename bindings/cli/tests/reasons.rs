//! `docs/reasons.md`, the verdict table in words, is made from the codes and their English texts.

use std::fmt::Write;
use std::fs;

use semafor_core::verdict::{Language, ReasonCode, Verdict, texts};
use semafor_core::warning::WarningCode;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reasons.md");

#[test]
fn the_document_lists_every_code_as_it_is() {
    let document = document().unwrap();
    if fs::exists(PATH).unwrap() && fs::read_to_string(PATH).unwrap() == document {
        return;
    }
    fs::write(PATH, document).unwrap();
    panic!("docs/reasons.md was rewritten: look at the difference, then run again");
}

fn document() -> Result<String, std::fmt::Error> {
    let mut out = String::from(HEAD);
    for code in ReasonCode::ALL {
        let verdict = if code.verdict() == Verdict::Refused { "refused" } else { "undecided" };
        writeln!(out, "| `{}` | {verdict} | {} |", code.code(), texts::reason(*code, Language::En).meaning)?;
    }
    out.push_str(WARNINGS);
    for code in WarningCode::ALL {
        writeln!(out, "| `{}` | {} |", code.code(), texts::warning(*code, Language::En).meaning)?;
    }
    Ok(out)
}

const HEAD: &str = "\
# Reasons and warnings

Made from the code by a test. `semafor explain CODE` says the same in Czech, Vietnamese and English, with what to do.

A code is accepted when everything asked for was checked, somebody in use vouches for it, and no reason speaks against
it. Refused beats undecided. All reasons are listed; the order here is their rank, the first one is the headline.

| reason | verdict | meaning |
|---|---|---|
";

const WARNINGS: &str = "
A warning says what was tolerated or is missing. It changes no verdict.

| warning | meaning |
|---|---|
";
