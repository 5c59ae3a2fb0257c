//! The camera's eye, for staff and holders alike: what it reads are texts, which the other objects judge.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use semafor_core::scan::{self, Budget, Frame, FrameError, Mode, Rotation, Seen, Wanted};

/// Reads the codes in a camera's frames, one after the other; it remembers where the code was and puts together what
/// several frames show. One scanner a camera. Any thread may call it; a second one waits until the first frame is done,
/// which takes 15 ms at most in camera mode and 100 ms in still mode.
#[derive(Debug, uniffi::Object)]
pub struct CodeScanner {
    mode: Mode,
    eye: Mutex<scan::Scanner>,
}

#[uniffi::export]
impl CodeScanner {
    /// A scanner that has seen nothing yet.
    #[uniffi::constructor]
    pub fn new(mode: Mode, wanted: Wanted) -> Arc<Self> {
        Arc::new(Self { mode, eye: Mutex::new(scan::Scanner::new(mode, wanted)) })
    }

    /// Looks at a frame of brightness for as long as the mode allows, and says which codes it shows or why there is none.
    /// Width and height are in pixels, `stride` is the bytes from one row to the next.
    ///
    /// The frame is lent, not copied: in Kotlin a direct `ByteBuffer` at position 0, as the Y plane of a camera's image
    /// is; in Swift a `Data`, which `Data(bytesNoCopy:)` makes of a pixel buffer's plane.
    ///
    /// # Errors
    /// Where the numbers do not describe the frame.
    pub fn scan(
        &self,
        frame: &[u8],
        width: u32,
        height: u32,
        stride: u32,
        rotation: Rotation,
    ) -> Result<Seen, FrameError> {
        Frame::new(frame, width, height, stride, rotation)
            .map(|frame| self.eye().scan(&frame, &Budget::new(&clock(), Budget::usual(self.mode))))
    }

    /// Forgets what earlier frames showed, as before the next person.
    pub fn forget(&self) {
        self.eye().forget();
    }
}

impl CodeScanner {
    /// A scan that panicked is a bug and may have left anything behind: what it remembered is forgotten.
    fn eye(&self) -> MutexGuard<'_, scan::Scanner> {
        self.eye.lock().unwrap_or_else(|poisoned: PoisonError<_>| {
            let mut eye = poisoned.into_inner();
            eye.forget();
            eye
        })
    }
}

/// The time since now.
#[expect(clippy::disallowed_methods, reason = "the shell is where the time comes from; core takes it as a parameter")]
fn clock() -> impl Fn() -> Duration {
    let start = Instant::now();
    move || start.elapsed()
}
