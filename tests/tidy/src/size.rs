//! How long files and functions may be.

use syn::visit::{self, Visit};
use syn::{Expr, Pat};

use crate::finding::Finding;
use crate::source::{Source, is_production, line, parsed};
use crate::tree::Tree;

/// The longest file, without its tests.
pub const FILE: usize = 500;
/// The highest median over all production files.
pub const MEDIAN: usize = 170;
/// The longest function, from `fn` to its closing brace. Tables are exempt: one `match` with constants in its arms.
pub const FUNCTION: usize = 60;
/// The most lines of tests that may stand inside a production file.
pub const INLINE_TESTS: usize = 80;

/// Every file and function that is too long.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (sources, mut findings) = parsed(tree, is_production);
    for source in &sources {
        findings.extend(check_file(source));
        findings.extend(check_functions(source));
    }
    let mut lengths: Vec<_> = sources.iter().map(|source| source.lines().0).collect();
    lengths.sort_unstable();
    if let Some(median) = lengths.get(lengths.len() / 2).filter(|median| **median > MEDIAN) {
        findings.push(Finding::new(
            "core/src/lib.rs",
            1,
            format!(
                "the median of all {} Rust files is {median} lines, at most {MEDIAN} is wanted: split the longer ones",
                lengths.len()
            ),
        ));
    }
    findings.extend(tree.texts(&[".kt", ".swift"]).filter_map(|(path, text)| check_foreign(path, text)));
    findings
}

fn check_file(source: &Source<'_>) -> Vec<Finding> {
    let (production, tests) = source.lines();
    let mut findings = Vec::new();
    if production > FILE {
        let message = format!("has {production} lines, at most {FILE} are wanted: split it by purpose");
        findings.push(Finding::new(source.path, 1, message));
    }
    if tests > INLINE_TESTS {
        let folder = source.path.trim_end_matches(".rs").trim_end_matches("/lib").trim_end_matches("/mod");
        let message = format!(
            "has {tests} lines of inline tests, at most {INLINE_TESTS} are wanted: move them to {folder}/tests.rs"
        );
        findings.push(Finding::new(source.path, 1, message));
    }
    findings
}

fn check_functions(source: &Source<'_>) -> Vec<Finding> {
    let mut functions = Functions::default();
    functions.visit_file(&source.syntax);
    let long = functions.0.into_iter().filter(|(_, line, length)| *length > FUNCTION && !source.is_test_line(*line));
    let finding = |(name, line, length)| {
        let message = format!("`{name}` has {length} lines, at most {FUNCTION} are wanted: give its steps names");
        Finding::new(source.path, line, message)
    };
    long.map(finding).collect()
}

/// Kotlin and Swift written by hand.
fn check_foreign(path: &str, text: &str) -> Option<Finding> {
    let generated = text.lines().take(5).any(|line| line.to_lowercase().contains("generated"));
    let lines = text.lines().count();
    let message = format!("has {lines} lines, at most {FILE} are wanted: split it by purpose");
    (lines > FILE && !generated).then(|| Finding::new(path, 1, message))
}

#[derive(Default)]
struct Functions(Vec<(String, usize, usize)>);

impl Functions {
    fn note(&mut self, signature: &syn::Signature, block: &syn::Block) {
        if is_table(block) {
            return;
        }
        let closing = block.brace_token.span.close();
        let first = line(signature.fn_token.span);
        self.0.push((signature.ident.to_string(), first, line(closing).saturating_sub(first).saturating_add(1)));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.note(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

/// Texts and codes by variant are data, however many there are: the compiler sees that none is missing.
fn is_table(block: &syn::Block) -> bool {
    let [syn::Stmt::Expr(Expr::Match(table), None)] = block.stmts.as_slice() else { return false };
    table.arms.iter().all(|arm| !matches!(arm.pat, Pat::Guard(_)) && is_constant(&arm.body))
}

fn is_constant(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_constant),
        Expr::Block(block) => {
            matches!(block.block.stmts.as_slice(), [syn::Stmt::Expr(only, None)] if is_constant(only))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::listed;
    use crate::tree::Tree;

    fn against(path: &str, text: &str) -> String {
        listed(check(&Tree::in_memory(&[(path, text), ("core/src/b.rs", ""), ("core/src/c.rs", "")])))
    }

    #[test]
    fn a_long_file_is_found_in_every_language() {
        let long = "// line\n".repeat(501);
        for path in ["core/src/a.rs", "tests/tidy/src/a.rs", "android/lib/src/main/kotlin/A.kt", "ios/Sources/A.swift"]
        {
            assert!(against(path, &long).contains(&format!("{path}:1: has 501 lines")), "{path}");
        }
        for path in ["core/src/a/tests.rs", "core/tests/a.rs", "README.md"] {
            assert_eq!(against(path, &long), "", "{path}");
        }
        assert_eq!(against("ios/A.swift", &format!("// This file was autogenerated\n{long}")), "");
    }

    #[test]
    fn tests_inside_a_file_are_not_its_length_but_have_their_own_bound() {
        let tests =
            |lines| format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "// x\n".repeat(495), "// y\n".repeat(lines));
        assert_eq!(against("core/src/a.rs", &tests(77)), "");
        assert!(against("core/src/a.rs", &tests(78)).contains("81 lines of inline tests"));
        assert!(against("core/src/a.rs", &tests(78)).contains("core/src/a/tests.rs"));
    }

    #[test]
    fn a_long_function_is_found_wherever_it_stands() {
        let body = "\n".repeat(60);
        for text in [
            format!("fn f() {{{body}}}"),
            format!("impl A {{ fn f() {{{body}}} }}"),
            format!("trait A {{ fn f() {{{body}}} }}"),
        ] {
            assert!(against("core/src/a.rs", &text).contains("core/src/a.rs:1: `f` has 61 lines"), "{text}");
        }
        assert_eq!(against("core/src/a.rs", &format!("fn f() {{{}}}", "\n".repeat(59))), "");
    }

    #[test]
    fn a_table_may_be_long() {
        let table = |arm: &str| format!("fn f() {{ match x {{\n{} }} }}", format!("{arm}\n").repeat(60));
        assert_eq!(against("core/src/a.rs", &table("A => (\"b\", C::D),")), "");
        assert!(against("core/src/a.rs", &table("A => g(),")).contains("`f` has 62 lines"));
    }

    #[test]
    fn the_median_is_bounded() {
        let text = "// line\n".repeat(171);
        let files = [("core/src/a.rs", text.as_str()), ("core/src/b.rs", &text), ("core/src/c.rs", "")];
        assert!(listed(check(&Tree::in_memory(&files))).contains("the median of all 3 Rust files is 171 lines"));
    }
}
