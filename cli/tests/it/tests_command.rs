//! What `test` runs, and how it ends.

use crate::fixture::Fixture;

const LIBRARY: &str = "#[test]\nfn one_holds() {}\n#[test]\nfn two_holds() {}\n";

#[test]
fn native_tests_end_with_the_words_of_cargo() {
    let fixture = Fixture::package("passing", &[("src/lib.rs", LIBRARY)]);
    let run = fixture.run(&["test", "--native"]);
    run.assert_success();
    assert!(
        run.stdout.contains("test result: ok. 2 passed"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .trim_end()
            .lines()
            .last()
            .unwrap()
            .starts_with("test result: ok."),
        "{}",
        run.stdout
    );
}

#[test]
fn a_filter_chooses_tests_by_name() {
    let fixture = Fixture::package("filtered", &[("src/lib.rs", LIBRARY)]);
    let run = fixture.run(&["test", "--native", "--filter", "two"]);
    run.assert_success();
    assert!(
        run.stdout
            .contains("1 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_failing_test_is_told_last() {
    let fixture = Fixture::package(
        "failing",
        &[(
            "src/lib.rs",
            "#[test]\nfn holds() { panic!(\"it does not\"); }\n",
        )],
    );
    let run = fixture.run(&["test", "--native"]);
    assert!(run.stdout.contains("it does not"), "{}", run.stdout);
    assert_eq!(
        run.stderr.lines().last(),
        Some("error: not everything passed: the native tests")
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn without_a_browser_the_tests_that_need_one_are_left_out() {
    let fixture = Fixture::package(
        "partly_native",
        &[
            ("src/lib.rs", LIBRARY),
            ("tests/plain.rs", "#[test]\nfn plain_holds() {}\n"),
            (
                "tests/e2e.rs",
                "#[test]\nfn needs_a_browser() { panic!(\"there is none\"); }\n",
            ),
        ],
    );
    let run = fixture.run(&["test", "--native"]);
    run.assert_success();
    assert!(
        run.stdout.contains("plain_holds") && run.stdout.contains("two_holds"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("needs_a_browser"), "{}", run.stdout);
}

#[test]
fn packages_are_chosen_by_name() {
    let fixture = Fixture::package("chosen", &[("src/lib.rs", LIBRARY)]);
    fixture
        .run(&["test", "--native", "-p", "chosen"])
        .assert_success();
    let run = fixture.run(&["test", "--native", "-p", "nowhere"]);
    assert_eq!(
        run.stderr.lines().last(),
        Some("error: no package here is called `nowhere`; there are chosen")
    );
}
