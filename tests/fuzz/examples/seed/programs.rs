//! A program for each operator of the rule language and for each thing that two readers of its specification may take
//! differently.

/// Name, expression, data.
pub const PROGRAMS: [(&str, &str, &str); 26] = [
    ("a-year-after-a-leap-day", r#"{"plusTime":["2020-02-29",1,"year"]}"#, "{}"),
    ("a-month-after-its-last-day", r#"{"plusTime":["2021-01-31",1,"month"]}"#, "{}"),
    ("months-back-over-a-year", r#"{"plusTime":["2021-01-15T23:30:00-01:00",-13,"month"]}"#, "{}"),
    ("hours-over-a-leap-day", r#"{"plusTime":[{"var":"d"},49,"hour"]}"#, r#"{"d":"2020-02-28T10:00:00+05:30"}"#),
    ("a-year-is-its-last-day", r#"{"===":[{"plusTime":["1964",0,"day"]},{"dccDateOfBirth":["1964-12"]}]}"#, "{}"),
    ("a-fraction-is-cut", r#"{"plusTime":["2021-06-01T10:00:00.9999Z",0,"day"]}"#, "{}"),
    ("before-1970-with-a-fraction", r#"{"plusTime":["1964-08-12T23:59:59.5-0330",1,"month"]}"#, "{}"),
    ("two-zones", AFTER, r#"{"a":"2021-06-01T12:00:00+2","b":"2021-06-01T10:00:00Z"}"#),
    ("a-month-before-a-leap-day", AFTER, r#"{"a":"2020-03-01T00:30:00+01:00","b":"2020-02-29"}"#),
    ("a-zone-in-lower-case", r#"{"plusTime":["2021-06-01T10:00:00z",0,"day"]}"#, "{}"),
    ("a-space-before-the-zone", r#"{"plusTime":["2021-06-01T10:00:00 Z",0,"day"]}"#, "{}"),
    ("no-seconds-but-an-offset", r#"{"plusTime":["2021-06-01T10:00-5:30",0,"day"]}"#, "{}"),
    ("an-offset-of-five-digits", r#"{"plusTime":["2021-06-01T10:00:00-01000",0,"day"]}"#, "{}"),
    ("no-such-day", r#"{"plusTime":["2021-02-29",0,"day"]}"#, "{}"),
    (
        "names-in-another-order",
        r#"{"===":[{"var":"a"},{"var":"b"}]}"#,
        r#"{"a":{"x":1,"y":[2.0]},"b":{"y":[2],"x":1}}"#,
    ),
    ("in-a-list-of-lists", r#"{"in":[[1,"a"],{"var":"l"}]}"#, r#"{"l":[[1,"a"],2]}"#),
    ("whole-as-a-fraction", r#"{"===":[{"var":"a"},2]}"#, r#"{"a":2.0}"#),
    ("beyond-64-bits", r#"{"if":[{"var":"a"},1,2]}"#, r#"{"a":18446744073709551615}"#),
    ("a-number-for-a-name", r#"{"+":[{"var":"l.2"},{"var":"o.0"}]}"#, r#"{"l":[1,2,3],"o":{"0":7}}"#),
    ("a-fold-of-dates", r#"{"reduce":[{"var":"l"},{"plusTime":["2021-01-31",1,"month"]},1]}"#, r#"{"l":[1,2,3]}"#),
    ("a-fold-over-nothing", r#"{"reduce":[{"var":"missing"},{"var":"current"},{"var":"l"}]}"#, r#"{"l":[1]}"#),
    ("a-date-for-a-guard", r#"{"if":[{"plusTime":["2021-01-01",0,"day"]},1,2]}"#, "{}"),
    ("and-stops-early", r#"{"and":[1,"",{"+":["x",1]}]}"#, "{}"),
    ("three-in-a-row-of-which-one-is-no-number", r#"{"<":[2,1,"x"]}"#, "{}"),
    ("a-part-of-an-identifier", r#"{"extractFromUVCI":["URN:UVCI:01:CZ:A/B#C",3]}"#, "{}"),
    ("or", r#"{"or":[true,false]}"#, "{}"),
];

const AFTER: &str = r#"{"after":[{"plusTime":[{"var":"a"},0,"day"]},{"plusTime":[{"var":"b"},0,"day"]}]}"#;
