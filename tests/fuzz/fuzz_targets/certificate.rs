//! Any bytes against the properties of `certificate`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::certificate(data));
