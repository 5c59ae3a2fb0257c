//! Rust sources, parsed, with the parts that are tests told apart.

use std::fmt;
use std::ops::RangeInclusive;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Meta};

use crate::finding::Finding;
use crate::tree::Tree;

/// One Rust file.
pub struct Source<'a> {
    /// The path from the top of the repository.
    pub path: &'a str,
    /// The text as it stands.
    pub text: &'a str,
    /// The text, parsed.
    pub syntax: syn::File,
    tests: Vec<RangeInclusive<usize>>,
}

impl<'a> Source<'a> {
    /// Parses one file.
    pub fn parse(path: &'a str, text: &'a str) -> Result<Self, Finding> {
        let syntax = syn::parse_file(text)
            .map_err(|err| Finding::new(path, err.span().start().line, format!("is not Rust: {err}")))?;
        let mut inline = InlineTests::default();
        inline.visit_file(&syntax);
        Ok(Self { path, text, syntax, tests: inline.0 })
    }

    /// Whether the line belongs to an item marked `#[cfg(test)]`.
    pub fn is_test_line(&self, line: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&line))
    }

    /// The number of lines outside and inside of items marked `#[cfg(test)]`.
    pub fn lines(&self) -> (usize, usize) {
        let (test, production): (Vec<_>, Vec<_>) =
            (1..=self.text.lines().count()).partition(|line| self.is_test_line(*line));
        (production.len(), test.len())
    }

    /// The words of the code in order, each with its line; tests, comments and texts are left out.
    pub fn words(&self) -> Vec<(usize, String)> {
        let tokens = self.text.parse::<TokenStream>().unwrap_or_default();
        words(tokens).into_iter().filter(|(line, _)| !self.is_test_line(*line)).collect()
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("path", &self.path).field("tests", &self.tests).finish_non_exhaustive()
    }
}

/// Parses all Rust files whose path is wanted. Files that do not parse become findings.
pub fn parsed(tree: &Tree, wanted: fn(&str) -> bool) -> (Vec<Source<'_>>, Vec<Finding>) {
    let (mut sources, mut findings) = (Vec::new(), Vec::new());
    for (path, text) in tree.texts(&[".rs"]).filter(|(path, _)| wanted(path)) {
        match Source::parse(path, text) {
            Ok(source) => sources.push(source),
            Err(finding) => findings.push(finding),
        }
    }
    (sources, findings)
}

/// Whether a Rust file is one that ships, or is the program of a test package: neither a unit nor an integration test.
pub fn is_production(path: &str) -> bool {
    let inside = match path.split_once('/') {
        Some(("core" | "bindings" | "rules", rest)) => rest,
        Some(("tests", rest)) => match rest.split_once('/') {
            Some((_, rest)) if rest.starts_with("src/") => rest,
            _ => return false,
        },
        _ => return false,
    };
    !inside.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches" | "examples"))
}

/// The line at which something begins.
pub fn line(span: Span) -> usize {
    span.start().line
}

/// The words and punctuation marks of a token stream, groups opened, each with its line.
pub fn words(tokens: TokenStream) -> Vec<(usize, String)> {
    let word = |token| match token {
        TokenTree::Group(group) => words(group.stream()),
        other => vec![(line(other.span()), other.to_string())],
    };
    tokens.into_iter().flat_map(word).collect()
}

#[derive(Default)]
struct InlineTests(Vec<RangeInclusive<usize>>);

impl InlineTests {
    /// Notes the lines of a test item; `false` for everything else.
    fn note(&mut self, attributes: &[Attribute], span: Span) -> bool {
        let found = attributes.iter().any(is_cfg_test);
        if found {
            self.0.push(line(span)..=span.end().line);
        }
        found
    }
}

impl<'ast> Visit<'ast> for InlineTests {
    fn visit_item(&mut self, item: &'ast Item) {
        if !self.note(attributes(item), item.span()) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let found = match item {
            ImplItem::Fn(function) => self.note(&function.attrs, item.span()),
            _ => false,
        };
        if !found {
            visit::visit_impl_item(self, item);
        }
    }
}

/// `#[cfg(test)]` or `#[cfg(all(test, …))]`, never `not(test)`.
fn is_cfg_test(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let words: Vec<_> = words(list.tokens.clone()).into_iter().map(|(_, word)| word).collect();
    list.path.is_ident("cfg")
        && matches!(words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), ["test"] | ["all", "test", ..])
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, is_production};

    #[test]
    fn tests_are_told_apart_from_what_ships() {
        let text =
            "//! Doc.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn vouch() {}\n}\n#[cfg(not(test))]\nfn b() {}\n";
        let source = Source::parse("core/src/a.rs", text).unwrap();
        assert_eq!(source.lines(), (5, 4));
        assert!(source.words().iter().all(|(_, word)| word != "vouch"));
        assert!(source.words().iter().any(|(_, word)| word == "b"));
    }

    #[test]
    fn a_path_says_whether_it_ships() {
        for path in ["core/src/a.rs", "bindings/cli/src/main.rs", "rules/publisher/src/lib.rs", "tests/tidy/src/lib.rs"]
        {
            assert!(is_production(path), "{path}");
        }
        for path in ["core/src/a/tests.rs", "core/tests/a.rs", "tests/tidy/tests/a.rs", "tests/fuzz/fuzz_targets/a.rs"]
        {
            assert!(!is_production(path), "{path}");
        }
    }
}
