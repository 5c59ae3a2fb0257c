//! Archives as the service packs them, and as it should not.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.as_ustar_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len().try_into().unwrap());
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read_all(bytes: &[u8]) -> Result<Vec<(String, String, usize)>, String> {
    let mut read = Vec::new();
    slices(
        bytes,
        |error| error.to_string(),
        |entry| {
            read.push((entry.kid, format!("{} {} {}", entry.partition, entry.chunk, entry.hash), entry.bytes.len()));
            Ok(())
        },
    )?;
    Ok(read)
}

#[test]
fn names_are_split_from_the_right_and_the_end_may_be_missing() {
    let whole = tar(&[("/a/b+c=/null/0/hash", b"123"), ("kid/a1/f/other", &[7; 600])]);
    // Two blocks of zeros end an archive.
    let unended = &whole[..whole.len() - 1024];
    for bytes in [&whole[..], unended] {
        let read = read_all(&gzip(bytes)).unwrap();
        let expected = [("/a/b+c=", "null 0 hash", 3), ("kid", "a1 f other", 600)];
        assert_eq!(read, expected.map(|(kid, rest, size)| (kid.to_owned(), rest.to_owned(), size)));
    }
}

#[test]
fn what_is_cut_foreign_or_huge_is_an_error() {
    let whole = gzip(&tar(&[("kid/null/0/hash", &[7; 600])]));
    for length in [0, 5, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        let error = read_all(&whole[..length]).unwrap_err();
        assert!(error.contains("damaged or cut"), "{length}: {error}");
    }
    let inside = tar(&[("kid/null/0/hash", &[7; 600])]);
    let error = read_all(&gzip(&inside[..700])).unwrap_err();
    assert!(error.contains("cut in"), "{error}");
    for (name, says) in [("null/0/hash", "is no slice"), ("kid//0/hash", "is no slice")] {
        assert!(read_all(&gzip(&tar(&[(name, b"")]))).unwrap_err().contains(says), "{name}");
    }
    let bomb = gzip(&tar(&[("kid/null/0/hash", &vec![0; SLICE_BYTES + 1])]));
    assert!(bomb.len() < 100_000 && read_all(&bomb).unwrap_err().contains("larger than the bounds"));
    let many: Vec<_> = (0..=ENTRIES).map(|_| ("kid/null/0/hash", b"".as_slice())).collect();
    assert!(read_all(&gzip(&tar(&many))).unwrap_err().contains("more than 4096 entries"));
}
