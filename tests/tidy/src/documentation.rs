//! Every Rust file says what it is for, and so does every public item, in binaries and test packages too.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Visibility};

use crate::finding::Finding;
use crate::source::{line, parsed};
use crate::tree::Tree;

/// Every file that does not begin with `//!` and every public item without a doc comment.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (sources, mut findings) = parsed(tree, |_| true);
    for source in &sources {
        if !source.text.starts_with("//!") {
            findings.push(Finding::new(source.path, 1, "does not begin with `//!`: say in a sentence what it is for"));
        }
        let mut items = Undocumented::default();
        items.visit_file(&source.syntax);
        let shipped = items.0.into_iter().filter(|(line, _)| !source.is_test_line(*line));
        findings.extend(shipped.map(|(line, name)| {
            Finding::new(source.path, line, format!("`{name}` is public and has no doc comment: add one with `///`"))
        }));
    }
    findings
}

#[derive(Default)]
struct Undocumented(Vec<(usize, String)>);

impl Undocumented {
    fn note(&mut self, visibility: &Visibility, attributes: &[Attribute], name: &syn::Ident) {
        if matches!(visibility, Visibility::Public(_)) {
            self.note_public(attributes, name.span(), name.to_string());
        }
    }

    fn note_public(&mut self, attributes: &[Attribute], span: Span, name: String) {
        if !attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
            self.0.push((line(span), name));
        }
    }
}

impl<'ast> Visit<'ast> for Undocumented {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Const(item) => self.note(&item.vis, &item.attrs, &item.ident),
            Item::Enum(item) => self.note(&item.vis, &item.attrs, &item.ident),
            Item::Fn(item) => self.note(&item.vis, &item.attrs, &item.sig.ident),
            Item::Mod(item) if item.content.is_some() => self.note(&item.vis, &item.attrs, &item.ident),
            Item::Static(item) => self.note(&item.vis, &item.attrs, &item.ident),
            Item::Struct(item) => self.note(&item.vis, &item.attrs, &item.ident),
            Item::Trait(item) => self.note(&item.vis, &item.attrs, &item.ident),
            Item::Type(item) => self.note(&item.vis, &item.attrs, &item.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if matches!(item.vis, Visibility::Public(_)) {
            for variant in &item.variants {
                self.note_public(&variant.attrs, variant.ident.span(), format!("{}::{}", item.ident, variant.ident));
            }
        }
        visit::visit_item_enum(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        for inner in item.items.iter().filter(|_| item.trait_.is_none()) {
            match inner {
                ImplItem::Const(inner) => self.note(&inner.vis, &inner.attrs, &inner.ident),
                ImplItem::Fn(inner) => self.note(&inner.vis, &inner.attrs, &inner.sig.ident),
                ImplItem::Type(inner) => self.note(&inner.vis, &inner.attrs, &inner.ident),
                _ => {}
            }
        }
        visit::visit_item_impl(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::listed;
    use crate::tree::Tree;

    fn against(text: &str) -> String {
        listed(check(&Tree::in_memory(&[("tests/x/src/main.rs", text)])))
    }

    #[test]
    fn what_is_documented_or_private_passes() {
        let text = "//! Doc.\n/// A.\n#[derive(Debug)]\npub struct A;\nimpl A {\n    /// B.\n    pub fn b() {}\n    fn c() {}\n}\n\
                    impl Clone for A {\n    fn clone(&self) -> A { A }\n}\npub(crate) fn d() {}\npub mod e;\npub use f::G;\n\
                    #[cfg(test)]\nmod tests {\n    pub fn h() {}\n}\n";
        assert_eq!(against(text), "");
    }

    #[test]
    fn every_kind_of_public_item_is_seen() {
        for item in [
            "pub fn b() {}",
            "pub struct B;",
            "pub enum B { /** C. */ C }",
            "/** D. */ pub enum D { B }",
            "pub trait B {}",
            "pub const B: u8 = 0;",
            "pub static B: u8 = 0;",
            "pub type B = u8;",
            "pub mod b {}",
            "impl A { pub fn b() {} }",
            "impl A { pub const B: u8 = 0; }",
        ] {
            let found = against(&format!("//! Doc.\n{item}"));
            assert!(
                found.starts_with("tests/x/src/main.rs:2: `") && found.contains("no doc comment"),
                "{item}: {found}"
            );
        }
        assert!(against("mod a;").contains("main.rs:1: does not begin with `//!`"));
        assert!(against("//! Doc.\nfn {").contains("is not Rust"));
    }
}
