//! How letters are written in A to Z: as ICAO 9303 part 3 has it (sections 6 A and B), as other standards of Greek and
//! Cyrillic do, and with marks left out. A letter has several ways, since issuers follow several of these.

/// A letter with a mark: itself, unless the mark changes how it is written in A to Z.
pub(super) fn marked(letter: char, mark: char) -> char {
    match (letter, mark) {
        ('A', '\u{308}') => 'Ä',
        ('A', '\u{30a}') => 'Å',
        ('O', '\u{308}' | '\u{30b}') => 'Ö',
        ('U', '\u{308}' | '\u{30b}') => 'Ü',
        ('N', '\u{303}') => 'Ñ',
        ('Г', '\u{301}') => 'Ѓ',
        ('К', '\u{301}') => 'Ќ',
        ('Е', '\u{308}') => 'Ё',
        ('И', '\u{306}') => 'Й',
        ('І', '\u{308}') => 'Ї',
        ('У', '\u{306}') => 'Ў',
        ('Ι', '\u{308}') => 'Ϊ',
        ('Υ', '\u{308}') => 'Ϋ',
        _ => letter,
    }
}

/// The ways of writing one letter; none for one that is not Latin, Greek or Cyrillic.
pub(super) fn alone(letter: char) -> &'static [&'static str] {
    match letter {
        'A'..='Z' => plain(letter),
        '\u{b4}'..='\u{24f}' => latin(letter),
        '\u{370}'..='\u{3ff}' => greek(letter),
        '\u{400}'..='\u{4ff}' => cyrillic(letter),
        _ => &[],
    }
}

/// The ways of writing several letters at the beginning of `rest` that are written otherwise than each alone: how many
/// letters, and what stands for them. `rest` ends where the word does.
pub(super) fn together(rest: &[char]) -> &'static [(usize, &'static str)] {
    match rest {
        // Greek (ELOT 743, and by sound).
        ['Α', 'Ι', ..] => &[(2, "E"), (2, "AE")],
        ['Ε', 'Ι', ..] | ['Ο', 'Ι', ..] | ['Υ', 'Ι', ..] => &[(2, "I")],
        ['Ο', 'Υ', ..] => &[(2, "OU"), (2, "U")],
        ['Α', 'Υ', ..] => &[(2, "AV"), (2, "AF"), (2, "AU")],
        ['Ε', 'Υ', ..] => &[(2, "EV"), (2, "EF"), (2, "EU")],
        ['Η', 'Υ', ..] => &[(2, "IV"), (2, "IF")],
        ['Γ', 'Ι', 'Α' | 'Ε' | 'Ο' | 'Ω', ..] => &[(2, "Y")],
        ['Γ', 'Γ', ..] => &[(2, "NG")],
        ['Γ', 'Ξ', ..] => &[(2, "NX")],
        ['Γ', 'Χ', ..] => &[(2, "NCH"), (2, "NH")],
        ['Γ', 'Κ', ..] => &[(2, "G"), (2, "NG")],
        ['Μ', 'Π', ..] => &[(2, "B"), (2, "MB")],
        ['Ν', 'Τ', ..] => &[(2, "D"), (2, "ND")],
        ['Τ', 'Ζ', ..] => &[(2, "J")],
        // Cyrillic: endings, and what takes a y between vowels or after a soft sign.
        ['И', 'Й'] | ['І', 'Й'] | ['Ы', 'Й'] => &[(2, "Y"), (2, "I"), (2, "IJ"), (2, "YJ")],
        ['И', 'Я', ..] | ['І', 'Я', ..] => &[(2, "IA"), (2, "IYA"), (2, "IJA"), (2, "YA")],
        ['Ь', 'Я', ..] => &[(2, "IA"), (2, "IYA")],
        ['Ь', 'Е', ..] => &[(2, "IE"), (2, "YE"), (2, "IYE")],
        ['К', 'С', ..] => &[(2, "X")],
        ['Д', 'Р'] => &[(2, "DER")],
        // Latin as German and Nordic issuers write it, seen by those who leave marks out; what ICAO writes with XX.
        ['A', 'X', 'X', ..] => &[(3, "A"), (3, "AE"), (3, "AA")],
        ['O', 'X', 'X', ..] => &[(3, "O"), (3, "OE")],
        ['U', 'X', 'X', ..] => &[(3, "U"), (3, "UE")],
        ['N', 'X', 'X', ..] => &[(3, "N")],
        ['K', 'S', ..] => &[(2, "X")],
        _ => &[],
    }
}

/// As [`together`], for what is sure enough only in longer words: romanisations of one name, seen against each other.
pub(super) fn together_in_long(rest: &[char]) -> &'static [(usize, &'static str)] {
    match rest {
        // Michael and Michal, Manuel, Joel and their like are names of their own.
        ['A' | 'O' | 'U', 'E', 'L'] => &[],
        ['A' | 'O' | 'U', 'E', 'L', 'A' | 'E'] | ['A' | 'O' | 'U', 'E', 'L', 'L', 'A' | 'E'] => &[],
        ['A', 'E', ..] | ['A', 'A', ..] => &[(2, "A")],
        ['O', 'E', ..] => &[(2, "O")],
        ['U', 'E', ..] => &[(2, "U")],
        ['I', 'I', 'A', ..] | ['I', 'Y', 'A', ..] | ['I', 'J', 'A', ..] => &[(3, "IA")],
        ['Y', 'A', ..] | ['J', 'A', ..] => &[(2, "IA")],
        ['Y', 'U', ..] | ['J', 'U', ..] => &[(2, "IU")],
        ['E', 'Y'] | ['E', 'J'] => &[(2, "EI")],
        ['I', 'Y'] | ['I', 'J'] | ['I', 'I'] | ['Y', 'I'] => &[(2, "I")],
        ['I' | 'Y' | 'J', 'E', 'V', ..] => &[(2, "E")],
        ['Y', 'O', ..] => &[(2, "E")],
        ['Y', ..] => &[(1, "I")],
        _ => &[],
    }
}

fn plain(letter: char) -> &'static [&'static str] {
    const ALPHABET: [&str; 26] = [
        "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V",
        "W", "X", "Y", "Z",
    ];
    let place = u32::from(letter).checked_sub(u32::from('A')).and_then(|place| usize::try_from(place).ok());
    let place = place.unwrap_or(usize::MAX);
    ALPHABET.get(place..place.saturating_add(1)).unwrap_or_default()
}

fn latin(letter: char) -> &'static [&'static str] {
    match letter {
        'Ä' => &["AE", "A", "AXX"],
        'Å' => &["AA", "A"],
        'Æ' => &["AE", "A", "E"],
        'Ö' | 'Ø' => &["OE", "O", "OXX"],
        'Œ' => &["OE", "O"],
        'Ü' => &["UE", "U", "UXX"],
        'Ñ' => &["N", "NXX"],
        'Đ' => &["D", "DJ"],
        'Ð' => &["D", "DH", "TH"],
        'Ɖ' => &["D"],
        'Þ' => &["TH", "T"],
        'Ħ' => &["H"],
        'Ł' | 'Ŀ' => &["L"],
        'Ŋ' => &["N", "NG"],
        'Ŧ' => &["T"],
        'ĸ' => &["K", "Q"],
        'Ĳ' => &["IJ"],
        'Ə' => &["E", "A"],
        'Ɓ' => &["B"],
        'Ɗ' => &["D"],
        'Ƙ' => &["K"],
        'Ǝ' => &["E"],
        'Ɛ' => &["E"],
        'Ɔ' => &["O"],
        _ => &[],
    }
}

fn greek(letter: char) -> &'static [&'static str] {
    match letter {
        'Α' => &["A"],
        'Β' => &["V", "B"],
        'Γ' => &["G", "Y", "GH"],
        'Δ' => &["D", "DH"],
        'Ε' => &["E"],
        'Ζ' => &["Z"],
        'Η' => &["I", "H", "E"],
        'Θ' => &["TH"],
        'Ι' | 'Ϊ' => &["I"],
        'Κ' => &["K", "C"],
        'Λ' => &["L"],
        'Μ' => &["M"],
        'Ν' => &["N"],
        'Ξ' => &["X", "KS"],
        'Ο' => &["O"],
        'Π' => &["P"],
        'Ρ' => &["R", "RH"],
        'Σ' => &["S"],
        'Τ' => &["T"],
        'Υ' | 'Ϋ' => &["Y", "I", "U"],
        'Φ' => &["F", "PH"],
        'Χ' => &["CH", "H", "KH", "X"],
        'Ψ' => &["PS"],
        'Ω' => &["O", "W"],
        _ => &[],
    }
}

fn cyrillic(letter: char) -> &'static [&'static str] {
    match letter {
        'А' => &["A"],
        'Б' => &["B"],
        'В' => &["V", "W"],
        'Г' => &["G", "H"],
        'Ґ' => &["G"],
        'Д' => &["D"],
        'Ѓ' => &["G", "GJ"],
        'Ђ' => &["D", "DJ"],
        'Е' => &["E", "YE", "IE", "JE"],
        'Ё' => &["E", "IO", "YO", "JO", "O", "YE", "IE"],
        'Є' => &["IE", "YE", "JE", "E"],
        'Ж' => &["ZH", "Z", "J"],
        'З' => &["Z"],
        'Ѕ' => &["DZ", "Z"],
        'И' => &["I", "Y"],
        'І' => &["I"],
        'Ї' => &["I", "YI", "JI"],
        'Й' => &["I", "Y", "J", ""],
        'Ј' => &["J", "Y", "I"],
        'К' => &["K", "C"],
        'Ќ' => &["K", "KJ"],
        'Л' => &["L"],
        'Љ' => &["LJ", "L"],
        'М' => &["M"],
        'Н' => &["N"],
        'Њ' => &["NJ", "N"],
        'О' => &["O"],
        'П' => &["P"],
        'Р' => &["R"],
        'С' => &["S"],
        'Т' => &["T"],
        'Ћ' => &["C", "CH"],
        'У' => &["U"],
        'Ў' => &["U", "W", "V"],
        'Ф' => &["F", "PH"],
        'Х' => &["KH", "H", "CH", "X"],
        'Ц' => &["TS", "C", "TC", "TZ"],
        'Ч' => &["CH", "C", "TCH", "TSCH"],
        'Џ' => &["DZ", "DZH", "DJ"],
        'Ш' => &["SH", "S", "SCH"],
        'Щ' => &["SHCH", "SHT", "SCH", "SC", "SHH"],
        'Ъ' => &["IE", "A", "U", ""],
        'Ы' => &["Y", "I"],
        'Ь' => &["", "I", "Y", "J"],
        'Э' => &["E"],
        'Ю' => &["IU", "YU", "JU", "U"],
        'Я' => &["IA", "YA", "JA"],
        'Ә' => &["A", "E"],
        'Ғ' => &["G", "GH"],
        'Қ' => &["K", "Q"],
        'Ң' => &["N", "NG"],
        'Ө' => &["O", "OE"],
        'Ұ' | 'Ү' => &["U"],
        'Һ' => &["H"],
        _ => &[],
    }
}
