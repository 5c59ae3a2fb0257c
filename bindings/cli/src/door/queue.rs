//! From the input to answers in its order: one thread reads, one a core judges, and whoever takes the turns writes.
//!
//! People who came at once are handed over at once, but nobody waits for somebody who has not come. What is under way is
//! bounded at every place, so that an input of any length costs the same memory.

use std::io::{self, Read};
use std::mem;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use super::lines::{Lines, Piece};
use super::people::{People, Person};

/// What comes next, in the order of the input.
pub(crate) enum Turn<A> {
    /// The answers for people who came together, when they are there.
    Answers(Receiver<A>),
    /// The input ended, or cannot be read.
    End(io::Result<()>),
    /// Somebody wants the desk closed now.
    Interrupted,
}

/// The places of the queue: where turns are put, and where they are taken.
pub(crate) fn turns<A>() -> (SyncSender<Turn<A>>, Receiver<Turn<A>>) {
    sync_channel(thread_count().saturating_mul(TURNS_A_THREAD))
}

/// Lets people in: reads them from `input`, has `answer` called for them on all cores, and puts `turns`. The threads end
/// with the input, or with the process; they are waited for nowhere, since reading may never return.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn open<A: Send + 'static>(
    input: impl Read + Send + 'static,
    people: People,
    turns: SyncSender<Turn<A>>,
    answer: impl Fn(&[Person]) -> A + Send + Sync + 'static,
) -> io::Result<()> {
    let (jobs, waiting) = sync_channel(thread_count());
    let (waiting, answer) = (Arc::new(Mutex::new(waiting)), Arc::new(answer));
    for _ in 0..thread_count() {
        let (waiting, answer) = (Arc::clone(&waiting), Arc::clone(&answer));
        thread::Builder::new().name("judge".to_owned()).spawn(move || judge(&waiting, answer.as_ref()))?;
    }
    thread::Builder::new().name("read".to_owned()).spawn(move || {
        let ended = Entrance { turns: &turns, jobs }.read(input, people);
        // Where nobody takes turns any more, nobody has to know.
        let _ = turns.send(Turn::End(ended));
    })?;
    Ok(())
}

/// People who came together, and where their answers go.
struct Job<A> {
    people: Vec<Person>,
    answers: SyncSender<A>,
}

fn judge<A>(waiting: &Mutex<Receiver<Job<A>>>, answer: &impl Fn(&[Person]) -> A) {
    let next = || waiting.lock().ok()?.recv().ok();
    while let Some(job) = next() {
        // Where nobody waits for the answers any more, nobody has to get them.
        let _ = job.answers.send(answer(&job.people));
    }
}

/// Where people are read, and handed over to those who judge and those who write.
struct Entrance<'a, A> {
    turns: &'a SyncSender<Turn<A>>,
    jobs: SyncSender<Job<A>>,
}

impl<A> Entrance<'_, A> {
    fn read(&self, input: impl Read, mut people: People) -> io::Result<()> {
        let (mut lines, mut come) = (Lines::of(input), Vec::new());
        loop {
            if come.len() >= PEOPLE_A_TURN || lines.all_taken() {
                let Some(()) = self.hand_over(&mut come) else { return Ok(()) };
            }
            match lines.next() {
                Ok(Piece::Line(line)) => come.extend(people.take(line)),
                Ok(Piece::Part) => {}
                Ok(Piece::End) => break,
                Err(error) => {
                    self.hand_over(&mut come);
                    return Err(error);
                }
            }
        }
        come.extend(people.end());
        self.hand_over(&mut come);
        Ok(())
    }

    /// Waits while too much is under way. `None` when nobody takes turns any more.
    fn hand_over(&self, come: &mut Vec<Person>) -> Option<()> {
        if come.is_empty() {
            return Some(());
        }
        let (answers, answered) = sync_channel(1);
        self.turns.send(Turn::Answers(answered)).ok()?;
        self.jobs.send(Job { people: mem::take(come), answers }).ok()
    }
}

fn thread_count() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The turns that may be under way for each thread that judges: enough that none waits for another.
const TURNS_A_THREAD: usize = 4;

/// The people of one turn: few enough that they get their answers at once, enough that handing over costs nothing.
const PEOPLE_A_TURN: usize = 16;
