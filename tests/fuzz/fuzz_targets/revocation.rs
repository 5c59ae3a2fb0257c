//! Any bytes against the properties of `revocation`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::revocation(data));
