//! Names which say nothing about what is inside are not used for files, folders and modules.

use syn::visit::{self, Visit};

use crate::finding::Finding;
use crate::source::{line, parsed};
use crate::tree::Tree;

const EMPTY: [&str; 7] = ["common", "error", "helpers", "manager", "prelude", "types", "utils"];
const MEND: &str = "says nothing about what is inside: name it after its purpose (errors stand beside what fails)";

/// Every file, folder and module with such a name.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (sources, mut findings) = parsed(tree, |_| true);
    for source in &sources {
        let mut modules = Modules(Vec::new());
        modules.visit_file(&source.syntax);
        let finding = |(line, name)| Finding::new(source.path, line, format!("module `{name}` {MEND}"));
        findings.extend(modules.0.into_iter().map(finding));
    }
    for (path, _) in tree.texts(&[".rs", ".kt", ".swift"]) {
        if let Some(part) = path.split('/').find(|part| is_empty_name(part)) {
            findings.push(Finding::new(path, 1, format!("`{part}` {MEND}")));
        }
    }
    findings
}

fn is_empty_name(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_lowercase();
    EMPTY.contains(&stem.as_str())
}

struct Modules(Vec<(usize, String)>);

impl<'ast> Visit<'ast> for Modules {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let name = item.ident.to_string();
        if is_empty_name(&name) {
            self.0.push((line(item.ident.span()), name));
        }
        visit::visit_item_mod(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::listed;
    use crate::tree::Tree;

    #[test]
    fn an_empty_name_is_found_as_file_folder_and_module() {
        let found = |path, text| listed(check(&Tree::in_memory(&[(path, text)])));
        for path in ["core/src/error.rs", "core/tests/common/mod.rs", "android/Utils.kt", "ios/Types.swift"] {
            assert!(found(path, "").contains("says nothing about what is inside"), "{path}");
        }
        assert!(found("core/src/a.rs", "\nmod helpers {}").contains("core/src/a.rs:2: module `helpers`"));
        assert_eq!(found("core/src/refusal.rs", "mod terror;"), "");
    }
}
