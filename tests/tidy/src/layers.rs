//! The order of the core's modules: `core/src/lib.rs` lists them in the order data flows, and a module names only
//! those above it. Names through the crate root (`crate::Type`) are refused too, because they hide the order. The table in ARCHITECTURE.md shows
//! the same list.

mod paths;
mod table;

use crate::finding::Finding;
use crate::source::{Source, line, parsed};
use crate::tree::Tree;

use paths::{RootName, root_names};

const LIST: &str = "core/src/lib.rs";

/// Every name that points down the list or goes through the crate root.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (sources, mut findings) = parsed(tree, is_core);
    let Some(list) = sources.iter().find(|source| source.path == LIST) else {
        findings.push(Finding::new(LIST, 1, "is missing: it must list the core's modules in reading order"));
        return findings;
    };
    let order = order(list);
    findings.extend(table::check(tree, &order));
    for source in sources.iter().filter(|source| source.path != LIST) {
        let module = module_path(source.path);
        let own = module.first().map_or("", String::as_str);
        let Some(rank) = order.iter().position(|name| name == own) else {
            findings.push(Finding::new(source.path, 1, format!("belongs to no module of {LIST}: list `{own}` there")));
            continue;
        };
        let names = root_names(&source.syntax, module.clone());
        let broken = names.iter().filter(|name| !source.is_test_line(name.line));
        findings.extend(broken.filter_map(|name| judge(source.path, own, rank, &order, name)));
    }
    findings
}

fn is_core(path: &str) -> bool {
    let inside = path.strip_prefix("core/src/");
    inside.is_some_and(|inside| !inside.split('/').any(|part| matches!(part, "tests" | "tests.rs")))
}

/// The modules in the order in which the list declares them.
fn order(list: &Source<'_>) -> Vec<String> {
    let module = |item: &syn::Item| match item {
        syn::Item::Mod(item) if !list.is_test_line(line(item.ident.span())) => Some(item.ident.to_string()),
        _ => None,
    };
    list.syntax.items.iter().filter_map(module).collect()
}

/// `core/src/cose/cbor.rs` → `cose`, `cbor`.
fn module_path(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("core/src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inside.split('/').map(str::to_owned).collect()
}

fn judge(path: &str, own: &str, rank: usize, order: &[String], name: &RootName) -> Option<Finding> {
    let message = match order.iter().position(|module| *module == name.name) {
        Some(named) if named <= rank => return None,
        Some(_) => format!(
            "`{own}` names `{}`, which stands below it in {LIST}: a module names only those above it. Take what is \
             needed as a parameter, or move it to a module above both",
            name.name
        ),
        None => format!(
            "names `{}` through the crate root, which hides the order of modules: name the module it lives in",
            name.name
        ),
    };
    Some(Finding::new(path, name.line, message))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::listed;
    use crate::tree::Tree;

    const LIST: &str = "//! List.\npub mod instant;\npub mod envelope;\npub mod verdict;\npub use verdict::Verdict;\n";

    fn against(path: &str, text: &str) -> String {
        listed(check(&Tree::in_memory(&[("core/src/lib.rs", LIST), (path, text)])))
    }

    #[test]
    fn an_ordered_module_passes() {
        let text = "use crate::envelope::Kind;\nuse crate::instant;\npub(crate) fn f(_: crate::instant::Instant) {}\n\
                    #[cfg(test)]\nmod tests {\n    use crate::Verdict;\n}\n";
        assert_eq!(against("core/src/verdict.rs", text), "");
        assert_eq!(against("core/src/envelope/tests.rs", "use crate::verdict::Verdict;"), "");
    }

    #[test]
    fn a_name_from_below_is_found_in_every_form() {
        for text in [
            "use crate::verdict::Verdict;",
            "use crate::{instant::Instant, verdict};",
            "fn f(v: crate::verdict::Verdict) {}",
            "fn f() { matches!(x, crate::verdict::Verdict::Accepted); }",
            "use super::verdict::Verdict;",
            "mod inner {\n use super::super::verdict; }",
        ] {
            let found = against("core/src/envelope.rs", text);
            assert!(found.contains("`envelope` names `verdict`, which stands below it"), "{text}: {found}");
        }
        assert!(against("core/src/envelope/kind.rs", "use super::super::verdict;").contains("kind.rs:1: `envelope`"));
    }

    #[test]
    fn a_name_through_the_root_and_a_file_outside_the_list_are_found() {
        assert!(against("core/src/envelope.rs", "\nuse crate::Verdict;").contains("envelope.rs:2: names `Verdict`"));
        assert!(against("core/src/envelope.rs", "use crate::*;").contains("names `*` through the crate root"));
        assert!(against("core/src/wallet.rs", "").contains("belongs to no module"));
        assert!(listed(check(&Tree::in_memory(&[]))).contains("core/src/lib.rs:1: is missing"));
    }

    #[test]
    fn the_table_shows_the_same_list() {
        let row = |name: &str| format!("| `{name}` | x |\n");
        let found = |names: &[&str]| {
            let rows: String = names.iter().map(|name| row(name)).collect();
            against("ARCHITECTURE.md", &format!("# A\n\n| module | purpose |\n|---|---|\n{rows}\nThen text.\n"))
        };
        assert_eq!(found(&["instant", "envelope", "verdict"]), "");
        assert!(found(&["instant", "verdict", "envelope"]).contains("ARCHITECTURE.md:6: lists `verdict` where"));
        assert!(found(&["instant", "envelope"]).contains("ARCHITECTURE.md:7: lists `nothing` where"));
        assert!(found(&["instant", "envelope", "verdict", "wallet"]).contains(":8: lists `wallet` where"));
        assert!(against("ARCHITECTURE.md", "# A\n").contains("has no table"));
    }
}
