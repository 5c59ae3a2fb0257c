//! Gathers the files of `rules/policy`, but for the rules' tests, and the set of a release, so that the program can carry
//! them.

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
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("files.rs"), source)?;
    fs::write(Path::new(&out).join("set.rs"), set()?)?;
    Ok(())
}

/// The expression that gives the set of a release.
fn set() -> Result<String, Box<dyn Error>> {
    tell("cargo::rerun-if-env-changed=SEMAFOR_BUILT_IN")?;
    let Ok(path) = env::var("SEMAFOR_BUILT_IN") else { return Ok("None".to_owned()) };
    tell(&format!("cargo::rerun-if-changed={path}"))?;
    let path = fs::canonicalize(&path).map_err(|error| format!("SEMAFOR_BUILT_IN: {path}: {error}"))?;
    Ok(format!("Some(include_bytes!({:?}))", path.display().to_string()))
}

fn tell(cargo: &str) -> std::io::Result<()> {
    std::io::Write::write_all(&mut std::io::stdout(), format!("{cargo}\n").as_bytes())
}

/// Every JSON file below a folder that is no test, in order of name. Cargo looks at the folders again when one changes.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    tell(&format!("cargo::rerun-if-changed={}", folder.display()))?;
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
