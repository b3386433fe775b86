//! The site folder: what pages carry of it, and how its files are served.

use std::path::PathBuf;

use limosa::testing::Client;

use crate::app::{World, server};

struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("limosa-site-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("assets")).unwrap();
        std::fs::create_dir_all(folder.join("public/a folder")).unwrap();
        let files = [
            (
                "site.json",
                "{\"name\":\"test\",\"build\":\"b1\",\"module\":\"/assets/test-1.js\",\"wasm\":\"/assets/test-1.wasm\",\"preload\":[\"/assets/snippet-1.js\"]}",
            ),
            ("assets/test-1.js", "plain"),
            ("assets/test-1.js.br", "compressed"),
            ("assets/test-1.wasm", "wasm"),
            ("public/robots.txt", "robots"),
            ("public/a folder/{x}.txt", "braces"),
        ];
        for (path, content) in files {
            std::fs::write(folder.join(path), content).unwrap();
        }
        Self(folder)
    }

    fn client(&self) -> Client {
        Client::new(server(&World::default()).assets(&self.0))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn pages_start_the_browser_side_under_their_policy() {
    let site = Site::new("start");
    let page = site.client().get("/products/3");
    let policy = page.header("content-security-policy").unwrap();
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap();
    let start = page.attribute("script[async]", "src").unwrap();
    let given = page.attribute("script[async]", "nonce");
    assert_eq!(given.as_deref(), Some(nonce));
    let script = site.client().raw("GET", &start, &[], "");
    assert_eq!(
        (
            script.header("cache-control"),
            script.header("content-type")
        ),
        (
            Some("public, max-age=31536000, immutable"),
            Some("text/javascript; charset=utf-8")
        )
    );
    assert!(
        script.html().starts_with("(()=>"),
        "early first: {}",
        script.html()
    );
    assert!(script.html().ends_with(
        "import(\"/assets/test-1.js\").then(m=>m.default({module_or_path:\"/assets/test-1.wasm\"}))\
         .catch(e=>{window.$limosaEarly&&$limosaEarly.release();throw e})"
    ));
    assert_eq!(
        page.attribute("html", "data-limosa-build").as_deref(),
        Some("b1")
    );
    assert_eq!(page.count("link[rel=modulepreload]"), 2);
    let wasm = page.attribute("link[as=fetch]", "href");
    assert_eq!(wasm.as_deref(), Some("/assets/test-1.wasm"));
}

#[test]
fn assets_are_kept_for_ever_and_sent_compressed() {
    let site = Site::new("assets");
    let mut visitor = site.client();
    let plain = visitor.raw("GET", "/assets/test-1.js", &[], "");
    assert_eq!((plain.status(), plain.html()), (200, "plain"));
    assert_eq!(
        plain.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(plain.header("content-type"), Some("text/javascript"));
    let small = visitor.raw(
        "GET",
        "/assets/test-1.js",
        &[("accept-encoding", "gzip, br")],
        "",
    );
    assert_eq!(
        (small.html(), small.header("content-encoding")),
        ("compressed", Some("br"))
    );
    let wasm = visitor.raw("GET", "/assets/test-1.wasm", &[], "");
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    let gone = visitor.raw("GET", "/assets/test-0.js", &[], "");
    assert_eq!((gone.status(), gone.header("cache-control")), (404, None));
    for outside in [
        "/assets/../site.json",
        "/assets/%2e%2e/site.json",
        "/assets/..%2fsite.json",
    ] {
        let answer = visitor.raw("GET", outside, &[], "");
        assert!(
            !answer.html().contains("test-1"),
            "{outside}: {}",
            answer.html()
        );
    }
}

#[test]
fn public_files_are_served_at_the_root() {
    let site = Site::new("public");
    let mut visitor = site.client();
    let robots = visitor.raw("GET", "/robots.txt", &[], "");
    assert_eq!((robots.status(), robots.html()), (200, "robots"));
    assert_eq!(
        robots.header("cache-control"),
        Some("public, max-age=0, must-revalidate")
    );
    let odd = visitor.raw("GET", "/a%20folder/%7Bx%7D.txt", &[], "");
    assert_eq!((odd.status(), odd.html()), (200, "braces"));
}
