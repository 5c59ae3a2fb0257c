//! Messages through a camera that misses frames.

#![expect(clippy::as_conversions, reason = "messages are small")]

use super::*;

/// The same numbers in every run (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.next().is_multiple_of(count)
    }
}

fn taken(receiver: &mut Receiver, frame: &[u8]) -> Option<Vec<u8>> {
    match receiver.take(frame).unwrap() {
        Progress::Whole { message } => Some(message),
        _ => None,
    }
}

#[test]
fn messages_of_every_size_arrive_in_any_order() {
    let mut random = Random(1);
    for length in
        [1, 2, SYMBOL_BYTES - 1, SYMBOL_BYTES, SYMBOL_BYTES + 1, 5_000, 64 * SYMBOL_BYTES, 64 * SYMBOL_BYTES + 1]
    {
        let message = random.bytes(length);
        let sender = Sender::new(&message).unwrap();
        assert_eq!(sender.symbols(), length.div_ceil(SYMBOL_BYTES));
        let orders: [Box<dyn Fn(u32) -> u32>; 4] = [
            Box::new(|at| at),
            Box::new(|at| 100_000 - at),
            Box::new(|at| at * 7_919),
            Box::new(|at| u32::MAX - at / 2),
        ];
        for order in orders {
            let mut receiver = Receiver::new();
            let whole = (0..1_000).find_map(|at| taken(&mut receiver, &sender.frame(order(at))));
            assert_eq!(whole.as_ref(), Some(&message), "{length} bytes");
        }
    }
}

#[test]
fn frames_are_of_one_size_that_fits_their_code() {
    let sender = Sender::new(&Random(2).bytes(1_000)).unwrap();
    for number in [0, 1, 3, 4, 5, 1_000, u32::MAX] {
        let frame = sender.frame(number);
        assert_eq!(frame.len(), FRAME_BYTES);
        assert!(is_frame(&frame));
    }
}

/// What is asked for: a family's wallet, ten frames a second, one in three lost, ten seconds. The camera starts at a random
/// moment of the sequence, which is the harder case: nothing of the first pass need be seen.
#[test]
fn a_familys_wallet_arrives_in_time() {
    for bytes in [5_000, 10_000] {
        let mut random = Random(3);
        let message = random.bytes(bytes);
        let sender = Sender::new(&message).unwrap();
        let frames: Vec<_> = (0..600).map(|number| sender.frame(number)).collect();
        let mut shown: Vec<u32> = (0..1_000)
            .map(|_| {
                let start = (random.next() % 500) as usize;
                shown_until_whole(&frames[start..], &message, &mut random)
            })
            .collect();
        shown.sort_unstable();
        let (median, worst) = (f64::from(shown[500]) / 10.0, f64::from(shown[999]) / 10.0);
        println!("{bytes} bytes, {} symbols: median {median:.1} s, worst of 1,000 {worst:.1} s", sender.symbols());
        assert!(shown[999] <= 100, "{bytes} bytes took {worst} s");
    }
}

fn shown_until_whole(frames: &[Vec<u8>], message: &[u8], random: &mut Random) -> u32 {
    let mut receiver = Receiver::new();
    for (frame, shown) in frames.iter().zip(1..) {
        let lost = random.one_in(3);
        if !lost && let Some(whole) = taken(&mut receiver, frame) {
            assert_eq!(whole, message);
            return shown;
        }
    }
    panic!("never whole");
}

#[test]
fn what_is_seen_twice_says_nothing_new() {
    let sender = Sender::new(&Random(4).bytes(3_000)).unwrap();
    let mut receiver = Receiver::new();
    for _ in 0..5 {
        let progress = receiver.take(&sender.frame(7)).unwrap();
        assert_eq!(progress, Progress::Known { symbols: 1, of: 10 });
    }
}

#[test]
fn other_codes_change_nothing() {
    let mut random = Random(5);
    let sender = Sender::new(&random.bytes(3_000)).unwrap();
    let other = Sender::new(&random.bytes(3_000)).unwrap();
    let mut receiver = Receiver::new();
    let message = (0..200).find_map(|number| {
        let mut damaged = sender.frame(number);
        damaged[100] ^= 1;
        for foreign in [b"HC1:6BF".to_vec(), Vec::new(), random.bytes(FRAME_BYTES), damaged, other.frame(number)] {
            if number > 0 {
                assert_eq!(receiver.take(&foreign), Ok(Progress::Foreign));
            }
        }
        taken(&mut receiver, &sender.frame(number))
    });
    assert_eq!(message.map(|message| message.len()), Some(3_000));
}

#[test]
fn a_sender_that_was_started_anew_is_taken_up() {
    let mut random = Random(6);
    let (first, second) = (random.bytes(3_000), random.bytes(2_000));
    let (first, again) = (Sender::new(&first).unwrap(), Sender::new(&second).unwrap());
    let mut receiver = Receiver::new();
    for number in 0..5 {
        assert!(taken(&mut receiver, &first.frame(number)).is_none());
    }
    let received = (0..40).find_map(|number| Some((number, taken(&mut receiver, &again.frame(number))?)));
    assert!(received.is_some_and(|(number, whole)| whole == second && number <= 25));
}

#[test]
fn frames_slipped_in_are_noticed() {
    let message = Random(7).bytes(1_200);
    let sender = Sender::new(&message).unwrap();
    let forged = Frame { id: id(&message), length: 1_200, number: 2, symbol: &[0; SYMBOL_BYTES] }.bytes();
    let mut receiver = Receiver::new();
    let _first = receiver.take(&forged).unwrap();
    let mut answers = (0..4).filter(|number| *number != 2).map(|number| receiver.take(&sender.frame(number)));
    assert_eq!(answers.find_map(Result::err), Some(FramesError::Mixed));
    let whole = (0..4).find_map(|number| taken(&mut receiver, &sender.frame(number)));
    assert_eq!(whole, Some(message), "the receiver has begun anew");
}

#[test]
fn lengths_are_bounded() {
    let most = limits::TRANSFER_SYMBOLS * SYMBOL_BYTES;
    assert_eq!(Sender::new(&[]).map(|_| ()), Err(FramesError::Empty));
    assert_eq!(Sender::new(&vec![0; most + 1]).map(|_| ()), Err(FramesError::TooLarge { bytes: most + 1, most }));
    for length in [0, most as u32 + 1, u32::MAX] {
        let frame = Frame { id: [1; 8], length, number: 0, symbol: &[0; SYMBOL_BYTES] }.bytes();
        assert_eq!(Receiver::new().take(&frame), Ok(Progress::Foreign), "{length}");
    }
    const { assert!(limits::EXPORT_BYTES > limits::TRANSFER_SYMBOLS) };
}

/// The longest message, all of it by sums: the most memory and time that a receiver needs.
#[test]
fn the_longest_message_arrives() {
    let message = Random(8).bytes(limits::TRANSFER_SYMBOLS * SYMBOL_BYTES);
    let sender = Sender::new(&message).unwrap();
    let mut receiver = Receiver::new();
    let whole = (1_024..4_000).find_map(|number| taken(&mut receiver, &sender.frame(number)));
    assert!(whole == Some(message));
}
