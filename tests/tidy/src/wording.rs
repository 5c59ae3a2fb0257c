//! What no file may say: paths of somebody's machine, and work left for later. And how long the README may be.

use crate::finding::Finding;
use crate::source::parsed;
use crate::tree::Tree;

/// The longest README.
pub const README: usize = 120;

/// Top folders of machines in which people and build servers keep a checkout.
const MACHINE: [&str; 6] = ["Users", "builds", "home", "root", "work", "workspace"];
const LATER: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
const WRITTEN: [&str; 9] = [".md", ".rs", ".kt", ".swift", ".toml", ".json", ".yml", ".xml", ".sql"];

/// Every such place.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = unfinished_code(tree);
    for file in &tree.files {
        let written = file.path.starts_with(".ci/") || WRITTEN.iter().any(|ending| file.path.ends_with(ending));
        for (number, line) in file.text.iter().flat_map(|text| text.lines()).enumerate() {
            let number = number.saturating_add(1);
            if let Some(folder) = MACHINE.iter().find(|folder| names_folder(line, folder)) {
                let message = format!("names a path below `{folder}` of some machine: make it relative to this file");
                findings.push(Finding::new(&file.path, number, message));
            }
            if let Some(word) = LATER.iter().find(|word| written && has_word(line, word)) {
                findings.push(Finding::new(&file.path, number, format!("says `{word}`: do it, or write an issue")));
            }
        }
    }
    let readme = tree.text("README.md").unwrap_or_default().lines().count();
    if readme > README {
        let message = format!("has {readme} lines, at most {README} are wanted: move details to ARCHITECTURE.md");
        findings.push(Finding::new("README.md", 1, message));
    }
    findings
}

/// Calls of the two macros that stand for missing code.
fn unfinished_code(tree: &Tree) -> Vec<Finding> {
    let (sources, mut findings) = parsed(tree, |_| true);
    for source in &sources {
        for pair in source.words().windows(2) {
            if let [(line, name), (_, mark)] = pair
                && mark == "!"
                && ["todo", "unimplemented"].contains(&name.as_str())
            {
                findings.push(Finding::new(
                    source.path,
                    *line,
                    format!("calls `{name}!`: write the code or remove it"),
                ));
            }
        }
    }
    findings
}

/// Whether the line has `/folder/` at the beginning of a path.
fn names_folder(line: &str, folder: &str) -> bool {
    let path = format!("/{folder}/");
    line.match_indices(&path).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric() && !"./_-~}$<>*".contains(before))
    })
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric()).any(|found| found == word)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::listed;
    use crate::tree::Tree;

    fn against(path: &str, text: &str) -> String {
        listed(check(&Tree::in_memory(&[(path, text)])))
    }

    #[test]
    fn a_path_of_a_machine_is_found_in_any_file() {
        for folder in super::MACHINE {
            for before in ["", " ", "\"", "`", "=", "(", ":"] {
                let text = format!("fine\n{before}/{folder}/semafor/x");
                assert!(against("a.txt", &text).starts_with("a.txt:2: names a path below"), "{text}");
            }
        }
        for text in ["$ROOT/root/x", "https://example.org/home/x", "../work/x", "a/work/b", "/homework/"] {
            assert_eq!(against("a.txt", text), "", "{text}");
        }
    }

    #[test]
    fn work_left_for_later_is_found() {
        assert!(against("core/src/a.rs", "\nfn f() { todo!() }").contains("a.rs:2: calls `todo!`"));
        assert!(against("core/src/a.rs", "fn f() { unimplemented!(\"x\") }").contains("calls `unimplemented!`"));
        for word in super::LATER {
            assert!(against(".ci/run", &format!("# {word}: x")).contains("do it, or write an issue"));
        }
        assert_eq!(against("core/src/a.rs", "//! Never `todo!`.\nfn todo() { \"todo!\" }"), "");
    }

    #[test]
    fn the_readme_is_bounded() {
        assert!(against("README.md", &"x\n".repeat(121)).contains("README.md:1: has 121 lines"));
        assert_eq!(against("README.md", &"x\n".repeat(120)), "");
        assert_eq!(against("docs/README.md", &"x\n".repeat(121)), "");
    }
}
