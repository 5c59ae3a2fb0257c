//! Keys that open, keys that do not, and files that were damaged.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::*;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("semafor-vault-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("wallet.key")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        let _left = fs::remove_dir_all(&self.0);
    }
}

/// A keystore whose master key is in memory, and may be lost.
struct Keystore(Option<[u8; 32]>);

impl KeyVault for Keystore {
    fn wrap(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Ok(wrap(&self.0.ok_or(VaultError::Lost)?, b"", &key).unwrap())
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        unwrap(&self.0.ok_or(VaultError::Lost)?, b"", &wrapped).map(|key| key.to_vec()).ok_or(VaultError::Refused)
    }
}

#[test]
fn a_passphrase_opens_what_it_wrapped() {
    let vault = PassphraseVault::new("correct horse battery staple".to_owned());
    let key = DataKey::make().unwrap();
    let file = KeyFile::wrap(&key, &vault).unwrap();
    assert_eq!(file.unwrap(&vault).unwrap().bytes(), key.bytes());
    let wrong = file.unwrap(&PassphraseVault::new("correct horse battery stable".to_owned())).unwrap_err();
    assert!(matches!(wrong, KeyFileError::Vault(VaultError::Refused)), "{wrong:?}");
    let again = KeyFile::wrap(&key, &vault).unwrap();
    assert_ne!(file, again, "salt and nonce are new each time");
}

#[test]
fn a_lost_keystore_is_no_wrong_passphrase() {
    let key = DataKey::make().unwrap();
    let file = KeyFile::wrap(&key, &Keystore(Some([1; 32]))).unwrap();
    for (vault, expected) in [(Keystore(None), VaultError::Lost), (Keystore(Some([2; 32])), VaultError::Refused)] {
        let error = file.unwrap(&vault).unwrap_err();
        assert!(matches!(&error, KeyFileError::Vault(found) if *found == expected), "{error:?}");
    }
}

#[test]
fn a_recovery_phrase_opens_when_the_vault_is_lost() {
    let key = DataKey::make().unwrap();
    let file = KeyFile::wrap(&key, &Keystore(Some([1; 32]))).unwrap();
    let none = RecoveryPhrase::make().unwrap();
    assert!(matches!(file.recover(&none), Err(KeyFileError::NoRecovery)));
    let (file, phrase) = file.with_recovery(&key).unwrap();
    let typed = format!("  {}\n", phrase.words().to_uppercase().replace(' ', " - "));
    let read = RecoveryPhrase::parse(&typed).unwrap();
    assert_eq!(file.recover(&read).unwrap().bytes(), key.bytes());
    assert!(matches!(file.recover(&none), Err(KeyFileError::WrongRecovery)));
    let elsewhere = file.rewrapped(&key, &Keystore(Some([9; 32]))).unwrap();
    assert_eq!(elsewhere.unwrap(&Keystore(Some([9; 32]))).unwrap().bytes(), key.bytes());
    assert_eq!(elsewhere.recover(&read).unwrap().bytes(), key.bytes(), "the phrase outlives the vault");
}

#[test]
fn typing_errors_in_a_phrase_are_named() {
    let words = RecoveryPhrase::make().unwrap().words();
    assert_eq!(words.split(' ').count(), 9);
    let error = |text: &str| RecoveryPhrase::parse(text).unwrap_err();
    assert_eq!(error("lusab babad"), RecoveryPhraseError::Words { found: 2 });
    let second_wrong: Vec<_> =
        words.split(' ').enumerate().map(|(at, word)| if at == 1 { "xyzzy" } else { word }).collect();
    assert_eq!(error(&second_wrong.join(" ")), RecoveryPhraseError::Word { number: 2 });
    let first = words.chars().next().unwrap();
    let other = if first == 'b' { 'd' } else { 'b' };
    let changed: String = std::iter::once(other).chain(words.chars().skip(1)).collect();
    assert_eq!(error(&changed), RecoveryPhraseError::Sum);
}

#[test]
fn one_damaged_copy_is_no_loss() {
    let folder = Folder::new("copies");
    let key = DataKey::make().unwrap();
    let vault = Keystore(Some([1; 32]));
    let (file, _) = KeyFile::wrap(&key, &vault).unwrap().with_recovery(&key).unwrap();
    for damaged in [&[20_usize][..], &[COPY + 20], &[20, COPY + 20]] {
        file.write(&folder.file()).unwrap();
        let mut bytes = OpenOptions::new().write(true).open(folder.file()).unwrap();
        for at in damaged {
            bytes.seek(SeekFrom::Start(u64::try_from(*at).unwrap())).unwrap();
            bytes.write_all(&[0xa5; 100]).unwrap();
        }
        match KeyFile::read(&folder.file()) {
            Ok(read) => assert_eq!(read, file, "{damaged:?}"),
            Err(error) => assert!(matches!(error, KeyFileError::Damaged) && damaged.len() == 2, "{error:?}"),
        }
    }
}

#[test]
fn what_is_no_key_file_is_left_alone() {
    let folder = Folder::new("foreign");
    assert!(matches!(KeyFile::read(&folder.file()), Err(KeyFileError::Missing)));
    for content in [&b""[..], b"a letter", &[0; 20_000]] {
        fs::write(folder.file(), content).unwrap();
        assert!(matches!(KeyFile::read(&folder.file()), Err(KeyFileError::Damaged)));
        let mut left = Vec::new();
        File::open(folder.file()).unwrap().read_to_end(&mut left).unwrap();
        assert_eq!(left, content);
    }
    let fields = vec![Value::from(2), Value::Null];
    assert!(matches!(
        KeyFile::parse(&cbor::write(&Value::Array(fields))),
        Err(KeyFileError::Newer { found: 2, known: 1 })
    ));
}
