//! What `show` says around the core's texts, in the three languages.

use semafor_core::verdict::Language;

/// Before the name of a file.
pub(super) fn written(language: Language) -> &'static str {
    language.pick(["zapsáno:", "written:", "đã ghi:"])
}

/// In the place of a colour.
pub(super) fn nobodys(language: Language) -> &'static str {
    language.pick([
        "certifikát nelze nikomu přiřadit",
        "the certificate cannot be assigned to anybody",
        "không xác định được giấy chứng nhận là của ai",
    ])
}

/// Where a colour was asked for.
pub(super) fn no_frame(language: Language) -> &'static str {
    language.pick(["kód je bez barevného rámečku", "the code stands without a coloured frame", "mã không có khung màu"])
}

/// Below a code without its frame.
pub(super) fn frame_too_wide(language: Language) -> &'static str {
    language.pick([
        "na barevný rámeček není v terminálu místo; --svg nebo --png ho nakreslí",
        "the terminal has no room for the coloured frame; --svg or --png draws it",
        "cửa sổ không đủ chỗ cho khung màu; hãy dùng --svg hoặc --png",
    ])
}

/// In the place of a code.
pub(super) fn files_instead(language: Language) -> &'static str {
    language.pick([
        "nebo ho zapište do obrázku: --svg SOUBOR, --png SOUBOR",
        "or write it as a picture: --svg FILE, --png FILE",
        "hoặc ghi ra tệp hình: --svg TỆP, --png TỆP",
    ])
}

/// Before the numbers of a dose.
pub(super) fn dose(language: Language) -> &'static str {
    language.pick(["dávka", "dose", "mũi"])
}

/// A test's outcome, by the code of the value set; other codes are shown as they are.
pub(super) fn result(code: &str, language: Language) -> Option<&'static str> {
    Some(language.pick(match code {
        "260415000" => ["negativní", "negative", "âm tính"],
        "260373001" => ["pozitivní", "positive", "dương tính"],
        _ => return None,
    }))
}
