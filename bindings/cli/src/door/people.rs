//! Which lines are one person's: each line, or with `--together` the lines up to an empty one.

use semafor_core::limits;

/// One person, as far as the desk knows: the codes shown.
pub(crate) struct Person {
    /// Which of all who came, from 1.
    pub(crate) number: u64,
    /// The line of the input on which the first code stands, from 1.
    pub(crate) line: u64,
    /// The codes. More than a check takes are not kept; one too many is, and says so.
    pub(crate) texts: Vec<String>,
}

/// Takes lines and gives people.
#[derive(Default)]
pub(crate) struct People {
    together: bool,
    lines: u64,
    number: u64,
    showing: Option<Person>,
}

impl People {
    /// Everybody shows one code, or with `together` some.
    pub(crate) fn new(together: bool) -> Self {
        Self { together, ..Self::default() }
    }

    /// Takes the next line. An empty one is nobody's: it ends a person who shows several codes.
    pub(crate) fn take(&mut self, line: String) -> Option<Person> {
        self.lines = self.lines.saturating_add(1);
        if line.is_empty() {
            return self.end();
        }
        let showing = self.showing.get_or_insert_with(|| {
            self.number = self.number.saturating_add(1);
            Person { number: self.number, line: self.lines, texts: Vec::new() }
        });
        if showing.texts.len() <= limits::TEXTS_PER_CHECK {
            showing.texts.push(line);
        }
        if self.together { None } else { self.end() }
    }

    /// Who is showing codes still.
    pub(crate) fn end(&mut self) -> Option<Person> {
        self.showing.take()
    }
}

#[cfg(test)]
mod tests {
    use super::People;

    fn people(together: bool, lines: &[&str]) -> Vec<(u64, u64, String)> {
        let mut people = People::new(together);
        let mut found: Vec<_> = lines.iter().filter_map(|line| people.take((*line).to_owned())).collect();
        found.extend(people.end());
        found.into_iter().map(|person| (person.number, person.line, person.texts.join("+"))).collect()
    }

    #[test]
    fn each_line_is_one_person_and_an_empty_one_nobody() {
        let found = people(false, &["", "a", "", "", "b", " ", "c"]);
        let expected = [(1, 2, "a"), (2, 5, "b"), (3, 6, " "), (4, 7, "c")];
        assert_eq!(found, expected.map(|(number, line, texts)| (number, line, texts.to_owned())));
        assert_eq!(people(false, &["", ""]), []);
    }

    #[test]
    fn together_an_empty_line_or_the_end_ends_a_person_once() {
        let found = people(true, &["", "a", "b", "", "", "c", "", " ", "d"]);
        let expected = [(1, 2, "a+b"), (2, 6, "c"), (3, 8, " +d")];
        assert_eq!(found, expected.map(|(number, line, texts)| (number, line, texts.to_owned())));
        assert_eq!(people(true, &["", "", ""]), []);
    }

    #[test]
    fn of_too_many_codes_no_more_are_kept_than_show_it() {
        let found = people(true, &["a"; 1_000]);
        assert_eq!(found, [(1, 1, "a+a+a+a+a".to_owned())]);
    }
}
