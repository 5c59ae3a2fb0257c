//! The reference backend: a real HTTP server for tests and previews. It serves a directory, as any web server would, and
//! speaks the shapes of the EU's services (protocols.md §2), their defects among them; and it fails on demand.
//!
//! ```
//! use backend::{Backend, Content, Fault};
//!
//! let backend = Backend::start(Content::default())?;
//! backend.fail("/rules*", 1, Fault::Cut { after: 10 });
//! println!("{}", backend.url());
//! # Ok::<(), std::io::Error>(())
//! ```

mod answer;
mod content;
mod directory;
mod fault;
mod services;

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::sync::oneshot;

pub use content::{
    Chunk, Content, Dsc, Partition, RevocationList, RuleItem, Slice, ValueSetItem, archive, key_id, sha256,
};
pub use fault::Fault;

use answer::Answer;
use fault::Faults;

/// Every time a path is asked for.
pub const FOR_EVER: usize = usize::MAX;

/// A running server on this machine. Ends when it is dropped, answers under way included.
#[derive(Debug)]
pub struct Backend {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// How often a path was asked for, and how many bytes of bodies were sent for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Requests.
    pub requests: usize,
    /// Bytes of bodies, as handed to the connection.
    pub bytes: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Shared {
    content: Mutex<Content>,
    faults: Mutex<Faults>,
    counts: Mutex<BTreeMap<String, Count>>,
}

impl Backend {
    /// Starts a server on a free port of the loopback address.
    ///
    /// # Errors
    /// What the system says when there is no port or no thread.
    pub fn start(content: Content) -> io::Result<Self> {
        Self::start_on(content, 0)
    }

    /// The same on a port.
    ///
    /// # Errors
    /// As [`Backend::start`].
    pub fn start_on(content: Content, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { content: Mutex::new(content), ..Shared::default() });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let thread = std::thread::Builder::new().name("backend".to_owned()).spawn(move || {
            runtime
                .block_on(async {
                    let listener = tokio::net::TcpListener::from_std(listener)?;
                    tokio::spawn(async move { axum::serve(listener, router).await });
                    // A sender that is gone ends it too.
                    let _ = stopped.await;
                    Ok::<(), io::Error>(())
                })
                .unwrap_or_default();
            // Endless answers have no end to wait for.
            runtime.shutdown_background();
        })?;
        Ok(Self { address, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:PORT`
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets the next `times` requests for paths of this pattern fail; `*` in it stands for anything. What was asked for
    /// first comes first; a request gets all faults that fit it.
    pub fn fail(&self, pattern: &str, times: usize, fault: Fault) {
        let prepared = match fault {
            // Made now: the server must answer in time.
            Fault::GzipBomb { bytes } => vec![
                Fault::Header { name: "content-encoding", value: "gzip".to_owned() },
                Fault::Body(answer::gzip_of_zeros(bytes)),
            ],
            other => vec![other],
        };
        prepared.into_iter().for_each(|fault| lock(&self.shared.faults).add(pattern, times, fault));
    }

    /// No faults from here on.
    pub fn mend(&self) {
        *lock(&self.shared.faults) = Faults::default();
    }

    /// Serves something else from here on.
    pub fn replace(&self, content: Content) {
        *lock(&self.shared.content) = content;
    }

    /// Counts of one path.
    #[must_use]
    pub fn count(&self, path: &str) -> Count {
        lock(&self.shared.counts).get(path).copied().unwrap_or_default()
    }

    /// Counts of all paths.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, Count> {
        lock(&self.shared.counts).clone()
    }

    /// Counts of all paths together.
    #[must_use]
    pub fn total(&self) -> Count {
        let add = |sum: Count, one: &Count| Count {
            requests: sum.requests.saturating_add(one.requests),
            bytes: sum.bytes.saturating_add(one.bytes),
        };
        lock(&self.shared.counts).values().fold(Count::default(), add)
    }

    /// Counts from nothing again.
    pub fn forget_counts(&self) {
        lock(&self.shared.counts).clear();
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

impl Shared {
    /// Counts bytes of a body that go out.
    pub(crate) fn sent(&self, path: &str, bytes: usize) {
        if let Some(count) = lock(&self.counts).get_mut(path) {
            count.bytes = count.bytes.saturating_add(bytes);
        }
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    {
        let mut counts = lock(&shared.counts);
        let count = counts.entry(path.clone()).or_default();
        count.requests = count.requests.saturating_add(1);
    }
    let faults = lock(&shared.faults).of(&path);
    let (parts, body) = request.into_parts();
    let answer = match axum::body::to_bytes(body, LONGEST_REQUEST).await {
        Ok(body) => respond(&lock(&shared.content), &faults, &parts, &body),
        Err(_) => Answer::status(413),
    };
    answer.send(faults, path, shared).await
}

/// Bytes of a request's body.
const LONGEST_REQUEST: usize = 1_048_576;

fn respond(content: &Content, faults: &[Fault], parts: &axum::http::request::Parts, body: &[u8]) -> Answer {
    let path = parts.uri.path();
    let instead = faults.iter().find_map(|fault| match fault {
        Fault::From(directory) => Some(directory),
        _ => None,
    });
    match (instead, &content.directory) {
        (Some(directory), _) => directory::answer(directory, parts),
        (None, directory) => services::answer(content, parts, body)
            .or_else(|| directory.as_deref().map(|directory| directory::answer(directory, parts)))
            .unwrap_or_else(|| Answer::error(404, "0x404", &format!("{path} is not there"))),
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
