//! The command at a busy door: `semafor door --json` as it ships, in a process of its own, codes in, answers out.

use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64ct::{Base64, Encoding};
use serde_json::Value as Json;

use crate::built;
use crate::material::{Material, NOW, holder, instant};
use crate::measure::{Contender, Rounds, now};
use crate::row::{Bound, Row, duration};
use crate::verification::aws_lc;

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let material = Material::make()?;
    let door = Door::open(&material)?;
    let bare = Rounds::run(ROUNDS, vec![Contender::new(|index| aws_lc(material.specimen(index)))]).seconds(0);
    let few = door.pass(&material, FEW)?;
    let many = door.pass(&material, MANY)?;
    let again = Rounds::run(ROUNDS, vec![Contender::new(|index| aws_lc(material.specimen(index)))]).seconds(0);
    let cores = std::thread::available_parallelism()?.get();
    // The same second at the same machine: the mean of before and after.
    let possible = f64::from(u32::try_from(cores)?) * 2.0 / (bare + again);
    let done = f64::from(u32::try_from(MANY)?) / many.seconds;
    Ok(vec![
        Row {
            name: format!("{MANY} codes through semafor door, {}", duration(many.seconds)),
            value: format!("{done:.0}/s"),
            reference: Some(format!("{possible:.0}/s aws-lc-rs verify, {cores} cores")),
            ratio: Some(done / possible),
            bound: Some(Bound::RatioAtLeast(LEAST_OF_POSSIBLE)),
        },
        Row {
            name: format!("its memory at most, after {MANY}"),
            value: mebibytes(many.memory),
            reference: Some(format!("{} after {FEW}", mebibytes(few.memory))),
            ratio: Some(many.memory / few.memory),
            bound: Some(Bound::Ratio(MOST_GROWTH)),
        },
    ])
}

/// The command and the keys it is given.
struct Door {
    command: PathBuf,
    folder: PathBuf,
}

/// What one process did.
struct Pass {
    seconds: f64,
    /// The most memory it held, in bytes (`VmHWM`).
    memory: f64,
}

impl Door {
    fn open(material: &Material) -> Result<Self, Box<dyn Error>> {
        let folder = built::folder()?.join("door");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(EU_KEYS), material.eu_dscs.iter().map(|dsc| pem(dsc)).collect::<String>())?;
        std::fs::write(folder.join(WHO_KEYS), pem(&material.who_dsc))?;
        Ok(Self { command: built::semafor()?, folder })
    }

    /// Sends so many lines through one process. Its answers go to a file, so that nobody but it works meanwhile.
    fn pass(&self, material: &Material, lines: usize) -> Result<Pass, Box<dyn Error>> {
        let input: String = material.specimens.iter().flat_map(|specimen| [&specimen.text, "\n"]).collect();
        let answers = self.folder.join("answers");
        let start = now();
        let mut child = self.start(&answers)?;
        let mut stdin = child.stdin.take().ok_or("no standard input")?;
        let times = lines.checked_div(material.specimens.len()).unwrap_or_default();
        let (written, memory) = std::thread::scope(|scope| {
            let writer = scope.spawn(move || (0..times).try_for_each(|_| stdin.write_all(input.as_bytes())));
            let memory = watch(&mut child);
            (writer.join(), memory)
        });
        let seconds = start.elapsed().as_secs_f64();
        let pass = Pass { seconds, memory: memory? };
        written.map_err(|_| "the writer ended early")??;
        all_accepted(&std::fs::read_to_string(&answers)?, material, lines)?;
        Ok(pass)
    }

    fn start(&self, answers: &Path) -> Result<Child, Box<dyn Error>> {
        let mut who = std::ffi::OsString::from("icvp=");
        who.push(self.folder.join(WHO_KEYS));
        let mut command = Command::new(&self.command);
        command.args(["door", "--json", "--technical", "--at", &instant(NOW).to_string(), "--trust"]);
        command.arg(self.folder.join(EU_KEYS)).arg("--trust").arg(who);
        Ok(command.stdin(Stdio::piped()).stdout(File::create(answers)?).spawn()?)
    }
}

/// Waits for the end and reads meanwhile how much memory is held at most.
fn watch(child: &mut Child) -> Result<f64, Box<dyn Error>> {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut most = f64::NAN;
    loop {
        // A process that has just ended has no memory any more.
        if let Some(held) = std::fs::read_to_string(&status).ok().as_deref().and_then(peak) {
            most = held;
        }
        match child.try_wait()? {
            Some(ended) if ended.success() => return Ok(most),
            Some(ended) => return Err(format!("semafor door ended with {ended}").into()),
            None => std::thread::sleep(GLANCE),
        }
    }
}

fn peak(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kibibytes| kibibytes * 1_024.0)
}

/// Every answer accepts, and is the one to its line.
fn all_accepted(answers: &str, material: &Material, lines: usize) -> Result<(), Box<dyn Error>> {
    let names: Vec<_> = (0..).map(|number| holder(number).family).take(material.specimens.len()).collect();
    let mut found = 0_usize;
    for (answer, name) in answers.lines().zip(names.iter().cycle()) {
        let answer: Json = serde_json::from_str(answer)?;
        let text = |member: &str| answer.get(member).and_then(Json::as_str).unwrap_or_default();
        if text("verdict") != "accepted" || !text("name").ends_with(name.as_str()) {
            return Err(format!("answer {found} is not that {name} is accepted: {answer}").into());
        }
        found += 1;
    }
    if found == lines { Ok(()) } else { Err(format!("{found} answers to {lines} lines").into()) }
}

fn pem(certificate: &[u8]) -> String {
    let base64 = Base64::encode_string(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n")
}

fn mebibytes(bytes: f64) -> String {
    format!("{:.1} MiB", bytes / 1_048_576.0)
}

const EU_KEYS: &str = "eu.pem";
const WHO_KEYS: &str = "who.pem";
const ROUNDS: usize = 300;
const GLANCE: Duration = Duration::from_millis(2);

const FEW: usize = 10_000;
const MANY: usize = 100_000;

/// What is left of the verifications that all cores could do bare.
const LEAST_OF_POSSIBLE: f64 = 0.55;

/// Flat memory, with room for what an allocator keeps.
const MOST_GROWTH: f64 = 1.1;
