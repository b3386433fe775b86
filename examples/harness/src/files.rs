//! A small server of files, for examples that run in the browser only.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
};

use crate::server::sites;

/// Serves the built site of a browser-only example until the test program ends.
#[derive(Debug)]
pub struct StaticSite {
    origin: String,
}

impl StaticSite {
    /// Serves the built site of the example `name` on a free port.
    ///
    /// # Panics
    /// If the example is not built (`cargo limosa build`).
    #[track_caller]
    #[must_use]
    pub fn serve(name: &str) -> Self {
        let folder = sites().join(name);
        assert!(
            folder.join("index.html").is_file(),
            "{} is not built; run `cargo limosa build examples/{name}`",
            folder.display()
        );
        Self::serve_folder(folder)
    }

    /// Serves the files of a folder, `index.html` at `/`, on a free port.
    ///
    /// # Panics
    /// If loopback has no free port.
    #[must_use]
    pub fn serve_folder(folder: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let folder = folder.clone();
                std::thread::spawn(move || {
                    // The browser may hang up whenever it likes.
                    let _ = answer(&folder, stream);
                });
            }
        });
        Self {
            origin: format!("http://{address}"),
        }
    }

    /// The whole address of `path` on this site.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

fn answer(folder: &Path, mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let path = line
        .split(' ')
        .nth(1)
        .unwrap_or("/")
        .split('?')
        .next()
        .unwrap_or("/");
    let file = file_of(folder, path);
    let (status, body) = match file.as_ref().map(std::fs::read) {
        Some(Ok(body)) => ("200 OK", body),
        _ => ("404 Not Found", Vec::new()),
    };
    let kind = kind_of(file.as_deref().unwrap_or(Path::new("")));
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

/// The file of a path: in the folder itself, or in its `public` folder.
fn file_of(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = match path.trim_start_matches('/') {
        "" => Path::new("index.html"),
        relative => Path::new(relative),
    };
    if !relative
        .components()
        .all(|component| matches!(component, Component::Normal(_)))
    {
        return None;
    }
    [folder.join(relative), folder.join("public").join(relative)]
        .into_iter()
        .find(|file| file.is_file())
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(file_of(&folder, "/lib.rs").is_some());
        assert!(file_of(&folder, "/../Cargo.toml").is_none());
        assert!(file_of(&folder, "//etc/hostname").is_none());
    }
}
