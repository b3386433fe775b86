//! What `new` writes.

use crate::fixture::Fixture;

#[test]
fn a_new_app_is_filled_in_and_described_by_its_manifest() {
    let fixture = Fixture::folder("new_app");
    let limosa = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    fixture
        .run(&["new", "my-notes", "--path", limosa])
        .assert_success();
    let files = fixture.files("my-notes");
    assert_eq!(
        files,
        [
            ".gitignore",
            "Cargo.toml",
            "public/style.css",
            "src/lib.rs",
            "src/main.rs",
            "src/notes.rs",
            "tests/app.rs"
        ]
    );
    for file in &files {
        assert!(
            !fixture.read(&format!("my-notes/{file}")).contains("{{"),
            "{file}"
        );
    }
    assert!(
        fixture
            .read("my-notes/Cargo.toml")
            .contains("name = \"my-notes\"\n")
    );
    assert!(
        fixture
            .read("my-notes/src/main.rs")
            .contains("my_notes::app()")
    );
}

#[test]
fn the_package_of_a_folder_in_capitals_is_in_small_letters() {
    let fixture = Fixture::folder("new_capitals");
    fixture.run(&["new", "My-App"]).assert_success();
    let manifest = fixture.read("My-App/Cargo.toml");
    assert!(manifest.contains("name = \"my-app\"\n"), "{manifest}");
    assert!(fixture.read("My-App/src/main.rs").contains("my_app::app()"));
}

#[test]
fn without_a_path_the_published_limosa_is_used() {
    let fixture = Fixture::folder("new_published");
    fixture.run(&["new", "notes"]).assert_success();
    assert!(
        fixture
            .read("notes/Cargo.toml")
            .contains("limosa = \"0.1\"\n")
    );
}
