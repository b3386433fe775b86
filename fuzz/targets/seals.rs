//! Sealed texts.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| limosa_fuzz::decoders::seals(data));
