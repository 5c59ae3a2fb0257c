//! `docs/verdict.svg`, the picture in the README, is what the command prints to a terminal today.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::fs;
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

#[test]
fn the_picture_shows_what_the_command_prints() {
    let screens = ["certificate", "altered", "stranger"].map(screen);
    let drawn = anstyle_svg::Term::new().render_svg(&screens.join("\n"));
    let path = format!("{ROOT}/docs/verdict.svg");
    if fs::exists(&path).unwrap() && fs::read_to_string(&path).unwrap() == drawn {
        return;
    }
    fs::write(path, drawn).unwrap();
    panic!("docs/verdict.svg was redrawn: look at it, then run again");
}

/// The command line as it would be typed, and its coloured output.
fn screen(name: &str) -> String {
    let text = format!("docs/example/{name}.txt");
    let arguments = ["verify", &text, "--technical", "--trust", "docs/example/dsc.der", "--at", "2026-06-01"];
    let output = Command::new(env!("CARGO_BIN_EXE_semafor"))
        .args(arguments)
        .current_dir(ROOT)
        .env("LC_ALL", "C")
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    format!("$ semafor verify {name}.txt --technical --trust dsc.der\n{}", String::from_utf8(output.stdout).unwrap())
}
