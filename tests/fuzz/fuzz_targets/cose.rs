//! Any bytes against the properties of `cose`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::cose(data));
