//! Files of a published set, each as what its first byte says it is: as they are, and signed by all who must.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use semafor_core::bundle::{
    Anchor, BlobHash, BlobRef, Entry, Environment, Index, KeyRecords, PartitionRecord, Role, RoleKey, RoleKeys, Root,
    Seal, Set, Timestamp, pack, sign,
};
use semafor_core::instant::Instant;

/// `s` a signed file, `r`, `m`, `t` the payload of a root, a set, a timestamp, `i` an index, `k` keys, `p` what is said of
/// a partition, `b` a blob.
pub fn bundle(data: &[u8]) {
    let Some((&shape, rest)) = data.split_first() else { return };
    match shape {
        b's' => a_seal_is_written_as_it_was_read(rest),
        b'r' => again(Root::parse(rest).ok(), Root::to_payload, |bytes| Root::parse(bytes).ok()),
        b'm' => again(Set::parse(rest).ok(), Set::to_payload, |bytes| Set::parse(bytes).ok()),
        b't' => again(Timestamp::parse(rest).ok(), Timestamp::to_payload, |bytes| Timestamp::parse(bytes).ok()),
        b'i' => {
            again(Index::parse(rest).ok(), Index::to_bytes, |bytes| Index::parse(bytes).ok());
            one_entry_of_a_key_counts(rest);
        }
        b'k' => again(KeyRecords::parse(rest).ok(), KeyRecords::to_bytes, |bytes| KeyRecords::parse(bytes).ok()),
        b'p' => {
            again(PartitionRecord::parse(rest).ok(), PartitionRecord::to_bytes, |bytes| {
                PartitionRecord::parse(bytes).ok()
            });
        }
        b'b' => a_blob_comes_back(rest),
        _ => only_what_is_signed_is_believed(rest),
    }
}

/// What was read can be written, and read again as the same.
fn again<T: PartialEq + std::fmt::Debug>(
    read: Option<T>,
    write: impl Fn(&T) -> Vec<u8>,
    parse: impl Fn(&[u8]) -> Option<T>,
) {
    if let Some(value) = read {
        assert_eq!(parse(&write(&value)).as_ref(), Some(&value));
    }
}

fn a_seal_is_written_as_it_was_read(bytes: &[u8]) {
    let Ok(seal) = Seal::parse(bytes) else { return };
    assert!(Seal::parse(&seal.to_bytes()).is_ok_and(|again| again == seal));
    let Some(author) = Author::new() else { return };
    for role in [Role::Root, Role::Set, Role::Timestamp] {
        assert!(
            seal.open(role, author.root.keys(role), &author.root.environment).is_err(),
            "nobody here has signed it"
        );
    }
}

fn one_entry_of_a_key_counts(bytes: &[u8]) {
    let Ok(index) = Index::parse(bytes) else { return };
    for at in
        [Instant::MIN, Instant::MAX].into_iter().chain(index.entries.iter().filter_map(|entry| entry.effective_from))
    {
        let mut keys: Vec<_> = index.in_force(at).map(|entry: &Entry| &entry.key).collect();
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
        assert!(index.next_change(at).is_none_or(|next| next > at));
    }
}

fn a_blob_comes_back(content: &[u8]) {
    let (blob, bytes) = pack(content);
    assert_eq!(blob.check(&bytes), Ok(()));
    assert_eq!(blob.unpack(bytes).as_deref(), Ok(content));
    // The same bytes as if they were deflated.
    let claimed = BlobRef { hash: BlobHash::of(content), size: content.len(), inflated: Some(1_000) };
    assert!(
        claimed.unpack(content.to_vec()).is_ok_and(|inflated| inflated.len() == 1_000)
            || claimed.unpack(content.to_vec()).is_err()
    );
}

/// Any payload, signed as each role: it is taken for what it is or refused, and never panics on the way.
fn only_what_is_signed_is_believed(payload: &[u8]) {
    let Some(author) = Author::new() else { return };
    let Ok(anchor) = Anchor::pinned(&author.sealed(&author.root.to_payload(), Role::Root)) else { return };
    let at = Instant::MIN;
    if let Ok(next) = anchor.rotated(&author.sealed(payload, Role::Root)) {
        assert_eq!(next.root().version, anchor.root().version.saturating_add(1));
    }
    let file = author.sealed(payload, Role::Timestamp);
    assert!(anchor.timestamp(payload, None, at).is_err(), "unsigned");
    if let Ok(timestamp) = anchor.timestamp(&file, None, at) {
        let floors = anchor.advanced(&timestamp).floors();
        assert!(floors.timestamp >= timestamp.version && floors.time >= timestamp.signed_at);
        assert!(timestamp.signed_at <= anchor.root().expires_at);
    }
    let set = author.sealed(payload, Role::Set);
    let blob = BlobRef { hash: BlobHash::of(&set), size: set.len(), inflated: None };
    let times = (Instant::MIN, Instant::MAX);
    let named =
        Timestamp { version: 1, signed_at: times.0, expires_at: times.1, root_version: 1, set_version: 1, set: blob };
    if let Ok(set) = anchor.set(&set, &named, at) {
        assert_eq!(set.version, 1);
    }
}

struct Author {
    root: Root,
    key: SigningKey,
    online: SigningKey,
}

impl Author {
    fn new() -> Option<Self> {
        let (key, online) = (SigningKey::from_slice(&[1; 32]).ok()?, SigningKey::from_slice(&[2; 32]).ok()?);
        let role = |key: &SigningKey| RoleKeys::new(1, vec![public(key)?]).ok();
        let root = Root {
            environment: Environment::new("test")?,
            version: 1,
            signed_at: Instant::MIN,
            expires_at: Instant::MAX,
            root: role(&key)?,
            set: role(&online)?,
            timestamp: role(&online)?,
        };
        Some(Self { root, key, online })
    }

    fn sealed(&self, payload: &[u8], role: Role) -> Vec<u8> {
        let key = if role == Role::Root { &self.key } else { &self.online };
        let by = |message: &[u8]| Signer::<Signature>::sign(key, message).to_bytes().to_vec();
        let context = self.root.environment.context(role);
        public(key).map(|public| sign(payload.to_vec(), &public, &context, by).to_bytes()).unwrap_or_default()
    }
}

fn public(key: &SigningKey) -> Option<RoleKey> {
    RoleKey::new(key.verifying_key().to_sec1_point(false).as_bytes())
}
