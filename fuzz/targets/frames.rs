//! What travels on the wire: frames, packed data, keys, addresses.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| limosa_fuzz::decoders::frames(data));
