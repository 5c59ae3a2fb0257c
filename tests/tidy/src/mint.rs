//! `Verified` is minted in one place: the core calls `Verified::vouch` once, in its module `trust`.

use crate::finding::Finding;
use crate::source::{Source, parsed};
use crate::tree::Tree;

/// Every place beyond that one in which a `Verified` comes into being, and its absence.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (sources, mut findings) = parsed(tree, |path| path.starts_with("core/src/") && !path.ends_with("/tests.rs"));
    let uses: Vec<_> = sources.iter().flat_map(uses).collect();
    let (inside, outside): (Vec<_>, Vec<_>) = uses.into_iter().partition(|(path, _)| is_trust(path));
    findings.extend(outside.into_iter().map(|(path, line)| {
        Finding::new(path, line, "mints a `Verified`: only core/src/trust may, once a signature has been checked")
    }));
    findings.extend(inside.iter().skip(1).map(|(path, line)| {
        Finding::new(path, *line, "mints a second `Verified`: one place alone may say that a signature is good")
    }));
    if let Some((path, line)) = sources.iter().find_map(definition).filter(|_| inside.is_empty()) {
        let message = "`Verified` is never minted by `Verified::vouch` in core/src/trust: if it got another name, \
                       teach it to this rule (tests/tidy/src/mint.rs)";
        findings.push(Finding::new(path, line, message));
    }
    findings
}

fn is_trust(path: &str) -> bool {
    path == "core/src/trust.rs" || path.starts_with("core/src/trust/")
}

/// The word `vouch` wherever it is not being defined.
fn uses<'a>(source: &Source<'a>) -> Vec<(&'a str, usize)> {
    let words = source.words();
    let named = words.windows(2).filter_map(|pair| match pair {
        [(_, before), (line, word)] if word == "vouch" && before != "fn" => Some((source.path, *line)),
        _ => None,
    });
    named.collect()
}

/// Where the type itself is.
fn definition<'a>(source: &Source<'a>) -> Option<(&'a str, usize)> {
    source.words().windows(2).find_map(|pair| match pair {
        [(_, before), (line, word)] if word == "Verified" && before == "struct" => Some((source.path, *line)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::listed;
    use crate::tree::Tree;

    const COSE: &str = "/// Minted by `Verified::vouch()`.\npub struct Verified;\nimpl Verified { pub(crate) fn vouch() {} }\n\
                        #[cfg(test)]\nmod tests { fn f() { Verified::vouch() } }\n";

    fn against(others: &[(&str, &str)]) -> String {
        let files: Vec<_> = [("core/src/cose.rs", COSE)].iter().chain(others).copied().collect();
        listed(check(&Tree::in_memory(&files)))
    }

    #[test]
    fn one_mint_passes() {
        assert_eq!(against(&[("core/src/trust.rs", "fn f() { Verified::vouch(payload) }")]), "");
        assert_eq!(listed(check(&Tree::in_memory(&[]))), "");
    }

    #[test]
    fn every_other_mint_is_found() {
        let trust = ("core/src/trust/check.rs", "fn f() { Verified::vouch(a) }");
        assert!(against(&[]).contains("core/src/cose.rs:2: `Verified` is never minted"));
        for text in
            ["fn f() { Verified::vouch(a) }", "use Verified as V;\nfn f() { ok.map(V::vouch) }", "m!(V::vouch(a));"]
        {
            assert!(against(&[trust, ("core/src/verifier.rs", text)]).contains("verifier.rs"), "{text}");
        }
        assert!(against(&[trust, ("core/src/trust.rs", trust.1)]).contains("mints a second"));
    }
}
