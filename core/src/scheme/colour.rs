//! The colours and shapes that a scheme may give.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A colour. What it means, its scheme says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Colour {
    /// Black.
    Black,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Red.
    Red,
}

/// A shape that is shown with a colour, for those who do not see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Shape {
    /// A disc.
    Circle,
    /// A triangle that points up.
    Triangle,
    /// A square on its side.
    Square,
    /// A square on its corner.
    Diamond,
    /// A tick.
    Tick,
    /// Two bars across each other.
    Cross,
}

impl Colour {
    /// All colours.
    pub const ALL: [Self; 4] = [Self::Black, Self::Yellow, Self::Green, Self::Red];

    /// Its name, as it stands in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Black => "black",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Red => "red",
        }
    }

    /// The colour of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == name)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl Shape {
    /// All shapes.
    pub const ALL: [Self; 6] = [Self::Circle, Self::Triangle, Self::Square, Self::Diamond, Self::Tick, Self::Cross];

    /// Its name, as it stands in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Triangle => "triangle",
            Self::Square => "square",
            Self::Diamond => "diamond",
            Self::Tick => "tick",
            Self::Cross => "cross",
        }
    }

    /// The shape of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.name() == name)
    }
}
