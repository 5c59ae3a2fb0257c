//! The published schemes, and one whose first condition is something else.

use std::error::Error;

const PUBLISHED: [(&str, &[u8]); 3] = [
    ("published-cz", include_bytes!("../../../../rules/policy/schemes/CZ/scheme.json")),
    ("published-vn", include_bytes!("../../../../rules/policy/schemes/VN/scheme.json")),
    ("published-vn-kh", include_bytes!("../../../../rules/policy/schemes/VN-KH/scheme.json")),
];

/// Conditions that read every member of a record, compare with the clock, or mean nothing.
const CONDITIONS: [(&str, &str); 17] = [
    ("always", "true"),
    ("never", "false"),
    ("nothing", "null"),
    ("a-number", "1"),
    ("a-text", r#""green""#),
    ("no-operator", r#"{"maybe":[1,2]}"#),
    ("no-such-path", r#"{"var":"payload.name"}"#),
    ("clock-as-text", r#"{"===":[{"var":"external.validationClock"},"2026"]}"#),
    ("doses", r#"{">=":[{"var":"payload.doses"},2]}"#),
    ("a-path-that-may-be", r#"{"if":[{"var":"payload.completedOn"},{"var":"payload.doses"},{"!":[1]}]}"#),
    (
        "two-weeks-later",
        r#"{"after":[{"plusTime":[{"var":"external.validationClock"},-14,"day"]},
        {"plusTime":[{"var":"payload.completedOn"},0,"day"]}]}"#,
    ),
    (
        "an-hour",
        r#"{"before":[{"plusTime":[{"var":"external.validationClock"},0,"hour"]},
        {"plusTime":[{"var":"payload.completedOn"},1,"hour"]}]}"#,
    ),
    (
        "a-month",
        r#"{"not-after":[{"plusTime":[{"var":"external.validationClock"},0,"month"]},
        {"plusTime":[{"var":"payload.completedOn"},1,"month"]}]}"#,
    ),
    (
        "far-away",
        r#"{"before":[{"plusTime":[{"var":"external.validationClock"},99999999,"year"]},
        {"plusTime":[{"var":"external.validationClock"},-99999999,"year"]}]}"#,
    ),
    ("a-list", r#"{"reduce":[[1,2,3],{"+":[{"var":"current"},{"var":"accumulator"}]},0]}"#),
    ("in-a-value-set", r#"{"in":["EU/1/20/1525",{"var":"external.valueSets.single-dose-vaccines"}]}"#),
    ("both", r#"{"and":[{"var":"payload.doses"},{"!":[{"var":"payload.completedOn"}]}]}"#),
];

/// Changes of the rest of a scheme.
const CHANGES: [(&str, &str, &str); 7] = [
    ("never-in-force", r#""zone""#, r#""effectiveFrom":"2026-01-02","effectiveTo":"2026-01-01","zone""#),
    ("in-force-for-a-day", r#""zone""#, r#""effectiveFrom":"2026-11-22","effectiveTo":"2026-11-22","zone""#),
    ("no-such-zone", "Asia/Ho_Chi_Minh", "Asia/Nowhere"),
    ("no-such-value-set", "single-dose-vaccines", "nothing"),
    ("an-unknown-member", r#""zone""#, r#""zones":[],"zone""#),
    ("two-alike", "triangle", "circle"),
    ("a-medical-word", "Zelená", "očkování"),
];

/// Name and bytes of each.
pub(super) fn documents() -> Result<Vec<(String, Vec<u8>)>, Box<dyn Error>> {
    let [_, (_, vietnam), _] = PUBLISHED;
    let vietnam = String::from_utf8(vietnam.to_vec())?;
    let condition = r#"{"if": [{"var": "payload.completedOn"}, true, false]}"#;
    if !vietnam.contains(condition) {
        return Err("the Vietnamese scheme has another condition now".into());
    }
    let named = |(name, condition_of): &(&str, &str)| {
        (format!("condition-{name}"), vietnam.replace(condition, condition_of).into_bytes())
    };
    let changed = |(name, from, to): &(&str, &str, &str)| ((*name).to_owned(), vietnam.replace(from, to).into_bytes());
    let published = PUBLISHED.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
    Ok(published.chain(CONDITIONS.iter().map(named)).chain(CHANGES.iter().map(changed)).collect())
}
