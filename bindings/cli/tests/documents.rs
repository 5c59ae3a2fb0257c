//! Every `semafor …` command line in a document is run, and its output held against the document.

#[test]
fn commands_in_documents_print_what_the_documents_show() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    std::env::set_current_dir(root).expect("the repository's root");
    trycmd::TestCases::new()
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .case("*.md")
        .case("docs/*.md")
        .case("android/*.md")
        .case("ios/*.md");
}
