//! Titles and what else stands beside a name without being one.

use super::words::capitals;

/// Never a name beside others, with or without full stops.
const TITLES: &str = "BC BCA BSC CSC DIPLING DIS DOC DOCTOR DOKTOR DR DRHC DRSC FRAU HERR ICDR ING JR JUDR LLB LLM MBA \
    MDDR MGA MGR MISS MLLE MME MPH MR MRS MS MSC MUDR MVDR PAEDDR PGS PHARMDR PHD PHDR PRIVDOZ PROF PROFDR PROFESSOR \
    RNDR RSDR SIR SR THDR THLIC THMGR THS UNIVPROF";

/// Titles where they end with a full stop; names of people otherwise.
const ABBREVIATED: &str = "BS CKI DIPL DOZ GEB GS HC JUN KS LIC MAG MD MED PD PRIV ROZ SEN TS";

/// The younger and the elder, in Czech; `St.` is a saint.
const GENERATION: &str = "ml. st.";

/// What follows a title: of which subject it is, and that another follows.
const SUBJECTS: &str = "ARCH C DENT ET H HABIL HC IUR JUR MED MULT NAT OEC PHIL POL RER SC TECHN VET";

/// What follows a name and tells generations apart, or begins the name of birth.
const BEHIND: &str = "II III IV NEE NÉE";

/// The pieces of a name that are no titles, abbreviations taken apart.
pub(super) fn without<'t>(chunks: &[&'t str]) -> Vec<&'t str> {
    let mut kept = Vec::new();
    let mut titled = false;
    let mut rest = chunks.iter().peekable();
    while let Some(chunk) = rest.next() {
        if capitals(chunk) == "PH" && rest.next_if(|next| capitals(next) == "D").is_some() {
            continue;
        }
        if is_title(chunk) {
            titled = true;
            continue;
        }
        let pieces = chunk.split_inclusive('.').filter(|piece| !capitals(piece).is_empty());
        for piece in pieces {
            let name = capitals(piece);
            let small = piece.ends_with('.') || !piece.contains(char::is_uppercase);
            if is_title(piece) {
                titled = true;
            } else if !(titled && small && is_in(SUBJECTS, &name) || !kept.is_empty() && is_in(BEHIND, &name)) {
                kept.push(piece);
            }
        }
    }
    kept
}

fn is_title(piece: &str) -> bool {
    let name = capitals(piece);
    is_in(TITLES, &name) || (piece.ends_with('.') && is_in(ABBREVIATED, &name)) || is_in(GENERATION, piece)
}

fn is_in(list: &str, name: &str) -> bool {
    list.split(' ').any(|known| known == name)
}
