//! Pictures and PDFs as sources of codes: which files are any, and what is on them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use semafor_core::scan::last_resort::{self, Found};
use semafor_core::scan::pdf::{self, PageProblem, PdfError};
use semafor_core::scan::picture::{self, Luma};
use semafor_core::scan::{Budget, Hint, HintKind, Mode, Scanner, Wanted};
use semafor_core::verdict::Language;

use crate::exit::Failure;
use crate::machine;
use crate::terminal;
use crate::words::{self, words};

/// How pictures are looked at.
#[derive(Debug)]
pub(crate) struct Looking<'a> {
    pub(crate) wanted: Wanted,
    /// For one picture or page.
    pub(crate) limit: Duration,
    /// Opens PDFs that want a password.
    pub(crate) password: Option<&'a str>,
    /// The option that gives it.
    pub(crate) password_option: &'static str,
    pub(crate) language: Language,
}

impl<'a> Looking<'a> {
    /// For the certificates on a picture, with the time that is usual.
    pub(crate) fn for_certificates(password: Option<&'a str>, language: Language) -> Self {
        let limit = Budget::usual(Mode::Still);
        Self { wanted: Wanted::Certificates, limit, password, password_option: "--password", language }
    }

    /// For everything that a wallet keeps, with more patience: what is not found here is missing later.
    pub(crate) fn for_a_wallet(password: Option<&'a str>, language: Language) -> Self {
        Self { limit: PATIENCE, password_option: "--password-file", ..Self::for_certificates(password, language) }
    }
}

/// For one page of what is to be kept.
const PATIENCE: Duration = Duration::from_secs(2);

/// For all pages of a PDF together. Certificates have four pages at most; a page takes a tenth of a second, and one without
/// a code the whole time that is meant for one.
const WHOLE_FILE: Duration = Duration::from_secs(20);

/// A code, and on which page of a PDF it is.
#[derive(Debug)]
pub(crate) struct Sighting {
    /// From 1; of a PDF only.
    pub(crate) page: Option<usize>,
    pub(crate) found: Found,
}

/// What is on a picture, or on all pages of a PDF.
#[derive(Debug, Default)]
pub(crate) struct Look {
    pub(crate) codes: Vec<Sighting>,
    /// Why there is no code: what is surest of all pages.
    pub(crate) hint: Option<Hint>,
    /// Pages that could not be drawn.
    pub(crate) lost: Vec<PdfError>,
}

/// Whether bytes are a picture or a PDF.
pub(crate) fn is_still(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"HC1:") && (pdf::is_pdf(bytes) || picture::is_picture(bytes))
}

/// Looks at a file's bytes.
pub(crate) fn look(bytes: Vec<u8>, path: &Path, looking: &Looking<'_>) -> Result<Look, Failure> {
    let unreadable = |because: String| Failure::Unreadable { path: path.to_owned(), because };
    let mut scanner = Scanner::new(Mode::Still, looking.wanted);
    let mut look = Look::default();
    if pdf::is_pdf(&bytes) {
        look.add_pages(&mut scanner, open(bytes, path, looking)?, looking);
        look.keep_wanted(looking.wanted);
    } else {
        let luma = picture::read(&bytes).map_err(|error| unreadable(error.to_string()))?;
        look.add(&mut scanner, &luma, None, looking);
    }
    Ok(look)
}

/// The texts of the codes on a picture; none is a failure that says what would help.
pub(crate) fn texts(bytes: Vec<u8>, path: &Path, looking: &Looking<'_>) -> Result<Vec<String>, Failure> {
    look(bytes, path, looking)?.into_texts(path, looking)
}

impl Look {
    /// The texts of the codes; none is a failure that says what would help.
    pub(crate) fn into_texts(self, path: &Path, looking: &Looking<'_>) -> Result<Vec<String>, Failure> {
        if self.codes.is_empty() {
            return Err(Failure::NoCode { path: path.to_owned(), why: self.why(looking.language) });
        }
        let text = |sighting: &Sighting| String::from_utf8_lossy(sighting.found.bytes()).into_owned();
        Ok(self.codes.iter().map(text).collect())
    }

    /// Why there is no code, in words.
    pub(crate) fn why(&self, language: Language) -> String {
        let hint = self.hint.map(|hint| words::hint(hint.kind, language).to_owned());
        let lost = self.lost.iter().map(ToString::to_string);
        let reasons: Vec<_> = hint.into_iter().chain(lost).collect();
        format!("{}: {}", words(language).no_code, reasons.join("; "))
    }

    /// Looks at page after page, for as long as somebody will wait for one file.
    fn add_pages(&mut self, scanner: &mut Scanner, pages: pdf::Pages, looking: &Looking<'_>) {
        let clock = machine::clock();
        for (page, drawn) in (1..).zip(pages) {
            match drawn {
                Ok(luma) => self.add(scanner, &luma, Some(page), looking),
                Err(error) => self.lost.push(error),
            }
            if clock() > WHOLE_FILE.max(looking.limit) {
                let because = PageProblem::Late;
                return self.lost.push(PdfError::Page { page: page.saturating_add(1), because });
            }
        }
    }

    fn add(&mut self, scanner: &mut Scanner, luma: &Luma, page: Option<usize>, looking: &Looking<'_>) {
        scanner.forget();
        let clock = machine::clock();
        // A picture that a reader gave is never too large for a frame.
        let Ok(frame) = luma.frame() else { return };
        match last_resort::look(scanner, looking.wanted, &frame, &clock, looking.limit) {
            Ok(codes) => self.codes.extend(codes.into_iter().map(|found| Sighting { page, found })),
            Err(hint) => self.hint = Some(self.hint.filter(|other| is_surer(other, &hint)).unwrap_or(hint)),
        }
    }

    /// Pages were looked at one by one; what comes first goes for all of them.
    fn keep_wanted(&mut self, wanted: Wanted) {
        let is_certificate = |sighting: &Sighting| sighting.found.bytes().starts_with(b"HC1:");
        if wanted == Wanted::Certificates && self.codes.iter().any(is_certificate) {
            self.codes.retain(is_certificate);
        }
        if !self.codes.is_empty() {
            self.hint = None;
        }
    }
}

/// A page without anything on it explains nothing where another page has a code that cannot be read.
fn is_surer(one: &Hint, other: &Hint) -> bool {
    let rank = |hint: &Hint| (hint.kind != HintKind::NoCode, hint.confidence);
    rank(one) >= rank(other)
}

fn open(bytes: Vec<u8>, path: &Path, looking: &Looking<'_>) -> Result<pdf::Pages, Failure> {
    let failure = |because: PdfError| of_pdf(because, path, looking);
    match pdf::pages(bytes.clone(), looking.password) {
        Err(PdfError::PasswordWanted) if terminal::is_typed_into() => {
            let asked = format!("{}: {} ", path.display(), words(looking.language).password);
            let typed = terminal::hidden_line(&asked)?.ok_or(Failure::Interrupted)?;
            pdf::pages(bytes, Some(&typed)).map_err(failure)
        }
        opened => opened.map_err(failure),
    }
}

fn of_pdf(because: PdfError, path: &Path, looking: &Looking<'_>) -> Failure {
    let (path, words) = (PathBuf::from(path), words(looking.language));
    let because = match because {
        PdfError::PasswordWanted => words.password_wanted.replace("--password", looking.password_option),
        PdfError::WrongPassword => words.password_wrong.to_owned(),
        other => other.to_string(),
    };
    Failure::Unreadable { path, because }
}
