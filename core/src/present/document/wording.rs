//! The words that stand on every page, in Czech, Vietnamese and English.

use crate::verdict::texts::Language;

/// Titles and labels of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The page's title.
    pub title: &'static str,
    /// Before the holder's name.
    pub name: &'static str,
    /// Before the date of birth.
    pub born: &'static str,
    /// Before what is certified.
    pub what: &'static str,
    /// Before the day of it.
    pub when: &'static str,
    /// Before the issuer.
    pub issuer: &'static str,
    /// Before the certificate's identifier.
    pub identifier: &'static str,
    /// Before the word of a status.
    pub status: &'static str,
    /// What a screen reader says in the code's place.
    pub code: &'static str,
    /// The small print.
    pub note: &'static str,
}

/// The words of a language.
#[must_use]
pub const fn wording(language: Language) -> Wording {
    match language {
        Language::Cs => Wording {
            title: "Zdravotní certifikát",
            name: "Jméno",
            born: "Datum narození",
            what: "Co osvědčuje",
            when: "Datum",
            issuer: "Vydal",
            identifier: "Identifikátor",
            status: "Stav",
            code: "QR kód certifikátu pro čtečku kontroly",
            note: "Platí to, co je v kódu. Barva a text na této stránce jsou jen pro vás, kontrola je z ní nečte.",
        },
        Language::Vi => Wording {
            title: "Giấy chứng nhận y tế",
            name: "Họ và tên",
            born: "Ngày sinh",
            what: "Nội dung chứng nhận",
            when: "Ngày",
            issuer: "Nơi cấp",
            identifier: "Mã số",
            status: "Trạng thái",
            code: "Mã QR của giấy chứng nhận, dành cho máy quét khi kiểm tra",
            note: "Chỉ nội dung trong mã QR có giá trị. Màu sắc và chữ trên trang này chỉ để bạn xem; khi kiểm tra, máy \
                   quét không đọc chúng.",
        },
        Language::En => Wording {
            title: "Health certificate",
            name: "Name",
            born: "Date of birth",
            what: "What it certifies",
            when: "Date",
            issuer: "Issued by",
            identifier: "Identifier",
            status: "Status",
            code: "QR code of the certificate, for the scanner of whoever checks it",
            note: "What counts is in the code. Colour and text on this page are for you; a check does not read them.",
        },
    }
}
