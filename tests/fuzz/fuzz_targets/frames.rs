//! Any bytes against the properties of `frames`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::frames(data));
