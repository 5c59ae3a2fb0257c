//! Pages read back: the code by our scanner, the tags and texts from the file.

use super::wording::wording;
use super::*;
use crate::scheme::{Colour, Shape};

fn certificate() -> &'static str {
    include_str!("../../../../docs/example/certificate.txt").trim_end()
}

fn fields(language: Language) -> Vec<DocumentField> {
    let words = wording(language);
    let (what, status) = match language {
        Language::Cs => ("Očkování 2/2, mRNA vakcína, žluťoučký kůň", "ZELENÁ do 12. 3. 2027"),
        Language::Vi => ("Đã tiêm mũi 2/2, vắc xin mRNA, nghiêng ngửa ưỡn ẹo", "XANH đến ngày 12/3/2027"),
        Language::En => ("Vaccination 2/2, mRNA vaccine", "GREEN until 12 March 2027"),
    };
    let values = [
        (words.name, "Nguyễn Thị Ánh Đào / Černošková-Šťastná, Γεωργία / Ђорђе"),
        (words.born, "1984-03-12"),
        (words.what, what),
        (words.when, "2026-08-14"),
        (words.issuer, "Ústav zdravotnických informací a statistiky České republiky, Bộ Y tế"),
        (words.identifier, "URN:UVCI:01:CZ:AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKKKLLLL#Q"),
        (words.status, status),
    ];
    values.map(|(label, value)| DocumentField { label: label.to_owned(), value: value.to_owned() }).into()
}

fn frame(language: Language) -> Frame {
    let (colour, word, shape) = match language {
        Language::Cs => (Colour::Red, "ČERVENÁ", Shape::Cross),
        Language::Vi => (Colour::Yellow, "VÀNG", Shape::Triangle),
        Language::En => (Colour::Green, "GREEN", Shape::Tick),
    };
    Frame { colour, word: word.to_owned(), shape }
}

fn written(language: Language, title: &str, fields: &[DocumentField]) -> Result<Vec<u8>, DocumentError> {
    let (words, code, frame) = (wording(language), Code::of(certificate()).unwrap(), frame(language));
    let document = Document {
        language,
        title,
        code: &code,
        alternative: words.code,
        frame: Some(&frame),
        fields,
        note: words.note,
    };
    pdf(&document, &Palette::default())
}

#[test]
fn a_page_is_written_in_every_language_and_tagged() {
    for language in Language::ALL {
        let file = written(language, wording(language).title, &fields(language)).unwrap();
        assert!(file.starts_with(b"%PDF-1."));
        let text = String::from_utf8_lossy(&file);
        for part in ["/StructTreeRoot", "/Marked true", "/MarkInfo", "pdfuaid:part", "/DisplayDocTitle true"] {
            assert!(text.contains(part), "{language:?}: no {part}");
        }
        assert!(text.contains(&format!("/Lang({})", language.code())), "{language:?}");
        assert!(file.len() < 60_000, "{} bytes", file.len());
        assert_eq!(written(language, wording(language).title, &fields(language)), Ok(file), "the same bytes again");
    }
}

#[test]
fn texts_of_strangers_do_no_harm() {
    let values = [
        "",
        " ",
        "\u{0}\u{7}\n\t",
        "漢字 和 emoji 👩‍⚕️",
        "עברית العربية",
        "\u{202e}drowssap",
        "a\u{301}\u{302}\u{303}",
        "\u{fffe}\u{ffff}\u{10ffff}\u{e000}",
        "ß ﬁ ǅ İ ı ſ",
        "()\\<>[]{}/%",
    ];
    let odd: Vec<_> = values.map(|value| DocumentField { label: value.to_owned(), value: value.to_owned() }).into();
    let written = written(Language::En, "Ω \u{1}title 漢", &odd);
    assert!(written.is_ok(), "{written:?}");
}

#[test]
fn words_of_any_length_are_broken_into_lines() {
    let fonts = Fonts::load().unwrap();
    for text in ["", "a", "žluťoučký kůň úpěl ďábelské ódy", &"W".repeat(300), &"mm ".repeat(200)] {
        let lines = fonts.bold.lines(text, 20.0);
        let words: String = lines.concat();
        assert_eq!(words.trim_end(), text.trim_end());
        for line in &lines {
            assert!(fonts.bold.width(line.trim_end()) <= 20.0, "{line}");
        }
    }
}

#[test]
fn what_does_not_fit_a_page_is_refused() {
    let many = vec![DocumentField { label: "a".to_owned(), value: "b".repeat(10) }; 60];
    assert_eq!(written(Language::En, "Title", &many), Err(DocumentError::TooMuch { fields: 60 }));
    let long = [DocumentField { label: "a".to_owned(), value: "b ".repeat(20_000) }];
    assert_eq!(written(Language::En, "Title", &long), Err(DocumentError::TooMuch { fields: 1 }));
}

#[test]
fn a_page_without_a_title_is_no_page_for_screen_readers() {
    let untitled = written(Language::En, "", &fields(Language::En));
    assert!(matches!(untitled, Err(DocumentError::Unwritable { .. })), "{untitled:?}");
}

#[cfg(feature = "pdf")]
mod drawn {
    use std::time::Duration;

    use super::*;
    use crate::scan::{Budget, Mode, Scanner, Seen, Wanted, pdf};

    #[test]
    fn the_code_is_read_out_of_the_page() {
        for language in Language::ALL {
            let file = written(language, wording(language).title, &fields(language)).unwrap();
            let pages: Vec<_> = pdf::pages(file, None).unwrap().collect();
            assert_eq!(pages.len(), 1);
            let page = pages[0].as_ref().unwrap();
            let budget = Budget::new(&|| Duration::ZERO, Duration::MAX);
            let seen = Scanner::new(Mode::Still, Wanted::Everything).scan(&page.frame().unwrap(), &budget);
            let Seen::Codes { codes } = seen else { panic!("{language:?}: {seen:?}") };
            assert_eq!(codes[0].text.as_deref(), Some(certificate()), "{language:?}");
        }
    }
}

/// Writes the pages for people to look at: `cargo test … -- --ignored`.
#[test]
#[ignore = "writes files"]
fn pages_to_look_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/present");
    std::fs::create_dir_all(&folder).unwrap();
    for language in Language::ALL {
        let file = written(language, wording(language).title, &fields(language)).unwrap();
        std::fs::write(folder.join(format!("{}.pdf", language.code())), file).unwrap();
    }
}
