//! What `list`, `status`, `check` and `notices` say around the core's texts, in the three languages.

use semafor_core::verdict::{Language, Verdict};

/// The labels of one language.
pub(super) struct Words {
    pub(super) verified: &'static str,
    pub(super) not_verified: &'static str,
    pub(super) signed_until: &'static str,
    pub(super) counts_instead: &'static str,
    pub(super) entered_by_hand: &'static str,
    pub(super) identity_only: &'static str,
    pub(super) perhaps: &'static str,
    pub(super) settle: &'static str,
    pub(super) unreadable_holder: &'static str,
    pub(super) expected: &'static str,
    pub(super) since: &'static str,
    pub(super) has_come: &'static str,
    pub(super) ask: &'static str,
    pub(super) removed: &'static str,
    pub(super) until: &'static str,
    pub(super) damaged: &'static str,
    pub(super) empty: &'static str,
    pub(super) nobody: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) as_of: &'static str,
    pub(super) beyond: &'static str,
    pub(super) age_unknown: &'static str,
    pub(super) no_change: &'static str,
}

/// The labels of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::Cs => &CS,
        Language::En => &EN,
        Language::Vi => &VI,
    }
}

/// A verdict within a sentence.
pub(super) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    language.pick(match verdict {
        Verdict::Accepted => ["uznáno", "accepted", "được chấp nhận"],
        Verdict::Refused => ["neuznáno", "refused", "bị từ chối"],
        Verdict::Undecided => ["nelze zjistit", "it cannot be known", "không thể biết"],
    })
}

const CS: Words = Words {
    verified: "ověřeno",
    not_verified: "neověřeno",
    signed_until: "podpis platí do",
    counts_instead: "místo něj platí",
    entered_by_hand: "zadáno ručně; nic to nedokládá",
    identity_only: "jen totožnost",
    perhaps: "možná tatáž osoba jako",
    settle: "rozhodněte:",
    unreadable_holder: "(nečitelné)",
    expected: "Očekáváno",
    since: "od",
    has_come: "už přišel:",
    ask: "ptejte se:",
    removed: "Odebráno",
    until: "lze vrátit do",
    damaged: "je poškozen; `semafor wallet salvage` přečte, co zbylo",
    empty: "V peněžence nic není. Přidejte certifikát: `semafor wallet add SOUBOR`.",
    nobody: "V peněžence není žádná osoba.",
    from: "od",
    to: "do",
    as_of: "podle pravidel ze dne",
    beyond: "den je příliš daleko, pravidla se mohou změnit: před cestou se zeptejte znovu",
    age_unknown: "podle pravidel neznámého stáří: mohla se změnit, nebo se do toho dne změní",
    no_change: "Nic se nezmění, pokud je známo.",
};

const EN: Words = Words {
    verified: "verified",
    not_verified: "not verified",
    signed_until: "signed until",
    counts_instead: "counts instead of it:",
    entered_by_hand: "entered by hand; it certifies nothing",
    identity_only: "identity only",
    perhaps: "perhaps the same person as",
    settle: "decide:",
    unreadable_holder: "(unreadable)",
    expected: "Expected",
    since: "since",
    has_come: "it has come:",
    ask: "ask:",
    removed: "Removed",
    until: "can be had back until",
    damaged: "is damaged; `semafor wallet salvage` reads what is left",
    empty: "There is nothing in the wallet. Add a certificate: `semafor wallet add FILE`.",
    nobody: "There is nobody in the wallet.",
    from: "from",
    to: "to",
    as_of: "by the rules as of",
    beyond: "the day is too far away to rely on them: ask again before it",
    age_unknown: "by rules of unknown age: they may have changed, or may change before the day",
    no_change: "Nothing will change, as far as is known.",
};

const VI: Words = Words {
    verified: "đã xác minh",
    not_verified: "chưa xác minh",
    signed_until: "chữ ký có hiệu lực đến",
    counts_instead: "bản được tính thay thế:",
    entered_by_hand: "nhập bằng tay; không chứng nhận điều gì",
    identity_only: "chỉ có danh tính",
    perhaps: "có thể cùng một người với",
    settle: "hãy quyết định:",
    unreadable_holder: "(không đọc được)",
    expected: "Đang chờ",
    since: "từ",
    has_come: "đã có:",
    ask: "hãy hỏi:",
    removed: "Đã xóa",
    until: "có thể lấy lại đến",
    damaged: "bị hỏng; `semafor wallet salvage` đọc phần còn lại",
    empty: "Ví chưa có gì. Hãy thêm giấy chứng nhận: `semafor wallet add TỆP`.",
    nobody: "Ví chưa có người nào.",
    from: "từ",
    to: "đến",
    as_of: "theo quy định tính đến",
    beyond: "ngày đó còn quá xa, quy định có thể thay đổi: hãy hỏi lại trước khi đi",
    age_unknown: "theo quy định không rõ thời điểm: có thể đã hoặc sẽ thay đổi trước ngày đó",
    no_change: "Theo những gì đã biết, không có gì thay đổi.",
};
