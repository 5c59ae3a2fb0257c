//! Reading codes: our scanner beside rqrr, rxing, zxing-cpp, zbar and OpenCV, on the same frames in one run, one thread.
//!
//! Frames come from the folder that the environment variable `SEMAFOR_FRAMES` names, in the layout of
//! `reference/qr_synth.py`, or are made by that script where it and a Python with its modules are here. Certificates are
//! drawn from their published texts. What is absent is said, and its rows are not measured.

mod certificates;
mod contest;
mod drawn;
mod frames;
mod limits;
mod negatives;
mod peers;
mod python;
mod sequences;

use std::error::Error;

use contest::Contest;
use peers::Peer;

use crate::row::Row;

/// The rows.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let (mut peers, mut rows) = (peers::compiled(), Vec::new());
    for name in ["zbar", "OpenCV"] {
        match python::start(name) {
            Ok(process) => peers.push(Peer::in_python(name, process)),
            Err(because) => rows.push(Row::not_measured(&format!("scan: {name}"), &because.to_string())),
        }
    }
    match frames::synthetic() {
        Ok(frames) => rows.extend(Contest::hold(&frames, &mut peers).rows()),
        Err(because) => rows.push(Row::not_measured("scan: frames of qr_synth.py", &because.to_string())),
    }
    rows.extend(certificates::rows(&mut peers)?);
    rows.extend(drawn::rows(&mut peers)?);
    rows.extend(negatives::rows());
    rows.extend(sequence_rows()?);
    rows.extend(limits::rows()?);
    Ok(rows)
}

/// Those of them that need no peer: frames that are read one after the other.
pub fn sequence_rows() -> Result<Vec<Row>, Box<dyn Error>> {
    Ok(match sequences::rows() {
        Ok(found) => found,
        Err(because) => vec![Row::not_measured("scan: sequences", &because.to_string())],
    })
}
