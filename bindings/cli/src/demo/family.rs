//! The end of the demonstration: a family's wallet in a folder of its own, with the colour of each person, why, until when,
//! and what comes next.

use std::io::{self, Write};

use semafor_core::instant::{Instant, PartialDate};
use semafor_core::present::Frame;
use semafor_core::scheme::ExplainedStatus;
use semafor_core::store::PassphraseVault;
use semafor_core::verdict::{Language, harmless};
use semafor_core::verifier::{Snapshot, TimeContext};
use semafor_core::wallet::{Grounds, Holder, HolderNote, Wallet, WalletError};
use serde::Serialize;

use super::cast::Relatives;
use super::temporary::Temporary;
use crate::paint::BOLD;
use crate::words::words;
use crate::{colours, qr};

/// The wallet and what it shows.
#[derive(Serialize)]
pub(super) struct Family {
    members: Vec<Relative>,
}

/// One person.
#[derive(Serialize)]
struct Relative {
    holder: Holder,
    /// The first certificate that counts; a child without one has none.
    code: Option<String>,
    statuses: Vec<ExplainedStatus>,
}

/// By the two schemes whose colours differ most.
const SCHEMES: [&str; 2] = ["VN", "CZ"];

/// Makes the wallet and looks into it. Whatever comes of it, nothing is left of it.
pub(super) fn play(relatives: &Relatives, at: Instant, snapshot: &Snapshot, language: Language) -> io::Result<Family> {
    let folder = Temporary::make()?;
    let (schemes, time) = (semafor_built_in::schemes(), TimeContext::device(at));
    let grounds = Grounds { schemes: &schemes, ..Grounds::new(snapshot, time) };
    // It protects nothing: the folder goes with the demonstration.
    let vault = PassphraseVault::new("a demonstration".to_owned());
    let members = (|| -> Result<Vec<Relative>, WalletError> {
        let mut wallet = Wallet::create(folder.path(), &vault)?;
        wallet.add(&relatives.texts, &grounds)?;
        let born = PartialDate::parse(&relatives.child_born).unwrap_or(PartialDate::Unknown);
        let child = HolderNote { name: relatives.child.to_owned(), born, document: None };
        wallet.add_person(&child, at)?;
        let listing = wallet.list(&grounds)?;
        let relative = |person| {
            let status = |scheme| ExplainedStatus::of(&listing.status(person, scheme, &grounds), language);
            Relative {
                holder: person.holder.clone(),
                code: listing.current_of(person).next().map(|kept| kept.text.to_string()),
                statuses: SCHEMES.map(status).to_vec(),
            }
        };
        Ok(listing.people.iter().map(relative).collect())
    })();
    Ok(Family { members: members.map_err(io::Error::other)? })
}

impl Family {
    pub(super) fn show(&self, with_codes: bool, language: Language, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{BOLD}── A family's wallet ──{BOLD:#}")?;
        writeln!(
            out,
            "It is kept encrypted in a folder. The colour of a person follows from all their certificates, by a"
        )?;
        writeln!(out, "scheme that is data like the rules; a phone computes it without a network.")?;
        for Relative { holder, code, statuses } in &self.members {
            writeln!(out, "\n{BOLD}{}{BOLD:#}, {} {}", harmless(&holder.name), words(language).born, holder.born)?;
            let frame = statuses.first().and_then(|status| Frame::of(&status.shown));
            if let Some(code) = code.as_deref().filter(|_| with_codes) {
                qr::show(code, frame.as_ref(), language, out)?;
            }
            statuses.iter().try_for_each(|status| colours::show_outlook(status, language, out))?;
        }
        Ok(())
    }
}
