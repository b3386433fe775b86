//! A running `cargo limosa serve`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::fixture::Fixture;

/// `cargo limosa serve` on a package; ends with the test, and its server with it.
pub(crate) struct Serving {
    child: Child,
    /// Where the app is, without a slash at the end.
    pub(crate) url: String,
}

impl Serving {
    pub(crate) fn start(fixture: &Fixture) -> Self {
        let mut child = fixture
            .command(&["serve", ".", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .find_map(|line| Some(line.ok()?.strip_prefix("listening on ")?.to_owned()))
            .unwrap();
        // What it prints later must go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url }
    }

    /// Asks it to stop; whether it ended well.
    pub(crate) fn stop(&mut self) -> bool {
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        asked.unwrap().success() && self.child.wait().unwrap().success()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.stop();
        }
    }
}
