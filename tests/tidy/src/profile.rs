//! The benches measure what ships: their workspace repeats the release profile of the root, word for word.

use toml::{Table, Value};

use crate::finding::Finding;
use crate::tree::Tree;

/// The workspace of the benches.
pub const BENCH: &str = "tests/bench/Cargo.toml";
const ROOT: &str = "Cargo.toml";

/// Every difference between the two profiles; `None` while there are no benches.
pub fn check(tree: &Tree) -> Option<Vec<Finding>> {
    let bench = tree.text(BENCH)?;
    let root = tree.text(ROOT).unwrap_or_default();
    Some(match (release(ROOT, root), release(BENCH, bench)) {
        (Ok(root), Ok(bench)) => compare("profile.release", &root, &bench),
        (root, bench) => root.err().into_iter().chain(bench.err()).collect(),
    })
}

fn release(path: &str, text: &str) -> Result<Table, Finding> {
    let whole: Table = text.parse().map_err(|err| Finding::new(path, 1, format!("is not TOML: {err}")))?;
    let found = whole.get("profile").and_then(|profile| profile.get("release")).and_then(Value::as_table);
    found.cloned().ok_or_else(|| Finding::new(path, 1, "has no [profile.release]: the benches must build what ships"))
}

fn compare(at: &str, root: &Table, bench: &Table) -> Vec<Finding> {
    let mut keys: Vec<_> = root.keys().chain(bench.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let differing = keys.into_iter().flat_map(|key| match (root.get(key), bench.get(key)) {
        (Some(Value::Table(root)), Some(Value::Table(bench))) => compare(&format!("{at}.{key}"), root, bench),
        (root, bench) if root == bench => Vec::new(),
        (root, bench) => {
            let shown = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            let (root, bench) = (shown(root), shown(bench));
            vec![Finding::new(BENCH, 1, format!("{at}.{key} is {bench}, but {root} in the root {ROOT}: copy it"))]
        }
    });
    differing.collect()
}

#[cfg(test)]
mod tests {
    use super::{BENCH, check};
    use crate::finding::listed;
    use crate::tree::Tree;

    const ROOT: &str = "[profile.release]\nlto = true\n[profile.release.package]\na.opt-level = 3\n";

    fn against(bench: &str) -> String {
        listed(check(&Tree::in_memory(&[("Cargo.toml", ROOT), (BENCH, bench)])).unwrap())
    }

    #[test]
    fn the_same_profile_passes_in_any_spelling() {
        assert_eq!(against("[profile.release]\nlto = true\n[profile.release.package.a]\nopt-level = 3\n"), "");
        assert!(check(&Tree::in_memory(&[("Cargo.toml", ROOT)])).is_none());
    }

    #[test]
    fn every_difference_is_found() {
        assert!(against(&ROOT.replace("true", "\"thin\"")).contains("profile.release.lto is \"thin\", but true"));
        assert!(against(&ROOT.replace('3', "2")).contains("profile.release.package.a.opt-level is 2, but 3"));
        assert!(against(&format!("{ROOT}b.opt-level = 3\n")).contains("but nothing in the root"));
        assert!(against("[profile.release]\nlto = true\n").contains("profile.release.package is nothing"));
        assert!(against("[profile.dev]\n").contains("has no [profile.release]"));
        assert!(against("[").contains("is not TOML"));
    }
}
