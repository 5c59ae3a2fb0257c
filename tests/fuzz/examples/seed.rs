//! Writes the seed corpora: `cargo run --example seed` in this folder. The same files every time; what a fuzzer found
//! and somebody named is left alone.

#[path = "../../../core/tests/hostile/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the answers are held elsewhere; here only the inputs count")]
mod hostile;
#[path = "seed/bundle.rs"]
mod bundle;
#[path = "seed/frames.rs"]
mod frames;
#[path = "seed/persons.rs"]
mod persons;
#[path = "seed/programs.rs"]
mod programs;
#[path = "seed/revocation.rs"]
mod revocation;
#[path = "seed/schemes.rs"]
mod schemes;
#[path = "seed/transfer.rs"]
mod transfer;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use base64ct::{Base64, Encoding};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::trust::import::{ImportOptions, import};
use semafor_fuzz::properties::{key_list_body, scene};

type Corpora = BTreeMap<(&'static str, String), Vec<u8>>;

/// Larger seeds only slow a fuzzer down; one of each layer goes deep nevertheless.
const MOST_BYTES: usize = 1_536;
const DEEP: &str = "arrays-10-000-deep";

fn main() -> Result<(), Box<dyn Error>> {
    let mut corpora = Corpora::new();
    genuine(&mut corpora)?;
    hostile_texts(&mut corpora)?;
    key_files(&mut corpora)?;
    programs(&mut corpora);
    for (name, bytes) in frames::frames() {
        add(&mut corpora, "frame", &name, &[&bytes]);
    }
    for (name, bytes) in bundle::files()? {
        add(&mut corpora, "bundle", &name, &[&bytes]);
    }
    for (name, bytes) in revocation::blobs()? {
        add(&mut corpora, "revocation", &name, &[&bytes]);
    }
    for (name, bytes) in transfer::exports()? {
        add(&mut corpora, "export", &name, &[&bytes]);
    }
    for (name, bytes) in transfer::frames() {
        add(&mut corpora, "frames", &name, &[&bytes]);
    }
    for (name, people) in persons::PEOPLE {
        add(&mut corpora, "person", name, &[people.as_bytes()]);
    }
    for (name, bytes) in schemes::documents()? {
        corpora.insert(("scheme", name), bytes);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for ((target, name), bytes) in &corpora {
        let folder = root.join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// What the authorities of the scene issued, whole and layer by layer.
fn genuine(corpora: &mut Corpora) -> Result<(), Box<dyn Error>> {
    let scene = scene().ok_or("no scene")?;
    let names = ["first-dose", "second-dose", "test", "recovery", "icvp", "by-a-test-participant", "eu-by-who"];
    for (name, text) in names.into_iter().zip(&scene.issued) {
        let message = envelope::decode(text)?;
        let claims = Signed::parse(&message, &mut Vec::new())?.payload().to_vec();
        add(corpora, "envelope", name, &[b"t", text.as_bytes()]);
        add(corpora, "envelope", &format!("{name}-message"), &[b"m", &message]);
        add(corpora, "cose", name, &[&message]);
        add(corpora, "certificate", name, &[&claims]);
        add(corpora, "check", name, &[b"t\x80\x00", text.as_bytes()]);
        add(corpora, "check", &format!("{name}-a-year-later"), &[b"t\xff\x01", text.as_bytes()]);
        add(corpora, "check", &format!("{name}-message"), &[b"c\x80\x02", &message]);
        add(corpora, "check", &format!("{name}-claims-unsigned"), &[b"u\x80\x00", &claims]);
        add(corpora, "check", &format!("{name}-claims-signed"), &[b"s\x80\x01", &claims]);
    }
    let two = scene.issued.get(..2).unwrap_or_default().join("\n");
    let five = scene.issued.get(..5).unwrap_or_default().join("\n");
    add(corpora, "check", "two-of-one-person", &[b"t\x80\x00", two.as_bytes()]);
    add(corpora, "check", "five-texts", &[b"t\x80\x02", five.as_bytes()]);
    for (name, text) in [
        ("vietnamese-personal-code", "001184012345|NGUYỄN THỊ ÁNH|1984-03-12|0|QID0001|"),
        ("link", "https://example.org/?hc1=HC1:"),
        ("smart-health-link", "https://example.org/view#shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0"),
        ("later-version", "HC2:6BF"),
    ] {
        add(corpora, "envelope", name, &[b"t", text.as_bytes()]);
        add(corpora, "check", name, &[b"t\x80\x01", text.as_bytes()]);
    }
    Ok(())
}

/// The list of `core/tests/hostile`, at the layer where each of them hurts.
fn hostile_texts(corpora: &mut Corpora) -> Result<(), Box<dyn Error>> {
    let authority = hostile::authority().ok_or("no authority")?;
    for hostile in hostile::texts(&authority) {
        let (name, text) = (slug(&hostile.name), hostile.text.as_bytes());
        let Ok(message) = envelope::decode(&hostile.text) else {
            let zlib = hostile.text.strip_prefix("HC1:").and_then(|body| base45::decode(body).ok());
            match zlib {
                Some(zlib) => add(corpora, "envelope", &name, &[b"z", &zlib]),
                None => add(corpora, "envelope", &name, &[b"t", text]),
            }
            continue;
        };
        match name.strip_prefix("signed-claims-") {
            None => {
                add(corpora, "cose", &name, &[&message]);
                add(corpora, "check", &name, &[b"t\x80\x00", text]);
            }
            Some(name) => {
                let claims = Signed::parse(&message, &mut Vec::new())?.payload().to_vec();
                add(corpora, "certificate", name, &[&claims]);
                add(corpora, "check", &format!("claims-{name}"), &[b"s\x80\x00", &claims]);
            }
        }
    }
    Ok(())
}

/// Key files of every shape, right ones and hostile ones, and one list that is signed.
fn key_files(corpora: &mut Corpora) -> Result<(), Box<dyn Error>> {
    let scene = scene().ok_or("no scene")?;
    let der = scene.eu.dsc();
    let base64 = Base64::encode_string(der);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    let method = format!(
        "{{\"publicKeyJwk\":{{\"x5c\":[\"{base64}\"]}},\"domain\":{{\"code\":\"#ICVP\"}},\
         \"participant\":{{\"code\":\"#XXH\"}},\"keyusage\":{{\"code\":\"#DSC\"}}}}"
    );
    let who = format!("{{\"proof\":{{}},\"verificationMethod\":[{method},{{\"publicKeyJwk\":{{\"x5c\":[]}}}}]}}");
    let list_key = SigningKey::from_slice(&[9; 32])?;
    let signature: Signature = list_key.sign(key_list_body().as_bytes());
    let signed_list = format!("{}\n{}", Base64::encode_string(&signature.to_bytes()), key_list_body());
    let right = [
        ("der", der),
        ("pem", pem.as_bytes()),
        ("who", who.as_bytes()),
        ("german", key_list_body().as_bytes()),
        ("german-signed", signed_list.as_bytes()),
    ];
    for (name, file) in right {
        import(file, &ImportOptions::default())?;
        for known in ["n", "p", "q", "w", "k"] {
            add(corpora, "keys", &format!("{name}-{known}"), &[known.as_bytes(), file]);
        }
    }
    for (name, file) in hostile::files(&hostile::authority().ok_or("no authority")?) {
        add(corpora, "keys", name, &[b"n", &file]);
    }
    Ok(())
}

/// Programs and their data, and bytes from which programs are made.
fn programs(corpora: &mut Corpora) {
    for (name, expression, data) in programs::PROGRAMS {
        add(corpora, "certlogic_differential", name, &[format!("[{expression},{data}]").as_bytes()]);
    }
    for step in [1_u8, 3, 17, 90, 200] {
        let bytes: Vec<u8> = (0..160_u8).map(|place| place.wrapping_mul(step).wrapping_add(place / 7)).collect();
        add(corpora, "certlogic_differential", &format!("bytes-{step}"), &[&bytes]);
    }
}

fn add(corpora: &mut Corpora, target: &'static str, name: &str, parts: &[&[u8]]) {
    let bytes = parts.concat();
    if bytes.len() <= MOST_BYTES || name == DEEP {
        corpora.insert((target, name.to_owned()), bytes);
    }
}

fn slug(name: &str) -> String {
    let letters =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    let words = letters.collect::<String>();
    words.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
