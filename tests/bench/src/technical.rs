//! Text → technical verdict: its stages, the whole, bare signature verifications and another verifier of the same family.

use std::error::Error;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey};
use semafor_core::certificate::Certificate;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::verdict::{Report, Verdict};
use semafor_core::verifier::{Policy, TimeContext, check};

use crate::hostile;
use crate::material::{ISSUERS, Material, NOW, instant};
use crate::measure::{Contender, Rounds};
use crate::row::{Bound, Row, duration};
use crate::verification::{against_aws_lc, aws_lc, dgc_keys, p256, ring};

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
    check(&[text], &Policy::technical(), &TimeContext::device(instant(NOW)), &material.snapshot)
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
    let dgc_keys = dgc_keys(material.eu_dscs.get(..ISSUERS).unwrap_or_default(), &first.text)?;
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

const ROUNDS: usize = 600;

/// Design §5: what a technical check may cost, in ES256 verifications by aws-lc-rs.
const MOST_VERIFICATIONS: f64 = 1.4;
