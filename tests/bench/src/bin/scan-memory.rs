//! Counts what a scanner allocates, in a program of its own: the counting would slow every other bench down. Prints
//! `{"allocations": N, "held": BYTES}` as one line.

use std::alloc::System;
use std::error::Error;
use std::io::Write;
use std::time::Duration;

use semafor_core::scan::{Budget, Frame, Mode, Rotation, Scanner, Wanted};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Box<dyn Error>> {
    let frames = [busy(1), busy(2), vec![200; 1_920 * 1_080]];
    let whole = Region::new(COUNTED);
    let mut scanner = Scanner::new(Mode::Camera, Wanted::Certificates);
    (0..5).try_for_each(|_| look(&mut scanner, &frames))?;
    let after_warm_up = Region::new(COUNTED);
    (0..10).try_for_each(|_| look(&mut scanner, &frames))?;
    let (change, total) = (after_warm_up.change(), whole.change());
    let allocations = change.allocations.saturating_add(change.reallocations);
    let held = total.bytes_allocated.saturating_sub(total.bytes_deallocated);
    Ok(writeln!(std::io::stdout(), "{{\"allocations\": {allocations}, \"held\": {held}}}")?)
}

fn look(scanner: &mut Scanner, frames: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    for pixels in frames {
        let frame = Frame::new(pixels, 1_920, 1_080, 1_920, Rotation::Upright)?;
        // A clock that stands still: everything is tried, and nothing depends on the machine.
        let now = || Duration::ZERO;
        let _seen = scanner.scan(&frame, &Budget::new(&now, Duration::from_millis(15)));
    }
    Ok(())
}

/// Squares within squares, in which a scanner has much to look at.
fn busy(seed: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| {
        let side = 63;
        let ring = (x.rem_euclid(side) / 7).abs_diff(4).max((y.rem_euclid(side) / 7).abs_diff(4));
        let noise = x.wrapping_mul(31).wrapping_add(y.wrapping_mul(17)).wrapping_mul(seed).rem_euclid(23);
        let tone: u8 = if matches!(ring, 0 | 1 | 3) { 20 } else { 200 };
        tone.saturating_add(u8::try_from(noise).unwrap_or_default())
    };
    (0..1_080).flat_map(|y| (0..1_920).map(move |x| pixel(x, y))).collect()
}
