//! What the macros refuse, and what the compiler says then: one file per kind of mistake, with the messages beside it.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages anew; read them before keeping them.

#[test]
fn mistakes_are_explained_where_they_are() {
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}
