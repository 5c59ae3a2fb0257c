//! Text → technical verdict: its stages, the whole, bare signature verifications and another verifier of the same family.

use std::error::Error;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey, UnparsedPublicKey};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use semafor_core::certificate::Certificate;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::verdict::{Report, Verdict};
use semafor_core::verifier::{Policy, TimeContext, check};

use crate::hostile;
use crate::material::{Material, NOW, Specimen};
use crate::measure::{Contender, Rounds};
use crate::row::{Bound, Row, duration};

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let material = Material::make()?;
    agree(&material)?;
    let mut rows = stages(&material)?;
    rows.extend(verifications(&material));
    rows.extend(whole(&material)?);
    rows.extend(hostile::rows()?);
    Ok(rows)
}

/// The whole way, as a shell asks for it.
fn judge(material: &Material, text: &str) -> Report {
    let now = Instant::from_unix(NOW).unwrap_or(Instant::MAX);
    check(&[text], &Policy::technical(), &TimeContext::device(now), &material.snapshot)
}

/// What is not accepted by everybody would be measured for nothing.
fn agree(material: &Material) -> Result<(), Box<dyn Error>> {
    for specimen in &material.specimens {
        let report = judge(material, &specimen.text);
        if report.verdict != Verdict::Accepted {
            return Err(format!("not accepted: {:?}", report.reasons).into());
        }
        if !(aws_lc(specimen) && ring(specimen) && p256(specimen)) {
            return Err("a bare verification disagrees".into());
        }
    }
    Ok(())
}

fn stages(material: &Material) -> Result<Vec<Row>, Box<dyn Error>> {
    let first = material.specimen(0);
    let cose = envelope::decode(&first.text)?;
    let signed = Signed::parse(&cose, &mut Vec::new())?;
    let contenders = vec![
        Contender::new(|_| aws_lc(first)),
        Contender::new(|_| envelope::decode(&first.text)),
        Contender::new(|_| Signed::parse(&cose, &mut Vec::new())),
        Contender::new(|_| Certificate::parse(signed.payload(), &mut Vec::new())),
        Contender::new(|_| signed.signed_bytes()),
    ];
    let rounds = Rounds::run(ROUNDS, contenders);
    let names = [
        "stage: text → COSE bytes",
        "stage: COSE bytes → message",
        "stage: claims → certificate",
        "stage: signed bytes",
    ];
    Ok(names.into_iter().zip(1..).map(|(name, index)| against_aws_lc(name, &rounds, index, None)).collect())
}

fn verifications(material: &Material) -> Vec<Row> {
    let first = material.specimen(0);
    let parsed = ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &first.point);
    let aws_lc_parsed = || parsed.as_ref().is_ok_and(|key| key.verify_sig(&first.message, &first.signature).is_ok());
    let contenders = vec![
        Contender::new(|_| aws_lc(first)),
        Contender::new(|_| aws_lc_parsed()),
        Contender::new(|_| ring(first)),
        Contender::new(|_| p256(first)),
    ];
    let rounds = Rounds::run(ROUNDS, contenders);
    let reference = Row {
        name: "ES256 verification, aws-lc-rs (the reference)".to_owned(),
        value: duration(rounds.seconds(0)),
        reference: None,
        ratio: None,
        bound: None,
    };
    let names =
        ["ES256 verification, aws-lc-rs, key parsed before", "ES256 verification, ring", "ES256 verification, p256"];
    let others = names.into_iter().zip(1..).map(|(name, index)| against_aws_lc(name, &rounds, index, None));
    std::iter::once(reference).chain(others).collect()
}

fn whole(material: &Material) -> Result<Vec<Row>, Box<dyn Error>> {
    let first = material.specimen(0);
    let mut dgc_keys = dgc::TrustList::new();
    for dsc in &material.eu_dscs {
        dgc_keys.add_key_from_certificate(&base64(dsc))?;
    }
    if !dgc::validate(&first.text, &dgc_keys)?.1.is_valid() {
        return Err("dgc does not accept the certificate".into());
    }
    let one = Rounds::run(
        ROUNDS,
        vec![
            Contender::new(|_| aws_lc(first)),
            Contender::new(|_| judge(material, &first.text)),
            Contender::new(|_| dgc::validate(&first.text, &dgc_keys).is_ok()),
        ],
    );
    let many = Rounds::run(
        ROUNDS,
        vec![
            Contender::new(|index| aws_lc(material.specimen(index))),
            Contender::new(|index| judge(material, &material.specimen(index).text)),
        ],
    );
    Ok(vec![
        against_aws_lc("text → technical verdict", &one, 1, Some(Bound::Ratio(MOST_VERIFICATIONS))),
        against_aws_lc("1,000 mixed certificates, one of them", &many, 1, Some(Bound::Ratio(MOST_VERIFICATIONS))),
        Row {
            name: "text → technical verdict, against dgc 0.0.7".to_owned(),
            value: duration(one.seconds(1)),
            reference: Some(format!("{} dgc", duration(one.seconds(2)))),
            ratio: Some(one.ratio(1, 2)),
            bound: Some(Bound::RatioBelow(1.0)),
        },
    ])
}

/// Contender 0 of these rounds is the reference.
fn against_aws_lc(name: &str, rounds: &Rounds, contender: usize, bound: Option<Bound>) -> Row {
    Row {
        name: name.to_owned(),
        value: duration(rounds.seconds(contender)),
        reference: Some(format!("{} aws-lc-rs verify", duration(rounds.seconds(0)))),
        ratio: Some(rounds.ratio(contender, 0)),
        bound,
    }
}

fn aws_lc(specimen: &Specimen) -> bool {
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &specimen.point);
    key.verify(&specimen.message, &specimen.signature).is_ok()
}

fn ring(specimen: &Specimen) -> bool {
    let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, &specimen.point);
    key.verify(&specimen.message, &specimen.signature).is_ok()
}

fn p256(specimen: &Specimen) -> bool {
    let key = VerifyingKey::from_sec1_bytes(&specimen.point);
    let signature = Signature::from_slice(&specimen.signature);
    matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(&specimen.message, &signature).is_ok())
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    Base64::encode_string(bytes)
}

const ROUNDS: usize = 600;

/// Design §5: what a technical check may cost, in ES256 verifications by aws-lc-rs.
const MOST_VERIFICATIONS: f64 = 1.4;
