//! Bytes → a program of the rule language and data for it. Each byte is one choice. Most bytes make a valid program
//! whose values fit its operators, so that a fuzzer spends its time on what programs mean; some make a fault on purpose.

use serde_json::{Map, Value as Json, json};

/// An expression and its data.
pub fn program(bytes: &[u8]) -> (Json, Json) {
    let mut choices = Choices(bytes.iter());
    let data = choices.data();
    let kind = choices.of(&[Kind::Truth, Kind::Truth, Kind::Number, Kind::Text, Kind::Date, Kind::List]);
    (choices.expression(kind, DEPTH, PATHS), data)
}

/// What an expression is meant to yield.
#[derive(Clone, Copy, Default)]
enum Kind {
    #[default]
    Truth,
    Number,
    Text,
    /// A text that is a date.
    Day,
    Date,
    List,
}

/// Bytes, each of which decides something; zeros when they are used up.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn below(&mut self, count: usize) -> usize {
        let byte = self.0.next().copied().unwrap_or_default();
        usize::from(byte).checked_rem(count).unwrap_or_default()
    }

    fn of<T: Copy + Default>(&mut self, all: &[T]) -> T {
        let index = self.below(all.len());
        all.get(index).copied().unwrap_or_default()
    }

    /// Once in so many times; never when the bytes are used up.
    fn rarely(&mut self, times: usize) -> bool {
        self.below(times).saturating_add(1) == times
    }

    fn expression(&mut self, wanted: Kind, deeper: usize, paths: &[&str]) -> Json {
        let kind = if self.rarely(100) { self.of(&KINDS) } else { wanted };
        if self.rarely(200) {
            return self.faulty(deeper, paths);
        }
        let Some(deeper) = deeper.checked_sub(1).filter(|_| !self.0.as_slice().is_empty()) else {
            return self.leaf(kind, paths);
        };
        match self.below(10) {
            0 => {
                let (guard, then) = (self.condition(deeper, paths), self.expression(kind, deeper, paths));
                json!({ "if": [guard, then, self.expression(kind, deeper, paths)] })
            }
            1 => {
                let (list, step) =
                    (self.expression(Kind::List, deeper, paths), self.expression(kind, deeper, FOLD_PATHS));
                json!({ "reduce": [list, step, self.expression(kind, deeper, paths)] })
            }
            2 => self.leaf(kind, paths),
            _ => self.operation(kind, deeper, paths),
        }
    }

    fn operation(&mut self, kind: Kind, deeper: usize, paths: &[&str]) -> Json {
        match kind {
            Kind::Truth => self.truth(deeper, paths),
            Kind::Number => json!({ "+": self.operands(Kind::Number, 2, deeper, paths) }),
            Kind::Text => json!({ "extractFromUVCI": [self.expression(Kind::Text, deeper, paths), self.of(&INDICES)] }),
            Kind::Day => self.leaf(Kind::Day, paths),
            Kind::Date if self.rarely(5) => json!({ "dccDateOfBirth": [self.expression(Kind::Day, deeper, paths)] }),
            Kind::Date => {
                let from = self.expression(Kind::Day, deeper, paths);
                json!({ "plusTime": [from, self.of(&AMOUNTS), self.of(&UNITS)] })
            }
            Kind::List => {
                let (kind, count) = (self.of(&KINDS), self.below(4));
                self.operands(kind, count, deeper, paths)
            }
        }
    }

    fn truth(&mut self, deeper: usize, paths: &[&str]) -> Json {
        let operator = self.of(&RELATIONS);
        let count = if self.rarely(3) { 3 } else { 2 };
        match operator {
            "!" => json!({ "!": [self.condition(deeper, paths)] }),
            "and" => {
                let operands = (0..count).map(|_| self.condition(deeper, paths));
                json!({ "and": operands.collect::<Json>() })
            }
            "===" => {
                let kind = self.of(&KINDS);
                json!({ "===": self.operands(kind, 2, deeper, paths) })
            }
            "in" => {
                let kind = self.of(&KINDS);
                let element = self.expression(kind, deeper, paths);
                let list = if self.rarely(2) {
                    self.operands(kind, 3, deeper, paths)
                } else {
                    self.expression(Kind::List, deeper, paths)
                };
                json!({ "in": [element, list] })
            }
            "<" | ">" | "<=" | ">=" => json!({ operator: self.operands(Kind::Number, count, deeper, paths) }),
            _ => json!({ operator: self.operands(Kind::Date, count, deeper, paths) }),
        }
    }

    /// Of any kind that is true or false.
    fn condition(&mut self, deeper: usize, paths: &[&str]) -> Json {
        let kind = self.of(&[Kind::Truth, Kind::Truth, Kind::Number, Kind::Text, Kind::List]);
        self.expression(kind, deeper, paths)
    }

    fn operands(&mut self, kind: Kind, count: usize, deeper: usize, paths: &[&str]) -> Json {
        (0..count).map(|_| self.expression(kind, deeper, paths)).collect()
    }

    fn leaf(&mut self, kind: Kind, paths: &[&str]) -> Json {
        if self.rarely(3) {
            let fitting = match kind {
                Kind::Number => "n",
                Kind::Text => "t",
                Kind::Day => "d",
                Kind::List => "l",
                // Data holds no dates; any path will do to find out whether there is something.
                Kind::Truth | Kind::Date => "accumulator",
            };
            let path = if paths.contains(&fitting) && !self.rarely(8) { fitting } else { self.of(paths) };
            if paths.contains(&fitting) || self.rarely(4) {
                return json!({ "var": path });
            }
        }
        match kind {
            Kind::Truth => Json::from(self.below(2) == 0),
            Kind::Number => json!(self.of(&NUMBERS)),
            Kind::Text => json!(self.of(&TEXTS)),
            Kind::Day => Json::from(self.date()),
            Kind::Date => json!({ "plusTime": [self.date(), 0, "day"] }),
            Kind::List => json!([self.of(&NUMBERS), self.of(&TEXTS)]),
        }
    }

    /// What is mostly no expression at all.
    fn faulty(&mut self, deeper: usize, paths: &[&str]) -> Json {
        let inner = deeper.checked_sub(2).map_or(Json::from(1), |deeper| self.expression(Kind::Number, deeper, paths));
        match self.below(8) {
            0 => Json::Null,
            1 => json!(0.5),
            2 => json!({}),
            3 => json!({ "!": [inner], "var": "n" }),
            4 => json!({ "var": self.of(&["a..b", ".", "a.", "n.n.n", "01"]) }),
            5 => json!({ "plusTime": [inner, self.of(&NUMBERS), self.of(&["week", "day", "Year"])] }),
            6 => json!({ self.of(&RELATIONS): inner }),
            _ => {
                let (operator, count) = (self.of(&OPERATORS), self.below(5));
                json!({ operator: vec![inner; count] })
            }
        }
    }

    fn data(&mut self) -> Json {
        let list = (0..self.below(4)).map(|_| self.value(2)).collect::<Json>();
        json!({ "n": self.of(&NUMBERS), "t": self.of(&TEXTS), "d": self.date(), "l": list, "x": self.value(3) })
    }

    fn value(&mut self, deeper: usize) -> Json {
        match (self.below(9), deeper.checked_sub(1)) {
            (0, _) => Json::Null,
            (1, _) => Json::from(self.below(2) == 0),
            (2 | 3, _) => json!(self.of(&NUMBERS)),
            (4, _) => Json::from(self.date()),
            (5, Some(deeper)) => (0..self.below(4)).map(|_| self.value(deeper)).collect(),
            (6, Some(deeper)) => {
                let count = self.below(4);
                let fields = (0..count).map(|_| (self.of(&["a", "b", "0", "n"]).to_owned(), self.value(deeper)));
                Json::Object(fields.collect::<Map<_, _>>())
            }
            (7, _) => json!(self.of(&[0.5, -1.25, 2.0, 1e300, 9_007_199_254_740_993.0])),
            _ => json!(self.of(&TEXTS)),
        }
    }

    /// A date in one of the forms that the language knows, or nearly.
    fn date(&mut self) -> String {
        let parts = self.below(8);
        let mut date = self.of(&YEARS).to_owned();
        for digits in [["01", "02", "03", "06", "11", "12"], ["01", "15", "28", "29", "30", "31"]].iter().take(parts) {
            let digits = if self.rarely(40) { self.of(&["00", "13", "32"]) } else { self.of(digits) };
            date = format!("{date}-{digits}");
        }
        if parts > 3 {
            let (hour, minute, second) =
                (self.of(&["00", "10", "23"]), self.of(&["00", "30", "59"]), self.of(&["00", "59"]));
            let clock =
                if self.rarely(20) { self.of(&ODD_CLOCKS).to_owned() } else { format!("{hour}:{minute}:{second}") };
            let fraction = self.of(&["", "", "", ".5", ".1239", ".12"]);
            let zone = if self.rarely(20) { self.of(&ODD_ZONES) } else { self.of(&ZONES) };
            date = format!("{date}T{clock}{fraction}{zone}");
        }
        if self.rarely(40) {
            let (place, letter) = (self.below(date.len()), self.of(&["T", "t", " ", "-", "+", "0", ":", "é", ""]));
            if let (Some(head), Some(tail)) = (date.get(..place), date.get(place.saturating_add(1)..)) {
                date = format!("{head}{letter}{tail}");
            }
        }
        date
    }
}

const DEPTH: usize = 6;
const KINDS: [Kind; 6] = [Kind::Truth, Kind::Number, Kind::Text, Kind::Day, Kind::Date, Kind::List];
const PATHS: &[&str] =
    &["n", "t", "d", "l", "x", "", "l.0", "l.1.a", "x.0", "x.a", "x.a.b", "x.0.1", "l.9", "missing.n"];
const FOLD_PATHS: &[&str] = &["accumulator", "current", "current.a", "accumulator.0", "current.0", "", "n"];
const NUMBERS: [i64; 16] = [0, 1, 2, -1, 3, 7, 1_000, 0, 1, 2, -1, 3, 7, 40, i64::MAX, i64::MIN];
const AMOUNTS: [i64; 16] = [0, 1, -1, 9, 14, 180, -13, 216, 72, 0, 1, 3, -40, 100_000, i64::MAX, i64::MIN];
const INDICES: [i64; 6] = [0, 1, 2, 5, -1, i64::MAX];
const UNITS: [&str; 4] = ["day", "month", "year", "hour"];
const TEXTS: [&str; 8] = ["", "a", "b", "EU/1/20/1528", "URN:UVCI:01:CZ:A/B#C", "urn:uvci:x", "URN:UVCI:", "č::/#"];
const YEARS: [&str; 12] =
    ["2021", "2020", "2022", "2021", "2020", "2022", "2000", "1900", "1964", "9999", "0001", "0000"];
const ODD_CLOCKS: [&str; 8] = ["24:00:00", "23:60:00", "23:59:60", "23:59:61", "10:00", "1:00:00", "10:00:00.", "10"];
const ZONES: [&str; 9] = ["", "Z", "+02:00", "-0330", "+5", "-12", "+530", "-5:30", "+14:00"];
const ODD_ZONES: [&str; 8] = ["z", " Z", "+24", "+02:60", "-", "+1:2", "+12345", "UTC"];
const RELATIONS: [&str; 12] =
    ["and", "!", "===", "in", "<", "<=", ">", ">=", "before", "after", "not-before", "not-after"];
const OPERATORS: [&str; 10] = ["if", "and", "===", "in", "+", ">", "not-after", "!", "reduce", "or"];
