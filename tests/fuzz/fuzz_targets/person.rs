//! Any bytes against the properties of `person`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::person(data));
