//! What the command asks of the machine it runs on: clock, language, colours, interrupt. The one place that looks.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant as Stopwatch, SystemTime, UNIX_EPOCH};

use anstream::ColorChoice;
use semafor_core::instant::Instant;
use semafor_core::ports::{Clock, ClockReading, SinceBoot};
use semafor_core::verdict::Language;

use crate::exit::Exit;

/// The device's clock.
#[expect(clippy::disallowed_methods, reason = "the shell is where the time comes from; core takes it as a parameter")]
pub(crate) fn now() -> Instant {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    i64::try_from(since_1970).ok().and_then(Instant::from_unix).unwrap_or(Instant::MAX)
}

/// The device's clocks, for a sync.
pub(crate) struct DeviceClock;

impl Clock for DeviceClock {
    fn read(&self) -> ClockReading {
        ClockReading { device: now(), since_boot: since_boot() }
    }
}

#[cfg(target_os = "linux")]
fn since_boot() -> Option<SinceBoot> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().to_owned();
    Some(SinceBoot { boot, seconds: rustix::time::clock_gettime(rustix::time::ClockId::Boottime).tv_sec })
}

/// Other systems name their start otherwise; without it the latest signed time is a bound, and no estimate.
#[cfg(not(target_os = "linux"))]
fn since_boot() -> Option<SinceBoot> {
    None
}

/// A clock that never goes back, from now on.
pub(crate) fn clock() -> impl Fn() -> Duration {
    let start = stopwatch();
    move || stopwatch().saturating_duration_since(start)
}

/// The language the terminal asks for.
pub(crate) fn language() -> Language {
    let asked = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    let asked = asked.unwrap_or_default();
    Language::ALL.into_iter().find(|language| asked.starts_with(language.code())).unwrap_or_default()
}

/// Whether colours are written: to a terminal, unless NO_COLOR says otherwise.
pub(crate) fn colours() -> ColorChoice {
    anstream::AutoStream::choice(&std::io::stdout())
}

/// Whether the terminal says that it has 24-bit colours, which none need to say.
pub(crate) fn has_true_colours() -> bool {
    variable("COLORTERM").is_some_and(|value| ["truecolor", "24bit"].contains(&value.as_str()))
}

/// Ends with 130 on Ctrl-C. Nothing is left half done: what a command writes is put in its place when it is whole.
pub(crate) fn end_on_interrupt() {
    on_interrupt(|| std::process::exit(i32::from(Exit::INTERRUPTED)));
}

/// Has `end` called on Ctrl-C. There can be one handler, for as long as the process runs.
pub(crate) fn on_interrupt(end: impl FnMut() + Send + 'static) {
    // Without a handler the system's own ending applies, which is as good.
    let _ = ctrlc::set_handler(end);
}

/// One line on standard error; when that is closed too there is nobody to tell.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// How far a long piece of work is: on standard error, when that is a terminal and the work takes more than a second.
pub(crate) struct Progress {
    since: Stopwatch,
    shown: Duration,
}

impl Progress {
    pub(crate) fn start() -> Self {
        Self { since: stopwatch(), shown: Duration::ZERO }
    }

    /// `done` of `total` are done.
    pub(crate) fn show(&mut self, done: usize, total: usize) {
        let elapsed = stopwatch().saturating_duration_since(self.since);
        let is_last = done == total;
        let is_due = elapsed.saturating_sub(self.shown) > PAUSE;
        let mut out = std::io::stderr();
        if elapsed <= PATIENCE || !out.is_terminal() || !(is_due || is_last) {
            return;
        }
        self.shown = elapsed;
        // What cannot be shown is no loss: the answer comes on standard output.
        let _ = if is_last { write!(out, "\r\x1b[K") } else { write!(out, "\r{done} of {total}") };
    }
}

const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(100);

#[expect(clippy::disallowed_methods, reason = "how long something has taken; no verdict depends on it")]
fn stopwatch() -> Stopwatch {
    Stopwatch::now()
}

#[expect(clippy::disallowed_methods, reason = "the shell is where the environment is read")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
