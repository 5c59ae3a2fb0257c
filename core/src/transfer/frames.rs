//! Bytes ⇄ a sequence of QR frames, of which any that arrive are enough (docs/export-format.md §5).
//!
//! The sender shows the message's symbols first and then, for as long as it is left on, random sums of them. The
//! receiver needs about one and a half frames more than the message has symbols, whichever they are and in whatever
//! order. There is no way back, and none is needed: the sender's owner sees on the other screen when it is over.

mod frame;
mod solver;
mod sum;

use ring::digest::{SHA256, digest};

use crate::limits;
use frame::{Frame, Id};
use solver::Solver;

pub use frame::{FRAME_BYTES, SYMBOL_BYTES, is_frame};

/// Why bytes cannot be sent, or a message was not received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FramesError {
    /// Nothing to send.
    #[error("there is nothing to send")]
    Empty,
    /// More than anybody would wait for.
    #[error("{bytes} bytes, at most {most} are sent by frames")]
    TooLarge {
        /// How many.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// All symbols are here and are not the message that its name stands for: somebody showed frames of their own among
    /// the sender's. The receiver has begun anew.
    #[error("what was received is not what was sent")]
    Mixed,
}

/// Shows a message.
#[derive(Clone)]
pub struct Sender {
    id: Id,
    symbols: Vec<Vec<u64>>,
    length: u32,
}

impl Sender {
    /// A sender of these bytes.
    ///
    /// # Errors
    /// [`FramesError::Empty`], [`FramesError::TooLarge`].
    pub fn new(message: &[u8]) -> Result<Self, FramesError> {
        let (bytes, most) = (message.len(), limits::TRANSFER_SYMBOLS.saturating_mul(SYMBOL_BYTES));
        if bytes > most {
            return Err(FramesError::TooLarge { bytes, most });
        }
        let length = u32::try_from(bytes).ok().filter(|length| *length > 0).ok_or(FramesError::Empty)?;
        let padded = |symbol: &[u8]| {
            let mut symbol = symbol.to_vec();
            symbol.resize(SYMBOL_BYTES, 0);
            solver::words(&symbol)
        };
        Ok(Self { id: id(message), symbols: message.chunks(SYMBOL_BYTES).map(padded).collect(), length })
    }

    /// The frame of a number: the content of the QR code that is shown for a tenth of a second, before the next number's.
    #[must_use]
    pub fn frame(&self, number: u32) -> Vec<u8> {
        let symbol = match usize::try_from(number).ok().and_then(|number| self.symbols.get(number)) {
            Some(symbol) => symbol.clone(),
            None => self.sum(number),
        };
        let symbol: Vec<u8> = solver::bytes(&symbol).collect();
        Frame { id: self.id, length: self.length, number, symbol: &symbol }.bytes()
    }

    fn sum(&self, number: u32) -> Vec<u64> {
        let mut sum = vec![0; SYMBOL_BYTES / 8];
        let chosen = sum::terms(number, self.symbols.len());
        for (symbol, _) in self.symbols.iter().zip(chosen).filter(|(_, chosen)| *chosen) {
            solver::add(&mut sum, symbol);
        }
        sum
    }

    /// Symbols of the message: fewer frames are never enough.
    #[must_use]
    pub fn symbols(&self) -> usize {
        self.symbols.len()
    }
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sender").field("symbols", &self.symbols.len()).finish_non_exhaustive()
    }
}

/// What a receiver knows after a code.
#[derive(Clone, PartialEq, Eq)]
pub enum Progress {
    /// The code is none of this transfer's, or damaged: nothing has changed.
    Foreign,
    /// So many symbols are known of so many.
    Known {
        /// Independent sums among the frames received.
        symbols: usize,
        /// Those of the message.
        of: usize,
    },
    /// The whole message.
    Whole {
        /// As it was handed to the sender.
        message: Vec<u8>,
    },
}

impl std::fmt::Debug for Progress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Foreign => formatter.write_str("Foreign"),
            Self::Known { symbols, of } => write!(formatter, "Known({symbols} of {of})"),
            Self::Whole { message } => write!(formatter, "Whole({} bytes)", message.len()),
        }
    }
}

/// Puts a message together from the frames that a camera sees. Its memory is bounded by `limits::TRANSFER_SYMBOLS`.
#[derive(Debug, Default)]
pub struct Receiver {
    transfer: Option<Transfer>,
    /// Another transfer that was seen, and how often since a frame of this one came.
    other: Option<(Id, u8)>,
}

#[derive(Debug)]
struct Transfer {
    id: Id,
    length: u32,
    solver: Solver,
}

impl Receiver {
    /// A receiver that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the content of any code that the camera read. The first frame chooses the transfer; another one is taken up
    /// when the camera sees nothing else any more.
    ///
    /// # Errors
    /// [`FramesError::Mixed`].
    pub fn take(&mut self, content: &[u8]) -> Result<Progress, FramesError> {
        let Some(frame) = Frame::parse(content) else { return Ok(Progress::Foreign) };
        let Some(transfer) = self.transfer_of(&frame) else { return Ok(Progress::Foreign) };
        transfer.solver.take(frame.number, frame.symbol);
        let (symbols, of) = (transfer.solver.known(), transfer.solver.symbols());
        if symbols < of {
            return Ok(Progress::Known { symbols, of });
        }
        let message = transfer.solver.message(transfer.length);
        if id(&message) == frame.id {
            return Ok(Progress::Whole { message });
        }
        self.transfer = None;
        Err(FramesError::Mixed)
    }

    /// The transfer that a frame belongs to, begun with it where there is none.
    fn transfer_of(&mut self, frame: &Frame<'_>) -> Option<&mut Transfer> {
        let is_new = match &self.transfer {
            None => true,
            Some(transfer) if (transfer.id, transfer.length) == (frame.id, frame.length) => {
                self.other = None;
                false
            }
            Some(_) => {
                let before = self.other.filter(|(id, _)| *id == frame.id).map_or(0, |(_, times)| times);
                let times = before.saturating_add(1);
                self.other = Some((frame.id, times));
                if times < TURN_AFTER {
                    return None;
                }
                true
            }
        };
        if is_new {
            let solver = Solver::new(frame.symbols());
            self.transfer = Some(Transfer { id: frame.id, length: frame.length, solver });
            self.other = None;
        }
        self.transfer.as_mut()
    }
}

/// The name of a message: the beginning of its hash, so that it also says whether it is whole.
fn id(message: &[u8]) -> Id {
    digest(&SHA256, message).as_ref().first_chunk().copied().unwrap_or_default()
}

/// Frames of another transfer, with none of this one among them, after which it is taken up: a sender that was started
/// anew is noticed within a second or two, a code in the background does no harm.
const TURN_AFTER: u8 = 8;

#[cfg(test)]
mod tests;
