//! The files of the repository: read from a checkout, or given in memory by a test.

use std::io;
use std::path::Path;

use ignore::WalkBuilder;

/// All files which belong to the repository, sorted by path.
#[derive(Debug)]
pub struct Tree {
    /// The files.
    pub files: Vec<File>,
}

/// One file of the repository.
#[derive(Debug)]
pub struct File {
    /// The path from the top of the repository, with forward slashes.
    pub path: String,
    /// The content; `None` where it is not text.
    pub text: Option<String>,
}

impl Tree {
    /// Reads this repository: every file that its ignore files do not name, whether committed yet or not.
    ///
    /// It needs no git, so an unpacked archive of the repository is held to the same rules as a clone.
    pub fn of_this_repository() -> io::Result<Self> {
        Self::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
    }

    /// Reads a folder in the same way.
    pub fn read(root: &Path) -> io::Result<Self> {
        let root = root.canonicalize()?;
        let walk = WalkBuilder::new(&root)
            .hidden(false)
            .parents(false)
            .git_global(false)
            .require_git(false)
            .sort_by_file_path(Path::cmp)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        let mut files = Vec::new();
        for entry in walk {
            let entry = entry.map_err(io::Error::other)?;
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                let path = entry.path().strip_prefix(&root).map_err(io::Error::other)?;
                let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                files.push(File { path: parts.join("/"), text: text_of(entry.path())? });
            }
        }
        Ok(Self { files })
    }

    /// A tree of the given paths and texts, for tests of the rules.
    pub fn in_memory(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: Some((*text).to_owned()) };
        Self { files: files.iter().map(file).collect() }
    }

    /// The text of one file, if it is there and is text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref()
    }

    /// Whether the path names a file of the tree, or a folder with a file in it.
    pub fn contains(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty() || self.files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
    }

    /// Path and text of the files with one of these endings (`.rs`, `.md`).
    pub fn texts<'a>(&'a self, endings: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files.iter().filter_map(move |file| {
            let wanted = endings.iter().any(|ending| file.path.ends_with(ending));
            Some((file.path.as_str(), file.text.as_deref()?)).filter(|_| wanted)
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where tidy looks at files; its rules take a `Tree`")]
fn text_of(path: &Path) -> io::Result<Option<String>> {
    Ok(String::from_utf8(std::fs::read(path)?).ok())
}
