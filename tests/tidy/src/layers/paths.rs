//! Which names a file takes from the root of its crate, by `crate::…` or by `super::…`.

use proc_macro2::TokenStream;
use syn::visit::{self, Visit};

use crate::source::{line, words};

/// A name directly below the crate root, and where it is named.
#[derive(Debug)]
pub(super) struct RootName {
    /// The first name behind `crate::`; `*` for all of them.
    pub(super) name: String,
    /// The line on which it stands.
    pub(super) line: usize,
}

/// All names that the file of this module takes from the crate root.
pub(super) fn root_names(file: &syn::File, module: Vec<String>) -> Vec<RootName> {
    let mut visitor = Paths { module, found: Vec::new() };
    visitor.visit_file(file);
    visitor.found
}

struct Paths {
    module: Vec<String>,
    found: Vec<RootName>,
}

impl Paths {
    /// Notes the path if it leads to the crate root and on from there.
    fn note(&mut self, segments: &[String], line: usize) {
        let rest = match segments.split_first() {
            Some((first, rest)) if first == "crate" => rest,
            Some((first, _)) if first == "super" => {
                let ups = segments.iter().take_while(|segment| *segment == "super").count();
                if ups < self.module.len() {
                    return;
                }
                segments.get(ups..).unwrap_or_default()
            }
            _ => return,
        };
        if let Some(name) = rest.first() {
            self.found.push(RootName { name: name.clone(), line });
        }
    }

    fn note_use(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.note_use(&with(&path.ident), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_use(before, tree)),
            syn::UseTree::Name(name) => self.note(&with(&name.ident), line(name.ident.span())),
            syn::UseTree::Rename(name) => self.note(&with(&name.ident), line(name.ident.span())),
            syn::UseTree::Glob(glob) => {
                self.note(&[before, &["*".to_owned()]].concat(), line(glob.star_token.spans[0]));
            }
        }
    }

    /// The inside of a macro is no syntax tree: `crate :: name` is looked for word by word.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let words = words(tokens);
        for window in words.windows(4) {
            if let [(line, first), (_, colon), (_, second), (_, name)] = window
                && [first.as_str(), colon, second] == ["crate", ":", ":"]
            {
                self.note(&[first.clone(), name.clone()], *line);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_use(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&segments, path.segments.first().map_or(1, |segment| line(segment.ident.span())));
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.note_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    /// `pub(in crate::trust)` names a module that is above by definition.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}
