//! Bodies of forms: urlencoded, multipart, JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| limosa_fuzz::decoders::forms(data));
