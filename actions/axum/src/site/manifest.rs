//! What the site folder says of itself, made into the lines that pages need.

use std::fmt::Write;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use limosa_actions::server::EARLY_SCRIPT;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The site folder; empty for an app without browser code, as in native tests.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) folder: Option<PathBuf>,
    /// Build id of the browser code, as it stands in an attribute.
    pub(crate) build: String,
    /// Preloads for the head.
    pub(crate) head: String,
    /// What starts the app.
    pub(crate) start: Option<StartScript>,
}

/// The script of every page: it keeps what visitors do before the app has started, and starts it.
#[derive(Debug)]
pub(crate) struct StartScript {
    /// Names the content, so that it never changes.
    pub(crate) path: String,
    pub(crate) text: Bytes,
}

#[derive(Debug, Deserialize)]
struct Manifest {
    build: String,
    module: String,
    wasm: String,
    #[serde(default)]
    preload: Vec<String>,
}

impl Site {
    /// Reads `site.json` in the folder. A folder without one has no browser code.
    ///
    /// # Errors
    ///
    /// A `site.json` that cannot be read or is none.
    pub(crate) fn read(folder: Option<PathBuf>) -> Result<Self, String> {
        let Some(folder) = folder else {
            return Ok(Self::default());
        };
        let path = folder.join("site.json");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(cause) => return Err(format!("cannot read {}: {cause}", path.display())),
        };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|cause| {
            format!("{} is not as the build writes it: {cause}", path.display())
        })?;
        Ok(Self {
            folder: Some(folder),
            head: manifest.head(),
            start: Some(manifest.start()),
            build: attribute(&manifest.build),
        })
    }

    /// The files of `public/`, as URL paths and where they lie.
    pub(crate) fn public_files(&self) -> Vec<(String, PathBuf)> {
        let mut files = Vec::new();
        if let Some(folder) = &self.folder {
            collect(&folder.join("public"), "", &mut files);
        }
        files
    }
}

impl Manifest {
    fn head(&self) -> String {
        let mut head = String::new();
        let modules = std::iter::once(&self.module).chain(&self.preload);
        for module in modules {
            write_link(&mut head, "modulepreload\"", module);
        }
        write_link(
            &mut head,
            "preload\" as=\"fetch\" type=\"application/wasm\" crossorigin",
            &self.wasm,
        );
        head
    }

    fn start(&self) -> StartScript {
        let text = [EARLY_SCRIPT, &self.start_text()].join("\n");
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(&text)[..9]);
        StartScript {
            path: format!("/assets/start-{hash}.js"),
            text: text.into(),
        }
    }

    fn start_text(&self) -> String {
        let (module, wasm) = (script_string(&self.module), script_string(&self.wasm));
        // Where the app cannot start, what visitors have sent meanwhile goes out natively.
        let release = "window.$limosaEarly&&$limosaEarly.release()";
        format!(
            "import({module}).then(m=>m.default({{module_or_path:{wasm}}})).catch(e=>{{{release};throw e}})"
        )
    }
}

fn write_link(head: &mut String, attributes: &str, href: &str) {
    let href = attribute(href);
    write!(head, "<link rel=\"{attributes} href=\"{href}\">")
        .expect("writing to a String does not fail");
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

/// A string literal for a script inside of HTML.
fn script_string(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a text always serialises");
    json.replace('<', "\\u003c")
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            tracing::warn!(
                "{} has a name that is no text and is not served",
                entry.path().display()
            );
            continue;
        };
        let url = format!("{prefix}/{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), &url, files),
            Ok(_) => files.push((url, entry.path())),
            Err(_) => {}
        }
    }
}
