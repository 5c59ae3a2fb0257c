//! Directories, texts and document signer certificates made for the tests. Nothing in them is signed.

use std::fs;
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding};
use ciborium::Value as Cbor;
use conformance::{Extent, Ledger, Outcome, Suite, run};
use semafor_core::cose::{self, AlgorithmId, KeyId};
use semafor_core::envelope;

/// A directory that is gone at the end of the test, or a part of one.
pub(crate) struct Dir {
    path: PathBuf,
    whole: bool,
}

impl Dir {
    pub(crate) fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("semafor-conformance-{name}-{}", std::process::id()));
        for (file, content) in files {
            let file = path.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }
        Self { path, whole: true }
    }

    pub(crate) fn part(&self, name: &str) -> Self {
        Self { path: self.path.join(name), whole: false }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn run(&self, suite: Suite, ledger: &str) -> (Outcome, String) {
        self.run_with(suite, &[], ledger)
    }

    pub(crate) fn run_with(&self, suite: Suite, keys: &[PathBuf], ledger: &str) -> (Outcome, String) {
        let outcome = run(suite, &self.path, keys, Extent::Sample, &Ledger::read(ledger).unwrap());
        let mut report = Vec::new();
        outcome.write(&mut report).unwrap();
        (outcome, String::from_utf8(report).unwrap())
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        if self.whole {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// A text with entries in these groups, issued on 2021-05-01, expiring on 2021-06-01, both at midnight.
pub(crate) fn text(groups: &[(&str, usize)], key_id: &[u8]) -> String {
    let text = Cbor::from;
    let entry = || Cbor::Map(vec![(text("ci"), text("URN:UVCI:01:CZ:1"))]);
    let mut payload = vec![(text("ver"), text("1.0.0"))];
    payload.extend(groups.iter().map(|(name, count)| {
        let entries = (0..*count).map(|_| entry()).collect();
        (text(name), Cbor::Array(entries))
    }));
    signed(Cbor::Map(payload), key_id)
}

/// A text with this payload, whatever it is.
pub(crate) fn signed(payload: Cbor, key_id: &[u8]) -> String {
    let health = Cbor::Map(vec![(Cbor::from(1), payload)]);
    let claims = Cbor::Map(vec![
        (Cbor::from(4), Cbor::from(1_622_505_600)),
        (Cbor::from(6), Cbor::from(1_619_827_200)),
        (Cbor::from(-260), health),
    ]);
    let mut bytes = Vec::new();
    ciborium::into_writer(&claims, &mut bytes).unwrap();
    envelope::encode(&cose::sign(AlgorithmId(-7), &KeyId::new(key_id).unwrap(), bytes, |_| vec![0; 64]))
}

/// `2.5.29.37` names these.
pub(crate) const FOREIGN: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x0e, 0x02];
/// 1.3.6.1.4.1.1847.2021.1.2
pub(crate) const VACCINATION: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x8e, 0x37, 0x8f, 0x65, 0x01, 0x02];
/// 1.2.840.10045.3.1.7
pub(crate) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// 1.3.132.0.34
pub(crate) const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
/// 1.3.132.0.10
pub(crate) const SECP256K1: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x0a];

/// A DSC on `curve`, valid in 2021, with these extended key usages. DER.
pub(crate) fn dsc(curve: &[u8], usages: &[&[u8]]) -> Vec<u8> {
    let algorithm = tlv(0x30, &[&tlv(0x06, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]])]);
    let validity = tlv(0x30, &[&tlv(0x17, &[b"210101000000Z"]), &tlv(0x17, &[b"211231235959Z"])]);
    let id_ec = tlv(0x06, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]]);
    let point = tlv(0x03, &[&[0, 4], &[1; 64]]);
    let key = tlv(0x30, &[&tlv(0x30, &[&id_ec, &tlv(0x06, &[curve])]), &point]);
    let usages: Vec<_> = usages.iter().flat_map(|usage| tlv(0x06, &[usage])).collect();
    let extension = tlv(0x30, &[&tlv(0x06, &[&[0x55, 0x1d, 0x25]]), &tlv(0x04, &[&tlv(0x30, &[&usages])])]);
    let version = tlv(0xa0, &[&tlv(0x02, &[&[2]])]);
    let (serial, nobody) = (tlv(0x02, &[&[1]]), tlv(0x30, &[]));
    let extensions = tlv(0xa3, &[&tlv(0x30, &[&extension])]);
    let body = tlv(0x30, &[&version, &serial, &algorithm, &nobody, &validity, &nobody, &key, &extensions]);
    tlv(0x30, &[&body, &algorithm, &tlv(0x03, &[&[0, 0]])])
}

/// One case: a text, a DSC, a clock, and what is expected.
pub(crate) fn case(text: &str, dsc: &[u8], clock: &str, expected: &[(&str, bool)]) -> String {
    let expected: serde_json::Map<_, _> =
        expected.iter().map(|(name, truth)| (format!("EXPECTED{name}"), (*truth).into())).collect();
    let context = serde_json::json!({"CERTIFICATE": Base64::encode_string(dsc), "VALIDATIONCLOCK": clock});
    serde_json::json!({"PREFIX": text, "TESTCTX": context, "EXPECTEDRESULTS": expected}).to_string()
}

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        Ok(long) => out.extend([0x81, long]),
        Err(_) => {
            out.push(0x82);
            out.extend(u16::try_from(content.len()).unwrap().to_be_bytes());
        }
    }
    out.extend(content);
    out
}
