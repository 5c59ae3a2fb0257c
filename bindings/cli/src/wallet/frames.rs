//! An export as QR codes in quick turn on the terminal, from its first frame until Ctrl-C.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use semafor_core::transfer::frames::Sender;

use super::leave::{Leaving, sender, tell};
use crate::args::leave::Export;
use crate::exit::{Exit, Failure};
use crate::{machine, qr, terminal};

/// `semafor wallet export --frames`: the words first, then frames for as long as it is left on.
pub(crate) fn show(options: &Export, out: &mut dyn Write) -> Result<Exit, Failure> {
    if options.frames_dir.is_some() || options.opening.which.json {
        return Err(Failure::Usage("--frames is for a terminal; --frames-dir and --json are not".to_owned()));
    }
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(Failure::Usage("--frames shows codes on a terminal, and this is none: --frames-dir".to_owned()));
    }
    let (found, needed) = (terminal::columns(), qr::FRAME_COLUMNS);
    if found < needed {
        return Err(Failure::Usage(format!("the terminal has {found} columns, a code needs {needed}")));
    }
    let leaving = Leaving::new(options)?;
    let sender = sender(&leaving.file)?;
    tell(leaving.words(options), out)?;
    write!(out, "Enter begins, Ctrl-C ends. ")?;
    out.flush()?;
    let is_over = Arc::new(AtomicBool::new(false));
    let ending = is_over.clone();
    machine::on_interrupt(move || ending.store(true, Ordering::Relaxed));
    io::stdin().read_line(&mut String::new())?;
    let shown = turn(&sender, options.rate, &is_over, out);
    write!(out, "{SHOW_CURSOR}{CLEAR}")?;
    out.flush()?;
    shown?;
    Ok(Exit::Done)
}

fn turn(sender: &Sender, rate: u32, is_over: &AtomicBool, out: &mut dyn Write) -> io::Result<()> {
    let pause = Duration::from_secs(1).checked_div(rate).unwrap_or_default();
    write!(out, "{HIDE_CURSOR}{CLEAR}")?;
    for number in 0.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        // One piece, so that no half of a code is seen.
        let mut drawn = HOME.as_bytes().to_vec();
        qr::draw_frame(&sender.frame(number), &mut drawn)?;
        write!(drawn, "frame {number} of at least {}; Ctrl-C ends", sender.symbols())?;
        out.write_all(&drawn)?;
        out.flush()?;
        thread::sleep(pause);
    }
    Ok(())
}

const HOME: &str = "\x1b[H";
const CLEAR: &str = "\x1b[2J\x1b[H";
const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";
