//! `qa-images`: pictures and PDFs of real-form certificates. One check each, `text`: it holds a text that begins with
//! `HC1:`. Where `../qa-text` has the text of the same certificate (`CZ/1.3.0/REC.png` is `CZ_1.3.0_REC.txt`), a second
//! one, `same`: it is that text.

use std::path::Path;
use std::time::Duration;

use semafor_core::scan::last_resort::{self, Found};
use semafor_core::scan::picture::Luma;
use semafor_core::scan::{Mode, Scanner, Wanted, pdf, picture};

use crate::files::{self, Found as File};
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let mut pictures: Vec<_> = EXTENSIONS.iter().flat_map(|extension| files::below(dir, extension)).collect();
    pictures.sort();
    checks.note(format!("{} pictures", pictures.len()));
    let texts = files::resolved(dir).with_file_name("qa-text");
    let mut scanner = Scanner::new(Mode::Still, Wanted::Certificates);
    for file in pictures {
        check_picture(&file, &texts, &mut scanner, checks);
    }
}

const EXTENSIONS: [&str; 5] = ["png", "jpg", "jpeg", "webp", "pdf"];

fn check_picture(file: &File, texts: &Path, scanner: &mut Scanner, checks: &mut Checks) {
    let read = lumas(&file.path).map(|lumas| lumas.iter().flat_map(|luma| codes(luma, scanner)).collect::<Vec<_>>());
    let (codes, reason) = match read {
        Ok(codes) => (codes, String::new()),
        Err(error) => (Vec::new(), error),
    };
    let certificates: Vec<_> = codes.iter().filter_map(Found::text).filter(|text| text.starts_with("HC1:")).collect();
    checks.compare(&file.id, "text", true, !certificates.is_empty(), reason);
    let stem = file.id.rsplit_once('.').map_or(file.id.as_str(), |(stem, _)| stem);
    let known = files::text(&texts.join(format!("{}.txt", stem.replace('/', "_"))));
    if let (Ok(known), false) = (known, certificates.is_empty()) {
        let is_same = certificates.contains(&known.trim_end_matches(['\r', '\n']));
        checks.compare(&file.id, "same", true, is_same, "another text than the one in qa-text");
    }
}

fn lumas(path: &Path) -> Result<Vec<Luma>, String> {
    let bytes = files::bytes(path)?;
    if pdf::is_pdf(&bytes) {
        let pages = pdf::pages(bytes, None).map_err(|error| error.to_string())?;
        pages.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())
    } else {
        picture::read(&bytes).map(|luma| vec![luma]).map_err(|error| error.to_string())
    }
}

/// Time is no matter here: everything may be tried.
fn codes(luma: &Luma, scanner: &mut Scanner) -> Vec<Found> {
    scanner.forget();
    let Ok(frame) = luma.frame() else { return Vec::new() };
    let found = last_resort::look(scanner, Wanted::Certificates, &frame, &|| Duration::ZERO, Duration::MAX);
    found.unwrap_or_default()
}
