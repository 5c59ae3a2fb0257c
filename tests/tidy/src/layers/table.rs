//! The table of modules in ARCHITECTURE.md: the same modules in the same order as in the code.

use crate::finding::Finding;
use crate::tree::Tree;

const DOCUMENT: &str = "ARCHITECTURE.md";
const HEADING: &str = "| module |";

/// The first difference between the table and the order; nothing where there is no such document.
pub(super) fn check(tree: &Tree, order: &[String]) -> Option<Finding> {
    let text = tree.text(DOCUMENT)?;
    let Some((before, table)) = text.split_once(HEADING) else {
        return Some(Finding::new(DOCUMENT, 1, format!("has no table that begins with `{HEADING}`: list the modules")));
    };
    let first = before.lines().count().saturating_add(3);
    let mut rows = table.lines().skip(2).take_while(|line| line.starts_with('|')).map(name);
    let mut listed = order.iter().map(String::as_str);
    for line in first.. {
        match (rows.next(), listed.next()) {
            (None, None) => return None,
            (row, module) if row == module => {}
            (row, module) => {
                let (row, module) = (row.unwrap_or("nothing"), module.unwrap_or("nothing"));
                let message = format!("lists `{row}` where core/src/lib.rs has `{module}`: correct the table");
                return Some(Finding::new(DOCUMENT, line, message));
            }
        }
    }
    None
}

/// ``| `cose` | bytes → … |`` → `cose`.
fn name(row: &str) -> &str {
    row.split('`').nth(1).unwrap_or(row)
}
