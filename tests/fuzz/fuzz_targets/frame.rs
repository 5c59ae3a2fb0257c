//! Any bytes against the properties of `frame`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::frame(data));
