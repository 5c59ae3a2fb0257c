//! PDFs that ask for more than a file of certificates may, written by hand.

use std::fmt::Write;

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params};

/// A PDF of these objects, the first of which is the catalogue.
pub(crate) fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        file.extend(format!("{number} 0 obj\n").bytes().chain(object.iter().copied()).chain(*b"\nendobj\n"));
    }
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", file.len());
    file.extend(table.bytes().chain(trailer.bytes()));
    file
}

/// A stream with what its dictionary says beside its length.
pub(crate) fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

const CATALOGUE: &[u8] = b"<</Type/Catalog/Pages 2 0 R>>";

/// So many pages of one size that draw the same content, with a picture in object 4 under the name Code.
pub(crate) fn pages(count: usize, size: &str, content: &[u8], picture: Vec<u8>) -> Vec<u8> {
    let kids = (5..5 + count).fold(String::new(), |kids, number| kids + &format!("{number} 0 R "));
    let tree = format!("<</Type/Pages/Kids[{kids}]/Count {count}/MediaBox[0 0 {size}]>>");
    let page = b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</Code 4 0 R>>>>/Contents 3 0 R>>";
    let fixed = [CATALOGUE.to_vec(), tree.into_bytes(), stream("", content), picture];
    pdf(&fixed.into_iter().chain(std::iter::repeat_n(page.to_vec(), count)).collect::<Vec<_>>())
}

/// A square picture with one byte a pixel, as the stream of an image.
pub(crate) fn picture(pixels: &[u8], side: usize) -> Vec<u8> {
    let dictionary = format!(
        "/Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray/BitsPerComponent 8\
         /Filter/FlateDecode"
    );
    stream(&dictionary, &compress_to_vec_zlib(pixels, 6))
}

/// Operators that draw the picture a hundred times a hundred on a page of A4.
pub(crate) fn ten_thousand_times() -> String {
    (0..10_000).fold(String::new(), |content, place| {
        content + &format!("q 5.6 0 0 5.6 {} {} cm /Code Do Q\n", 10 + place % 100 * 57 / 10, 10 + place / 100 * 8)
    })
}

/// A zlib stream of so many mebibytes of spaces: one mebibyte, written once and repeated.
pub(crate) fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut block = Vec::new();
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(6, -15, 0));
    compress_to_output(&mut compressor, &vec![b' '; 1 << 20], TDEFLFlush::Full, |bytes| {
        block.extend_from_slice(bytes);
        true
    });
    // A header, the same block over and over, and an empty last one; nobody waits for the checksum.
    [&[0x78, 0x9c][..], &block.repeat(mebibytes), &[3, 0]].concat()
}

/// A page's content that is a bomb.
pub(crate) fn heavy_content(filter: &str, data: &[u8]) -> Vec<u8> {
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>";
    let tree = b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 90 90]>>";
    pdf(&[CATALOGUE.to_vec(), tree.to_vec(), page.to_vec(), stream(filter, data)])
}

/// A PDF whose catalogue lies in an object stream, which is a bomb, or whose table of objects is one.
pub(crate) fn heavy_objects(filter: &str, data: &[u8], table: Option<&[u8]>) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let objects = file.len();
    file.extend(b"1 0 obj\n");
    file.extend(stream(&format!("/Type/ObjStm/N 2/First 10{filter}"), data));
    file.extend(b"\nendobj\n");
    let start = file.len();
    let row = |kind: u8, place: usize, index: u8| {
        let place = u32::try_from(place).unwrap().to_be_bytes();
        [&[kind][..], &place, &[index]].concat()
    };
    let rows = [row(0, 0, 0), row(1, objects, 0), row(2, 1, 0), row(2, 1, 1), row(1, start, 0)].concat();
    let (filter, rows) = table.map_or(("", rows.as_slice()), |bomb| ("/Filter/FlateDecode", bomb));
    file.extend(b"4 0 obj\n");
    file.extend(stream(&format!("/Type/XRef/Size 5/W[1 4 1]/Root 2 0 R{filter}"), rows));
    file.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// A page tree that contains itself, and one that is a hundred thousand branches deep.
pub(crate) fn endless_trees() -> [Vec<u8>; 2] {
    let itself = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/MediaBox[0 0 90 90]>>".to_vec();
    let branch = |number: usize| format!("<</Type/Pages/Kids[{} 0 R]/Count 1/MediaBox[0 0 90 90]>>", number + 1);
    let deep: Vec<_> = (2..100_000).map(|number| branch(number).into_bytes()).collect();
    [pdf(&[CATALOGUE.to_vec(), itself]), pdf(&[vec![CATALOGUE.to_vec()], deep].concat())]
}
