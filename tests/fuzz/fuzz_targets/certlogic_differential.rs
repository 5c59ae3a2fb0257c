//! Any bytes against the properties of `certlogic_differential`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| semafor_fuzz::properties::certlogic_differential(data));
