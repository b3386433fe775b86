//! Whole calls of an action.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| limosa_fuzz::decoders::requests(data));
