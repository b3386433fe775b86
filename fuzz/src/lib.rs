//! What the fuzzers of this folder run; the tests of the server run it too, on mutated examples.
#![forbid(unsafe_code)]

pub mod decoders;
