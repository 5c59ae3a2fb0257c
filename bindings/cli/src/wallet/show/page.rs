//! What a certificate says, as the lines of a page to print.

use semafor_core::certificate::{Certificate, Entry, Icvp, Payload, Recovery, Test, Vaccination};
use semafor_core::present::document::wording::{Wording, wording};
use semafor_core::present::document::{Document, DocumentError, DocumentField, pdf};
use semafor_core::present::{Code, Frame, Palette};
use semafor_core::verdict::Language;

use super::words::{dose, result};
use crate::words;

/// The page as PDF.
pub(super) fn page(
    code: &Code,
    certificate: Option<&Certificate>,
    frame: Option<&Frame>,
    language: Language,
) -> Result<Vec<u8>, DocumentError> {
    let words = wording(language);
    let mut fields = certificate.map(|certificate| fields(certificate, &words, language)).unwrap_or_default();
    if let Some(frame) = frame {
        fields.push(field(words.status, frame.word.clone()));
    }
    let document = Document {
        language,
        title: words.title,
        code,
        alternative: words.code,
        frame,
        fields: &fields,
        note: words.note,
    };
    pdf(&document, &Palette::default())
}

fn fields(certificate: &Certificate, words: &Wording, language: Language) -> Vec<DocumentField> {
    let (details, when) = event(&certificate.payload, language);
    let what = std::iter::once(words::kind(certificate.kind(), language).to_owned()).chain(details);
    let issuer = issuer(certificate);
    let lines = [
        (words.name, Some(certificate.holder_name())),
        (words.born, Some(certificate.birth_date().to_string())),
        (words.what, Some(what.collect::<Vec<_>>().join(", "))),
        (words.when, when),
        (words.issuer, issuer),
        (words.identifier, certificate.identifier().map(str::to_owned)),
    ];
    let has_value = |value: &String| !value.trim().is_empty();
    lines.into_iter().filter_map(|(label, value)| Some(field(label, value.filter(has_value)?))).collect()
}

fn field(label: &str, value: String) -> DocumentField {
    DocumentField { label: label.to_owned(), value }
}

/// Who issued it, as the certificate words it, else the code that signed it.
fn issuer(certificate: &Certificate) -> Option<String> {
    let written = match &certificate.payload {
        Payload::Dcc(dcc) => match &dcc.entry {
            Entry::Vaccination(Vaccination { certificate_issuer, .. })
            | Entry::Test(Test { certificate_issuer, .. })
            | Entry::Recovery(Recovery { certificate_issuer, .. }) => certificate_issuer,
        },
        Payload::Icvp(icvp) => &icvp.dose.issuer,
    };
    let written = written.iter().cloned();
    let country = certificate.payload_country().or(certificate.claims.issuer.as_deref()).map(str::to_owned);
    let parts: Vec<_> = written.chain(country).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What it certifies beside its type, and when that was.
fn event(payload: &Payload, language: Language) -> (Vec<String>, Option<String>) {
    let (details, when) = match payload {
        Payload::Icvp(Icvp { dose, .. }) => {
            (vec![dose.product.clone(), dose.batch.clone()], dose.date.map(|date| date.to_string()))
        }
        Payload::Dcc(dcc) => match &dcc.entry {
            Entry::Vaccination(vaccination) => {
                let number = |number: Option<i64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
                let doses = (vaccination.dose.is_some() || vaccination.doses.is_some())
                    .then(|| format!("{} {}/{}", dose(language), number(vaccination.dose), number(vaccination.doses)));
                (vec![doses, vaccination.product.clone()], vaccination.date.map(|date| date.to_string()))
            }
            Entry::Test(test) => {
                let said = |code: &String| result(code, language).map_or_else(|| code.clone(), str::to_owned);
                let details = vec![test.result.as_ref().map(said), test.test_name.clone()];
                (details, test.sampled_at.map(|at| at.to_string()))
            }
            Entry::Recovery(recovery) => (Vec::new(), recovery.first_positive.map(|date| date.to_string())),
        },
    };
    (details.into_iter().flatten().collect(), when)
}
