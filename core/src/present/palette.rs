//! Colours that can be told apart: every pair of them that meets has the contrast that reading needs.

use crate::scheme::Colour;

/// The least contrast of modules on their ground and of words on their band (WCAG 2.2, criterion 1.4.6).
pub const LEAST_CONTRAST: f64 = 7.0;

/// A colour of a screen (sRGB).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// How light it is, 0 to 1 (WCAG 2.2, relative luminance).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// How well two colours can be told apart, 1 to 21 (WCAG 2.2, contrast ratio).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(two) / one.min(two)
    }

    /// As SVG writes it: `#rrggbb`.
    pub(super) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Why colours make no palette.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ContrastError {
    /// Two colours that meet are too much alike.
    #[error("a contrast of {found:.2}, at least {least} is needed")]
    TooLow {
        /// Of the two.
        found: f64,
        /// [`LEAST_CONTRAST`].
        least: f64,
    },
    /// Light modules on a dark ground, which many scanners do not read.
    #[error("the modules are lighter than their ground")]
    Inverted,
}

/// A colour to write with on another that can be read there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    ink: Rgb,
    ground: Rgb,
}

impl Pair {
    /// Two colours of enough contrast.
    ///
    /// # Errors
    /// [`ContrastError::TooLow`].
    pub fn new(ink: Rgb, ground: Rgb) -> Result<Self, ContrastError> {
        let (found, least) = (ink.contrast(ground), LEAST_CONTRAST);
        if found < least { Err(ContrastError::TooLow { found, least }) } else { Ok(Self { ink, ground }) }
    }

    /// The colour of what is written.
    #[must_use]
    pub const fn ink(self) -> Rgb {
        self.ink
    }

    /// The colour that it stands on.
    #[must_use]
    pub const fn ground(self) -> Rgb {
        self.ground
    }
}

/// All colours of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    modules: Pair,
    black: Pair,
    yellow: Pair,
    green: Pair,
    red: Pair,
}

impl Palette {
    /// Colours of the modules and of the four bands, in the order of [`Colour::ALL`].
    ///
    /// # Errors
    /// [`ContrastError::Inverted`]; too low a contrast was refused with its pair.
    pub fn new(modules: Pair, bands: [Pair; 4]) -> Result<Self, ContrastError> {
        if modules.ink.luminance() > modules.ground.luminance() {
            return Err(ContrastError::Inverted);
        }
        let [black, yellow, green, red] = bands;
        Ok(Self { modules, black, yellow, green, red })
    }

    /// The modules on their ground.
    #[must_use]
    pub const fn modules(&self) -> Pair {
        self.modules
    }

    /// Word and shape on the band of a colour; the frame has the band's ground.
    #[must_use]
    pub const fn band(&self, colour: Colour) -> Pair {
        match colour {
            Colour::Black => self.black,
            Colour::Yellow => self.yellow,
            Colour::Green => self.green,
            Colour::Red => self.red,
        }
    }
}

impl Default for Palette {
    /// Four colours that also differ in brightness, for eyes that see no hue and for prints in grey.
    fn default() -> Self {
        let [black, white] = [Rgb(0, 0, 0), Rgb(255, 255, 255)];
        Self {
            modules: Pair { ink: black, ground: white },
            black: Pair { ink: white, ground: black },
            yellow: Pair { ink: black, ground: Rgb(255, 212, 0) },
            green: Pair { ink: black, ground: Rgb(34, 179, 94) },
            red: Pair { ink: white, ground: Rgb(158, 27, 34) },
        }
    }
}
