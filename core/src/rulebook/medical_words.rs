//! Words by which a text would tell staff what the certificate is about: products, doses, tests, illnesses, vaccines,
//! recovery, in the three languages. A word counts in every text, whatever its language: a foreign word tells as much.

/// The first medical word in a text, as it is written there.
pub(super) fn medical_word(text: &str) -> Option<&str> {
    let lower: Vec<(usize, char)> =
        text.char_indices().filter_map(|(at, letter)| Some((at, letter.to_lowercase().next()?))).collect();
    let letter = |index: usize| lower.get(index).map(|(_, letter)| *letter);
    let byte = |index: usize| lower.get(index).map_or(text.len(), |(at, _)| *at);
    for start in 0..lower.len() {
        let begins = start.checked_sub(1).and_then(letter).is_none_or(|before| !before.is_alphanumeric());
        if !begins {
            continue;
        }
        let end_of = |word: &str| {
            let matches =
                word.chars().enumerate().all(|(offset, wanted)| letter(start.saturating_add(offset)) == Some(wanted));
            matches.then(|| start.saturating_add(word.chars().count()))
        };
        let ends = |end: &usize| letter(*end).is_none_or(|after| !after.is_alphanumeric());
        let whole = WORDS.iter().filter_map(|word| end_of(word)).find(ends);
        let stem = STEMS.iter().find_map(|stem| end_of(stem));
        if let Some(end) = whole.or(stem) {
            let end = (end..=lower.len()).find(ends).unwrap_or(end);
            return text.get(byte(start)..byte(end));
        }
    }
    None
}

/// Words that count only as a whole: longer ones mean something else.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "ill", "jab", "jabs", "shot", "shots", "sick", "pcr", "naat", "cure", "cured", "flu",
    "mũi", "liều", "bệnh", "tiêm", "chủng", "sốt", "ốm", "cúm", "thuốc", "lék", "léky",
];

/// Beginnings of words.
#[rustfmt::skip]
const STEMS: &[&str] = &[
    // Products and makers.
    "comirnaty", "pfizer", "biontech", "spikevax", "moderna", "janssen", "johnson", "astra", "vaxzevria", "covishield",
    "nuvaxovid", "novavax", "sputnik", "sinopharm", "sinovac", "coronavac", "covaxin", "valneva", "vidprevtyn",
    "bimervax", "jcovden", "hayat", "stamaril", "abdala", "nanocovax",
    // Illnesses.
    "covid", "corona", "koron", "sars", "polio", "yellow fever", "measles", "influenza", "cholera", "ebola",
    "zimnic", "obrn", "spalnič", "chřip", "choler", "sốt vàng", "bại liệt", "viêm",
    "tetan", "typhoid", "tyf", "hepatit", "malari", "mening", "rabies", "mpox", "fever", "horečk", "omicron", "omikron",
    "kovid", "quarantin", "karantén", "uốn ván", "thương hàn", "cách ly",
    // English.
    "dose", "dosage", "vaccin", "unvaccin", "revaccin", "vax", "immun", "inocul", "booster", "test", "swab", "sample", "antigen", "antibod",
    "recover", "illness", "disease", "infect", "diagnos", "product", "virus", "viral", "symptom", "positive", "negative", "medic", "patient",
    "prophyla", "hexavalen", "untest", "serolog", "convalescen", "mrna", "jabb", "eu/1",
    // Czech.
    "dávk", "dávek", "očkov", "naočkov", "přeočkov", "neočkov", "vakc", "imuni", "injekc", "vzorek", "vzork", "odběr",
    "protilát", "prodělal", "prodělan", "prodělán", "uzdrav", "vyléč", "léčb", "nemoc", "onemocn", "infek", "nakaž",
    "nakaz", "viru", "pozitiv", "negativ", "posilov", "příznak", "přípravk", "přípravek", "lékař", "pacient",
    "profyla", "netest", "doočk", "zaočk", "rekonvalescen", "sérolog",
    // Vietnamese.
    "vắc", "vắcxin", "vacxin", "văcxin", "vắc-xin", "tiêm chủng", "xét nghiệm", "dự phòng", "mắc bệnh", "khỏi bệnh", "hồi phục",
    "dương tính", "âm tính", "miễn dịch", "kháng nguyên", "kháng thể", "nhiễm", "vi rút", "vi-rút", "lấy mẫu",
    "triệu chứng", "bình phục", "sản phẩm", "bác sĩ",
];

#[cfg(test)]
mod tests {
    use super::medical_word;

    #[test]
    fn medical_words_are_found_as_they_are_written() {
        for (text, expected) in [
            ("The last Dose is too old.", Some("Dose")),
            ("Vaccination is missing.", Some("Vaccination")),
            ("You are ill.", Some("ill")),
            ("Poslední DÁVKA je stará.", Some("DÁVKA")),
            ("Chybí přeočkování.", Some("přeočkování")),
            ("Xét nghiệm đã quá hạn.", Some("Xét nghiệm")),
            ("Thiếu mũi cuối.", Some("mũi")),
            ("PCR-negative", Some("PCR")),
            ("Comirnaty", Some("Comirnaty")),
            ("The certificate is no longer recent enough.", None),
            ("The latest certificate is illegible and contested.", None),
            ("Certifikát už není dost čerstvý.", None),
            ("Giấy chứng nhận không còn đủ mới.", None),
            ("", None),
        ] {
            assert_eq!(medical_word(text), expected, "{text}");
        }
    }
}
