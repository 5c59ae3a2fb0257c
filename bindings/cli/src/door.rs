//! `semafor door`: the desk with a hand-held scanner that types. Each line is one person, judged at once.
//!
//! Nothing about a person is kept after the answer: no log, and nothing typed stays on the screen.

mod desk;
mod lines;
mod people;
mod queue;
mod screen;
mod watch;

use std::io::{self, Write};
use std::process;
use std::sync::mpsc::{Receiver, SyncSender};
use std::thread;
use std::time::Duration;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::machine;
use crate::terminal::{self, Echo};
use crate::words::words;
use desk::{Answers, Desk, Tally};
use people::People;
use queue::Turn;

/// Runs the command until the input ends, nobody reads the answers any more, or Ctrl-C. The verdicts do not change how
/// it ends.
pub(crate) fn run(options: &args::Door, out: &mut dyn Write) -> Result<Exit, Failure> {
    let (put, turns) = queue::turns();
    let echo = Echo::off();
    let (closing, echo_then) = (put.clone(), echo.clone());
    machine::on_interrupt(move || close(&closing, &echo_then));
    let ended = stand(options, put, &turns, out);
    echo.restore();
    ended
}

type Turns = Turn<io::Result<Answers>>;

/// Has the desk closed between two answers. Where that takes too long, because somebody stopped reading them and the
/// next one cannot be written, the process ends nevertheless.
fn close(turns: &SyncSender<Turns>, echo: &Echo) {
    for _ in 0..CLOSING_STEPS {
        if turns.try_send(Turn::Interrupted).is_ok() {
            break;
        }
        thread::sleep(CLOSING_STEP);
    }
    thread::sleep(CLOSING_STEP.saturating_mul(CLOSING_STEPS));
    echo.restore();
    process::exit(i32::from(Exit::INTERRUPTED));
}

fn stand(
    options: &args::Door,
    put: SyncSender<Turns>,
    turns: &Receiver<Turns>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let desk = Desk::of(options)?;
    let language = desk.language();
    if terminal::is_typed_into() {
        let words = words(language);
        tell(if options.together { words.scan_together } else { words.scan });
    }
    queue::open(io::stdin(), People::new(options.together), put, move |people| desk.answer(people))?;
    let mut tally = Tally::default();
    let ended = write_answers(turns, &mut tally, out);
    if terminal::is_watched() {
        tell(&tally.line(language));
    }
    ended
}

/// Says something beside the answers, to whoever watches.
fn tell(text: &str) {
    screen::broken(text, terminal::columns()).iter().for_each(|line| machine::complain(line));
}

/// Writes answers in the order of the input, each as soon as it is there.
fn write_answers(turns: &Receiver<Turns>, tally: &mut Tally, out: &mut dyn Write) -> Result<Exit, Failure> {
    let lost = || io::Error::other("a judging thread ended early");
    loop {
        match turns.recv().map_err(|_| lost())? {
            Turn::Answers(answers) => {
                let answers = answers.recv().map_err(|_| lost())??;
                match write_lines(&answers.text, out) {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
                    written => written?,
                }
                tally.add(&answers.tally);
            }
            Turn::End(ended) => return Ok(ended.map(|()| Exit::Done)?),
            Turn::Interrupted => return Ok(Exit::Interrupted),
        }
    }
}

/// Writes whole lines at a time, as many as a pipe takes whole or not at all: whatever ends the process, no line that
/// fits is left half written.
fn write_lines(mut text: &[u8], out: &mut dyn Write) -> io::Result<()> {
    while !text.is_empty() {
        let end_before = |most: usize| text.iter().take(most).rposition(|byte| *byte == b'\n');
        let end_of_first = || text.iter().position(|byte| *byte == b'\n');
        let end = end_before(WHOLE_BYTES).or_else(end_of_first).map_or(text.len(), |end| end.saturating_add(1));
        let (lines, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
        out.write_all(lines)?;
        text = rest;
    }
    out.flush()
}

/// Linux writes this many bytes to a pipe whole or not at all (pipe(7), PIPE_BUF).
const WHOLE_BYTES: usize = 4_096;

const CLOSING_STEP: Duration = Duration::from_millis(20);
const CLOSING_STEPS: u32 = 50;

#[cfg(test)]
mod tests {
    use super::write_lines;
    use std::io::{self, Write};

    #[derive(Default)]
    struct Pieces(Vec<Vec<u8>>);

    impl Write for Pieces {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_are_written_whole_and_as_many_as_a_pipe_takes_whole() {
        let line = |length: usize| [vec![b'x'; length - 1], vec![b'\n']].concat();
        for (lengths, expected) in [
            (vec![], vec![]),
            (vec![10, 20], vec![30]),
            (vec![4_000, 96, 1], vec![4_096, 1]),
            (vec![4_000, 97, 1], vec![4_000, 98]),
            (vec![9_000, 10, 5_000], vec![9_000, 10, 5_000]),
        ] {
            let text: Vec<_> = lengths.into_iter().flat_map(line).collect();
            let mut pieces = Pieces::default();
            write_lines(&text, &mut pieces).unwrap();
            assert_eq!(pieces.0.iter().map(Vec::len).collect::<Vec<_>>(), expected);
            assert_eq!(pieces.0.concat(), text);
        }
    }
}
