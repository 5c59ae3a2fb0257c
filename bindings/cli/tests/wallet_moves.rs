//! A wallet that moves, through the program: files and pictures from one folder of data to another, and what goes wrong.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test needs must be there")]
#![expect(clippy::disallowed_methods, reason = "a wallet that moves is a file")]

mod desk;
mod program;

use std::fs;
use std::path::Path;

use serde_json::Value;

use desk::Desk;

/// A folder for the wallets of one test, and their passphrase.
struct Home(Desk);

impl Home {
    fn new(name: &str) -> Self {
        Self(Desk::new("wallet-moves", name))
    }

    fn file(&self, name: &str) -> String {
        self.0.file(name)
    }

    /// Status, standard output and standard error of a command of the wallet in the folder `data`.
    fn told(&self, data: &str, command: &[&str]) -> (Option<i32>, String, String) {
        let basis = ["--trust", "docs/example/dsc.der", "--at", "2026-06-01T12:00:00Z", "--lang", "en"];
        self.0.told(data, "passphrase", command, &basis)
    }

    /// The answer of a command that ends well.
    fn json(&self, data: &str, command: &[&str]) -> Value {
        let (status, shown, complaint) = self.told(data, &[command, &["--json"]].concat());
        assert_eq!(status, Some(0), "{command:?}: {complaint}");
        serde_json::from_str(&shown).unwrap()
    }

    /// A wallet with something of every kind.
    fn filled(name: &str) -> Self {
        let home = Self::new(name);
        let examples =
            ["certificate", "booster", "test", "other-person"].map(|name| format!("docs/example/{name}.txt"));
        let examples: Vec<_> = examples.iter().map(String::as_str).collect();
        home.json("old", &[&["add"][..], &examples].concat());
        home.json("old", &["person", "add", "--name", "Babička Nováková", "--born", "1931-02"]);
        home.json("old", &["expected", "add", "--what", "second dose", "--awaiting", "data"]);
        let ids = home.ids("old");
        home.json("old", &["merge", &ids[0], &ids[3]]);
        home
    }

    fn ids(&self, data: &str) -> Vec<String> {
        let listed = self.json(data, &["list"]);
        listed["certificates"].as_array().unwrap().iter().map(|kept| kept["id"].as_str().unwrap().to_owned()).collect()
    }

    /// What `list` says, without what is each wallet's own.
    fn listed(&self, data: &str) -> String {
        let mut listed = self.json(data, &["list"]).to_string();
        let value: Value = serde_json::from_str(&listed).unwrap();
        let mut ids = Vec::new();
        collect_ids(&value, &mut ids);
        for (number, id) in ids.iter().enumerate() {
            listed = listed.replace(id, &format!("id {number}"));
        }
        listed
    }

    fn words(&self, name: &str, words: &str) -> String {
        fs::write(self.file(name), format!("{words}\n")).unwrap();
        self.file(name)
    }
}

fn collect_ids(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_ids(item, ids)),
        Value::Object(fields) => {
            let id = fields.get("id").and_then(Value::as_str);
            ids.extend(id.filter(|id| !ids.iter().any(|known| known == id)).map(str::to_owned));
            fields.values().for_each(|field| collect_ids(field, ids));
        }
        _ => {}
    }
}

#[test]
fn a_file_moves_a_wallet() {
    let home = Home::filled("file");
    let (file, words) = (home.file("family.semafor"), home.file("words"));
    home.json("old", &["schemes", "VN", "EU"]);
    let exported = home.json("old", &["export", &file, "--words-out", &words]);
    assert_eq!(exported["words"], Value::Null, "they are in the file");
    assert_eq!(exported["environment"], "production");
    assert_eq!(exported["bytes"], fs::metadata(&file).unwrap().len());
    assert_eq!(fs::read_to_string(&words).unwrap().split_whitespace().count(), 6);
    #[cfg(unix)]
    for path in [&file, &words] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let imported = home.json("new", &["import", &file, "--words-file", &words]);
    assert_eq!((&imported["new"], &imported["persons"], &imported["decisions"]), (&4.into(), &1.into(), &1.into()));
    assert_eq!(home.listed("new"), home.listed("old"));
    assert_eq!(home.json("new", &["schemes"])["schemes"], serde_json::json!(["VN", "EU"]));
    let (status, shown, _) = home.told("new", &["import", &file, "--words-file", &words]);
    assert_eq!(
        (status, shown.as_str()),
        (Some(0), "    7  here already\n    1  decided or chosen otherwise here: what is here stays\n")
    );
    let before = fs::read(&file).unwrap();
    let (status, _, complaint) = home.told("old", &["export", &file]);
    assert_eq!((status, fs::read(&file).unwrap()), (Some(64), before.clone()), "{complaint}");
    assert!(complaint.contains("it is there already"), "{complaint}");
    let (status, shown, _) = home.told("old", &["export", &file, "--force"]);
    assert_eq!(status, Some(0));
    assert_ne!(fs::read(&file).unwrap(), before);
    let told = shown.lines().find(|line| line.split(' ').count() == 6).unwrap().to_uppercase();
    let told = home.words("told", &told);
    assert_eq!(home.told("third", &["import", &file, "--words-file", &told]).0, Some(0), "{shown}");
}

#[test]
fn what_is_wrong_with_an_export_is_named() {
    let home = Home::filled("wrong");
    let file = home.file("family.semafor");
    let words = home.json("old", &["export", &file])["words"].as_str().unwrap().to_owned();
    let right = home.words("right", &words);
    let whole = fs::read(&file).unwrap();
    let refused = |bytes: &[u8], words: &str, options: &[&str], status: i32, why: &str| {
        let (path, words) = (home.file("sent"), home.words("typed", words));
        fs::write(&path, bytes).unwrap();
        let (found, _, complaint) = home.told("new", &[&["import", &path, "--words-file", &words], options].concat());
        assert_eq!(found, Some(status), "{complaint}");
        assert!(complaint.contains(why), "{complaint}, and not {why}");
        assert!(!Path::new(&home.file("new")).join("wallet.db").exists(), "no wallet is made for what does not open");
    };
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let mut newer = whole.clone();
    newer[7] = 2;
    let typing = words.replacen(words.split(' ').nth(2).unwrap(), "babab", 1);
    refused(&whole, "gabuf finaj sugil dopit katug ladud", &[], 65, "the passphrase does not open the export");
    refused(&whole, &words, &["--environment", "demo"], 65, "or it is of another environment than demo");
    refused(&whole, &typing, &[], 65, "word 3 has a typing error");
    refused(&whole, "gabuf finaj", &[], 65, "2 words, a passphrase has 6");
    refused(&whole[..whole.len() - 9], &words, &[], 65, &format!("has {} of {} bytes", whole.len() - 9, whole.len()));
    refused(&flipped, &words, &[], 65, "damaged on its way");
    refused(&newer, &words, &[], 65, "format 2, this program reads 1");
    refused(b"HC1:", &words, &[], 65, "this is no export of a wallet");
    refused(b"", &words, &[], 65, "this is no export of a wallet");
    let (status, _, complaint) = home.told("new", &["import", "missing.semafor", "--words-file", &right]);
    assert_eq!(status, Some(66), "{complaint}");
    let (status, _, complaint) = home.told("new", &["import", &file]);
    assert_eq!(status, Some(64), "{complaint}");
    assert!(complaint.contains("--words-file"), "{complaint}");
    assert_eq!(home.told("nothing", &["export", &home.file("other")]).0, Some(66), "there is no wallet");
    assert_eq!(home.told("old", &["export"]).0, Some(64), "nowhere to");
    assert_eq!(home.told("old", &["export", "--frames"]).0, Some(64), "this is no terminal");
    assert_eq!(home.told("old", &["export", &home.file("no/where")]).0, Some(74));
}

#[test]
fn frames_move_a_wallet_though_one_in_three_is_lost() {
    let home = Home::filled("frames");
    let (frames, words) = (home.file("frames"), home.file("words"));
    let shown = home.json("old", &["export", "--frames-dir", &frames, "--words-out", &words]);
    let mut pictures: Vec<_> = fs::read_dir(&frames).unwrap().map(|entry| entry.unwrap().path()).collect();
    pictures.sort();
    assert_eq!(shown["frames"], pictures.len());
    for lost in pictures.iter().step_by(3) {
        fs::remove_file(lost).unwrap();
    }
    fs::copy("../../core/tests/vectors/aztec-link.png", home.file("frames/another.png")).unwrap();
    let imported = home.json("new", &["import", &frames, "--words-file", &words]);
    assert_eq!(imported["new"], 4);
    assert_eq!(home.listed("new"), home.listed("old"));
    let (first, second) = (pictures[4].to_str().unwrap(), pictures[2].to_str().unwrap());
    let (status, _, complaint) = home.told("new", &["import", first, second, "--words-file", &words]);
    assert_eq!(status, Some(65));
    assert!(complaint.contains(": 2 of ") && complaint.contains("frames are here"), "{complaint}");
    let (status, _, complaint) = home.told("new", &["import", first, "docs/example/test.txt", "--words-file", &words]);
    assert_eq!(status, Some(65));
    assert!(complaint.contains("it is no picture"), "{complaint}");
    fs::create_dir_all(home.file("empty")).unwrap();
    let (status, _, complaint) = home.told("new", &["import", &home.file("empty"), "--words-file", &words]);
    assert_eq!((status, complaint.contains("there is no picture in it")), (Some(65), true), "{complaint}");
}

#[test]
fn schemes_are_chosen_and_shown() {
    let home = Home::new("schemes");
    assert_eq!(home.told("old", &["schemes"]).0, Some(66), "there is no wallet");
    let (status, shown, complaint) = home.told("old", &["schemes", "EU", "no-such"]);
    assert_eq!((status, shown.as_str()), (Some(0), "EU\nno-such\n"));
    assert!(complaint.contains("no-such: no scheme of this id is published"), "{complaint}");
    assert_eq!(home.told("old", &["schemes"]).1, "EU\nno-such\n");
    assert_eq!(home.told("old", &["schemes", "--default"]).1, "VN\n");
    let nine = ["schemes", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let (status, _, complaint) = home.told("old", &nine);
    assert_eq!((status, complaint.contains("at most 8 are shown")), (Some(64), true), "{complaint}");
    assert_eq!(home.json("old", &["schemes"])["schemes"], serde_json::json!(["VN"]));
}
