//! Contenders side by side: A B C A B C … in one process, many short batches, and the median of what each batch says.
//!
//! Machines are noisy and shared. A batch lasts about a millisecond, so that the scheduler mostly leaves it alone, and a
//! ratio is formed inside one round, where all contenders meet the same weather. Medians forget the interrupted rounds.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use ring::rand::{SecureRandom, SystemRandom};

/// Something whose time is taken. It is told which repetition this is, so that it can take other data each time.
pub struct Contender<'a> {
    run: Box<dyn FnMut(usize) + 'a>,
    repetitions: u32,
}

impl<'a> Contender<'a> {
    /// A contender that does `work` once for each number it is given.
    pub fn new<R>(mut work: impl FnMut(usize) -> R + 'a) -> Self {
        let run = Box::new(move |index| drop(black_box(work(black_box(index)))));
        Self { run, repetitions: 1 }
    }

    fn batch(&mut self, first: usize) -> Duration {
        let start = now();
        for index in 0..self.repetitions {
            (self.run)(first.wrapping_add(usize::try_from(index).unwrap_or_default()));
        }
        start.elapsed()
    }

    /// Warms up for [`WARM_UP`] and chooses how often a batch repeats the work.
    fn settle(&mut self) {
        let (start, mut times) = (now(), 0_u32);
        while start.elapsed() < WARM_UP {
            (self.run)(usize::try_from(times).unwrap_or_default());
            times = times.saturating_add(1);
        }
        let one = WARM_UP.as_secs_f64() / f64::from(times.max(1));
        self.repetitions =
            (1..=MOST_REPETITIONS).rev().find(|times| f64::from(*times) * one <= BATCH_SECONDS).unwrap_or(1);
    }
}

/// What the rounds said about each contender, in their order.
pub struct Rounds {
    seconds: Vec<Vec<f64>>,
}

impl Rounds {
    /// Runs all contenders `rounds` times, one batch each a round. Within a round every contender starts at the same
    /// item; from round to round the items move on.
    pub fn run(rounds: usize, mut contenders: Vec<Contender<'_>>) -> Self {
        contenders.iter_mut().for_each(Contender::settle);
        let mut seconds = vec![Vec::with_capacity(rounds); contenders.len()];
        let mut item = 0_usize;
        for _ in 0..rounds {
            for (contender, seconds) in contenders.iter_mut().zip(&mut seconds) {
                let spent = contender.batch(item);
                seconds.push(spent.as_secs_f64() / f64::from(contender.repetitions));
            }
            item = item.wrapping_add(ITEMS_A_ROUND);
        }
        Self { seconds }
    }

    /// Median seconds of one repetition.
    pub fn seconds(&self, contender: usize) -> f64 {
        median(self.of(contender).to_vec())
    }

    /// Median over the rounds of how many times the `reference`'s time the contender took.
    pub fn ratio(&self, contender: usize, reference: usize) -> f64 {
        median(self.of(contender).iter().zip(self.of(reference)).map(|(one, other)| one / other).collect())
    }

    fn of(&self, contender: usize) -> &[f64] {
        self.seconds.get(contender).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The shortest of several runs, in seconds: for single inputs whose cost does not vary, only the noise does.
pub fn shortest<R>(times: usize, mut work: impl FnMut() -> R) -> f64 {
    let one = |_| {
        let start = now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..times).map(one).fold(f64::INFINITY, f64::min)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len().div_euclid(2)).copied().unwrap_or(f64::NAN)
}

/// The time of a clock that only runs forward.
#[expect(clippy::disallowed_methods, reason = "a bench is about the clock; core stays without one")]
pub fn now() -> Instant {
    Instant::now()
}

/// Between 0 and 1.
pub fn chance() -> Result<f64, Box<dyn Error>> {
    let mut bytes = [0_u8; 4];
    SystemRandom::new().fill(&mut bytes).map_err(|_| "no randomness")?;
    Ok(f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

const WARM_UP: Duration = Duration::from_millis(150);
const BATCH_SECONDS: f64 = 0.001;
const MOST_REPETITIONS: u32 = 4_096;

/// A prime, so that rounds over 1,000 items do not fall into step.
const ITEMS_A_ROUND: usize = 37;
