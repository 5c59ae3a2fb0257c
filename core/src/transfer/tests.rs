//! The vectors beside docs/export-format.md, which another implementation made; and a wallet that goes from a screen to
//! a camera, in pictures.

#![expect(clippy::arithmetic_side_effects, reason = "messages are small")]

use serde_json::Value;

use super::export::{self, Chance, ExportError, Record};
use super::frames::Sender;
use super::passphrase::Passphrase;
use crate::bundle::Environment;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../docs/export-format/vectors.json")).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

fn bytes(value: &Value, name: &str) -> Vec<u8> {
    let digits = text(value, name).as_bytes();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn records(value: &Value) -> Vec<Record> {
    let record = |value: &Value| Record {
        id: bytes(value, "id"),
        kind: text(value, "kind").to_owned(),
        bytes: bytes(value, "bytes"),
    };
    list(value, "records").iter().map(record).collect()
}

fn opened(value: &Value) -> Result<Vec<Record>, ExportError> {
    let passphrase = Passphrase::parse(text(value, "passphrase")).unwrap();
    let environment = Environment::new(text(value, "environment")).unwrap();
    export::open(&bytes(value, "file"), &passphrase, &environment)
}

#[test]
fn passphrases_are_those_of_the_vectors() {
    for vector in list(&vectors(), "passphrases") {
        let passphrase = Passphrase::of_entropy(&bytes(vector, "entropy").try_into().unwrap());
        assert_eq!(passphrase.as_str(), text(vector, "words"));
    }
}

#[test]
fn files_of_the_vectors_open_and_are_sealed_alike() {
    for vector in list(&vectors(), "exports") {
        let (name, records) = (text(vector, "name"), records(vector));
        assert_eq!(opened(vector).as_ref(), Ok(&records), "{name}");
        assert_eq!(export::encode(&records), bytes(vector, "content"), "{name}");
        let chance = Chance {
            salt: bytes(vector, "salt").try_into().unwrap(),
            nonce: bytes(vector, "nonce").try_into().unwrap(),
        };
        let passphrase = Passphrase::parse(text(vector, "passphrase")).unwrap();
        let environment = Environment::new(text(vector, "environment")).unwrap();
        let sealed = export::seal(&records, &passphrase, &environment, &chance).unwrap();
        // The length and what is compressed may differ from one deflate to another.
        assert_eq!(sealed[..54], bytes(vector, "file")[..54], "{name}");
    }
}

#[test]
fn files_of_the_vectors_are_refused_for_what_they_are() {
    for vector in list(&vectors(), "refused") {
        let error = opened(vector).unwrap_err();
        let kind = match error {
            ExportError::Foreign => "foreign",
            ExportError::Format { .. } => "format",
            ExportError::Parameters { .. } => "parameters",
            ExportError::Truncated { .. } => "truncated",
            ExportError::TrailingBytes { .. } => "trailing",
            ExportError::Damaged => "damaged",
            ExportError::WrongPassphrase => "passphrase",
            ExportError::Content => "content",
            ExportError::TooLarge { .. } | ExportError::TooMany { .. } | ExportError::Memory => "bounds",
        };
        assert_eq!(kind, text(vector, "error"), "{}", text(vector, "name"));
    }
}

#[test]
fn frames_are_those_of_the_vectors() {
    let vectors = vectors();
    let sender = Sender::new(&bytes(&vectors["frames"], "message")).unwrap();
    for vector in list(&vectors["frames"], "frames") {
        let number = u32::try_from(vector["number"].as_u64().unwrap()).unwrap();
        assert_eq!(sender.frame(number), bytes(vector, "content"), "frame {number}");
    }
}

#[cfg(all(feature = "present", feature = "scan"))]
mod seen {
    use std::time::Duration;

    use super::super::frames::{Progress, Receiver};
    use super::*;
    use crate::present::Code;
    use crate::scan::{Budget, Frame, Mode, Rotation, Scanner, Seen, Wanted};

    /// Certificates of twenty visits: real texts of the examples, each with an identifier of its own.
    fn wallet() -> Vec<Record> {
        let texts = [
            include_str!("../../../docs/example/certificate.txt"),
            include_str!("../../../docs/example/booster.txt"),
            include_str!("../../../docs/example/other-person.txt"),
            include_str!("../../../docs/example/test.txt"),
            include_str!("../../../docs/example/yellow-fever.txt"),
        ];
        let record = |(number, text): (u8, &&str)| {
            let mut message = crate::envelope::decode(text.trim_end()).unwrap();
            // Another identifier and another signature: nothing that would compress away in a real wallet.
            let length = message.len();
            for (place, byte) in message.iter_mut().enumerate().filter(|(place, _)| *place > length - 64) {
                *byte ^= number.wrapping_mul(89).wrapping_add(place.to_le_bytes()[0].wrapping_mul(number));
            }
            Record { id: vec![number; 16], kind: "certificate".to_owned(), bytes: message }
        };
        (1..).zip(texts.iter().cycle().take(20)).map(record).collect()
    }

    /// A code as a camera sees it on a screen: three and a half pixels a module, a little blurred, with noise.
    fn photographed(code: &Code, seed: u32) -> (Vec<u8>, u32) {
        let side = (code.side() + 8) * 7 / 2;
        let module = |place: usize| (place * 2 / 7).checked_sub(4).unwrap_or(usize::MAX);
        let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
        let mut pixels = Vec::with_capacity(side * side);
        for (y, x) in (0..side).flat_map(|y| (0..side).map(move |x| (y, x))) {
            let around = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let dark = around.iter().filter(|(right, down)| code.is_dark(module(x + right), module(y + down))).count();
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let level = 210 - u8::try_from(dark).unwrap() * 45;
            pixels.push(level + (state >> 27).to_le_bytes()[0]);
        }
        (pixels, u32::try_from(side).unwrap())
    }

    /// The whole way: records, file, frames, codes, pictures, scanner, file, records; one frame in three is lost.
    #[test]
    fn a_familys_wallet_goes_from_a_screen_to_a_camera() {
        let passphrase = Passphrase::of_entropy(b"on screen!");
        let environment = Environment::new("test").unwrap();
        let chance = Chance { salt: [1; 16], nonce: [2; 24] };
        let file = export::seal(&wallet(), &passphrase, &environment, &chance).unwrap();
        let sender = Sender::new(&file).unwrap();
        let mut scanner = Scanner::new(Mode::Camera, Wanted::Everything);
        let mut receiver = Receiver::new();
        let (mut unread, mut shown, mut state) = (0, 0, 7_u32);
        let received = loop {
            shown += 1;
            assert!(shown <= 100, "ten seconds are over");
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if (state >> 16) % 3 == 0 {
                continue;
            }
            let code = Code::of_bytes(&sender.frame(40 + shown)).unwrap();
            assert_eq!(code.version(), 13);
            let (pixels, side) = photographed(&code, shown);
            let frame = Frame::new(&pixels, side, side, side, Rotation::Upright).unwrap();
            let budget = Budget::new(&|| Duration::ZERO, Duration::MAX);
            let Seen::Codes { codes } = scanner.scan(&frame, &budget) else {
                unread += 1;
                continue;
            };
            if let Ok(Progress::Whole { message }) = receiver.take(&codes[0].bytes) {
                break message;
            }
        };
        println!("{} bytes, {} symbols, {shown} frames shown, {unread} unread", file.len(), sender.symbols());
        assert_eq!(unread, 0);
        assert_eq!(export::open(&received, &passphrase, &environment), Ok(wallet()));
    }
}
