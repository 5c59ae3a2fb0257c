//! The issuing and publishing side of Semafor. Today it issues: authorities with keys of their own, made at run time,
//! for the demonstration and for tests. Nothing made here can enter a built-in set.

pub mod authority;
pub mod draft;
