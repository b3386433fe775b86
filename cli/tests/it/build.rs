//! What `build` leaves in the site folder.

use std::process::Command;

use serde_json::Value;

use crate::fixture::{Fixture, run};

const MAIN: &str = "fn main() { println!(\"it runs\"); }\n";

#[test]
fn a_server_app_is_its_program_and_its_assets() {
    let fixture = Fixture::package(
        "server_app",
        &[("src/main.rs", MAIN), ("public/style.css", "body {}")],
    );
    fixture.run(&["build"]).assert_success();
    let site = site_of(&fixture, "server_app");
    let [module, wasm] = ["module", "wasm"].map(|key| site[key].as_str().unwrap().to_owned());
    assert_eq!(site["name"], "server_app");
    assert_eq!(site["preload"], Value::Array(Vec::new()));
    assert_eq!(
        wasm,
        format!(
            "/assets/server_app-{}.wasm",
            site["build"].as_str().unwrap()
        )
    );
    let mut files = vec![
        module[1..].to_owned(),
        wasm[1..].to_owned(),
        "public/style.css".to_owned(),
        "server_app".to_owned(),
        "site.json".to_owned(),
    ];
    files.sort();
    assert_eq!(fixture.files("target/limosa/server_app"), files);
    let server = run(&mut Command::new(
        fixture.path("target/limosa/server_app/server_app"),
    ));
    assert_eq!(server.stdout, "it runs\n");
}

#[test]
fn a_browser_app_is_a_page_that_loads_it() {
    let page = "<html><head><title>x</title></head><body></body></html>";
    let fixture = Fixture::package(
        "browser_app",
        &[
            ("src/main.rs", MAIN),
            ("index.html", page),
            ("public/style.css", "body {}"),
        ],
    );
    fixture.run(&["build"]).assert_success();
    let site = site_of(&fixture, "browser_app");
    let page = fixture.read("target/limosa/browser_app/index.html");
    let start = format!(
        "<script type=\"module\">import init from \"{}\";init({{module_or_path:\"{}\"}});</script></head>",
        site["module"].as_str().unwrap(),
        site["wasm"].as_str().unwrap()
    );
    assert!(page.contains(&start), "{page}");
    // At the root of the site, where any file server finds it; and no server.
    assert_eq!(
        fixture.read("target/limosa/browser_app/style.css"),
        "body {}"
    );
    assert_eq!(fixture.files("target/limosa/browser_app").len(), 5);
}

#[test]
fn a_browser_app_can_be_put_anywhere() {
    let page = "<head><link rel=icon href=icon.svg></head>";
    let fixture = Fixture::package("anywhere", &[("src/main.rs", MAIN), ("index.html", page)]);
    fixture
        .run(&["build", "--public-url", "./"])
        .assert_success();
    let page = fixture.read("target/limosa/anywhere/index.html");
    assert!(
        page.contains("import init from \"./assets/anywhere-"),
        "{page}"
    );
    assert!(page.contains("href=\"./assets/anywhere-"), "{page}");
    assert!(!page.contains("\"/assets"), "{page}");
}

#[test]
fn a_changed_program_gets_a_new_name_and_the_old_one_goes() {
    let fixture = Fixture::package(
        "renamed",
        &[("src/main.rs", MAIN), ("index.html", "<head></head>")],
    );
    fixture.run(&["build"]).assert_success();
    let before = site_of(&fixture, "renamed");
    fixture.run(&["build"]).assert_success();
    assert_eq!(site_of(&fixture, "renamed"), before);
    fixture.write(
        "src/main.rs",
        "fn main() { println!(\"it runs still\"); }\n",
    );
    fixture.run(&["build"]).assert_success();
    let after = site_of(&fixture, "renamed");
    assert_ne!(after["wasm"], before["wasm"]);
    assert_eq!(fixture.files("target/limosa/renamed/assets").len(), 2);
}

#[test]
fn a_release_is_compressed() {
    let fixture = Fixture::package(
        "released",
        &[("src/main.rs", MAIN), ("index.html", "<head></head>")],
    );
    fixture.run(&["build", "--release"]).assert_success();
    let site = site_of(&fixture, "released");
    let wasm = site["wasm"].as_str().unwrap();
    let size = |path: &str| {
        std::fs::metadata(fixture.path(&format!("target/limosa/released{path}")))
            .unwrap()
            .len()
    };
    assert!(size(&format!("{wasm}.br")) < size(wasm) / 2);
    fixture.run(&["build"]).assert_success();
    assert!(
        !fixture
            .files("target/limosa/released")
            .iter()
            .any(|file| file.ends_with(".br"))
    );
}

fn site_of(fixture: &Fixture, name: &str) -> Value {
    serde_json::from_str(&fixture.read(&format!("target/limosa/{name}/site.json"))).unwrap()
}
