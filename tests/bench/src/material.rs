//! What is measured: certificates issued here, by authorities with fixed keys, and a trust list as long as a real one.

use std::error::Error;

use p256::ecdsa::SigningKey;
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TrustList, TrustedKey, Usage};
use semafor_core::verifier::Snapshot;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

/// One certificate with all that a bare verification of its signature needs.
pub struct Specimen {
    /// The text of its code.
    pub text: String,
    /// The bytes its signature covers.
    pub message: Vec<u8>,
    /// r‖s.
    pub signature: Vec<u8>,
    /// The uncompressed point that verifies it.
    pub point: Vec<u8>,
}

/// The trust list and the certificates.
pub struct Material {
    /// The keys in use.
    pub snapshot: Snapshot,
    /// The document signer certificate of each EU authority, DER.
    pub eu_dscs: Vec<Vec<u8>>,
    /// The one for WHO certificates.
    pub who_dsc: Vec<u8>,
    /// Vaccination, test, recovery, ICVP, and again; every text is another.
    pub specimens: Vec<Specimen>,
}

/// The time of all checks: 2026-11-22T12:00:00Z.
pub const NOW: i64 = 1_795_348_800;

const SPECIMENS: u32 = 1_000;

/// The German production list had 829 keys at its end (protocols.md §2.2).
pub const KEYS: u32 = 829;

/// So many of the keys issue: a busy door sees codes of many signers.
pub const ISSUERS: usize = 40;

impl Material {
    /// Issues everything. The same bytes every time, but for nothing: keys and signatures are deterministic.
    pub fn make() -> Result<Self, Box<dyn Error>> {
        let eu = (0..KEYS).map(|number| authority(number, NOW)).collect::<Result<Vec<_>, _>>()?;
        let who = authority(KEYS, NOW)?;
        let mut keys = TrustList::new();
        for authority in &eu {
            keys.add(TrustedKey::from_dsc(authority.dsc(), Domain::EuDcc)?);
        }
        keys.add(TrustedKey::from_dsc(who.dsc(), Domain::WhoIcvp)?);
        let issuers = eu.get(..ISSUERS).unwrap_or(&eu);
        let specimen = |(number, eu_issuer): (u32, &Authority)| {
            let draft = draft(number);
            let issuer = if matches!(draft.certified, Certified::Icvp { .. }) { &who } else { eu_issuer };
            Specimen::of(issuer.issue(&draft), &keys)
        };
        let specimens = (0..SPECIMENS).zip(issuers.iter().cycle()).map(specimen).collect::<Result<_, _>>()?;
        let eu_dscs = eu.iter().map(|authority| authority.dsc().to_vec()).collect();
        let who_dsc = who.dsc().to_vec();
        Ok(Self { snapshot: Snapshot::from_keys(keys, false), eu_dscs, who_dsc, specimens })
    }

    /// The certificate number `index`, counted round.
    pub fn specimen(&self, index: usize) -> &Specimen {
        let nothing =
            const { &Specimen { text: String::new(), message: Vec::new(), signature: Vec::new(), point: Vec::new() } };
        round(&self.specimens, index).unwrap_or(nothing)
    }
}

/// Number `index` of some things, counted round; none of none.
pub fn round<T>(all: &[T], index: usize) -> Option<&T> {
    all.get(index.checked_rem(all.len())?)
}

impl Specimen {
    /// The certificate of this text, signed by one of the keys.
    pub fn of(text: String, keys: &TrustList) -> Result<Self, Box<dyn Error>> {
        let signed = Signed::parse(&envelope::decode(&text)?, &mut Vec::new())?;
        let key = keys
            .keys()
            .find(|key| Some(&key.key_id) == signed.key_id.as_ref())
            .ok_or("an issuer is not in the list")?;
        let Ok(semafor_core::key::PublicKey::P256(point)) = &key.key else { return Err("not a P-256 key".into()) };
        Ok(Self { text, message: signed.signed_bytes(), signature: signed.signature().to_vec(), point: point.to_vec() })
    }
}

/// The authority with this number, its key valid from 400 days before `now` (seconds since 1970) to 700 days after it.
/// The one after the last EU key is the WHO's.
pub fn authority(number: u32, now: i64) -> Result<Authority, Box<dyn Error>> {
    let mut scalar = [0x5a; 32];
    scalar.first_chunk_mut::<4>().ok_or("32 bytes hold 4")?.copy_from_slice(&number.to_be_bytes());
    let terms = Terms {
        country: "CZ".to_owned(),
        usages: if number == KEYS { Vec::new() } else { vec![Usage::Vaccination, Usage::Test, Usage::Recovery] },
        not_before: instant(now - 400 * DAY),
        not_after: instant(now + 700 * DAY),
    };
    Ok(Authority::from_key(SigningKey::from_slice(&scalar)?, &terms)?)
}

/// A person for each number.
pub fn holder(number: u32) -> Holder {
    let given = ["Thị Ánh", "Jiří", "Văn Minh", "Anežka"];
    let chosen = given.iter().cycle().nth(usize::try_from(number / 4).unwrap_or_default() % given.len());
    Holder {
        family: format!("Nguyễnová {number}"),
        given: chosen.copied().unwrap_or_default().to_owned(),
        family_standard: "NGUYENOVA".to_owned(),
        given_standard: "THI<ANH".to_owned(),
        birth_date: format!("{}-03-{:02}", 1930 + number % 80, 1 + number % 28),
    }
}

fn draft(number: u32) -> Draft {
    let day = 1 + number % 28;
    let certified = match number % 4 {
        0 => Certified::Vaccination {
            product: "EU/1/20/1528".to_owned(),
            dose: 2,
            doses: 2,
            date: format!("2026-09-{day:02}"),
        },
        1 => Certified::NegativeTest { sampled_at: format!("2026-11-21T{:02}:15:00Z", number % 24) },
        2 => Certified::Recovery {
            first_positive: format!("2026-09-{day:02}"),
            valid_from: format!("2026-10-{day:02}"),
            valid_until: format!("2027-03-{day:02}"),
        },
        _ => Certified::Icvp {
            product: "YellowFeverProductd2c75a15ed309658b3968519ddb31690".to_owned(),
            date: format!("2026-08-{day:02}"),
            batch: format!("BATCH-{number}"),
        },
    };
    Draft {
        holder: holder(number),
        country: "CZ".to_owned(),
        issued_at: instant(NOW - 30 * DAY),
        expires_at: instant(NOW + 335 * DAY),
        identifier: format!("CZ:BENCH{number:020}#K"),
        certified,
    }
}

/// That many seconds after 1970 began.
pub fn instant(seconds: i64) -> Instant {
    Instant::from_unix(seconds).unwrap_or(Instant::MAX)
}

/// Seconds of a day.
pub const DAY: i64 = 86_400;
