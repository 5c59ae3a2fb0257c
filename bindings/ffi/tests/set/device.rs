//! A device whose clock and network are a test's: what the Kotlin and the Swift tests supply of their own.

use std::path::Path;
use std::sync::{Arc, Mutex};

use semafor_core::ports::{Clock, ClockReading, Request, Response, Transport, TransportError};
use semafor_core::sync::{Live, Progress, Watch};
use semafor_core::trust::TestKeys;
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{Policy, check};

use super::{EXAMPLES, Files, asked, read};

pub(crate) const URL: &str = "https://sets.example/cz/";

pub(crate) struct Device {
    pub(crate) live: Live,
    pub(crate) clock: Arc<Wound>,
    pub(crate) folder: Folder,
}

impl Device {
    /// A device that was handed the first root.
    pub(crate) fn new(data_dir: &Path, files: Files, clock: ClockReading) -> Self {
        let clock = Arc::new(Wound(Mutex::new(clock)));
        let live = Live::open(&data_dir.join("snapshot.db"), clock.clone(), semafor_built_in::published()).unwrap();
        live.pin(files.get("roots/1.cbor").unwrap()).unwrap();
        Self { live, clock, folder: Folder { files, generation: Mutex::new(None) } }
    }

    /// What staff are told about a text.
    pub(crate) fn door(&self, text: &str) -> DoorReport {
        let policy = Policy { asked: asked(), test_keys: TestKeys::Distrusted };
        DoorReport::of(&check(&[text], &policy, &self.live.time(), &self.live.snapshot()), Language::Cs)
    }
}

/// What is shown, by name.
pub(crate) fn texts() -> [(&'static str, String); 2] {
    ["certificate", "stranger"].map(|name| {
        let text = String::from_utf8(read(&Path::new(EXAMPLES).join(format!("{name}.txt")))).unwrap();
        (name, text.trim_end().to_owned())
    })
}

/// Shows what it was set to.
pub(crate) struct Wound(pub(crate) Mutex<ClockReading>);

impl Clock for Wound {
    fn read(&self) -> ClockReading {
        self.0.lock().unwrap().clone()
    }
}

/// Serves one generation of the published files, or nothing.
pub(crate) struct Folder {
    files: Files,
    pub(crate) generation: Mutex<Option<&'static str>>,
}

impl Transport for Folder {
    fn get(&self, request: Request) -> Result<Response, TransportError> {
        let unplugged = || TransportError::NoConnection { detail: "unplugged".to_owned() };
        let generation = self.generation.lock().unwrap().ok_or_else(unplugged)?;
        let path = request.url.strip_prefix(URL).unwrap();
        let (path, etag) = match path {
            "timestamp.cbor" => (format!("{generation}/{path}"), Some(format!("\"{generation}\""))),
            _ => (path.to_owned(), None),
        };
        let file = self.files.get(&path);
        let (status, body) = match file {
            _ if etag.is_some() && request.etag == etag => (304, Vec::new()),
            Some(file) => (200, file.clone()),
            None => (404, Vec::new()),
        };
        assert_eq!(request.range, None, "all files are small and nothing broke off");
        Ok(Response { status, etag, retry_after: None, body, complete: true })
    }
}

/// Remembers all progress.
#[derive(Default)]
pub(crate) struct Witness(pub(crate) Mutex<Vec<Progress>>);

impl Watch for Witness {
    fn progress(&self, progress: Progress) {
        self.0.lock().unwrap().push(progress);
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}
