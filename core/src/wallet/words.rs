//! What a wallet says to its owner, in the three languages: every shell says the same.

use super::{Awaiting, Notice, NoticeKind, StateMark, TravelVerdict};
use crate::person::{Comparison, Joined};
use crate::scheme::{Scheme, Schemes, StatusState};
use crate::verdict::{Language, texts};

impl Notice {
    /// What changes, in a sentence without the time and the name.
    #[must_use]
    pub fn text(&self, schemes: &Schemes, language: Language) -> String {
        match &self.kind {
            NoticeKind::Revoked => revoked(language).to_owned(),
            NoticeKind::TechnicalExpiry => technical_expiry(language).to_owned(),
            NoticeKind::RuleExpiry { country, rules } => rule_expiry(country, &rules.join(", "), language),
            NoticeKind::BoosterDue { country } => booster_due(country, language),
            NoticeKind::ColourChange { scheme, from, to } => {
                let known = schemes.get(scheme).and_then(Result::ok);
                let title = known.and_then(|known| known.title.get(language.code()));
                let title = title.map_or(scheme.as_str(), |title| title.as_str());
                let word = |mark: &StateMark| word(known.map(AsRef::as_ref), *mark, language);
                format!("{title}: {} → {}", word(from), word(to))
            }
        }
    }
}

/// Why something belongs to a person.
#[must_use]
pub fn joined(joined: Joined, language: Language) -> &'static str {
    match joined {
        Joined::Decided => language.pick(["Rozhodli jste tak.", "You decided so.", "Bạn đã quyết định như vậy."]),
        Joined::Alike(because) => texts::comparison(Comparison::Same(because), language),
    }
}

/// Where an expected certificate hangs.
#[must_use]
pub fn awaiting(awaiting: Awaiting, language: Language) -> &'static str {
    let words = match awaiting {
        Awaiting::Data => ["Nikdo ho zatím nenahlásil.", "Nobody has reported it yet.", "Chưa có ai báo cáo dữ liệu."],
        Awaiting::Validation => [
            "Nahlášeno, zatím nikým neověřeno.",
            "It is reported, and nobody has validated it yet.",
            "Đã báo cáo, chưa được xác nhận.",
        ],
        Awaiting::Signature => {
            ["Ověřeno, zatím nepodepsáno.", "It is validated, and not signed yet.", "Đã xác nhận, chưa được ký."]
        }
    };
    language.pick(words)
}

/// The answer for a whole day at a border.
#[must_use]
pub fn travel(verdict: TravelVerdict, language: Language) -> &'static str {
    let words = match verdict {
        TravelVerdict::Accepted => ["uznáno po celý den", "accepted all day", "được chấp nhận cả ngày"],
        TravelVerdict::PartOfDay => {
            ["uznáno jen část dne", "accepted for a part of the day", "chỉ được chấp nhận một phần trong ngày"]
        }
        TravelVerdict::Undecided => ["nelze zjistit", "it cannot be known", "không thể biết"],
        TravelVerdict::Refused => ["neuznáno", "refused", "bị từ chối"],
    };
    language.pick(words)
}

/// What a state is called where it has no colour.
#[must_use]
pub fn state(state: StatusState, language: Language) -> &'static str {
    let words = match state {
        StatusState::Coloured => return "",
        StatusState::NoScheme => ["žádné schéma", "no such scheme", "không có bảng màu"],
        StatusState::NotInForce => ["neplatí", "not in force", "chưa có hiệu lực"],
        StatusState::Undecided => ["bez barvy", "no colour", "không có màu"],
    };
    language.pick(words)
}

/// That a booster keeps a colour that would end.
#[must_use]
pub fn averted_by_booster(language: Language) -> &'static str {
    language.pick(["pokud nepřibude posilující dávka", "unless a booster is added", "trừ khi có mũi nhắc lại"])
}

fn word(scheme: Option<&Scheme>, mark: StateMark, language: Language) -> String {
    let tiers =
        scheme.into_iter().flat_map(|scheme| scheme.tiers.iter().map(|(tier, _)| tier).chain([&scheme.default]));
    let mut coloured = tiers.filter(|tier| Some(tier.colour) == mark.colour);
    let word = coloured.find_map(|tier| tier.word.get(language.code()));
    word.map_or_else(|| state(mark.state, language).to_owned(), |word| word.as_str().to_owned())
}

fn revoked(language: Language) -> &'static str {
    let words = [
        "Vydavatel certifikát odvolal.",
        "Its issuer has withdrawn the certificate.",
        "Nơi cấp đã thu hồi giấy chứng nhận.",
    ];
    language.pick(words)
}

fn technical_expiry(language: Language) -> &'static str {
    let words = [
        "Končí platnost podpisu: nechte certifikát vydat znovu. Co dokládá, platí dál.",
        "The signature ends: have the certificate issued again. What it certifies stays true.",
        "Chữ ký hết hạn: hãy xin cấp lại giấy chứng nhận. Nội dung được chứng nhận vẫn đúng.",
    ];
    language.pick(words)
}

fn rule_expiry(country: &str, rules: &str, language: Language) -> String {
    language.pick([
        format!("Pravidla země {country} ho přestávají uznávat ({rules})."),
        format!("The rules of {country} no longer accept it ({rules})."),
        format!("Quy định của {country} không còn công nhận giấy này ({rules})."),
    ])
}

fn booster_due(country: &str, language: Language) -> String {
    language.pick([
        format!("Podle pravidel země {country} je do té doby potřeba další dávka."),
        format!("By the rules of {country} another dose is due by then."),
        format!("Theo quy định của {country}, cần tiêm thêm một mũi trước thời điểm đó."),
    ])
}
