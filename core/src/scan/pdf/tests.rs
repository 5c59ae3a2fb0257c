//! PDFs written here by hand, one locked with a password from a file, and broken ones.

#![expect(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "sizes of a test's own small drawings")]

use fast_qr::qr::QRBuilder;

use super::{PageProblem, PdfError, is_pdf, pages, scale};
use crate::scan::Wanted;
use crate::scan::last_resort::leftovers;
use crate::scan::picture::Luma;

const CERTIFICATE: &str = include_str!("../../../../docs/example/certificate.txt");
const LOCKED: &[u8] = include_bytes!("../../../tests/vectors/locked.pdf");

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", index + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let trailer = format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.len() + 1, file.len());
    file.extend(table.bytes().chain(trailer.bytes()));
    file
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A PDF whose pages of A4 draw these contents, all with the same resources, which are the objects from 3 on.
fn paged(contents: &[&str], resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    sized("595 842", contents, resources, more)
}

fn sized(size: &str, contents: &[&str], resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let first = 3 + more.len();
    let kids: String = (0..contents.len()).map(|index| format!("{} 0 R ", first + 2 * index)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 {size}]>>", contents.len()).into_bytes(),
    ];
    objects.extend_from_slice(more);
    for (index, content) in contents.iter().enumerate() {
        let page =
            format!("<</Type/Page/Parent 2 0 R/Resources<<{resources}>>/Contents {} 0 R>>", first + 2 * index + 1);
        objects.extend([page.into_bytes(), stream("", content.as_bytes())]);
    }
    pdf(&objects)
}

/// Operators that draw a code module by module, 6 cm wide.
fn squares(text: &str) -> String {
    let code = QRBuilder::new(text).build().unwrap();
    let side = 170.0 / code.size as f32;
    let place = |index: usize| (index % code.size, code.size - 1 - index / code.size);
    let dark = (0..code.size * code.size).filter(|index| code.data[*index].value()).map(place);
    let squares: String = dark.map(|(x, y)| format!("{x} {y} 1 1 re\n")).collect();
    format!("q {side} 0 0 {side} 90 500 cm\n{squares}f Q\n")
}

/// A picture of a code, as the stream of an image.
fn image(text: &str) -> Vec<u8> {
    let code = QRBuilder::new(text).build().unwrap();
    let width = code.size + 8;
    let module = |index: usize| {
        let (row, column) = ((index / width).checked_sub(4)?, (index % width).checked_sub(4)?);
        (row < code.size && column < code.size).then(|| code.data[row * code.size + column].value())
    };
    let pixels: Vec<u8> = (0..width * width).map(|index| if module(index) == Some(true) { 0 } else { 255 }).collect();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&pixels, 9);
    let dictionary = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {width}/ColorSpace/DeviceGray/BitsPerComponent 8\
         /Filter/FlateDecode"
    );
    stream(&dictionary, &packed)
}

fn texts(luma: &Luma) -> Vec<String> {
    leftovers(&luma.frame().unwrap(), Wanted::Everything).into_iter().map(|code| code.text.unwrap()).collect()
}

fn read(file: Vec<u8>) -> Vec<Result<Vec<String>, PdfError>> {
    pages(file, None).unwrap().map(|page| page.map(|luma| texts(&luma))).collect()
}

#[test]
fn codes_are_read_as_squares_and_as_pictures_on_every_page() {
    let text = CERTIFICATE.trim_end();
    let file = paged(
        &[&squares(text), "", "q 200 0 0 200 50 300 cm /Code Do Q"],
        "/XObject<</Code 3 0 R>>",
        &[image("HC1:SECOND")],
    );
    assert!(is_pdf(&file));
    assert_eq!(read(file), [Ok(vec![text.to_owned()]), Ok(vec![]), Ok(vec!["HC1:SECOND".to_owned()])]);
}

#[test]
fn a_locked_pdf_opens_with_its_password() {
    let open = |password| pages(LOCKED.to_vec(), password).map(|mut pages| texts(&pages.next().unwrap().unwrap()));
    assert_eq!(open(None).unwrap_err(), PdfError::PasswordWanted);
    assert_eq!(open(Some("guess")).unwrap_err(), PdfError::WrongPassword);
    assert_eq!(open(Some("semafor")).unwrap(), [CERTIFICATE.trim_end()]);
    let unlocked = paged(&["0 0 9 9 re f"], "", &[]);
    assert_eq!(pages(unlocked, Some("needless")).unwrap().count(), 1);
}

#[test]
fn what_is_no_pdf_is_an_error() {
    for bytes in [&b""[..], b"HC1:6BF", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"] {
        assert_eq!(pages(bytes.to_vec(), None).unwrap_err(), PdfError::Broken);
    }
    let large = vec![b' '; crate::limits::PDF_BYTES + 1];
    assert!(matches!(pages(large, None).unwrap_err(), PdfError::TooLarge { .. }));
}

#[test]
fn a_damaged_pdf_is_an_error_or_drawn_as_far_as_it_goes() {
    let whole = sized("50 50", &["q 20 0 0 20 5 5 cm /Code Do Q"], "/XObject<</Code 3 0 R>>", &[image("HC1:X")]);
    for place in (0..whole.len()).step_by(101) {
        let mut changed = whole.clone();
        changed[place] ^= 0x15;
        for file in [changed, whole[..place].to_vec()] {
            let _ = pages(file, None).map(|pages| pages.take(3).count());
        }
    }
}

#[test]
fn a_page_that_asks_for_too_much_is_passed_over() {
    let forms = |count: usize| {
        let form = |index: usize| {
            let dictionary = format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</Next {} 0 R>>>>",
                3 + index + 1
            );
            let content = if index + 1 == count { "0 0 1 1 re f" } else { "/Next Do /Next Do /Next Do /Next Do" };
            stream(&dictionary, content.as_bytes())
        };
        (0..count).map(form).collect::<Vec<_>>()
    };
    let file = paged(&["/First Do", &squares("HC1:SAFE")], "/XObject<</First 3 0 R>>", &forms(16));
    let read = read(file);
    let too_much = PageProblem::Steps { most: crate::limits::PDF_STEPS };
    assert_eq!(read[0], Err(PdfError::Page { page: 1, because: too_much }));
    assert_eq!(read[1], Ok(vec!["HC1:SAFE".to_owned()]));
}

#[test]
fn pictures_that_are_too_large_are_not_drawn() {
    let claim = "/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8";
    let file = paged(&["/Code Do"], "/XObject<</Code 3 0 R>>", &[stream(claim, &[0; 100])]);
    let too_much = PageProblem::Pictures { most: crate::limits::PDF_PICTURE_PIXELS };
    assert_eq!(read(file), [Err(PdfError::Page { page: 1, because: too_much })]);
}

#[test]
fn what_unfolds_without_end_is_not_unfolded() {
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 300_000_000], 1);
    for dictionary in ["/Filter/FlateDecode", "/Filter[/FlateDecode/FlateDecode]"] {
        let file = paged(&[""], "", &[stream(dictionary, &bomb)]);
        assert!(matches!(pages(file, None).unwrap_err(), PdfError::TooHeavy { .. }), "{dictionary}");
    }
}

#[test]
fn more_pages_than_the_bound_are_said_to_be_there() {
    let file = sized("30 30", &[""; 70], "", &[]);
    let read: Vec<_> = pages(file, None).unwrap().collect();
    assert_eq!(read.len(), crate::limits::PDF_PAGES + 1);
    assert!(matches!(read.last().unwrap(), Err(PdfError::Page { page: 65, because: PageProblem::Beyond { .. } })));
}

#[test]
fn every_page_is_drawn_at_a_size_that_fits() {
    assert!((scale((595.0, 842.0)).unwrap() - 300.0 / 72.0).abs() < 0.01);
    for (width, height) in [(3_000.0_f32, 3_000.0_f32), (100_000.0, 50.0), (0.5, 0.5), (14_400.0, 14_400.0)] {
        let scale = scale((width, height)).unwrap();
        assert!(width * height * scale * scale <= 9_000_100.0 && width.max(height) * scale <= 60_001.0);
    }
    for size in [(0.0, 10.0), (-5.0, 10.0), (f32::NAN, 10.0), (f32::INFINITY, 10.0), (0.1, 10.0), (1e9, 1.0)] {
        assert_eq!(scale(size), Err(PageProblem::Size), "{size:?}");
    }
}
