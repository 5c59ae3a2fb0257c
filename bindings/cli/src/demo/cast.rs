//! Who appears in the demonstration: three authorities, seven codes to check technically, and seven under Czech rules.

use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::trust::Usage;
use semafor_core::verdict::Asked;
use semafor_publisher::authority::{Authority, AuthorityError, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

/// The demonstration's material.
pub(super) struct Cast {
    pub(super) eu_dsc: Vec<u8>,
    pub(super) who_dsc: Vec<u8>,
    pub(super) scenes: Vec<Scene>,
    /// Two doses too long ago for the published rule.
    pub(super) overdue: Scene,
    pub(super) relatives: Relatives,
}

/// The family whose wallet is shown: a mother with two doses, a father with one, and a child with none.
pub(super) struct Relatives {
    pub(super) texts: Vec<String>,
    pub(super) child: &'static str,
    /// A date.
    pub(super) child_born: String,
}

/// One code, what is special about it, and what is asked.
pub(super) struct Scene {
    pub(super) title: &'static str,
    pub(super) text: String,
    pub(super) asked: Asked,
    pub(super) at: Instant,
}

/// Makes the authorities and issues the codes, all as of `now`.
pub(super) fn gather(now: Instant) -> Result<Cast, AuthorityError> {
    let eu = Authority::make(&terms("CZ", &[Usage::Vaccination, Usage::Test, Usage::Recovery], now))?;
    let who = Authority::make(&terms("VN", &[], now))?;
    let stranger = Authority::make(&terms("XX", &[], now))?;
    let vaccination = draft(now, vaccination(now));
    let expired = Draft { expires_at: days(now, -1), ..draft(now, self::vaccination(now)) };
    let genuine = eu.issue(&vaccination);
    let scenes = [
        ("EU vaccination", genuine.clone()),
        ("EU test", eu.issue(&draft(now, test(now)))),
        ("EU recovery", eu.issue(&draft(now, recovery(now)))),
        ("WHO yellow fever", who.issue(&draft(now, yellow_fever(now)))),
        ("expired", eu.issue(&expired)),
        ("tampered", tampered(&genuine)),
        ("unknown key", stranger.issue(&vaccination)),
    ];
    let technical = scenes.into_iter().map(|(title, text)| Scene { title, text, asked: Asked::Technical, at: now });
    let scenes = technical.chain(under_rules(&eu, now)).collect();
    let overdue = entry(&eu, now, ("published", doses(now, 2, -300), 0));
    let relatives = relatives(&eu, now);
    Ok(Cast { eu_dsc: eu.dsc().to_vec(), who_dsc: who.dsc().to_vec(), scenes, overdue, relatives })
}

fn relatives(eu: &Authority, now: Instant) -> Relatives {
    let mother = draft(now, doses(now, 1, -75));
    let second = Draft { identifier: "CZ:DEMO00000000000000000002#L".to_owned(), ..draft(now, doses(now, 2, -40)) };
    let father = Draft {
        holder: Holder {
            family: "Nguyễn".to_owned(),
            given: "Văn Đức".to_owned(),
            family_standard: "NGUYEN".to_owned(),
            given_standard: "VAN<DUC".to_owned(),
            birth_date: "1981-09-30".to_owned(),
        },
        identifier: "CZ:DEMO00000000000000000003#M".to_owned(),
        ..draft(now, doses(now, 1, -20))
    };
    let texts = [mother, second, father].iter().map(|draft| eu.issue(draft)).collect();
    Relatives { texts, child: "Nguyễn Thị Mai", child_born: day(now, -6 * 365) }
}

/// The published Czech rules deciding.
fn under_rules(eu: &Authority, now: Instant) -> impl Iterator<Item = Scene> {
    let recent = doses(now, 2, -10);
    let scenes = [
        ("Czech rules: one dose", doses(now, 1, -40), 0),
        ("Czech rules: two doses", doses(now, 2, -40), 0),
        ("Czech rules: two doses, too long ago", doses(now, 2, -300), 0),
        ("Czech rules: a booster, as long ago", doses(now, 3, -300), 0),
        ("Czech rules: recovered", recovery(now), 0),
        ("Czech rules: the second dose ten days ago", recent.clone(), 0),
        ("Czech rules: the same person next month", recent, 30),
    ];
    scenes.map(|scene| entry(eu, now, scene)).into_iter()
}

/// The question of entry into Czechia, so many days from now.
fn entry(eu: &Authority, now: Instant, (title, certified, later): (&'static str, Certified, i64)) -> Scene {
    let (country, mode) = (Some("CZ".to_owned()), Some("entry".to_owned()));
    let asked = Asked::Entry { country, region: None, mode };
    Scene { title, text: eu.issue(&draft(now, certified)), asked, at: days(now, later) }
}

fn terms(country: &str, usages: &[Usage], now: Instant) -> Terms {
    Terms {
        country: country.to_owned(),
        usages: usages.to_vec(),
        not_before: days(now, -400),
        not_after: days(now, 700),
    }
}

fn draft(now: Instant, certified: Certified) -> Draft {
    let holder = Holder {
        family: "Nguyễnová".to_owned(),
        given: "Thị Ánh".to_owned(),
        family_standard: "NGUYENOVA".to_owned(),
        given_standard: "THI<ANH".to_owned(),
        birth_date: "1984-03-12".to_owned(),
    };
    Draft {
        holder,
        country: "CZ".to_owned(),
        issued_at: days(now, -30),
        expires_at: days(now, 335),
        identifier: "CZ:DEMO00000000000000000001#K".to_owned(),
        certified,
    }
}

fn vaccination(now: Instant) -> Certified {
    doses(now, 2, -40)
}

/// Dose `dose` of two, so many days from now.
fn doses(now: Instant, dose: i64, days: i64) -> Certified {
    Certified::Vaccination { product: "EU/1/20/1528".to_owned(), dose, doses: 2, date: day(now, days) }
}

fn test(now: Instant) -> Certified {
    Certified::NegativeTest { sampled_at: now.plus_seconds(-6 * 3_600).to_string() }
}

fn recovery(now: Instant) -> Certified {
    Certified::Recovery { first_positive: day(now, -60), valid_from: day(now, -49), valid_until: day(now, 120) }
}

fn yellow_fever(now: Instant) -> Certified {
    Certified::Icvp {
        product: "YellowFeverProductd2c75a15ed309658b3968519ddb31690".to_owned(),
        date: day(now, -30),
        batch: "DEMO-1".to_owned(),
    }
}

/// The genuine code with one letter of the signed payload changed: the date of birth.
fn tampered(genuine: &str) -> String {
    let mut message = envelope::decode(genuine).unwrap_or_default();
    let place = message.windows(10).position(|window| window == b"1984-03-12");
    if let Some(digit) = place.and_then(|place| message.get_mut(place.saturating_add(3))) {
        *digit = b'5';
    }
    envelope::encode(&message)
}

fn days(now: Instant, days: i64) -> Instant {
    now.plus_seconds(days.saturating_mul(86_400))
}

fn day(now: Instant, offset: i64) -> String {
    days(now, offset).to_string().chars().take(10).collect()
}
