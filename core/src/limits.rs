//! Every bound of the core, each with its source. Nothing a stranger sends is read beyond these.

/// Pixels of a frame. Phones take pictures of up to 108 million; each is looked at at least once, which takes time.
pub const FRAME_PIXELS: u64 = 128_000_000;

/// Pixels of a camera's frame that are looked at one by one: 1080p. Larger frames are shrunk.
pub const CAMERA_PIXELS: usize = 2_100_000;

/// The same of a still: a page of A4 at 300 dots an inch is shrunk to half, where a code's modules have two pixels still.
pub const STILL_PIXELS: usize = 4_200_000;

/// Bytes of memory for reading a picture file: the largest picture in three colours, and as much again as a third of it
/// for its decoder. A JPEG in several passes takes three times its size: up to 56 million pixels of it are read.
pub const PICTURE_BYTES: u64 = 512_000_000;

/// Pixels of a still that rxing is shown; a larger one is halved until it fits. At a phone's usual 12 million it takes a
/// tenth of a second, and more of them show nothing that fewer do not.
pub const LAST_RESORT_PIXELS: usize = 16_000_000;

/// Bytes of a PDF. Certificates have 20 KB to 2 MB, scans of them up to 10 MB.
pub const PDF_BYTES: usize = 33_554_432;

/// Pages of a PDF that are drawn. Certificates have up to four.
pub const PDF_PAGES: usize = 64;

/// Pixels of a drawn page: A4 at 300 dots an inch, where the smallest code in use (2 cm, 100 modules) has 2.4 pixels a
/// module, has 8.7 million. Larger pages are drawn smaller.
pub const PDF_PAGE_PIXELS: f32 = 9_000_000.0;

/// Things drawn on one page of a PDF. A code drawn module by module has up to 31,329 (177 × 177), a page of text some
/// thousand; forms that name each other could ask for any number.
pub const PDF_STEPS: usize = 500_000;

/// Pixels of all pictures drawn on one page of a PDF, each counted as often as it is drawn. A scan of A4 at 600 dots an
/// inch has 35 million.
pub const PDF_PICTURE_PIXELS: u64 = 128_000_000;

/// Bytes that the compressed streams of a PDF may hold together.
pub const PDF_INFLATED_BYTES: usize = 268_435_456;

/// Characters of a code's text. A QR code holds at most 4,296 alphanumeric characters (ISO/IEC 18004, version 40-L);
/// real certificates have up to 1,093 (protocols.md §1.6).
pub const TEXT_CHARS: usize = 4_296;

/// Bytes after inflation. Real certificates inflate to at most 870 (protocols.md §1.6); more than 70 × headroom.
pub const INFLATED_BYTES: usize = 65_536;

/// Nesting of CBOR arrays, maps and tags. Real certificates nest 5 deep inside the claims (protocols.md §1.1).
pub const CBOR_DEPTH: usize = 16;

/// Entries of one CBOR map. Real certificates have at most 13; the bound keeps the search for duplicate keys cheap.
pub const MAP_ENTRIES: usize = 128;

/// Bytes of a text or byte string that is a map's key. Field names have at most 4; the bound keeps the search for duplicates cheap.
pub const MAP_KEY_BYTES: usize = 64;

/// Bytes of a key id. EU key ids have 8, WHO samples have 2 (protocols.md §1.2, §5.4).
pub const KEY_ID_BYTES: usize = 32;

/// Keys tried under one key id. Lists hold no duplicates today, the specification demands that all are tried
/// (hcert_spec §3.3.3); each costs a signature verification, so this many keep a check within a few milliseconds.
pub const KEYS_PER_ID: usize = 8;

/// Bits of the shortest RSA modulus that is trusted (hcert_spec §3.3.2 names RSA-2048).
pub const RSA_BITS_LEAST: usize = 2_048;

/// Bits of the longest RSA modulus that is verified. The German list holds three of 4,096; longer ones only cost time.
pub const RSA_BITS_MOST: usize = 4_096;

/// Codes of one presentation (design: `check` takes one to four texts).
pub const TEXTS_PER_CHECK: usize = 4;

/// Characters of one text field in a payload; the schema allows 80 (schema 1.3.0), longer ones are kept with a warning
/// and cut nowhere, since the inflated size bounds them.
pub const FIELD_CHARS: usize = 80;

/// Characters of a name that are compared: twice what the schema allows for one field, since a WHO certificate has but one.
pub const NAME_CHARS: usize = 160;

/// Words of a name that are compared, each with each. Names have up to twelve.
pub const NAME_WORDS: usize = 24;

/// Characters of a whole name, `<<` between its parts included, from which on documents cut names short: identity cards
/// have room for 30, passports for 39 (ICAO 9303 parts 4 and 5).
pub const TRAVEL_DOCUMENT_NAME_CHARS: usize = 30;

/// Nesting of a rule's expression. Rules in force nest up to 45 deep (protocols.md §3.7).
pub const RULE_DEPTH: usize = 64;

/// Steps of one evaluation of a rule: an expression, or 64 elements of a list looked through. Rules in force take fewer
/// than 200.
pub const RULE_STEPS: usize = 10_000;

/// Comparisons of one evaluation of a rule, each of which the report shows. Rules in force make fewer than 50.
pub const RULE_COMPARISONS: usize = 1_000;

/// Bytes of a data access path of a rule. Those in force have up to 60.
pub const RULE_PATH_BYTES: usize = 256;

/// Steps of all rules on one certificate, beyond which rules are open. A country in force takes a few thousand.
pub const CERTIFICATE_STEPS: usize = 200_000;

/// Boundaries that are looked at for the next change of a verdict. A rulebook in force has a few dozen for a certificate.
pub const BOUNDARIES: usize = 1_000;

/// Steps of rules while the next change of a verdict is looked for. A check against real rules takes a few thousand.
pub const CHANGE_STEPS: usize = 1_000_000;

/// Rules of one rulebook. All countries together had 288 in force at once (protocols.md §3.7).
pub const RULES: usize = 20_000;

/// Value sets of one rulebook. There are nine in the EU's, and 17 in the published policy.
pub const VALUE_SETS: usize = 1_000;

/// Combinations of one mode. Those in use have up to six.
pub const MODE_COMBINATIONS: usize = 16;

/// Bytes of one policy file. All rules of all countries together have 0.6 MB.
pub const POLICY_FILE_BYTES: usize = 33_554_432;

/// Bytes of a key list. The German production list has 4.0 MB, the WHO trust list 1.5 MB.
pub const KEY_LIST_BYTES: usize = 33_554_432;

/// Keys of one list. The largest known has 829.
pub const KEY_LIST_KEYS: usize = 20_000;

/// Bytes of one revocation blob. Ten million entries have 53 MB as a set of our own, 72 MB as EU Bloom filters.
pub const REVOCATION_BLOB_BYTES: usize = 268_435_456;

/// Bytes of one list of hash prefixes, which is read through for every hash that is asked. The EU service divides lists
/// so that one has some 10,000 prefixes of 4 to 8 bytes (protocols.md §2.3).
pub const PREFIX_LIST_BYTES: usize = 4_194_304;

/// Seconds by which clocks may differ before anybody is blocked for it or it is reported (design §3, Time): a device's
/// behind the signed time, an issuer's ahead of the device's.
pub const CLOCK_SKEW_SECONDS: i64 = 300;

/// Bytes of the name of an environment or of a kind of published things.
pub const ENVIRONMENT_BYTES: usize = 32;

/// Keys of one role of the published set. A root has three to five.
pub const ROLE_KEYS: usize = 32;

/// Signatures on a published file that are looked at: those of two generations of a root's keys.
pub const SIGNATURES: usize = 64;

/// Signatures that are tried under one key id; each costs a verification.
pub const SIGNATURES_PER_KEY: usize = 2;

/// Bytes of a root. One with 32 keys in each role has 7 KB, and as much again in signatures.
pub const ROOT_BYTES: usize = 65_536;

/// Roots that are walked in one sync. One a month for eighty years.
pub const ROOTS_PER_SYNC: usize = 1_024;

/// Bytes of a timestamp. With one signature it has 260.
pub const TIMESTAMP_BYTES: usize = 16_384;

/// Bytes of a set's manifest. It has about 70 for each index.
pub const SET_BYTES: usize = 65_536;

/// Indexes of one set: one for each kind, several for a kind with thousands of entries.
pub const SET_INDEXES: usize = 256;

/// Entries of one index. The largest known has a revocation list for each of 829 keys.
pub const INDEX_ENTRIES: usize = 100_000;

/// Bytes of an entry's key.
pub const ENTRY_KEY_BYTES: usize = 128;

/// Blobs of one entry: a revocation list and what was added to it since it was last made anew.
pub const ENTRY_BLOBS: usize = 64;

/// Bytes of a blob. A list of ten million revoked certificates has 53 million.
pub const BLOB_BYTES: usize = 134_217_728;

/// Bytes of a blob after inflation. Rules of a country have up to 40 KB.
pub const BLOB_INFLATED_BYTES: usize = 33_554_432;

/// Bytes of all blobs of one set that a device has not got yet.
pub const SET_TOTAL_BYTES: u64 = 536_870_912;

/// Seconds between two questions whether there is anything new, when all goes well: a rule reaches every phone in half a
/// day, and a million phones ask 50 times a second.
pub const SYNC_SECONDS: i64 = 21_600;

/// Seconds after a first failure until the next attempt; doubled with each further one, up to [`SYNC_SECONDS`].
pub const RETRY_SECONDS: i64 = 60;

/// Seconds that a server may make a client wait.
pub const RETRY_AFTER_SECONDS: i64 = 86_400;

/// Seconds between two questions for a new root when the timestamp names none.
pub const ROOT_SECONDS: i64 = 604_800;

/// Bytes of an exported wallet. Twenty years of a family, 500 certificates, have 250 KB.
pub const EXPORT_BYTES: usize = 2_097_152;

/// Bytes of an exported wallet's content after inflation.
pub const EXPORT_INFLATED_BYTES: usize = 8_388_608;

/// Records of an exported wallet: its certificates, persons and decisions.
pub const EXPORT_RECORDS: usize = 20_000;

/// Symbols of a transfer by QR frames, some 600 KB. At seven frames a second it takes five minutes, the most that anybody
/// will hold two phones before each other; its equations have 1.2 MB.
pub const TRANSFER_SYMBOLS: usize = 2_048;

/// Bytes of a scheme's id.
pub const SCHEME_ID_BYTES: usize = 32;

/// Bytes of the name of a zone, of a disease's code and of a value set's id in a scheme. The longest zone has 32.
pub const SCHEME_CODE_BYTES: usize = 64;

/// Bytes of one text of a scheme.
pub const SCHEME_TEXT_BYTES: usize = 1_000;

/// Tiers of a scheme beside its default: there are four colours, each given once.
pub const SCHEME_TIERS: usize = 3;

/// Schemes of one set. One for each of 63 provinces, and for some hundred countries.
pub const SCHEMES: usize = 1_000;

/// Certificates of one person from which a colour is computed. A family of eight has 500 in twenty years.
pub const PERSON_CERTIFICATES: usize = 1_000;

/// Bytes of one sealed value of a wallet. The longest is the text of a code; all fit a page of the file, so that one can be
/// read without the others.
pub const WALLET_VALUE_BYTES: usize = 6_144;

/// Values of one kind in a wallet. Twenty years of a family are 500 certificates.
pub const WALLET_VALUES: usize = 20_000;

/// Texts that are added to a wallet at once. A file with more codes than this is no person's.
pub const WALLET_TEXTS: usize = 1_000;

/// Seconds for which what was removed can be had back: 30 days.
pub const UNDO_SECONDS: i64 = 2_592_000;

/// Colour schemes that are shown side by side: more colours than this nobody compares.
pub const WALLET_SCHEMES: usize = 8;

/// Characters of the id of a colour scheme that a wallet keeps.
pub const WALLET_SCHEME_CHARS: usize = 60;

/// Characters of one thing that somebody types into a wallet: a name, an office.
pub const WALLET_NOTE_CHARS: usize = 200;

/// Statuses of one person by one scheme that are looked ahead: a course of doses has three or four, and nobody plans further.
pub const STATUSES_TO_COME: usize = 8;

/// Bytes of the file with a wallet's key. Android's and Apple's wrapped keys have up to some hundred.
pub const KEY_FILE_BYTES: usize = 16_384;

/// Bytes of a wallet's file that are salvaged: 20,000 values of each kind fit ten times.
pub const SALVAGE_BYTES: u64 = 1_073_741_824;

/// Changes of an answer within one day that are looked at.
pub const CHANGES_PER_DAY: usize = 16;
