//! What a rule's own tests leave untried: a comparison that only ever comes out one way, and a limit in time with no
//! test within a second of it on each side.

use std::path::Path;

use semafor_core::verdict::Language;
use serde_json::Value as Json;

use crate::finding::{Finding, Findings};
use crate::lint::Context;
use crate::lint::sites::{Seen, Site, Sites};
use crate::policy::{Entry, shown};
use crate::sentence;
use crate::trial::Test;

/// A rule with more comparisons is not looked through.
const MOST_SITES: usize = 1_000;

pub(super) fn check(rule: &Entry, context: &Context<'_>, out: &mut Findings) {
    // A list of rules as services hand them out has no tests, and no place for them.
    if !rule.pointer.is_empty() {
        return;
    }
    if rule.tests.is_empty() {
        let wanted = if rule.path.ends_with("rule.json") { "" } else { "the rule in CC/ID/rule.json, and " };
        out.push(rule.finding("", format!("has no tests: wanted are {wanted}tests/*.json beside it")));
        return;
    }
    let logic = rule.json.get("Logic").unwrap_or(&Json::Null);
    let sites = Sites::of(logic, "/Logic").filter(|sites| sites.sites.len() <= MOST_SITES);
    if sites.is_none() {
        out.push(rule.finding("/Logic", "cannot be looked through for untested boundaries"));
    }
    let mut tried = vec![Tried::default(); sites.as_ref().map_or(0, |sites| sites.sites.len())];
    each_test(rule, out, |path, test, out| {
        if !test.expects() {
            out.push(Finding::new(shown(path), "", "expected is missing"));
        }
        let seen = sites.as_ref().map(|sites| sites.reached(test.data(&context.value_sets)));
        seen.into_iter().flatten().for_each(|seen| note(&mut tried, seen));
    });
    for (site, tried) in sites.iter().flat_map(|sites| &sites.sites).zip(&tried) {
        report(rule, site, tried, out);
    }
}

/// The same of a scheme's conditions, which are asked one after another until one holds.
pub(super) fn check_scheme(scheme: &Entry, conditions: &[(String, &Json)], context: &Context<'_>, out: &mut Findings) {
    if !scheme.pointer.is_empty() {
        return;
    }
    if scheme.tests.is_empty() {
        out.push(scheme.finding("", "has no tests: wanted are tests/*.json beside it"));
        return;
    }
    let sites = conditions.iter().filter_map(|(place, condition)| Sites::of(condition, place));
    let sites: Vec<_> = sites.filter(|sites| sites.sites.len() <= MOST_SITES).collect();
    let mut tried: Vec<_> = sites.iter().map(|sites| vec![Tried::default(); sites.sites.len()]).collect();
    each_test(scheme, out, |path, test, out| {
        if test.expected_text().is_none() {
            out.push(Finding::new(shown(path), "/expected", "is no colour"));
        }
        for (sites, tried) in sites.iter().zip(&mut tried) {
            let (holds, seen) = sites.asked(test.data(&context.value_sets));
            seen.into_iter().for_each(|seen| note(tried, seen));
            if holds {
                break;
            }
        }
    });
    for (site, tried) in sites.iter().flat_map(|sites| &sites.sites).zip(tried.iter().flatten()) {
        report(scheme, site, tried, out);
    }
}

/// Looks at each test that can be read; what is wrong with its file is found.
fn each_test(entry: &Entry, out: &mut Findings, mut look: impl FnMut(&Path, &Test, &mut Findings)) {
    for path in &entry.tests {
        match Test::read(path) {
            Err(because) => out.push(Finding::new(shown(path), "", because)),
            Ok((test, faults)) => {
                out.extend(faults);
                look(path, &test, out);
            }
        }
    }
}

/// Which outcomes of a place some test has shown, and which of them within a second of its limit.
#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    holds: bool,
    fails: bool,
    holds_close: bool,
    fails_close: bool,
}

fn note(tried: &mut [Tried], seen: Seen) {
    let Some(tried) = tried.get_mut(seen.site) else { return };
    let (any, close) = if seen.holds {
        (&mut tried.holds, &mut tried.holds_close)
    } else {
        (&mut tried.fails, &mut tried.fails_close)
    };
    *any = true;
    *close |= seen.is_close;
}

fn report(rule: &Entry, site: &Site<'_>, tried: &Tried, out: &mut Findings) {
    let words = sentence::comparison(site.operator, site.left, site.right, Language::En);
    let sides = [("true", tried.holds, tried.holds_close), ("false", tried.fails, tried.fails_close)];
    for (outcome, any, close) in sides {
        if !any {
            out.push(rule.finding(&site.pointer, format!("no test in which this is {outcome}: {words}")));
        } else if site.moves && !close {
            let message = format!("no test within a second of the limit in which this is {outcome}: {words}");
            out.push(rule.finding(&site.pointer, message));
        }
    }
}
