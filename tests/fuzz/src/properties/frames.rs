//! QR frames: whatever a camera reads, a message comes out as it was sent or not at all.

use semafor_core::transfer::frames::{FRAME_BYTES, Progress, Receiver, Sender, is_frame};

/// `f` and the contents of codes, each as long as a frame; anything else says which frames of a sender arrive, and what
/// follows is the message.
pub fn frames(data: &[u8]) {
    let Some((&shape, rest)) = data.split_first() else { return };
    match shape {
        b'f' => foreign(rest),
        seed => a_message_arrives(seed, rest),
    }
}

fn foreign(bytes: &[u8]) {
    let mut receiver = Receiver::new();
    for content in bytes.chunks(FRAME_BYTES) {
        match receiver.take(content) {
            Ok(Progress::Foreign) => {}
            Ok(progress) => assert!(is_frame(content), "{progress:?}"),
            Err(error) => super::says_why(&error.to_string()),
        }
    }
}

/// Frames in an order that the message's own bytes choose, and those of a second sender in between.
fn a_message_arrives(seed: u8, message: &[u8]) {
    let Ok(sender) = Sender::new(message) else {
        assert!(message.is_empty());
        return;
    };
    let Ok(other) = Sender::new(&[seed]) else { return };
    let mut receiver = Receiver::new();
    let first = u32::from(seed).saturating_mul(u32::from(seed)).saturating_mul(65_537);
    let chosen = message.iter().take(256).map(|byte| u32::from(*byte));
    for number in chosen.chain(first..first.saturating_add(600)) {
        if message != [seed] && number % 3 == 1 {
            let _foreign = receiver.take(&other.frame(number));
        }
        match receiver.take(&sender.frame(number)) {
            Ok(Progress::Whole { message: whole }) => return assert_eq!(whole, message),
            Ok(Progress::Known { symbols, of }) => assert!(symbols < of && of == sender.symbols() || of == 1),
            Ok(Progress::Foreign) => {}
            Err(error) => super::says_why(&error.to_string()),
        }
    }
    // With fewer than 64 symbols, 600 sums are enough but for one case in more than 2⁶⁴.
    assert!(sender.symbols() > 64, "{} bytes never arrived", message.len());
}
