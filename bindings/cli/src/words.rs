//! Labels in the three languages. Meanings of codes come from the core.

use semafor_core::certificate::CertificateKind;
use semafor_core::envelope::TextKind;
use semafor_core::scan::HintKind;
use semafor_core::verdict::{DoorReport, Language, Scope, Verdict};

/// The labels of one language.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) born: &'static str,
    pub(crate) nobody_vouches: &'static str,
    pub(crate) technical: &'static str,
    pub(crate) by_rules: &'static str,
    pub(crate) checked_at: &'static str,
    pub(crate) until: &'static str,
    pub(crate) changes: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) keys: &'static str,
    pub(crate) age_unknown: &'static str,
    pub(crate) clock_behind: &'static str,
    pub(crate) what_to_do: &'static str,
    pub(crate) reasons: &'static str,
    pub(crate) warnings: &'static str,
    pub(crate) certificate: &'static str,
    pub(crate) signed_by: &'static str,
    pub(crate) issuer: &'static str,
    pub(crate) issued: &'static str,
    pub(crate) valid_from: &'static str,
    pub(crate) expires: &'static str,
    pub(crate) key_id: &'static str,
    pub(crate) algorithm: &'static str,
    pub(crate) layers: &'static str,
    pub(crate) revocation_hashes: &'static str,
    pub(crate) reading_ended: &'static str,
    pub(crate) identity_only: &'static str,
    pub(crate) document: &'static str,
    pub(crate) holder_sees: &'static str,
    pub(crate) staff_sees: &'static str,
    pub(crate) scan: &'static str,
    pub(crate) scan_together: &'static str,
    pub(crate) no_code: &'static str,
    pub(crate) page: &'static str,
    pub(crate) password: &'static str,
    pub(crate) password_wanted: &'static str,
    pub(crate) password_wrong: &'static str,
    pub(crate) for_ever: &'static str,
    pub(crate) next: &'static str,
    pub(crate) not_counted: &'static str,
}

/// The labels of a language.
pub(crate) fn words(language: Language) -> &'static Words {
    match language {
        Language::Cs => &CS,
        Language::En => &EN,
        Language::Vi => &VI,
    }
}

/// A verdict in one word.
pub(crate) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match (verdict, language) {
        (Verdict::Accepted, Language::Cs) => "UZNÁNO",
        (Verdict::Accepted, Language::En) => "ACCEPTED",
        (Verdict::Accepted, Language::Vi) => "CHẤP NHẬN",
        (Verdict::Refused, Language::Cs) => "NEUZNÁNO",
        (Verdict::Refused, Language::En) => "REFUSED",
        (Verdict::Refused, Language::Vi) => "TỪ CHỐI",
        (Verdict::Undecided, Language::Cs) => "NEROZHODNUTO",
        (Verdict::Undecided, Language::En) => "UNDECIDED",
        (Verdict::Undecided, Language::Vi) => "CHƯA XÁC ĐỊNH",
    }
}

/// What was asked for.
pub(crate) fn scope(report: &DoorReport, language: Language) -> String {
    let words = words(language);
    match (report.scope, &report.mode) {
        (Scope::Technical, _) => words.technical.to_owned(),
        (Scope::Rules, None) => words.by_rules.to_owned(),
        (Scope::Rules, Some(mode)) => format!("{}, {} {mode}", words.by_rules, words.mode),
    }
}

/// A certificate's type, for holders.
pub(crate) fn kind(kind: CertificateKind, language: Language) -> &'static str {
    match (kind, language) {
        (CertificateKind::Vaccination, Language::Cs) => "EU očkování",
        (CertificateKind::Vaccination, Language::En) => "EU vaccination",
        (CertificateKind::Vaccination, Language::Vi) => "EU tiêm chủng",
        (CertificateKind::Test, Language::Cs) => "EU test",
        (CertificateKind::Test, Language::En) => "EU test",
        (CertificateKind::Test, Language::Vi) => "EU xét nghiệm",
        (CertificateKind::Recovery, Language::Cs) => "EU prodělané onemocnění",
        (CertificateKind::Recovery, Language::En) => "EU recovery",
        (CertificateKind::Recovery, Language::Vi) => "EU khỏi bệnh",
        (CertificateKind::Icvp, Language::Cs) => "WHO mezinárodní očkovací průkaz",
        (CertificateKind::Icvp, Language::En) => "WHO international certificate of vaccination",
        (CertificateKind::Icvp, Language::Vi) => "WHO chứng nhận tiêm chủng quốc tế",
    }
}

/// What kind of text a code holds.
pub(crate) fn text_kind(kind: TextKind, language: Language) -> &'static str {
    match (kind, language) {
        (TextKind::HealthCertificate, Language::Cs) => "zdravotní certifikát (HC1)",
        (TextKind::HealthCertificate, Language::En) => "health certificate (HC1)",
        (TextKind::HealthCertificate, Language::Vi) => "chứng nhận sức khỏe (HC1)",
        (TextKind::LaterHealthCertificate, Language::Cs) => {
            "zdravotní certifikát novějšího typu, který ještě neumíme číst"
        }
        (TextKind::LaterHealthCertificate, Language::En) => {
            "health certificate of a later type that cannot be read yet"
        }
        (TextKind::LaterHealthCertificate, Language::Vi) => "chứng nhận sức khỏe loại mới hơn, chưa đọc được",
        (TextKind::VietnamesePersonalCode, Language::Cs) => "vietnamský osobní kód: jen totožnost, nikdy neověřeno",
        (TextKind::VietnamesePersonalCode, Language::En) => "Vietnamese personal code: identity only, never verified",
        (TextKind::VietnamesePersonalCode, Language::Vi) => "mã QR cá nhân: chỉ định danh, không được xác thực",
        (TextKind::SmartHealthCard, Language::Cs) => "SMART Health Card nebo odkaz na ni",
        (TextKind::SmartHealthCard, Language::En) => "SMART Health Card or link to one",
        (TextKind::SmartHealthCard, Language::Vi) => "SMART Health Card hoặc liên kết tới thẻ",
        (TextKind::Link, Language::Cs) => "webový odkaz",
        (TextKind::Link, Language::En) => "web address",
        (TextKind::Link, Language::Vi) => "địa chỉ web",
        (TextKind::Other, Language::Cs) => "jiný text",
        (TextKind::Other, Language::En) => "another text",
        (TextKind::Other, Language::Vi) => "văn bản khác",
    }
}

/// What stands in the way of reading a code, and what would help.
pub(crate) fn hint(kind: HintKind, language: Language) -> &'static str {
    match (kind, language) {
        (HintKind::NoCode, Language::Cs) => "nic tu nevypadá jako kód; vyfoťte celý kód zblízka",
        (HintKind::NoCode, Language::En) => "nothing looks like one; take a picture of the whole code from near",
        (HintKind::NoCode, Language::Vi) => "không thấy gì giống mã; hãy chụp gần, lấy trọn mã",
        (HintKind::TooSmall, Language::Cs) => "kód je příliš malý; jděte blíž",
        (HintKind::TooSmall, Language::En) => "the code is too small; move closer",
        (HintKind::TooSmall, Language::Vi) => "mã quá nhỏ; hãy đến gần hơn",
        (HintKind::TooLarge, Language::Cs) => "kód se nevejde celý do obrazu; jděte dál",
        (HintKind::TooLarge, Language::En) => "the code is larger than the picture; move away",
        (HintKind::TooLarge, Language::Vi) => "mã lớn hơn khung hình; hãy lùi ra xa",
        (HintKind::Blurred, Language::Cs) => "obraz je rozmazaný; držte klidně a zaostřete",
        (HintKind::Blurred, Language::En) => "the picture is blurred; hold still and focus",
        (HintKind::Blurred, Language::Vi) => "ảnh bị nhòe; hãy giữ yên và lấy nét",
        (HintKind::TooDark, Language::Cs) => "je málo světla; posviťte na kód",
        (HintKind::TooDark, Language::En) => "there is too little light; put light on the code",
        (HintKind::TooDark, Language::Vi) => "thiếu ánh sáng; hãy chiếu sáng mã",
        (HintKind::Glare, Language::Cs) => "na kódu je odlesk; nakloňte ho",
        (HintKind::Glare, Language::En) => "a reflection covers the code; tilt it",
        (HintKind::Glare, Language::Vi) => "mã bị lóa sáng; hãy nghiêng mã đi",
        (HintKind::CutOff, Language::Cs) => "část kódu je mimo obraz; vezměte ho celý",
        (HintKind::CutOff, Language::En) => "a part of the code is outside the picture; take in all of it",
        (HintKind::CutOff, Language::Vi) => "một phần mã nằm ngoài ảnh; hãy lấy trọn mã",
        (HintKind::Covered, Language::Cs) => "část kódu je zakrytá; odkryjte ji",
        (HintKind::Covered, Language::En) => "something covers a part of the code; uncover it",
        (HintKind::Covered, Language::Vi) => "một phần mã bị che; hãy bỏ vật che ra",
    }
}

const CS: Words = Words {
    born: "nar.",
    nobody_vouches: "(bez ověřeného jména)",
    technical: "jen technická kontrola, bez pravidel",
    by_rules: "podle pravidel země",
    checked_at: "k času",
    until: "platí do",
    changes: "jiná odpověď od",
    mode: "režim",
    keys: "klíče",
    age_unknown: "stáří neznámé",
    clock_behind: "hodiny zařízení jdou pozadu a nepoužily se",
    what_to_do: "co dělat",
    reasons: "Důvody",
    warnings: "Odchylky a upozornění",
    certificate: "Certifikát",
    signed_by: "podepsal klíč",
    issuer: "vydavatel",
    issued: "vydáno",
    valid_from: "platí od",
    expires: "platnost do",
    key_id: "id klíče",
    algorithm: "algoritmus",
    layers: "vrstvy v bajtech",
    revocation_hashes: "Otisky pro odvolání",
    reading_ended: "čtení skončilo",
    identity_only: "Totožnost, nikým neověřená",
    document: "doklad",
    holder_sees: "držitel vidí",
    staff_sees: "obsluha vidí",
    scan: "Načtěte kód, odpověď přijde hned; co se píše, není vidět. Konec: Ctrl-D.",
    scan_together: "Načtěte jeden až čtyři kódy jedné osoby, pak Enter; co se píše, není vidět. Konec: Ctrl-D.",
    no_code: "nepřečetl se žádný kód",
    page: "strana",
    password: "heslo:",
    password_wanted: "PDF chce heslo: zadejte --password",
    password_wrong: "heslo PDF neotevře",
    for_ever: "bez časového omezení",
    next: "potom",
    not_counted: "nezapočítáno",
};

const EN: Words = Words {
    born: "born",
    nobody_vouches: "(no verified name)",
    technical: "technical check only, no rules applied",
    by_rules: "by the rules of a country",
    checked_at: "as of",
    until: "holds until",
    changes: "another answer from",
    mode: "mode",
    keys: "keys",
    age_unknown: "age unknown",
    clock_behind: "the device's clock is behind and was not used",
    what_to_do: "what to do",
    reasons: "Reasons",
    warnings: "Deviations and warnings",
    certificate: "Certificate",
    signed_by: "signed by key",
    issuer: "issuer",
    issued: "issued",
    valid_from: "valid from",
    expires: "expires",
    key_id: "key id",
    algorithm: "algorithm",
    layers: "layers in bytes",
    revocation_hashes: "Revocation hashes",
    reading_ended: "reading ended",
    identity_only: "Identity, verified by nobody",
    document: "document",
    holder_sees: "the holder sees",
    staff_sees: "staff see",
    scan: "Scan a code, the answer comes at once; what is typed is not shown. Ctrl-D ends.",
    scan_together: "Scan one to four codes of one person, then press Enter; what is typed is not shown. Ctrl-D ends.",
    no_code: "no code could be read",
    page: "page",
    password: "password:",
    password_wanted: "the PDF wants a password: give --password",
    password_wrong: "the password does not open the PDF",
    for_ever: "without a limit in time",
    next: "then",
    not_counted: "not counted",
};

const VI: Words = Words {
    born: "sinh",
    nobody_vouches: "(chưa có tên được xác thực)",
    technical: "chỉ kiểm tra kỹ thuật, chưa áp dụng quy định",
    by_rules: "theo quy định của quốc gia",
    checked_at: "vào lúc",
    until: "có giá trị đến",
    changes: "câu trả lời khác từ",
    mode: "chế độ",
    keys: "khóa",
    age_unknown: "không rõ thời điểm cập nhật",
    clock_behind: "đồng hồ thiết bị chạy chậm và không được dùng",
    what_to_do: "cần làm",
    reasons: "Lý do",
    warnings: "Sai lệch và cảnh báo",
    certificate: "Chứng nhận",
    signed_by: "ký bằng khóa",
    issuer: "nơi cấp",
    issued: "ngày cấp",
    valid_from: "có giá trị từ",
    expires: "hết hạn",
    key_id: "mã khóa",
    algorithm: "thuật toán",
    layers: "các lớp, tính bằng byte",
    revocation_hashes: "Mã băm thu hồi",
    reading_ended: "việc đọc dừng ở",
    identity_only: "Định danh, chưa được ai xác thực",
    document: "giấy tờ",
    holder_sees: "người giữ thấy",
    staff_sees: "nhân viên thấy",
    scan: "Quét mã, kết quả hiện ngay; nội dung nhập không hiển thị. Kết thúc: Ctrl-D.",
    scan_together: "Quét một đến bốn mã của một người rồi nhấn Enter; nội dung nhập không hiển thị. Kết thúc: Ctrl-D.",
    no_code: "không đọc được mã nào",
    page: "trang",
    password: "mật khẩu:",
    password_wanted: "PDF cần mật khẩu: hãy dùng --password",
    password_wrong: "mật khẩu không mở được PDF",
    for_ever: "không giới hạn thời gian",
    next: "sau đó",
    not_counted: "không được tính",
};
