//! The colour of a person of the wallet, by one scheme: computed from all their certificates that count.

use super::Grounds;
use super::listing::{KeptCertificate, Listing};
use super::people::Person;
use crate::limits;
use crate::scheme::Status;

impl Listing {
    /// The status of a person, now or at another time of the grounds. The places in [`Status::left_out`] are those in
    /// [`Listing::current_of`].
    #[must_use]
    pub fn status(&self, person: &Person, scheme: &str, grounds: &Grounds<'_>) -> Status {
        let evidence: Vec<_> = self.current_of(person).map(KeptCertificate::evidence).collect();
        Status::of(scheme, grounds.schemes, &evidence, grounds.snapshot, grounds.at())
    }

    /// The present status of a person and those that follow from what is known now, in order of time.
    #[must_use]
    pub fn statuses_to_come(&self, person: &Person, scheme: &str, grounds: &Grounds<'_>) -> Vec<Status> {
        let evidence: Vec<_> = self.current_of(person).map(KeptCertificate::evidence).collect();
        let ask = |at| Status::of(scheme, grounds.schemes, &evidence, grounds.snapshot, at);
        let mut course = vec![ask(grounds.at())];
        while course.len() < limits::STATUSES_TO_COME
            && let Some(next) = course.last().and_then(|status| status.next.as_ref())
        {
            course.push(ask(next.at));
        }
        course
    }
}
