//! What `#[query]`, `#[derive(Error)]` and `#[derive(Page)]` refuse, and what they say about it.

#[test]
fn misuse_is_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/query/*.rs");
    cases.compile_fail("tests/ui/error/*.rs");
    cases.compile_fail("tests/ui/page/*.rs");
}
