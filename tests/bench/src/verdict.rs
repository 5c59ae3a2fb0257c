//! Text → verdict under the rules of a country: a whole report with each rule's outcome and when it changes. And how
//! long keys and rules take to load.

use std::error::Error;

use semafor_core::trust::import::{ImportOptions, import};
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{Report, Verdict};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check};

use crate::case::CZECH_VACCINATION;
use crate::material::{ISSUERS, KEYS, Specimen, authority, instant, round};
use crate::measure::{Contender, Rounds, shortest};
use crate::production::{CLOCK, Production, draft, vaccination, with_rules};
use crate::row::{Bound, Row, duration};
use crate::verification::{against_aws_lc, aws_lc, dgc_keys};

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let production = match Production::read() {
        Ok(production) => production,
        Err(absent) => return Ok(vec![Row::not_measured("verdicts by the rules of production", &absent.to_string())]),
    };
    let scene = Scene::make(&production)?;
    scene.agree()?;
    let mut rows = single(&scene)?;
    rows.push(mixed(&scene));
    rows.extend(loading(&production)?);
    Ok(rows)
}

/// Keys, rules and vaccinations.
struct Scene {
    snapshot: Snapshot,
    /// Whom `dgc` trusts.
    issuers: Vec<Vec<u8>>,
    /// The second of two doses, on different days of September 2022.
    accepted: Vec<Specimen>,
    /// The second of two doses, longer ago than it counts.
    refused: Specimen,
    /// The third of three, longer ago than a second one would count.
    booster: Specimen,
}

impl Scene {
    fn make(production: &Production) -> Result<Self, Box<dyn Error>> {
        let authorities = (0..KEYS).map(|number| authority(number, CLOCK)).collect::<Result<Vec<_>, _>>()?;
        let mut keys = TrustList::new();
        for authority in &authorities {
            keys.add(TrustedKey::from_dsc(authority.dsc(), Domain::EuDcc)?);
        }
        let issuers = authorities.get(..ISSUERS).unwrap_or(&authorities);
        let issue = |number: u32, dose, doses, day: &str| {
            let issuer = usize::try_from(number).ok().and_then(|number| round(issuers, number)).ok_or("no issuer")?;
            Specimen::of(issuer.issue(&draft(number, vaccination(dose, doses, day))), &keys)
        };
        let accepted = |number| issue(number, 2, 2, &format!("2022-09-{:02}", 1 + number % 28));
        Ok(Self {
            accepted: (0..SPECIMENS).map(accepted).collect::<Result<_, _>>()?,
            refused: issue(1, 2, 2, "2022-01-15")?,
            booster: issue(2, 3, 3, "2022-01-15")?,
            issuers: issuers.iter().map(|authority| authority.dsc().to_vec()).collect(),
            snapshot: production.with_eu_rules(Snapshot::from_keys(keys.clone(), false))?,
        })
    }

    fn judge(&self, specimen: &Specimen, policy: &Policy) -> Report {
        check(&[&specimen.text], policy, &TimeContext::device(instant(CLOCK)), &self.snapshot)
    }

    /// Each certificate gets its verdict, and by all 30 rules: fewer would be measured for nothing.
    fn agree(&self) -> Result<(), Box<dyn Error>> {
        let accepted = self.accepted.iter().chain([&self.booster]).map(|specimen| (specimen, Verdict::Accepted));
        for (specimen, expected) in accepted.chain([(&self.refused, Verdict::Refused)]) {
            let report = self.judge(specimen, &czech_rules());
            if report.verdict != expected {
                return Err(format!("{:?} instead of {expected:?}: {:?}", report.verdict, report.reasons).into());
            }
            let rules = report.certificates.first().map(|certificate| certificate.rules.len());
            if rules != Some(CZECH_VACCINATION) {
                return Err(format!("{rules:?} rules in the report instead of {CZECH_VACCINATION}").into());
            }
            if !aws_lc(specimen) {
                return Err("a bare verification disagrees".into());
            }
        }
        Ok(())
    }
}

fn single(scene: &Scene) -> Result<Vec<Row>, Box<dyn Error>> {
    let first = scene.accepted.first().ok_or("no certificate")?;
    let (rules, technical) = (czech_rules(), Policy::technical());
    let dgc_keys = dgc_keys(&scene.issuers, &first.text)?;
    let contenders = vec![
        Contender::new(|_| aws_lc(first)),
        Contender::new(|_| scene.judge(first, &rules)),
        Contender::new(|_| scene.judge(&scene.refused, &rules)),
        Contender::new(|_| scene.judge(&scene.booster, &rules)),
        Contender::new(|_| scene.judge(first, &technical)),
        Contender::new(|_| dgc::validate(&first.text, &dgc_keys).is_ok()),
    ];
    let rounds = Rounds::run(ROUNDS, contenders);
    let row = |name, contender| against_aws_lc(name, &rounds, contender, Some(Bound::Ratio(MOST_VERIFICATIONS)));
    Ok(vec![
        row("text → verdict, 30 rules, accepted (wanted: 1.3)", 1),
        row("text → verdict, 30 rules, refused by one", 2),
        row("text → verdict, 30 rules, a booster", 3),
        against_aws_lc("the same text → technical verdict, no rules", &rounds, 4, None),
        Row {
            name: "text → verdict, 30 rules, against dgc 0.0.7 without".to_owned(),
            value: duration(rounds.seconds(1)),
            reference: Some(format!("{} dgc, signature only", duration(rounds.seconds(5)))),
            ratio: Some(rounds.ratio(1, 5)),
            bound: None,
        },
    ])
}

/// Every repetition another certificate.
fn mixed(scene: &Scene) -> Row {
    let rules = czech_rules();
    let specimen = |index| round(&scene.accepted, index);
    let contenders = vec![
        Contender::new(|index| specimen(index).map(aws_lc)),
        Contender::new(|index| specimen(index).map(|specimen| scene.judge(specimen, &rules))),
    ];
    let rounds = Rounds::run(ROUNDS, contenders);
    let bound = Some(Bound::Ratio(MOST_VERIFICATIONS));
    against_aws_lc("1,000 vaccinations, 30 rules, one of them", &rounds, 1, bound)
}

/// Bytes of files → what a check is given: every signature, certificate and rule looked at.
fn loading(production: &Production) -> Result<Vec<Row>, Box<dyn Error>> {
    let options = ImportOptions { list_key: Some(&production.list_key), ..ImportOptions::default() };
    let keys = || import(&production.key_list, &options).map(|keys| Snapshot::from_imports(vec![keys]));
    let rules = |snapshot| {
        let [eu, booster, domestic] = &production.rules;
        with_rules(snapshot, &[eu, booster, domestic, &production.value_sets])
    };
    let (known_keys, known_rules) = (keys()?.keys().len(), production.all_rules()?.len());
    if (known_keys, known_rules) != (usize::try_from(KEYS)?, ALL_RULES) {
        return Err(format!("{known_rules} rules and {known_keys} keys").into());
    }
    let row = |name: &str, seconds, bound| Row {
        name: name.to_owned(),
        value: duration(seconds),
        reference: None,
        ratio: None,
        bound,
    };
    let whole = shortest(LOADS, || rules(keys().map_err(|error| error.to_string())?));
    let bound = Some(Bound::Seconds(whole, MOST_LOADING_SECONDS));
    Ok(vec![
        row("files of 288 rules and 829 keys → snapshot", whole, bound),
        row("of that, the signed key list", shortest(LOADS, keys), None),
        row(
            "of that, rules and value sets",
            shortest(LOADS, || rules(Snapshot::from_keys(TrustList::new(), true))),
            None,
        ),
    ])
}

fn czech_rules() -> Policy {
    Policy::entry(Some("CZ".to_owned()))
}

const SPECIMENS: u32 = 1_000;
const ROUNDS: usize = 600;
const LOADS: usize = 30;

/// The EU's rules, those about boosters and the German domestic ones.
const ALL_RULES: usize = 288;

/// Design §5: what a check by 30 rules may cost, in ES256 verifications by aws-lc-rs.
const MOST_VERIFICATIONS: f64 = 1.6;

/// The first check after a start waits for this.
const MOST_LOADING_SECONDS: f64 = 0.03;
