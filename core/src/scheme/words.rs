//! What the fields of a record are called, for holders.

use super::{CompleteBy, RecordField};
use crate::verdict::Language;

/// The name of a field.
pub(super) fn field(field: RecordField, language: Language) -> &'static str {
    let [cs, vi, en] = match field {
        RecordField::Doses => ["počet dávek", "số mũi tiêm", "doses"],
        RecordField::FirstDoseOn => ["první dávka", "mũi tiêm đầu tiên", "first dose"],
        RecordField::LastDoseOn => ["poslední dávka", "mũi tiêm gần nhất", "last dose"],
        RecordField::CompletedOn => ["očkování dokončeno", "ngày tiêm đủ liều", "course complete"],
        RecordField::CompleteBy => ["dokončeno čím", "đủ liều theo", "complete by"],
        RecordField::BoosterOn => ["posilující dávka", "mũi nhắc lại", "booster"],
        RecordField::RecoveredFrom => ["první pozitivní test", "xét nghiệm dương tính đầu tiên", "first positive test"],
        RecordField::PcrNegativeAt => ["negativní PCR test", "xét nghiệm PCR âm tính", "negative PCR test"],
        RecordField::AntigenNegativeAt => {
            ["negativní antigenní test", "xét nghiệm kháng nguyên âm tính", "negative antigen test"]
        }
        RecordField::BornLatest => {
            ["datum narození, nejpozději", "ngày sinh, muộn nhất", "date of birth, at the latest"]
        }
    };
    language.pick([cs, en, vi])
}

/// How a course became complete.
pub(super) fn complete_by(by: CompleteBy, language: Language) -> &'static str {
    let [cs, vi, en] = match by {
        CompleteBy::SingleDose => ["jednodávková vakcína", "vắc xin một mũi", "a single-dose product"],
        CompleteBy::Series => ["všechny dávky", "đủ số mũi", "all doses of the series"],
        CompleteBy::RecoveryPlusOne => {
            ["prodělaná nemoc a jedna dávka", "khỏi bệnh và một mũi", "recovery and one dose"]
        }
    };
    language.pick([cs, en, vi])
}
