//! Files that nobody should add to a wallet, and the program that is given them.

pub(crate) mod pdf;
pub(crate) mod picture;
pub(crate) mod run;
