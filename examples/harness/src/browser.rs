//! One Chromium per test program, shared by its tests; each page gets a profile of its own.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, OnceLock},
};

use serde_json::json;

use crate::{page::Page, pipe::Connection, tab::Tab};

/// A running headless Chromium; `Clone` and cheap. It ends with the test program.
#[derive(Clone)]
pub struct Browser {
    connection: Arc<Connection>,
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Browser")
    }
}

impl Browser {
    /// The browser of this test program, started on first use.
    ///
    /// Chromium is taken from `LIMOSA_CHROMIUM` or found under its usual names on the `PATH`.
    ///
    /// # Panics
    /// If there is no Chromium or it does not start.
    #[must_use]
    pub fn launch() -> Self {
        static SHARED: OnceLock<Browser> = OnceLock::new();
        SHARED.get_or_init(|| start(&find_chromium())).clone()
    }

    /// A new page with its own cookies, cache and storage, as a private window has.
    ///
    /// # Panics
    /// If the browser has crashed.
    #[must_use]
    pub fn page(&self) -> Page {
        let context = self
            .connection
            .call(None, "Target.createBrowserContext", json!({}))
            .unwrap_or_else(|reason| panic!("no new browser context: {reason}"));
        let context = context["browserContextId"]
            .as_str()
            .expect("the protocol promises an id")
            .to_owned();
        Page::new(
            Tab::open(&self.connection, &context)
                .unwrap_or_else(|reason| panic!("no new page: {reason}")),
            self.clone(),
        )
    }

    pub(crate) fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }
}

fn start(chromium: &Path) -> Browser {
    let profile = std::env::temp_dir().join(format!("limosa-chromium-{}", std::process::id()));
    // The browser talks on descriptors 3 and 4, which the shell makes from its own input and output. It ends when
    // the pipe closes, which happens even if the tests are killed, and the shell then removes the profile.
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(r#"profile="$1"; shift; "$@" "--user-data-dir=$profile" 3<&0 4>&1 </dev/null >/dev/null 2>&1; rm -rf -- "$profile""#)
        .arg("limosa-chromium")
        .arg(&profile)
        .arg(chromium)
        .args(FLAGS)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", chromium.display()));
    let writer = child.stdin.take().expect("stdin was asked to be piped");
    let reader = child.stdout.take().expect("stdout was asked to be piped");
    std::thread::spawn(move || child.wait());
    let connection = Connection::new(writer, reader);
    connection
        .call(None, "Browser.getVersion", json!({}))
        .unwrap_or_else(|reason| panic!("{} does not answer: {reason}", chromium.display()));
    Browser {
        connection: Arc::new(connection),
    }
}

const FLAGS: [&str; 15] = [
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    // Several pages are open at once; the hidden ones must not be slowed.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
];

fn find_chromium() -> PathBuf {
    if let Some(path) = std::env::var_os("LIMOSA_CHROMIUM") {
        return path.into();
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];
    let folders: Vec<PathBuf> =
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .chain([mac])
        .find(|path| path.is_file())
        .unwrap_or_else(|| {
            panic!("no Chromium found: install one or set LIMOSA_CHROMIUM to its path")
        })
}
