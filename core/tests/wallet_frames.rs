//! A family's wallet goes from one screen to another phone's camera in the time that people hold still.

#![cfg(feature = "store")]
#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod family;

use semafor_core::bundle::Environment;
use semafor_core::transfer::frames::{Progress, Receiver, Sender};
use semafor_core::transfer::passphrase::Passphrase;
use semafor_core::wallet::Wallet;
use semafor_publisher::draft::{Certified, Draft};

use family::{Folder, NOON, Open, authority, grounds, snapshot, vaccination};

/// Ten a second for ten seconds.
const MOST_FRAMES: u32 = 100;
const CERTIFICATES: i64 = 20;

fn certificate(number: i64) -> Draft {
    let test = Certified::NegativeTest { sampled_at: format!("2026-05-{number:02}T08:00:00Z") };
    let plain = vaccination(number);
    Draft { identifier: format!("CZ:FAMILY0000000000{number:04}#Q"), certified: test, ..plain }
}

#[test]
fn twenty_certificates_arrive_within_ten_seconds_though_one_frame_in_three_is_lost() {
    let (from, to) = (Folder::new("frames-from"), Folder::new("frames-to"));
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = Wallet::create(from.path(), &Open).unwrap();
    let texts: Vec<_> = (1..=CERTIFICATES)
        .map(|number| authority.issue(&if number % 2 == 0 { certificate(number) } else { vaccination(number) }))
        .collect();
    wallet.add(&texts, &grounds).unwrap();
    let (words, world) = (Passphrase::of_entropy(b"0123456789"), Environment::new("test").unwrap());
    let file = wallet.export(&words, &world).unwrap();
    let sender = Sender::new(&file).unwrap();
    // Lost in turn, in runs, and at the beginning; each time a third of all frames that the receiver waits for.
    let losses: [fn(u32) -> bool; 3] = [|n| n % 3 == 0, |n| n % 30 < 10, |n| n < MOST_FRAMES / 3];
    for is_lost in losses {
        let mut receiver = Receiver::new();
        let arrived = (0..MOST_FRAMES).filter(|number| !is_lost(*number)).find_map(|number| {
            match receiver.take(&sender.frame(number)).unwrap() {
                Progress::Whole { message } => Some((number, message)),
                Progress::Known { .. } | Progress::Foreign => None,
            }
        });
        let (_, message) = arrived.unwrap();
        let mut other = Wallet::create(&to.path().join("of-this-loss"), &Open).unwrap();
        let imported = other.import(&message, &words, &world, &grounds).unwrap();
        assert_eq!(imported.new, u32::try_from(CERTIFICATES).unwrap());
        drop(other);
        std::fs::remove_dir_all(to.path()).unwrap();
    }
}
