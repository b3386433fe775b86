//! The page of a browser-only app: its own `index.html` with the program put in.

use crate::failure::{Failure, Outcome};

use super::Manifest;

/// The place where an app may want the program instead of the end of its head.
const PLACE: &str = "<!-- limosa -->";

/// The page with the tags that load the program.
///
/// # Errors
/// When the page has neither the place nor a head.
pub(super) fn with_program(page: &str, manifest: &Manifest) -> Outcome<String> {
    let tags = tags(manifest);
    if page.contains(PLACE) {
        return Ok(page.replacen(PLACE, &tags, 1));
    }
    let end = page.to_ascii_lowercase().find("</head>").ok_or_else(|| {
        Failure::message(format!(
            "index.html has neither `</head>` nor `{PLACE}`: there is no place for the program"
        ))
    })?;
    Ok(format!("{}{tags}{}", &page[..end], &page[end..]))
}

fn tags(manifest: &Manifest) -> String {
    let mut tags = format!(
        "<link rel=\"modulepreload\" href=\"{}\"><link rel=\"preload\" href=\"{}\" as=\"fetch\" \
         type=\"application/wasm\" crossorigin>",
        manifest.module, manifest.wasm
    );
    for module in &manifest.preload {
        tags.push_str(&format!("<link rel=\"modulepreload\" href=\"{module}\">"));
    }
    tags.push_str(&format!(
        "<script type=\"module\">import init from \"{}\";init({{module_or_path:\"{}\"}});</script>",
        manifest.module, manifest.wasm
    ));
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            name: "counter".into(),
            build: "2b".into(),
            module: "/assets/counter-1a.js".into(),
            wasm: "/assets/counter-2b.wasm".into(),
            preload: Vec::new(),
        }
    }

    #[test]
    fn the_program_goes_to_the_end_of_the_head() {
        let page = with_program("<HEAD><title>x</title></HEAD><body>", &manifest()).unwrap();
        assert_eq!(
            page,
            "<HEAD><title>x</title><link rel=\"modulepreload\" href=\"/assets/counter-1a.js\"><link rel=\"preload\" \
             href=\"/assets/counter-2b.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin><script \
             type=\"module\">import init from \"/assets/counter-1a.js\";init({module_or_path:\
             \"/assets/counter-2b.wasm\"});</script></HEAD><body>"
        );
    }

    #[test]
    fn the_program_goes_where_the_page_wants_it() {
        let page = with_program(
            "<head></head><body><p>x</p><!-- limosa --></body>",
            &manifest(),
        )
        .unwrap();
        assert!(
            page.starts_with("<head></head><body><p>x</p><link "),
            "{page}"
        );
    }

    #[test]
    fn a_page_without_a_place_is_refused() {
        assert!(with_program("<p>x</p>", &manifest()).is_err());
    }
}
