//! Every `semafor …` command line in a document is run, and its output held against the document.

use std::path::Path;

#[test]
fn commands_in_documents_print_what_the_documents_show() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    std::env::set_current_dir(root).expect("the repository's root");
    let programs = Path::new(env!("CARGO_BIN_EXE_semafor")).parent().expect("a folder");
    trycmd::TestCases::new()
        // What is piped into the command is piped by a shell.
        .register_bin("sh", Path::new("/bin/sh"))
        .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .env("XDG_DATA_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/nothing-synced"))
        .case("*.md")
        .case("docs/*.md")
        .case("android/*.md")
        .case("ios/*.md");
}
