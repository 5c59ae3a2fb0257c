//! A folder for the wallets of one test, with their passphrase, and what the program says there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::semafor;

/// The folder. Nothing of an earlier run is in it.
pub(crate) struct Desk(pub(crate) PathBuf);

impl Desk {
    /// The one of this name, in the folder of its test file.
    pub(crate) fn new(group: &str, name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(group).join(name);
        let _old = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("passphrase"), "correct horse battery staple\n").unwrap();
        Self(path)
    }

    /// Where a file of this name lies.
    pub(crate) fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Status, standard output and standard error of a command of the wallet in the folder `data`, opened by the
    /// passphrase in a file.
    pub(crate) fn told(
        &self,
        data: &str,
        passphrase: &str,
        command: &[&str],
        basis: &[&str],
    ) -> (Option<i32>, String, String) {
        let (data, passphrase) = (self.file(data), self.file(passphrase));
        let which = ["--data", &data, "--passphrase-file", &passphrase];
        let output = semafor(&[&["wallet"], command, &which, basis].concat(), b"");
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }
}
