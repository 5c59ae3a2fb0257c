//! What comes of comparing two identities, with a stable code for every reason.

use serde::Serialize;

use super::Dates;
use super::names::Names;

/// Whether two identities are one person's. The order is that of likelihood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "persons", content = "because", rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Comparison {
    /// They are, as far as names and dates can tell.
    Same(SameBecause),
    /// They may be: for a person to decide.
    Perhaps(PerhapsBecause),
    /// They are not.
    Different(DifferentBecause),
}

impl Comparison {
    /// Every comparison there is.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let same = SameBecause::ALL.iter().copied().map(Self::Same);
        let perhaps = PerhapsBecause::ALL.iter().copied().map(Self::Perhaps);
        let different = DifferentBecause::ALL.iter().copied().map(Self::Different);
        same.chain(perhaps).chain(different).collect()
    }

    /// The stable code of the reason; no two comparisons share one.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Same(because) => because.code(),
            Self::Perhaps(because) => because.code(),
            Self::Different(because) => because.code(),
        }
    }

    /// Whether the two say things of a person that do not go together, as opposed to saying too little.
    #[must_use]
    pub fn contradicts(self) -> bool {
        match self {
            Self::Same(_) => false,
            Self::Different(_) => true,
            Self::Perhaps(because) => match because {
                PerhapsBecause::DayAndMonthSwapped
                | PerhapsBecause::MarksDiffer
                | PerhapsBecause::SpellingDiffers
                | PerhapsBecause::NamesOverlap
                | PerhapsBecause::FamilyNamesDiffer => true,
                PerhapsBecause::BirthDateUnknown
                | PerhapsBecause::BirthDatePartial
                | PerhapsBecause::InitialsOnly
                | PerhapsBecause::NamePartMissing
                | PerhapsBecause::NameUnknown
                | PerhapsBecause::ScriptsDiffer => false,
            },
        }
    }
}

macro_rules! reasons {
    ($(#[$enum_doc:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$enum_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        pub enum $name { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it stands in JSON and on the command line.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

reasons! {
    /// Why two identities are one person's, the strongest reason first. The dates of birth agree in all of them.
    SameBecause {
        /// The names are the same, but for capitals, titles and spaces.
        NamesEqual = "names-equal",
        /// They are the same once both are written in the letters A to Z.
        NamesTransliterated = "names-equal-transliterated",
        /// They are the same words in another order, or in other fields.
        NamesReordered = "names-reordered",
        /// One leaves out some of the names of the other and says nothing else.
        NamesShortened = "names-shortened",
        /// The names are the same, and what is known of one date of birth agrees with the other.
        BirthDateAgrees = "birth-date-agrees",
    }
}

reasons! {
    /// Why two identities may be one person's.
    PerhapsBecause {
        /// The names agree; a date of birth is not known.
        BirthDateUnknown = "birth-date-unknown",
        /// The names agree, but are not the same, and a date of birth is known in part only.
        BirthDatePartial = "birth-date-partial",
        /// The names are the same; the dates are, once day and month change places.
        DayAndMonthSwapped = "birth-date-day-month",
        /// The names differ in nothing but the marks on letters that tell Vietnamese names apart.
        MarksDiffer = "names-marks-differ",
        /// The names differ in one letter, or their transliterations contradict each other.
        SpellingDiffers = "names-spelled-differently",
        /// A name is abbreviated to its first letter.
        InitialsOnly = "names-initials-only",
        /// One lacks the family name or the given name of the other.
        NamePartMissing = "name-part-missing",
        /// One has no name at all.
        NameUnknown = "name-unknown",
        /// The names are in scripts that cannot be compared here.
        ScriptsDiffer = "names-scripts-differ",
        /// They share a name, and each has one that the other has not.
        NamesOverlap = "names-overlap",
        /// The given names agree and the family names differ, as after a marriage.
        FamilyNamesDiffer = "family-names-differ",
    }
}

reasons! {
    /// Why two identities are not one person's.
    DifferentBecause {
        /// The dates of birth exclude each other.
        BirthDates = "birth-dates-differ",
        /// The family names agree and the given names differ, as those of twins do.
        GivenNames = "given-names-differ",
        /// The names have nothing in common.
        Names = "names-differ",
    }
}

/// What follows from names and dates together.
pub(super) fn judge(names: Names, dates: Dates) -> Comparison {
    match (dates, names) {
        (Dates::Exclude, _) => Comparison::Different(DifferentBecause::BirthDates),
        (Dates::Swapped, Names::Agree(agreed)) if agreed < SameBecause::NamesShortened => {
            Comparison::Perhaps(PerhapsBecause::DayAndMonthSwapped)
        }
        (Dates::Swapped, _) => Comparison::Different(DifferentBecause::BirthDates),
        (_, Names::Differ(because)) => Comparison::Different(because),
        (Dates::Unknown, Names::Agree(_)) => Comparison::Perhaps(PerhapsBecause::BirthDateUnknown),
        (_, Names::Unclear(because)) => Comparison::Perhaps(because),
        (Dates::Equal, Names::Agree(agreed)) => Comparison::Same(agreed),
        (Dates::Agree, Names::Agree(SameBecause::NamesShortened)) => {
            Comparison::Perhaps(PerhapsBecause::BirthDatePartial)
        }
        (Dates::Agree, Names::Agree(_)) => Comparison::Same(SameBecause::BirthDateAgrees),
    }
}
