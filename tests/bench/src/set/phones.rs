//! A million phones, computed from what one was measured to fetch. Bodies only: headers and handshakes come to about a
//! kilobyte a connection on top.

use semafor_core::sync::Synced;

use super::{Costs, size};
use crate::row::Row;

/// What a CDN sends a day and in its worst second, and what its origin sees of it.
pub fn rows(costs: &Costs) -> Vec<Row> {
    // A poll costs what a set signed anew costs, and is one request: the timestamp is signed more often than asked for.
    let polls = PHONES * POLLS;
    let (asked, answered) = (polls, polls * size(costs.stamped.bytes));
    let worst = PHONES / SPREAD_SECONDS;
    let change = |synced: &Synced| {
        let more = (PHONES * (size(synced.requests) - 1.0), PHONES * (size(synced.bytes) - size(costs.stamped.bytes)));
        (asked + more.0, answered + more.1, worst * size(synced.requests), worst * size(synced.bytes))
    };
    let quiet = (asked, answered, worst, worst * size(costs.stamped.bytes));
    let first_worst = PHONES * BUSIEST_HOUR / 3_600.0;
    let first = &costs.first_with_lists;
    let first_day = (
        PHONES * size(first.requests),
        PHONES * size(first.bytes),
        first_worst * size(first.requests),
        first_worst * size(first.bytes),
    );
    vec![
        cdn("1,000,000 phones, a day without a change", quiet),
        cdn("1,000,000 phones, one rule changed", change(&costs.czech_rule)),
        cdn("1,000,000 phones, 1,000 hashes revoked", change(&costs.hashes)),
        cdn("1,000,000 phones, all new on one day, with lists", first_day),
        origin("origin of 100 edges, a day without a change", 0.0, 0.0, size(costs.stamped.bytes)),
        origin(
            "origin of 100 edges, one rule changed",
            size(costs.czech_rule.requests) - 1.0,
            size(costs.czech_rule.bytes),
            size(costs.stamped.bytes),
        ),
        origin("origin of 100 edges, all new", size(first.requests), size(first.bytes), size(costs.stamped.bytes)),
    ]
}

/// Requests and bytes a day, requests and bytes in the worst second.
fn cdn(name: &str, (requests, bytes, worst_requests, worst_bytes): (f64, f64, f64, f64)) -> Row {
    Row {
        name: format!("{name}: CDN"),
        value: gigabytes(bytes),
        reference: Some(format!(
            "{:.1} M req/d; worst second {worst_requests:.0} req, {:.2} MB",
            requests / 1e6,
            worst_bytes / 1e6
        )),
        ratio: None,
        bound: None,
    }
}

/// Each edge asks for the timestamp once in [`EDGE_SECONDS`], and once for each new file.
fn origin(name: &str, files: f64, bytes: f64, timestamp: f64) -> Row {
    let polls = EDGES * 86_400.0 / EDGE_SECONDS;
    let requests = polls + EDGES * files;
    let bytes = EDGES * (bytes + TIMESTAMPS * timestamp);
    Row {
        name: name.to_owned(),
        value: gigabytes(bytes),
        reference: Some(format!("{requests:.0} req/d, {:.1} a second, mostly 304", requests / 86_400.0)),
        ratio: None,
        bound: None,
    }
}

fn gigabytes(bytes: f64) -> String {
    format!("{:.3} GB", bytes / 1e9)
}

const PHONES: f64 = 1e6;
/// `limits::SYNC_SECONDS` is a quarter of a day.
const POLLS: f64 = 4.0;
/// Should all have asked in one second, say after an outage, then the next time within so many: `sync::schedule` spreads
/// the interval of six hours over half of it.
const SPREAD_SECONDS: f64 = 10_800.0;
/// The part of all new phones that come in the busiest hour of their day.
const BUSIEST_HOUR: f64 = 0.2;
const EDGES: f64 = 100.0;
/// How long an edge may answer with the timestamp it has.
const EDGE_SECONDS: f64 = 60.0;
/// How often a day the timestamp is signed.
const TIMESTAMPS: f64 = 24.0;
