//! What `#[action]` and `#[derive(Form)]` refuse, and what they say about it.

#[test]
fn misuse_is_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/action/*.rs");
    cases.compile_fail("tests/ui/form/*.rs");
}
