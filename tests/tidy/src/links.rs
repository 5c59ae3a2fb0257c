//! Every relative link in a document leads to a file of the repository.

use pulldown_cmark::{Event, Parser, Tag};

use crate::finding::Finding;
use crate::tree::Tree;

/// Every link that leads nowhere.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.texts(&[".md"]).flat_map(|(path, text)| check_document(tree, path, text)).collect()
}

fn check_document(tree: &Tree, path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        let targets = match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => vec![dest_url.to_string()],
            Event::Html(html) | Event::InlineHtml(html) => html_targets(&html),
            _ => continue,
        };
        let line = text.get(..range.start).unwrap_or_default().matches('\n').count().saturating_add(1);
        for target in targets {
            findings.extend(judge(tree, path, &target).map(|message| Finding::new(path, line, message)));
        }
    }
    findings
}

/// What stands in `src="…"` and `href="…"`.
fn html_targets(html: &str) -> Vec<String> {
    let after = |name| html.split(name).skip(1).filter_map(|rest| rest.split('"').next());
    after("src=\"").chain(after("href=\"")).map(str::to_owned).collect()
}

fn judge(tree: &Tree, path: &str, target: &str) -> Option<String> {
    let file = target.split(['#', '?']).next().unwrap_or_default();
    let elsewhere = ["https:", "http:", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    if file.is_empty() || elsewhere {
        return None;
    }
    match resolve(path, file) {
        Some(found) if tree.contains(&found) => None,
        Some(_) => Some(format!("the link to `{target}` leads to no file of the repository: correct or remove it")),
        None => Some(format!("the link to `{target}` leads out of the repository: quote what is needed instead")),
    }
}

/// The target seen from the top of the repository; `None` when it leads out of it.
fn resolve(path: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::listed;
    use crate::tree::Tree;

    fn against(text: &str) -> String {
        let other = [("docs/a/b.md", text), ("docs/verdict.png", ""), ("README.md", "")];
        listed(check(&Tree::in_memory(&other)))
    }

    #[test]
    fn links_to_files_folders_headings_and_elsewhere_pass() {
        let text = "[a](../../README.md#limits) ![b](../verdict.png) [c](..) [d](#e) <https://example.org> [f](mailto:g)\n\
                    `[h](i.md)`\n\n```\n[j](k.md)\n```\n\n<img src=\"../verdict.png\">\n\n[l]\n\n[l]: b.md\n";
        assert_eq!(against(text), "");
    }

    #[test]
    fn every_form_of_broken_link_is_found() {
        for text in
            ["[a](b2.md)", "![a](verdict.png)", "[a]\n\n[a]: b2.md", "<img src=\"verdict.png\">", "[a](README.md)"]
        {
            assert!(against(text).starts_with("docs/a/b.md:1: the link to `"), "{text}");
        }
        assert!(against("\n[a](../../../x.md)").contains("docs/a/b.md:2: the link to `../../../x.md` leads out"));
    }
}
