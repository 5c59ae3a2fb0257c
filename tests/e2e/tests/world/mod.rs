//! An institute, a server and a device that has synced once.

use std::path::PathBuf;

use backend::{Backend, Content};
use e2e::author::{Author, at, root_path};
use e2e::device::Device;

/// Everybody.
pub(crate) struct World {
    pub(crate) folder: PathBuf,
    pub(crate) author: Author,
    pub(crate) backend: Backend,
    pub(crate) device: Device,
}

impl World {
    /// A set for CZ was published on 2026-02-01; the device has it, and it is 2026-02-02 there.
    pub(crate) fn synced(name: &str) -> Self {
        let world = Self::begun(name);
        world.device.sync(&world.url()).unwrap();
        assert_eq!(world.device.set_version(), 1);
        world
    }

    /// The same before the first sync.
    pub(crate) fn begun(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("semafor-e2e-{}-{name}", std::process::id()));
        // One of an earlier run.
        let _absent = std::fs::remove_dir_all(&folder);
        let mut author = Author::begin(&folder.join("public"));
        author.publish(at("2026-02-01"), &["CZ"], "first");
        let content = Content { directory: Some(author.folder.clone()), ..Content::default() };
        let backend = Backend::start(content).unwrap();
        let device = Device::new(&folder.join("phone"), &author.file(&root_path(1)), at("2026-02-02"));
        Self { folder, author, backend, device }
    }

    pub(crate) fn url(&self) -> String {
        self.backend.url()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        let _left = std::fs::remove_dir_all(&self.folder);
    }
}
