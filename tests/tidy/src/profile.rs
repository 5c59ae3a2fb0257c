//! The benches measure what ships: their workspace repeats the release profile of the root, word for word. Only crates
//! that are not shipped, the contenders, may have settings of their own there.

use toml::{Table, Value};

use crate::finding::Finding;
use crate::tree::Tree;

/// The workspace of the benches.
pub const BENCH: &str = "tests/bench/Cargo.toml";
const ROOT: &str = "Cargo.toml";
const LOCK: &str = "Cargo.lock";

/// Every difference between the two profiles; `None` while there are no benches.
pub fn check(tree: &Tree) -> Option<Vec<Finding>> {
    let bench = tree.text(BENCH)?;
    let root = tree.text(ROOT).unwrap_or_default();
    let shipped = tree.text(LOCK).unwrap_or_default();
    Some(match (release(ROOT, root), release(BENCH, bench)) {
        (Ok(root), Ok(mut bench)) => {
            drop_contenders(&mut bench, shipped);
            compare("profile.release", &root, &bench)
        }
        (root, bench) => root.err().into_iter().chain(bench.err()).collect(),
    })
}

fn release(path: &str, text: &str) -> Result<Table, Finding> {
    let whole: Table = text.parse().map_err(|err| Finding::new(path, 1, format!("is not TOML: {err}")))?;
    let found = whole.get("profile").and_then(|profile| profile.get("release")).and_then(Value::as_table);
    found.cloned().ok_or_else(|| Finding::new(path, 1, "has no [profile.release]: the benches must build what ships"))
}

/// Takes out the settings of packages that the root's lock file does not know, by name or by `name@version`.
fn drop_contenders(bench: &mut Table, shipped: &str) {
    let is_shipped = |spec: &str| {
        let (name, version) = spec.split_once('@').map_or((spec, None), |(name, version)| (name, Some(version)));
        let line = match version {
            Some(version) => format!("name = \"{name}\"\nversion = \"{version}\"\n"),
            None => format!("name = \"{name}\"\n"),
        };
        shipped.contains(&line)
    };
    if let Some(packages) = bench.get_mut("package").and_then(Value::as_table_mut) {
        packages.retain(|spec, _| spec == "*" || is_shipped(spec));
    }
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

    const LOCK: &str = "name = \"a\"\nversion = \"1.0.0\"\n\nname = \"b\"\nversion = \"2.0.0\"\n";

    fn against(bench: &str) -> String {
        listed(check(&Tree::in_memory(&[("Cargo.toml", ROOT), ("Cargo.lock", LOCK), (BENCH, bench)])).unwrap())
    }

    #[test]
    fn the_same_profile_passes_in_any_spelling() {
        assert_eq!(against("[profile.release]\nlto = true\n[profile.release.package.a]\nopt-level = 3\n"), "");
        assert!(check(&Tree::in_memory(&[("Cargo.toml", ROOT)])).is_none());
    }

    #[test]
    fn contenders_have_settings_of_their_own() {
        assert_eq!(against(&format!("{ROOT}rival.opt-level = 3\n\"b@1.0.0\".opt-level = 3\n")), "");
        assert!(against(&format!("{ROOT}\"b@2.0.0\".opt-level = 3\n")).contains("but nothing in the root"));
    }

    #[test]
    fn every_difference_is_found() {
        assert!(against(&ROOT.replace("true", "\"thin\"")).contains("profile.release.lto is \"thin\", but true"));
        assert!(against(&ROOT.replace('3', "2")).contains("profile.release.package.a.opt-level is 2, but 3"));
        assert!(
            against(&format!("{ROOT}\"*\".opt-level = 1\n")).contains("profile.release.package.* is { opt-level = 1 }")
        );
        assert!(against(&format!("{ROOT}b.opt-level = 3\n")).contains("but nothing in the root"));
        assert!(against("[profile.release]\nlto = true\n").contains("profile.release.package is nothing"));
        assert!(against("[profile.dev]\n").contains("has no [profile.release]"));
        assert!(against("[").contains("is not TOML"));
    }
}
