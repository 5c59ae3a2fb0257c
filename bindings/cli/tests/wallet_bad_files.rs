//! Files that are too large, endless, damaged or made to hurt, through `semafor wallet add`: each gets an answer within
//! bounded time and memory, and the wallet is what it was.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "what a test needs must be there"
)]

mod hostile_files;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use image::ImageFormat;
use serde_json::Value;

use hostile_files::run::{Ended, Home, ROOT};
use hostile_files::{pdf, picture};

/// Files, by name, and what has to be said of each.
type Case<'a> = (&'a str, Vec<u8>, &'a [&'a str]);

/// Adds each, and looks for one of the answers in what is said.
fn each_is_answered(home: &Home, cases: Vec<Case<'_>>) {
    for (name, content, answers) in cases {
        let ended = home.add(&[home.file(name, content)]);
        assert_eq!(ended.status, Some(65), "{name}: {}", ended.complaint);
        assert!(answers.iter().any(|answer| ended.complaint.contains(answer)), "{name}: {}", ended.complaint);
    }
    home.is_as_it_was();
}

fn certificate() -> String {
    let path = Path::new(ROOT).join("docs/example/certificate.txt");
    fs::read_to_string(path).unwrap().trim_end().to_owned()
}

#[test]
fn pdfs_that_unfold_without_end() {
    let home = Home::new("bombs");
    let gigabytes = pdf::bomb(2_048);
    let twice = miniz_oxide::deflate::compress_to_vec_zlib(&gigabytes, 6);
    let (once, both) = ("/Filter/FlateDecode", "/Filter[/FlateDecode/FlateDecode]");
    let too_heavy: &[_] = &["unfolds to more than"];
    each_is_answered(
        &home,
        vec![
            ("content.pdf", pdf::heavy_content(once, &gigabytes), too_heavy),
            ("content-twice.pdf", pdf::heavy_content(both, &twice), too_heavy),
            ("objects.pdf", pdf::heavy_objects(once, &gigabytes, None), too_heavy),
            ("objects-twice.pdf", pdf::heavy_objects(both, &twice, None), too_heavy),
            ("table.pdf", pdf::heavy_objects("", b"", Some(&gigabytes)), too_heavy),
        ],
    );
}

#[test]
fn pdfs_with_strange_pages() {
    let home = Home::new("pages");
    let (code, side) = picture::of_code("HC1:NO CERTIFICATE", 1);
    let code = || pdf::picture(&code, side);
    let drawn = b"q 50 0 0 50 20 20 cm /Code Do Q";
    let [itself, deep] = pdf::endless_trees();
    each_is_answered(
        &home,
        vec![
            ("itself.pdf", itself, &["the PDF has no pages"]),
            ("deep.pdf", deep, &["the PDF has no pages"]),
            ("wide.pdf", pdf::pages(1, "1000000 1000000", drawn, code()), &["no code", "its size is none"]),
            ("long.pdf", pdf::pages(1, "1000000 10", drawn, code()), &["no code", "its size is none"]),
            ("many.pdf", pdf::pages(100_000, "90 90", b"", code()), &["only the first 64 pages"]),
        ],
    );
}

#[test]
fn pdfs_with_ten_thousand_codes() {
    let home = Home::new("codes");
    let (code, side) = picture::of_code("HC1:NO CERTIFICATE", 1);
    let code = || pdf::picture(&code, side);
    let content = pdf::ten_thousand_times();
    let one_page = home.file("one.pdf", pdf::pages(1, "595 842", content.as_bytes(), code()));
    let drawn = b"q 200 0 0 200 100 300 cm /Code Do Q";
    let many_pages = home.file("many.pdf", pdf::pages(10_000, "595 842", drawn, code()));
    for source in [one_page, many_pages] {
        let ended = home.add(&[source]);
        assert!(matches!(ended.status, Some(2 | 65)), "{:?}: {}", ended.status, ended.complaint);
    }
    home.is_as_it_was();
}

#[test]
fn pictures_that_claim_to_be_huge() {
    let home = Home::new("pictures");
    let refused: &[_] = &["at most 128000000 are looked at"];
    let any: &[_] = &["the picture", "no code"];
    each_is_answered(
        &home,
        vec![
            ("largest.png", picture::png(u32::MAX >> 1, u32::MAX >> 1), any),
            ("large.png", picture::png(100_000, 100_000), refused),
            ("bound.png", picture::png(11_000, 11_000), any),
            ("largest.jpg", picture::jpeg(u16::MAX, u16::MAX, false), refused),
            ("bound.jpg", picture::jpeg(11_000, 11_000, false), any),
            ("passes.jpg", picture::jpeg(11_000, 11_000, true), &["more than 512000000 bytes of memory"]),
            ("fewer-passes.jpg", picture::jpeg(7_500, 7_500, true), any),
            ("largest.webp", picture::webp(), any),
        ],
    );
}

/// The outcomes of a command that was given many sources, one list for each.
fn outcomes(ended: &Ended) -> Vec<Value> {
    serde_json::from_str(&ended.shown).unwrap()
}

#[test]
fn damaged_files_of_a_certificate() {
    let home = Home::new("damaged");
    let text = certificate();
    let (pixels, side) = picture::of_code(&text, 2);
    let content = b"q 200 0 0 200 20 20 cm /Code Do Q";
    let whole = [
        ("pdf", pdf::pages(1, "240 240", content, pdf::picture(&pixels, side))),
        ("png", picture::file_of_code(&text, ImageFormat::Png)),
        ("jpg", picture::file_of_code(&text, ImageFormat::Jpeg)),
        ("webp", picture::file_of_code(&text, ImageFormat::WebP)),
    ];
    let mut sources = Vec::new();
    for (kind, file) in whole {
        for (number, place) in (0..file.len()).step_by(file.len() / 6).enumerate() {
            let mut flipped = file.clone();
            flipped[place] ^= 0x10;
            sources.push(home.file(&format!("flipped-{number}.{kind}"), flipped));
            sources.push(home.file(&format!("short-{number}.{kind}"), &file[..place]));
        }
        sources.push(home.file(&format!("whole.{kind}"), file));
    }
    let ended = home.add(&sources);
    let outcomes = outcomes(&ended);
    assert_eq!(outcomes.len(), sources.len());
    for (source, outcome) in sources.iter().zip(&outcomes) {
        let told: Vec<_> = outcome["added"].as_array().unwrap().iter().map(|added| &added["outcome"]).collect();
        // What a code says is read right or not at all, whatever is around it.
        assert!(told.iter().all(|outcome| *outcome == "duplicate" || *outcome == "not-kept"), "{source:?}: {outcome}");
        let is_whole = source.file_stem().is_some_and(|stem| stem == "whole");
        assert!(!is_whole || told == ["duplicate"], "{source:?}: {outcome}");
    }
    home.is_as_it_was();
}

#[test]
fn a_locked_pdf_with_a_wrong_password() {
    let home = Home::new("locked");
    let guess = home.file("guess", "guess\n");
    let ended =
        home.run(&["add", "core/tests/vectors/locked.pdf", "--password-file", guess.to_str().unwrap(), "--json"]);
    assert_eq!(ended.status, Some(65));
    assert!(ended.complaint.contains("the password does not open the PDF"), "{}", ended.complaint);
    home.is_as_it_was();
}

#[test]
fn texts_without_end() {
    let home = Home::new("texts");
    let sparse = home.place("sparse.txt");
    File::create(&sparse).unwrap().set_len(1 << 30).unwrap();
    let lines = home.file("lines.txt", format!("{}\n", certificate()).repeat(10_000));
    let folder = home.place("data");
    let pipe = home.place("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let zeros = PathBuf::from("/dev/zero");
    let mut cases = vec![
        (sparse, 65, "at most"),
        (lines, 65, "10000 codes, at most 1000"),
        (folder, 66, "directory"),
        (pipe.clone(), 65, "at most"),
    ];
    if zeros.exists() {
        cases.push((zeros, 65, "at most"));
    }
    // Somebody who writes into a pipe for as long as anybody reads.
    let writer = std::thread::spawn(move || {
        let mut pipe = File::options().write(true).open(pipe).unwrap();
        while pipe.write_all(&[b'7'; 65_536]).is_ok() {}
    });
    for (source, status, said) in cases {
        let ended = home.add(std::slice::from_ref(&source));
        assert_eq!(ended.status, Some(status), "{source:?}: {}", ended.complaint);
        assert!(ended.complaint.contains(said), "{source:?}: {}", ended.complaint);
    }
    writer.join().unwrap();
    home.is_as_it_was();
}
