//! Gathers the files of `rules/policy`, but for the rules' tests, so that the program can carry them.

#![expect(clippy::disallowed_methods, reason = "a build script is told everything by its environment")]

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let policy = Path::new(&env::var("CARGO_MANIFEST_DIR")?).with_file_name("policy");
    let mut files = Vec::new();
    collect(&policy, &mut files)?;
    let mut source = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&policy)?.display();
        writeln!(source, "    (\"{name}\", include_bytes!({:?})),", file.display().to_string())?;
    }
    source.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("files.rs"), source)?;
    Ok(())
}

/// Every JSON file below a folder that is no test, in order of name. Cargo looks at the folders again when one changes.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    std::io::Write::write_all(&mut out, format!("cargo::rerun-if-changed={}\n", folder.display()).as_bytes())?;
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("tests") {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}
