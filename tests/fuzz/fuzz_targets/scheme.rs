//! Any bytes against the properties of `scheme`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::scheme(data));
