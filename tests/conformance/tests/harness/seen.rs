//! `qa-images` and `frames`: pictures drawn here, with and without what is expected of them.

#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "sizes of a test's own small drawings")]

use conformance::Suite;
use fast_qr::qr::QRBuilder;

use crate::made::Dir;

/// A plain PGM of a code, which is a text itself; without one, of white paper.
fn pgm(text: Option<&str>) -> String {
    let code = text.map(|text| QRBuilder::new(text).build().unwrap());
    let (side, modules) = (4, code.as_ref().map_or(30, |code| code.size + 8));
    let width = side * modules;
    let dark = |x: usize, y: usize| {
        let (code, row, column) = (code.as_ref()?, (y / side).checked_sub(4)?, (x / side).checked_sub(4)?);
        (row < code.size && column < code.size).then(|| code.data[row * code.size + column].value())
    };
    let row = |y: usize| (0..width).map(|x| if dark(x, y) == Some(true) { "20 " } else { "240 " }).collect::<String>();
    let rows: Vec<_> = (0..width).map(row).collect();
    format!("P2 {width} {width} 255\n{}\n", rows.join("\n"))
}

#[test]
fn a_picture_must_hold_the_text_of_its_certificate() {
    // The format is seen from the content, so that a PGM may be called a PNG.
    let files = [
        ("qa-images/CZ/1.3.0/REC.png", pgm(Some("HC1:ABC"))),
        ("qa-text/CZ_1.3.0_REC.txt", "HC1:ABC\n".to_owned()),
        ("qa-images/CZ/1.3.0/VAC.PNG", pgm(Some("HC1:ABC"))),
        ("qa-text/CZ_1.3.0_VAC.txt", "HC1:OTHER".to_owned()),
        ("qa-images/AT/LINK.jpg", pgm(Some("https://example.org"))),
        ("qa-images/AT/NONE.webp", pgm(None)),
        ("qa-images/AT/BROKEN.pdf", "%PDF-1.4".to_owned()),
    ];
    let files: Vec<_> = files.iter().map(|(path, content)| (*path, content.as_str())).collect();
    let (outcome, report) = Dir::with("images", &files).part("qa-images").run(Suite::QaImages, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (3, 4), "{report}");
    for failed in ["CZ/1.3.0/VAC.PNG same", "AT/LINK.jpg text", "AT/NONE.webp text", "AT/BROKEN.pdf text"] {
        assert!(report.contains(&format!("FAILED {failed}")), "{report}");
    }
}

#[test]
fn frames_without_a_code_lower_no_share() {
    let frames = [
        r#"{"id":"a","pgm":"/gone/blank/a.pgm","kind":"negative","expected":[]}"#,
        r#"{"id":"b","pgm":"/gone/blank/b.pgm","kind":"negative","expected":[]}"#,
        r#"{"id":"c"}"#,
    ];
    let (blank, manifest) = (pgm(None), frames.join("\n"));
    let files = [("frames/manifest.jsonl", manifest.as_str()), ("frames/blank/a.pgm", &blank)];
    let (outcome, report) = Dir::with("frames", &files).part("frames").run(Suite::Frames, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (0, 2), "{report}");
    assert!(
        report.contains("note: still: 0 of 0 read") && report.contains("/gone/blank/b.pgm is not here"),
        "{report}"
    );
    let (outcome, report) = Dir::with("no-frames", &[("frames/x", "")]).part("frames").run(Suite::Frames, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (0, 1), "{report}");
}
