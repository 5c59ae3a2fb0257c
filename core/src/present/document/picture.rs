//! The code and its frame on the page, drawn as areas.

use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::surface::Surface;

use super::font::Fonts;
use super::page::{draw_text, fill};
use crate::present::layout::Layout;
use crate::present::shape::FIELD;
use crate::present::{Code, Frame, Palette};

/// Draws the picture `width` points wide from its top left, and says how high it is.
pub(super) fn draw(
    surface: &mut Surface<'_>,
    fonts: &Fonts,
    code: &Code,
    frame: Option<&Frame>,
    palette: &Palette,
    at: Point,
    width: f32,
) -> f32 {
    let layout = Layout::of(code, frame);
    let grid = Grid { at, module: width / number(layout.width) };
    if let Some(frame) = frame {
        grid.band(surface, fonts, frame, palette, &layout);
    }
    let ground = layout.width.saturating_sub(layout.rim.saturating_mul(2));
    let modules = palette.modules();
    surface.set_fill(Some(fill(modules.ground())));
    grid.area(surface, layout.rim, layout.band, ground, ground);
    surface.set_fill(Some(fill(modules.ink())));
    if let Some(path) = grid.modules(code, layout.code) {
        surface.draw_path(&path);
    }
    number(layout.height) * grid.module
}

struct Grid {
    at: Point,
    /// Points of a module's side.
    module: f32,
}

impl Grid {
    fn rect(&self, x: usize, y: usize, width: usize, height: usize, overlap: f32) -> Option<Rect> {
        let (left, top) = (self.at.x + number(x) * self.module, self.at.y + number(y) * self.module);
        let (width, height) = (number(width) * self.module, number(height) * self.module);
        Rect::from_xywh(left, top, width, height + overlap)
    }

    fn area(&self, surface: &mut Surface<'_>, x: usize, y: usize, width: usize, height: usize) {
        let mut path = PathBuilder::new();
        if let Some(rect) = self.rect(x, y, width, height, 0.0) {
            path.push_rect(rect);
        }
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }

    /// The dark stretches of all rows as one path. Each reaches a little into the row below, so that no renderer leaves
    /// a light line between two.
    fn modules(&self, code: &Code, (left, top): (usize, usize)) -> Option<Path> {
        let mut path = PathBuilder::new();
        for (y, row) in code.rows().enumerate() {
            let mut x = left;
            for run in row.chunk_by(|one, other| one == other) {
                let overlap = self.module * OVERLAP;
                if run.first().copied().unwrap_or_default()
                    && let Some(rect) = self.rect(x, top.saturating_add(y), run.len(), 1, overlap)
                {
                    path.push_rect(rect);
                }
                x = x.saturating_add(run.len());
            }
        }
        path.finish()
    }

    fn band(&self, surface: &mut Surface<'_>, fonts: &Fonts, frame: &Frame, palette: &Palette, layout: &Layout) {
        let pair = palette.band(frame.colour);
        surface.set_fill(Some(fill(pair.ground())));
        self.area(surface, 0, 0, layout.width, layout.height);
        surface.set_fill(Some(fill(pair.ink())));
        if let Some(path) = self.shape(frame, layout) {
            surface.draw_path(&path);
        }
        let word = fonts.bold.drawable(&frame.word);
        let (left, width, height) = layout.word();
        let widest = fonts.bold.width(&word).max(f32::EPSILON);
        let size = (number(height) * self.module).min(number(width) * self.module / widest);
        // Capitals of this font are 0.714 of its size high.
        let baseline = self.at.y + number(layout.band) * self.module / 2.0 + size * 0.357;
        let place = Point::from_xy(self.at.x + number(left) * self.module, baseline);
        draw_text(surface, &word, place, &fonts.bold, size, pair.ink());
    }

    fn shape(&self, frame: &Frame, layout: &Layout) -> Option<Path> {
        let (side, margin) = layout.shape();
        let step = number(side) * self.module / number(usize::try_from(FIELD).unwrap_or(1));
        let place = |length: i32, from: f32| {
            let length = u16::try_from(length).map_or(0.0, f32::from);
            from + number(margin) * self.module + length * step
        };
        let mut path = PathBuilder::new();
        for (number, (x, y)) in frame.shape.outline().iter().enumerate() {
            let (x, y) = (place(*x, self.at.x), place(*y, self.at.y));
            if number == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        path.close();
        path.finish()
    }
}

/// Of a module.
const OVERLAP: f32 = 0.02;

fn number(modules: usize) -> f32 {
    u16::try_from(modules).map_or(0.0, f32::from)
}
