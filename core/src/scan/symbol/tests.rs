//! Whole symbols, made by an encoder that is not ours, clean and damaged.

#![expect(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "the numbers of these tests are small")]

use fast_qr::{ECL, Mode, QRBuilder};
use proptest::prelude::*;

use super::format::Mask;
use super::*;

const LEVELS: [(ErrorCorrection, ECL); 4] = [
    (ErrorCorrection::Low, ECL::L),
    (ErrorCorrection::Medium, ECL::M),
    (ErrorCorrection::Quartile, ECL::Q),
    (ErrorCorrection::High, ECL::H),
];

/// A symbol as soft modules, with what it says of itself.
struct Symbol {
    soft: Vec<f32>,
    version: Version,
    format: Format,
}

impl Symbol {
    fn of(content: &str, mode: Mode, number: u8, level: usize, mask: u8) -> Self {
        let (level, ecl) = LEVELS[level];
        let mut builder = QRBuilder::new(content);
        builder.mode(mode).ecl(ecl).version(fast_version(number)).mask(fast_mask(mask));
        let code = builder.build().unwrap();
        let modules = &code.data[..code.size * code.size];
        Self {
            soft: modules.iter().map(|module| if module.value() { -1.0 } else { 1.0 }).collect(),
            version: Version::new(number).unwrap(),
            format: Format { level, mask: Mask::new(mask).unwrap() },
        }
    }

    fn read(&self, soft: &[f32], effort: Effort, progress: &mut Progress) -> Outcome {
        Reader::new().decode(soft, self.version, self.format, effort, progress, &endless())
    }

    /// The modules with noise of this standard deviation.
    fn noisy(&self, deviation: f32, noise: &mut Noise) -> Vec<f32> {
        self.soft.iter().map(|value| value + deviation * noise.normal()).collect()
    }

    /// The modules with those of a rectangle so faint that chance decides.
    fn faint(&self, rows: std::ops::Range<f32>, noise: &mut Noise) -> Vec<f32> {
        let side = self.version.side();
        let inside = |module: usize| rows.contains(&((module / side) as f32 / side as f32));
        let spoil = |(module, value): (usize, &f32)| if inside(module) { 0.2 * noise.normal() } else { *value };
        self.soft.iter().enumerate().map(spoil).collect()
    }
}

fn fast_version(number: u8) -> fast_qr::Version {
    use fast_qr::Version::*;
    [
        V01, V02, V03, V04, V05, V06, V07, V08, V09, V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V22,
        V23, V24, V25, V26, V27, V28, V29, V30, V31, V32, V33, V34, V35, V36, V37, V38, V39, V40,
    ][usize::from(number) - 1]
}

fn fast_mask(mask: u8) -> fast_qr::Mask {
    use fast_qr::Mask::*;
    [Checkerboard, HorizontalLines, VerticalLines, DiagonalLines, LargeCheckerboard, Fields, Diamonds, Meadow]
        [usize::from(mask)]
}

/// Noise that is the same in every run.
pub(in crate::scan) struct Noise(u64);

impl Noise {
    pub(in crate::scan) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(in crate::scan) fn below(&mut self, end: usize) -> usize {
        ((self.bits() >> 32) as usize * end) >> 32
    }

    pub(in crate::scan) fn normal(&mut self) -> f32 {
        let mut unit = || ((self.bits() >> 40) as f32 + 0.5) / (1_u32 << 24) as f32;
        (-2.0 * unit().ln()).sqrt() * (std::f32::consts::TAU * unit()).cos()
    }
}

/// A text of this length that fills a symbol with what looks like a certificate.
fn certificate(length: usize, seed: u64) -> String {
    let mut noise = Noise::new(seed);
    let alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let rest = (4..length).map(|_| char::from(alphabet[noise.below(45)]));
    "HC1:".chars().chain(rest).collect()
}

fn whole(outcome: Outcome) -> Content {
    match outcome {
        Outcome::Whole(content) => content,
        other => panic!("not read: {other:?}"),
    }
}

#[test]
fn every_version_and_level_is_read_back() {
    let mut reader = Reader::new();
    let mut progress = Progress::new();
    let contents = [(Mode::Byte, "b-ä"), (Mode::Numeric, "0123456"), (Mode::Alphanumeric, "HC1:6BFOX")];
    for (number, level) in (1..=40).flat_map(|number| (0..4).map(move |level| (number, level))) {
        let (mode, content) = contents[(usize::from(number) + level) % 3];
        let symbol = Symbol::of(content, mode, number, level, number % 8);
        let guess = Reader::format(&symbol.soft, symbol.version.side());
        assert_eq!((guess.format(), guess.mask.bit().trailing_zeros()), (symbol.format, u32::from(number % 8)));
        assert!(guess.certainty > 0.999, "{}", guess.certainty);
        let found =
            whole(reader.decode(&symbol.soft, symbol.version, symbol.format, Effort::Hard, &mut progress, &endless()));
        assert_eq!(found.text.as_deref(), Some(content), "{number} {level}");
        assert_eq!((found.corrected, found.version, found.level), (0, symbol.version, symbol.format.level));
        assert_eq!(reader.agreement(&symbol.soft, &progress), 1.0);
    }
}

#[test]
fn symbols_say_their_version() {
    for number in 7..=40 {
        let symbol = Symbol::of("VERSION", Mode::Alphanumeric, number, 0, 0);
        let side = symbol.version.side();
        let far = |bit| side - 11 + bit % 3;
        for place in [|far, near, side| near * side + far, |far, near, side| far * side + near] {
            let soft = std::array::from_fn(|bit| symbol.soft[place(far(bit), bit / 3, side)]);
            assert_eq!(Reader::version_information(&soft), (symbol.version, 0));
        }
    }
}

#[test]
fn every_mask_is_read_back_and_full_symbols_are() {
    for mask in 0..8 {
        let symbol = Symbol::of("MASK", Mode::Alphanumeric, 2, 2, mask);
        let found = whole(symbol.read(&symbol.soft, Effort::Hard, &mut Progress::new()));
        assert_eq!(found.text.as_deref(), Some("MASK"), "{mask}");
    }
    for (number, level, length) in [(1, 0, 25), (9, 2, 189), (10, 0, 395), (27, 1, 1637), (40, 0, 4296), (40, 3, 1852)]
    {
        let text = certificate(length, 1);
        let symbol = Symbol::of(&text, Mode::Alphanumeric, number, level, 3);
        let found = whole(symbol.read(&symbol.soft, Effort::Hard, &mut Progress::new()));
        assert_eq!(found.text, Some(text), "{number} {level}");
    }
}

#[test]
fn damage_is_corrected_and_counted_and_erasures_reach_farther() {
    let text = certificate(300, 2);
    let symbol = Symbol::of(&text, Mode::Alphanumeric, 14, 2, 5);
    let (mut hard, mut erasures) = (0, 0);
    for seed in 0..24 {
        let soft = symbol.faint(0.3..0.3 + 0.02 * seed as f32, &mut Noise::new(seed));
        let mut progress = Progress::new();
        let by_sign = symbol.read(&soft, Effort::Hard, &mut Progress::new());
        if let Outcome::Whole(content) = &by_sign {
            hard += 1;
            assert_eq!(content.text.as_deref(), Some(text.as_str()));
        }
        if let Outcome::Whole(content) = symbol.read(&soft, Effort::Erasures, &mut progress) {
            erasures += 1;
            assert_eq!(content.text.as_deref(), Some(text.as_str()));
            assert_eq!(progress.erased() > 0, !matches!(by_sign, Outcome::Whole(_)));
            assert_eq!(content.corrected, progress.corrected());
            let agreement = Reader::new().agreement(&soft, &progress);
            assert!((LEAST_AGREEMENT..=1.0).contains(&agreement), "{agreement}");
        }
    }
    assert!(hard >= 8 && erasures >= hard + 4, "{hard} by sign, {erasures} with erasures");
}

#[test]
fn frames_of_one_symbol_are_put_together() {
    let text = certificate(700, 3);
    let symbol = Symbol::of(&text, Mode::Alphanumeric, 20, 1, 0);
    let mut progress = Progress::new();
    let mut parts = 0;
    for seed in 0..40 {
        let soft = symbol.noisy(0.54, &mut Noise::new(seed));
        let alone = symbol.read(&soft, Effort::Erasures, &mut Progress::new());
        assert!(!matches!(alone, Outcome::Whole(_)), "frame {seed} can be read alone: too little noise for this test");
        match symbol.read(&soft, Effort::Erasures, &mut progress) {
            Outcome::Whole(content) => {
                assert_eq!(content.text, Some(text));
                assert!(parts > 0);
                return;
            }
            Outcome::Part => parts += 1,
            Outcome::Nothing => {}
        }
    }
    panic!("{} of {} blocks read", progress.blocks_done(), progress.blocks());
}

#[test]
fn two_symbols_are_never_put_together() {
    let texts = [certificate(300, 4), certificate(300, 5)];
    // Alike but for one character, as labels with running numbers are.
    let mut alike = texts[0].clone();
    alike.replace_range(299.., if alike.ends_with('X') { "Y" } else { "X" });
    for other in [&texts[1], &alike] {
        let [first, second] = [&texts[0], other].map(|text| Symbol::of(text, Mode::Alphanumeric, 14, 2, 5));
        let mut progress = Progress::new();
        let half = first.faint(0.2..0.52, &mut Noise::new(1));
        assert_eq!(first.read(&half, Effort::Erasures, &mut progress), Outcome::Part);
        let found = whole(second.read(&second.soft, Effort::Hard, &mut progress));
        assert_eq!(found.text.as_ref(), Some(other));
    }
}

#[test]
fn bad_modules_spoil_no_progress() {
    let text = certificate(300, 6);
    let symbol = Symbol::of(&text, Mode::Alphanumeric, 14, 2, 5);
    let mut progress = Progress::new();
    let half = symbol.faint(0.2..0.52, &mut Noise::new(1));
    assert_eq!(symbol.read(&half, Effort::Erasures, &mut progress), Outcome::Part);
    let done = progress.blocks_done();
    let noise: Vec<f32> = symbol.soft.iter().map(|_| 0.0).collect();
    let mut reader = Reader::new();
    for (version, effort) in [(14, Effort::Erasures), (15, Effort::Hard)] {
        let version = Version::new(version).unwrap();
        assert_eq!(reader.decode(&noise, version, symbol.format, effort, &mut progress, &endless()), Outcome::Nothing);
    }
    assert_eq!((progress.blocks_done(), progress.version()), (done, symbol.version));
}

#[test]
fn known_modules_are_those_of_the_blocks_read() {
    let text = certificate(300, 7);
    let symbol = Symbol::of(&text, Mode::Alphanumeric, 14, 2, 5);
    let mut reader = Reader::new();
    let mut known = vec![7; symbol.soft.len()];
    for (soft, all) in [(symbol.faint(0.2..0.52, &mut Noise::new(1)), false), (symbol.soft.clone(), true)] {
        let mut progress = Progress::new();
        let _ = symbol.read(&soft, Effort::Erasures, &mut progress);
        reader.known_modules(&progress, &mut known);
        let count = known.iter().filter(|known| **known != 0).count();
        let share = progress.blocks_done() as f32 / progress.blocks() as f32;
        let data = reader.layout(symbol.version).order.len() as f32;
        assert!((count as f32 - share * data).abs() < 0.02 * data, "{count} of {data}");
        assert_eq!(progress.blocks_done() == progress.blocks(), all);
        for (known, soft) in known.iter().zip(&symbol.soft) {
            assert!(*known == 0 || f32::from(*known) == *soft);
        }
    }
    let mut short = vec![7; 3];
    reader.known_modules(&Progress::new(), &mut short);
    assert_eq!(short, [0, 0, 0]);
}

#[test]
fn modules_of_another_number_are_nothing() {
    let symbol = Symbol::of("SIZE", Mode::Alphanumeric, 2, 2, 1);
    for length in [0, 1, symbol.soft.len() - 1, symbol.soft.len() + 1] {
        let soft = vec![-1.0; length];
        assert_eq!(symbol.read(&soft, Effort::Erasures, &mut Progress::new()), Outcome::Nothing);
        assert_eq!(Reader::new().agreement(&soft, &Progress::new()), 0.0);
        let _ = Reader::format(&soft, 25);
    }
    let odd = vec![f32::NAN; symbol.soft.len()];
    assert!(!matches!(symbol.read(&odd, Effort::Erasures, &mut Progress::new()), Outcome::Whole(_)));
    assert!(Reader::format(&odd, 25).certainty <= 1.0);
}

/// Noise as a sampler might see it: even, near zero, and with the strong values of a picture that shows something else. Most
/// of it in the smallest versions, whose parity tells least.
#[test]
fn noise_is_no_symbol() {
    let mut reader = Reader::new();
    let mut noise = Noise::new(8);
    let mut soft = Vec::new();
    for (number, rounds) in [(1, 9_000), (2, 6_000), (3, 3_000), (4, 1_000), (5, 1_000), (6, 1_000)] {
        let version = Version::new(number).unwrap();
        for round in 0..rounds {
            let format = Format { level: LEVELS[round % 4].0, mask: Mask::new((round / 4 % 8) as u8).unwrap() };
            soft.clear();
            soft.extend((0..version.side().pow(2)).map(|_| match round % 3 {
                0 => noise.below(2001) as f32 / 1000.0 - 1.0,
                1 => noise.normal(),
                _ => [-1.0, 1.0][noise.below(2)],
            }));
            let effort = if round / 32 % 6 == 0 { Effort::Erasures } else { Effort::Hard };
            let outcome = reader.decode(&soft, version, format, effort, &mut Progress::new(), &endless());
            assert!(!matches!(outcome, Outcome::Whole(_)), "{version:?} {format:?} {outcome:?}");
        }
    }
}

/// Every reading of a symbol is right or none, however damaged it is.
#[test]
fn damage_never_makes_another_text() {
    for (number, level, length) in [(1, 0, 20), (1, 3, 8), (2, 0, 40), (3, 0, 60), (4, 2, 60), (6, 1, 140), (7, 2, 110)]
    {
        let text = certificate(length, 9);
        let symbol = Symbol::of(&text, Mode::Alphanumeric, number, level, 2);
        let mut read = 0;
        for seed in 0..150 {
            let mut noise = Noise::new(seed);
            let soft = match seed % 3 {
                0 => symbol.noisy(0.3 + 0.004 * seed as f32, &mut noise),
                1 => symbol.faint(0.4..0.4 + 0.004 * seed as f32, &mut noise),
                _ => {
                    let gone = noise.below(symbol.soft.len() / 3);
                    let mut soft = symbol.soft.clone();
                    (0..gone).for_each(|_| soft[noise.below(symbol.soft.len())] *= -1.0);
                    soft
                }
            };
            if let Outcome::Whole(content) = symbol.read(&soft, Effort::Erasures, &mut Progress::new()) {
                assert_eq!(content.text.as_deref(), Some(text.as_str()), "{number} {level} {seed}");
                read += 1;
            }
        }
        assert!((5..=140).contains(&read), "{read} of 150 read: the damage is not what this test is about");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_are_read_back(content in "[ -~]{1,200}", number in 12_u8..=16, level in 0_usize..3, mask in 0_u8..8) {
        let symbol = Symbol::of(&content, Mode::Byte, number, level, mask);
        let found = whole(symbol.read(&symbol.soft, Effort::Hard, &mut Progress::new()));
        prop_assert_eq!(&found.bytes, content.as_bytes());
        prop_assert_eq!(found.text, Some(content));
    }
}

#[test]
fn the_layouts_used_last_are_kept() {
    let mut layouts = Layouts::new();
    let [one, two, three, four] = [1, 2, 3, 40].map(|number| Version::new(number).unwrap());
    for version in [one, two, one, three, two, one, four, one, three, four] {
        let layout = layouts.of(version);
        assert_eq!((layout.version(), layout.side), (Some(version), version.side()));
    }
    let Layouts(kept) = &layouts;
    assert_eq!(kept.each_ref().map(Layout::version), [Some(four), Some(three), Some(one)]);
}

/// A budget that is never spent.
fn endless() -> Budget<'static> {
    Budget::new(&|| std::time::Duration::ZERO, std::time::Duration::MAX)
}
