//! The stages of a technical check in detail, with criterion: `cargo bench` in this folder.

#[path = "../src/material.rs"]
#[expect(dead_code, reason = "the rows use more of it")]
mod material;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use semafor_core::certificate::Certificate;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{Policy, TimeContext, check, inspect};

use material::{Material, NOW};

fn stages(criterion: &mut Criterion) {
    let Ok(material) = Material::make() else { return };
    let time = TimeContext::device(Instant::from_unix(NOW).unwrap_or(Instant::MAX));
    for (kind, index) in [("vaccination", 0), ("test", 1), ("recovery", 2), ("icvp", 3)] {
        let text = material.specimen(index).text.as_str();
        let Ok(message) = envelope::decode(text) else { continue };
        let Ok(signed) = Signed::parse(&message, &mut Vec::new()) else { continue };
        let report = check(&[text], &Policy::technical(), &time, &material.snapshot);
        let mut group = criterion.benchmark_group(kind);
        group.bench_function("envelope", |bencher| bencher.iter(|| envelope::decode(black_box(text))));
        group.bench_function("cose", |bencher| bencher.iter(|| Signed::parse(black_box(&message), &mut Vec::new())));
        group.bench_function("certificate", |bencher| {
            bencher.iter(|| Certificate::parse(black_box(signed.payload()), &mut Vec::new()));
        });
        group.bench_function("keys", |bencher| {
            let verify = |signed| material.snapshot.keys().verify(signed, Policy::technical().test_keys);
            bencher.iter_batched(|| signed.clone(), |signed| drop(black_box(verify(signed))), BatchSize::SmallInput);
        });
        group.bench_function("check", |bencher| {
            bencher.iter(|| check(&[black_box(text)], &Policy::technical(), &time, &material.snapshot));
        });
        group.bench_function("door", |bencher| bencher.iter(|| DoorReport::of(black_box(&report), Language::Cs)));
        group.bench_function("inspect", |bencher| bencher.iter(|| inspect(black_box(text))));
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
