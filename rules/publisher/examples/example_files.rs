//! Writes the example codes and keys that the documents use: `cargo run -p semafor-publisher --example example_files
//! -- docs/example`. The keys are fixed, so the files come out the same each time; nobody must ever trust them.

use std::error::Error;
use std::fs;
use std::path::Path;

use p256::ecdsa::SigningKey;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("where to?")?;
    let folder = Path::new(&folder);
    let issuer = authority(7)?;
    let genuine = issuer.issue(&draft(vaccination(), "2027-01-01")?);
    let mut altered = envelope::decode(&genuine)?;
    if let Some(last) = altered.last_mut() {
        *last ^= 1;
    }
    for (name, text) in [
        ("certificate.txt", genuine),
        ("test.txt", issuer.issue(&draft(test(), "2027-01-01")?)),
        ("expired.txt", issuer.issue(&draft(vaccination(), "2026-03-01")?)),
        ("altered.txt", envelope::encode(&altered)),
        ("stranger.txt", authority(8)?.issue(&draft(vaccination(), "2027-01-01")?)),
        ("booster.txt", issuer.issue(&draft(booster(), "2027-01-01")?)),
        ("other-person.txt", issuer.issue(&Draft { holder: petr(), ..draft(test(), "2027-01-01")? })),
        ("yellow-fever.txt", authority(9)?.issue(&draft(yellow_fever("2025-12-01"), "2027-01-01")?)),
        ("yellow-fever-recent.txt", authority(9)?.issue(&draft(yellow_fever("2025-12-31"), "2027-01-01")?)),
        ("personal-code.txt", "079200012345|NGUYEN VAN A|1990-01-31|0|QID1|EXT".to_owned()),
    ] {
        fs::write(folder.join(name), text + "\n")?;
    }
    fs::write(folder.join("dsc.der"), issuer.dsc())?;
    fs::write(folder.join("icvp-dsc.der"), authority(9)?.dsc())?;
    Ok(())
}

fn authority(seed: u8) -> Result<Authority, Box<dyn Error>> {
    let terms = Terms {
        country: "CZ".to_owned(),
        usages: Vec::new(),
        not_before: Instant::parse("2025-01-01")?,
        not_after: Instant::parse("2028-01-01")?,
    };
    Ok(Authority::from_key(SigningKey::from_slice(&[seed; 32])?, &terms)?)
}

fn draft(certified: Certified, expires: &str) -> Result<Draft, Box<dyn Error>> {
    Ok(Draft {
        holder: jana(),
        country: "CZ".to_owned(),
        issued_at: Instant::parse("2026-01-01")?,
        expires_at: Instant::parse(expires)?,
        identifier: "CZ:EXAMPLE0000000000000001#D".to_owned(),
        certified,
    })
}

fn jana() -> Holder {
    Holder {
        family: "Nováková".to_owned(),
        given: "Jana".to_owned(),
        family_standard: "NOVAKOVA".to_owned(),
        given_standard: "JANA".to_owned(),
        birth_date: "1964-08-12".to_owned(),
    }
}

fn petr() -> Holder {
    Holder {
        family: "Dvořák".to_owned(),
        given: "Petr".to_owned(),
        family_standard: "DVORAK".to_owned(),
        given_standard: "PETR".to_owned(),
        birth_date: "1980-02-29".to_owned(),
    }
}

fn vaccination() -> Certified {
    Certified::Vaccination { product: "EU/1/20/1528".to_owned(), dose: 2, doses: 2, date: "2025-12-01".to_owned() }
}

fn booster() -> Certified {
    Certified::Vaccination { product: "EU/1/20/1528".to_owned(), dose: 3, doses: 3, date: "2025-12-20".to_owned() }
}

fn test() -> Certified {
    Certified::NegativeTest { sampled_at: "2026-05-31T18:00:00Z".to_owned() }
}

fn yellow_fever(date: &str) -> Certified {
    Certified::Icvp {
        product: "YellowFeverProductd2c75a15ed309658b3968519ddb31690".to_owned(),
        date: date.to_owned(),
        batch: "EXAMPLE-1".to_owned(),
    }
}
