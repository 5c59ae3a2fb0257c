//! `semafor demo`: a demonstration authority with keys of its own issues certificates of each kind, among them an
//! expired, a tampered and an unknown-key one, and lets the published Czech rules decide. It shows what holder and staff
//! see. Then keys and rules are published and synced on this machine, and one rule is changed. It ends with a family's wallet:
//! black, yellow, green, and what comes next. No other network; files only in a temporary folder, which goes with it.

mod cast;
mod family;
mod institute;
mod published;
mod temporary;

use std::io::{self, Write};

use semafor_core::rulebook::{Outcome, RuleOutcome};
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{DoorReport, Language, Reason, Verdict, harmless};
use semafor_core::verifier::{self, Inspection, Policy, Snapshot, TimeContext};
use semafor_publisher::authority::AuthorityError;
use serde::Serialize;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::inspect::{json, line};
use crate::machine;
use crate::paint::{BOLD, FAINT};
use crate::qr;
use crate::verify::{show_comparisons, show_door, show_rule};
use crate::words::{self, words};
use cast::Scene;
use family::Family;
use published::Published;

/// Runs the command.
pub(crate) fn run(options: &args::Demo, out: &mut dyn Write) -> Result<Exit, Failure> {
    let now = options.at.unwrap_or_else(machine::now);
    let language = options.language.get();
    let cast = cast::gather(now).map_err(cannot_play)?;
    let snapshot = snapshot(&cast).map_err(cannot_play)?;
    let acts: Vec<_> = cast.scenes.into_iter().map(|scene| Act::play(scene, language, &snapshot)).collect();
    let family = family::play(&cast.relatives, now, &snapshot, language);
    let published = published::play(cast.overdue, &cast.eu_dsc, language);
    // What was seen so far needs neither files nor a server, and is shown even where there can be none.
    let complaints = [
        ("a publisher and a sync", published.as_ref().err().map(ToString::to_string)),
        ("a family's wallet", family.as_ref().err().map(ToString::to_string)),
    ];
    let mut exit = Exit::Done;
    for (part, because) in complaints.iter().filter_map(|(part, because)| Some((part, because.as_ref()?))) {
        machine::complain(&format!("semafor: the part with {part} cannot be played: {because}"));
        exit = Exit::Failed(74);
    }
    let (published, family, with_codes) = (published.ok(), family.ok(), !options.no_codes);
    if options.json {
        json(&Document { snapshot: snapshot.id(), acts, published, family }, out)?;
    } else {
        acts.iter().try_for_each(|act| act.show(with_codes, language, out))?;
        published.map_or(Ok(()), |published| published.show(language, out))?;
        family.map_or(Ok(()), |family| family.show(with_codes, language, out))?;
    }
    Ok(exit)
}

/// Only a time that certificates cannot carry keeps the play from being given, or a system without randomness.
fn cannot_play(error: AuthorityError) -> Failure {
    match error {
        AuthorityError::Randomness => Failure::InputOutput(io::Error::other(error)),
        other => Failure::Usage(format!("--at: {other}")),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    snapshot: &'a str,
    acts: Vec<Act>,
    /// `null` where it could not be played.
    published: Option<Published>,
    /// The same.
    family: Option<Family>,
}

/// The keys a verifier would have loaded: the stranger's is not among them.
fn snapshot(cast: &cast::Cast) -> Result<Snapshot, AuthorityError> {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(&cast.eu_dsc, Domain::EuDcc)?);
    keys.add(TrustedKey::from_dsc(&cast.who_dsc, Domain::WhoIcvp)?);
    // The policy that is carried in the program has been read by its tests.
    let keys = Snapshot::from_keys(keys, true);
    Ok(keys.clone().with_policy(&semafor_built_in::files()).unwrap_or(keys))
}

/// One code, and what both sides see of it.
#[derive(Serialize)]
struct Act {
    title: &'static str,
    code: String,
    verdict: Verdict,
    reasons: Vec<Reason>,
    /// What each rule says; empty in a technical check.
    rules: Vec<RuleOutcome>,
    holder: Inspection,
    staff: DoorReport,
}

impl Act {
    fn play(scene: Scene, language: Language, snapshot: &Snapshot) -> Self {
        let policy = Policy { asked: scene.asked, ..Policy::technical() };
        let report = verifier::check(&[&scene.text], &policy, &TimeContext::device(scene.at), snapshot);
        Self {
            title: scene.title,
            holder: verifier::inspect(&scene.text),
            staff: DoorReport::of(&report, language),
            verdict: report.verdict,
            reasons: report.reasons,
            rules: report.certificates.into_iter().flat_map(|examined| examined.rules).collect(),
            code: scene.text,
        }
    }

    fn show(&self, with_code: bool, language: Language, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{BOLD}── {} ──{BOLD:#}", self.title)?;
        if with_code {
            qr::show(&self.code, None, language, out)?;
        }
        self.show_holder(language, out)?;
        writeln!(out, "{FAINT}{}{FAINT:#}", words(language).staff_sees)?;
        show_door(&self.staff, language, out)?;
        writeln!(out)
    }

    fn show_holder(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let words = words(language);
        writeln!(out, "{FAINT}{}{FAINT:#}", words.holder_sees)?;
        let kind = self.holder.kind.map_or("", |kind| words::kind(kind, language));
        let born = self.holder.birth_date.map(|date| date.to_string()).unwrap_or_default();
        let name = harmless(self.holder.name.as_deref().unwrap_or_default());
        writeln!(out, "  {BOLD}{name}{BOLD:#}, {} {born}", words.born)?;
        writeln!(out, "  {kind}")?;
        for (label, at) in [(words.issued, self.holder.issued_at), (words.expires, self.holder.expires_at)] {
            at.map_or(Ok(()), |at| line(label, &at.to_string(), out))?;
        }
        for rule in &self.rules {
            show_rule(rule, language, out)?;
            if rule.outcome != Outcome::Passed {
                show_comparisons(rule, out)?;
            }
        }
        Ok(())
    }
}
