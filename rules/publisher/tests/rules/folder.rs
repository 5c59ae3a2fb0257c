//! A policy in a folder of its own, with nothing wrong in it, to be changed by tests.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A folder that a test has to itself.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A policy with a rule, its tests and staff text, a value set and a mode.
    pub(crate) fn good(name: &str) -> Self {
        let folder = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME")).join(name));
        let _ = fs::remove_dir_all(&folder.0);
        folder.write("rules/CZ/VR-CZ-0001/rule.json", &rule());
        for (name, vaccine, clock, expected) in [
            ("first-second", "EU/1/20/1528", "2026-01-15T00:00:00Z", true),
            ("too-early", "EU/1/20/1528", "2026-01-14T23:59:59Z", false),
            ("other-vaccine", "X", "2026-02-01T00:00:00Z", false),
            ("later", "EU/1/20/1528", "2026-02-01T00:00:00Z", true),
        ] {
            let payload = json!({"v": [{"mp": vaccine, "dt": "2026-01-01"}]});
            let external = json!({"validationClock": clock});
            let test = json!({"name": name, "payload": payload, "external": external, "expected": expected});
            folder.write(&format!("rules/CZ/VR-CZ-0001/tests/{name}.json"), &test);
        }
        let staff = json!({"cs": "Doklad zatím neplatí.", "vi": "Giấy này chưa có giá trị.", "en": "Not valid yet."});
        folder.write("texts/VR-CZ-0001.json", &json!({"rule": "VR-CZ-0001", "staff": staff}));
        let code = json!({"display": "Comirnaty", "lang": "en", "active": true, "version": "", "system": ""});
        let set = json!({"valueSetId": "vaccines-covid-19-names", "valueSetDate": "2026-01-01", "valueSetValues": {"EU/1/20/1528": code}});
        folder.write("valuesets/vaccines-covid-19-names.json", &set);
        let words = json!({"cs": "Vstup", "vi": "Vào cửa", "en": "Entry"});
        let combinations = json!([[{"certificateType": "Vaccination"}], [{"certificateType": "Test"}]]);
        folder.write(
            "modes/3G.json",
            &json!({"mode": "3G", "title": words, "description": words, "combinations": combinations}),
        );
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn json(&self, file: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.0.join(file)).unwrap()).unwrap()
    }

    pub(crate) fn write(&self, file: &str, json: &Value) {
        self.write_text(file, &json.to_string());
    }

    pub(crate) fn write_text(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn change(&self, file: &str, change: impl FnOnce(&mut Value)) {
        let mut json = self.json(file);
        change(&mut json);
        self.write(file, &json);
    }

    pub(crate) fn remove(&self, file: &str) {
        let path = self.0.join(file);
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.0.join(to).parent().unwrap()).unwrap();
        fs::rename(self.0.join(from), self.0.join(to)).unwrap();
    }
}

fn rule() -> Value {
    let due = json!({"not-before": [
        {"plusTime": [{"var": "external.validationClock"}, 0, "day"]},
        {"plusTime": [{"var": "payload.v.0.dt"}, 14, "day"]}
    ]});
    let listed = json!({"in": [{"var": "payload.v.0.mp"}, ["EU/1/20/1528"]]});
    json!({
        "Identifier": "VR-CZ-0001",
        "Type": "Acceptance",
        "Country": "CZ",
        "Version": "1.0.0",
        "SchemaVersion": "1.0.0",
        "Engine": "CERTLOGIC",
        "EngineVersion": "1.0.0",
        "CertificateType": "Vaccination",
        "Description": [
            {"lang": "en", "desc": "The listed vaccine was given at least 14 days ago."},
            {"lang": "cs", "desc": "Vakcína ze seznamu byla podána aspoň před 14 dny."},
            {"lang": "vi", "desc": "Vắc-xin trong danh mục đã tiêm ít nhất 14 ngày trước."}
        ],
        "ValidFrom": "2026-01-01T00:00:00Z",
        "ValidTo": "2027-12-31T23:59:59Z",
        "AffectedFields": ["v.0", "v.0.mp", "v.0.dt"],
        "Logic": {"if": [{"var": "payload.v.0"}, {"and": [listed, due]}, true]}
    })
}
