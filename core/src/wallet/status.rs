//! The colour of a person of the wallet, by one scheme: computed from all their certificates that count.

use super::Grounds;
use super::listing::{KeptCertificate, Listing};
use super::people::Person;
use crate::instant::Instant;
use crate::limits;
use crate::scheme::Status;

impl Listing {
    /// The status of a person, now or at another time of the grounds. The places in [`Status::left_out`] are those in
    /// [`Listing::current_of`].
    #[must_use]
    pub fn status(&self, person: &Person, scheme: &str, grounds: &Grounds<'_>) -> Status {
        self.status_at(person, scheme, grounds, grounds.at())
    }

    /// The present status of a person and those that follow from what is known now, in order of time.
    #[must_use]
    pub fn statuses_to_come(&self, person: &Person, scheme: &str, grounds: &Grounds<'_>) -> Vec<Status> {
        let mut course = vec![self.status(person, scheme, grounds)];
        while course.len() < limits::STATUSES_TO_COME
            && let Some(next) = course.last().and_then(|status| status.next.as_ref())
        {
            course.push(self.status_at(person, scheme, grounds, next.at));
        }
        course
    }

    fn status_at(&self, person: &Person, scheme: &str, grounds: &Grounds<'_>, at: Instant) -> Status {
        let evidence: Vec<_> = self.current_of(person).map(KeptCertificate::evidence).collect();
        Status::of(scheme, grounds.schemes, &evidence, grounds.snapshot, at)
    }
}
