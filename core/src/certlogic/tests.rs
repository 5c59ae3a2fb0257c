//! Where implementations differ, the specification wins: each difference of protocols.md §3.2 has its row. Whole suites are
//! run by tests/conformance.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::instant::Instant;
use crate::limits;

fn evaluate(expression: Json, data: Json) -> Result<Datum, EvaluationError> {
    Expression::compile(&expression).unwrap().evaluate(Data::Whole(&Datum::from(&data))).0
}

fn holds(expression: Json) -> Result<Datum, EvaluationError> {
    evaluate(expression, json!({}))
}

fn date(text: &str) -> Json {
    json!({ "plusTime": [text, 0, "day"] })
}

#[test]
fn the_calendar_overflows_as_javascript_does() {
    for (from, amount, unit, expected) in [
        ("2021-01-31", 1, "month", "2021-03-03"),
        ("2021-05-31", 9, "month", "2022-03-03"),
        ("2004-02-29", 216, "month", "2022-03-01"),
        ("2004-02-29", 18, "year", "2022-03-01"),
        ("2020-02-29", 1, "year", "2021-03-01"),
        ("2021-03-31", -1, "month", "2021-03-03"),
        ("2021-01-15", -13, "month", "2019-12-15"),
        ("2021-12-31T23:30:00-01:00", 1, "day", "2022-01-02T00:30:00Z"),
        ("2021-06-01T10:00:00+02:00", 40, "hour", "2021-06-03T00:00:00Z"),
        ("2021", 0, "day", "2021-12-31"),
        ("2020-02", 0, "day", "2020-02-29"),
        ("2021-06-01T10:00:00.9999Z", 0, "day", "2021-06-01T10:00:00.999Z"),
    ] {
        let same = json!({ "not-before": [{ "plusTime": [from, amount, unit] }, date(expected)] });
        let not_later = json!({ "not-after": [{ "plusTime": [from, amount, unit] }, date(expected)] });
        assert_eq!(holds(same), Ok(Datum::Bool(true)), "{from} {amount} {unit}");
        assert_eq!(holds(not_later), Ok(Datum::Bool(true)), "{from} {amount} {unit}");
    }
}

#[test]
fn one_instant_in_two_zones_is_one_instant() {
    let (here, there) = (date("2021-06-01T12:00:00+02:00"), date("2021-06-01T10:00:00Z"));
    for (operator, expected) in [("not-after", true), ("not-before", true), ("after", false), ("before", false)] {
        assert_eq!(holds(json!({ operator: [here, there] })), Ok(Datum::Bool(expected)), "{operator}");
    }
    assert_eq!(holds(json!({ "===": [here, there] })), Ok(Datum::Bool(true)));
}

#[test]
fn equality_is_structural() {
    let data = json!({ "a": ["x", { "y": 1 }], "b": ["x", { "y": 1.0 }], "c": ["x"] });
    assert_eq!(evaluate(json!({ "===": [{ "var": "a" }, { "var": "b" }] }), data.clone()), Ok(Datum::Bool(true)));
    assert_eq!(evaluate(json!({ "===": [{ "var": "a" }, { "var": "c" }] }), data), Ok(Datum::Bool(false)));
    let data = json!({ "a": { "x": 1, "y": 2 }, "b": { "y": 2, "x": 1 }, "c": { "x": 1, "z": 2 } });
    assert_eq!(evaluate(json!({ "===": [{ "var": "a" }, { "var": "b" }] }), data.clone()), Ok(Datum::Bool(true)));
    assert_eq!(evaluate(json!({ "===": [{ "var": "a" }, { "var": "c" }] }), data), Ok(Datum::Bool(false)));
    assert_eq!(holds(json!({ "===": [1, "1"] })), Ok(Datum::Bool(false)));
}

#[test]
fn what_is_no_date_or_no_number_is_an_error() {
    let order = |left: Json| evaluate(json!({ ">": [{ "var": "" }, 1] }), left);
    for text in [
        "2021-02-31",
        "2021-13-01",
        "yesterday",
        "",
        "2021-6-1",
        "2021-06-01T10:00Z",
        "2021-06-01 10:00:00Z",
        "2021-06-01T10:00:00 Z",
        "2021-06-01T10:00:60Z",
        "2021-06-01T10:00:00+00100",
        "2021-06-01T10:00:00+001:00",
        "2021-06-01T10:00:00z",
    ] {
        assert_eq!(holds(date(text)), Err(EvaluationError::Date), "{text}");
    }
    assert!(matches!(order(json!("2")), Err(EvaluationError::Type { .. })));
    assert!(matches!(order(json!(2.5)), Err(EvaluationError::Type { .. })));
    assert!(matches!(
        evaluate(json!({ "plusTime": [{ "var": "x" }, 1, "day"] }), json!({})),
        Err(EvaluationError::Type { .. })
    ));
    assert!(matches!(
        holds(json!({ "before": ["2021-01-01", date("2021-01-02")] })),
        Err(EvaluationError::Type { .. })
    ));
    assert!(matches!(evaluate(json!({ "in": [1, { "var": "x" }] }), json!({})), Err(EvaluationError::Type { .. })));
    let guard = |value: Json| evaluate(json!({ "if": [{ "var": "" }, 1, 2] }), value);
    assert_eq!(guard(json!(0.5)), Err(EvaluationError::NeitherTrueNorFalse));
    assert_eq!(holds(json!({ "!": [date("2021-01-01")] })), Err(EvaluationError::NeitherTrueNorFalse));
}

#[test]
fn sums_are_checked_and_loops_have_a_budget() {
    assert_eq!(holds(json!({ "+": [i64::MAX, 1] })), Err(EvaluationError::Range));
    assert_eq!(
        holds(json!({ "after": [{ "plusTime": ["2021-01-01", i64::MAX, "year"] }, date("2021-01-01")] })),
        Err(EvaluationError::Range)
    );
    let inner = json!({ "reduce": [{ "var": "accumulator" }, { "+": [1, 1] }, 0] });
    let quadratic = json!({ "reduce": [{ "var": "list" }, inner, { "var": "list" }] });
    let data = json!({ "list": vec![1; 100_000] });
    let exhausted = Err(EvaluationError::Budget { most: limits::RULE_STEPS });
    assert_eq!(evaluate(quadratic, data), exhausted);
    let doubling = json!({ "reduce": [{ "var": "list" }, [{ "var": "accumulator" }, { "var": "accumulator" }], 1] });
    assert_eq!(evaluate(doubling, json!({ "list": vec![1; 40] })), exhausted);
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| (1..depth).fold(json!(true), |inner, _| json!({ "!": [inner] }));
    assert!(Expression::compile(&nested(limits::RULE_DEPTH)).is_ok());
    let error = CompileError::TooDeep { most: limits::RULE_DEPTH };
    assert_eq!(Expression::compile(&nested(limits::RULE_DEPTH + 1)), Err(error));
    assert_eq!(validate(&nested(100)).len(), 1);
}

#[test]
fn all_faults_of_an_expression_are_named() {
    let faulty = json!({ "and": [{ "foo": [] }, { "plusTime": ["2021", 1, "week"] }, { "var": 1 }, { "===": [1] }] });
    let messages: Vec<_> = validate(&faulty).into_iter().map(|issue| issue.message).collect();
    assert_eq!(messages.len(), 4, "{messages:?}");
    assert!(matches!(Expression::compile(&faulty), Err(CompileError::Language(_))));
}

#[test]
fn comparisons_are_recorded_with_the_fields_that_fed_them() {
    let expression = Expression::compile(&json!({ "if": [
        { "var": "payload.v.0" },
        { "and": [
            { ">=": [{ "var": "payload.v.0.dn" }, { "var": "payload.v.0.sd" }] },
            { "in": [{ "var": "payload.v.0.mp" }, ["A", "B"]] }
        ] },
        true
    ] }))
    .unwrap();
    let data = json!({ "payload": { "v": [{ "dn": 2, "sd": 2, "mp": "C" }] } });
    let (value, trace) = expression.evaluate(Data::Whole(&Datum::from(&data)));
    assert_eq!(value, Ok(Datum::Bool(false)));
    let shown: Vec<_> = trace
        .comparisons()
        .map(|compared| (compared.operator.as_str(), compared.holds, compared.fields(&expression).collect::<Vec<_>>()))
        .collect();
    let expected = [(">=", true, vec!["payload.v.0.dn", "payload.v.0.sd"]), ("in", false, vec!["payload.v.0.mp"])];
    assert_eq!(shown, expected);
    let contained = trace.comparisons().nth(1).unwrap();
    assert_eq!((contained.left, contained.right), (Operand::Text("C".into()), Operand::List(2)));
}

/// Brute force: between two recorded boundaries a comparison with the clock never changes, and at each change there is one.
#[test]
fn boundaries_are_where_comparisons_change() {
    let start = Instant::parse("2020-11-01").unwrap();
    for (amount, unit, fixed) in [
        (0, "day", "2021-01-31T10:00:00Z"),
        (-14, "day", "2021-01-31"),
        (72, "hour", "2021-02-28T23:59:59.500Z"),
        (1, "month", "2021-03-03"),
        (1, "month", "2021-02-28T12:00:00Z"),
        (-1, "month", "2020-12-01"),
        (3, "month", "2021-05-01"),
        (-1, "year", "2020-02-29"),
        (1, "year", "2022-03-01"),
    ] {
        for operator in ["before", "not-after"] {
            let clock = json!({ "plusTime": [{ "var": "external.validationClock" }, amount, unit] });
            let expression = Expression::compile(&json!({ operator: [clock, date(fixed)] })).unwrap();
            let at = |at: Instant| {
                let data = Datum::from(&json!({ "external": { "validationClock": at.to_string() } }));
                expression.evaluate(Data::Whole(&data))
            };
            let trace = at(start).1;
            let boundaries: Vec<_> =
                std::iter::successors(trace.next_boundary(start), |last| trace.next_boundary(*last)).collect();
            let mut before = (start, at(start).0);
            for hour in (5..24 * 240).step_by(5) {
                let now = (start.plus_seconds(hour * 3_600), at(start.plus_seconds(hour * 3_600)).0);
                let between = boundaries.iter().any(|boundary| before.0 < *boundary && *boundary <= now.0);
                assert!(between || before.1 == now.1, "{operator} {amount} {unit} {fixed}: {}", now.0);
                before = now;
            }
        }
    }
}

proptest! {
    /// Whatever the rule and the data: a value or an error, within the budget, and the same one again.
    #[test]
    fn evaluation_is_total(expression in expressions(), data in json_values()) {
        let data = Datum::from(&data);
        if let Ok(compiled) = Expression::compile(&expression) {
            let (value, trace) = compiled.evaluate(Data::Whole(&data));
            prop_assert!(trace.comparisons().len() <= limits::RULE_STEPS);
            prop_assert_eq!(format!("{value:?}"), format!("{:?}", compiled.evaluate(Data::Whole(&data)).0));
            prop_assert!(validate(&expression).is_empty());
        } else {
            prop_assert!(!validate(&expression).is_empty());
        }
    }
}

fn json_values() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "[a-c]{0,2}|2021(-0[0-9](-[0-3][0-9](T10:00:00(Z|[+]02)?)?)?)?".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::btree_map("[a-c]", inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn expressions() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![json_values(), "[a-c.0]{0,4}".prop_map(|path| json!({ "var": path }))];
    let operators = prop_oneof![
        Just("if"),
        Just("and"),
        Just("==="),
        Just("in"),
        Just("+"),
        Just(">"),
        Just("<="),
        Just("after"),
        Just("not-before"),
        Just("!"),
        Just("reduce"),
        Just("plusTime"),
        Just("extractFromUVCI"),
        Just("dccDateOfBirth"),
        Just("unknown"),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        (operators.clone(), proptest::collection::vec(inner, 0..4))
            .prop_map(|(operator, operands)| json!({ operator: operands }))
    })
}
