//! Built server programs of the examples, started on a free port and ended with their handle.

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
};

use crate::{pipe::lock, wait::PATIENCE};

/// A running server of one example; it is killed when this handle is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    origin: String,
    output: Arc<Mutex<String>>,
}

impl Server {
    /// Starts the built program of the example `name` on a free port and waits until it accepts connections.
    ///
    /// # Panics
    /// If the example is not built (`cargo limosa build`) or ends before it accepts connections.
    #[track_caller]
    #[must_use]
    pub fn start(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::start_in(Path::new("."), name, arguments, variables)
    }

    /// Like [`Server::start`], with `folder` as the program's working folder, where it leaves its files.
    ///
    /// # Panics
    /// As [`Server::start`].
    #[track_caller]
    #[must_use]
    pub fn start_in(
        folder: &Path,
        name: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let program = sites().join(name).join(name);
        let mut child = Command::new(&program)
            .current_dir(folder)
            .args(arguments)
            .env("LIMOSA_PORT", "0")
            .env("LIMOSA_ADDRESS", "127.0.0.1")
            .env_remove("LIMOSA_DEV")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start ({error}); build it with `cargo limosa build examples/{name}`", program.display()));
        let output = Arc::new(Mutex::new(String::new()));
        let announced = watch_output(&mut child, &output);
        let mut server = Self {
            child,
            origin: String::new(),
            output,
        };
        match announced.recv_timeout(PATIENCE) {
            Ok(origin) => server.origin = origin,
            Err(_) => panic!(
                "{name} did not say `listening on http://…`; it said:\n{}",
                server.output()
            ),
        }
        server
    }

    /// The folder with the built program and its files.
    #[must_use]
    pub fn folder(name: &str) -> PathBuf {
        sites().join(name)
    }

    /// The whole address of `path` on this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Scheme, host and port, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What the program has written to both of its outputs so far.
    #[must_use]
    pub fn output(&self) -> String {
        lock(&self.output).clone()
    }

    /// Whether the program still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended on its own; then there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("output of the server {}:\n{}", self.origin, self.output());
        }
    }
}

/// The folder with one built site per example.
pub(crate) fn sites() -> PathBuf {
    match std::env::var_os("LIMOSA_SITES") {
        Some(folder) => folder.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/limosa"),
    }
}

/// Keeps everything the program writes, and sends the address once it is announced.
fn watch_output(child: &mut Child, output: &Arc<Mutex<String>>) -> mpsc::Receiver<String> {
    let (announce, announced) = mpsc::channel();
    let stdout = child.stdout.take().expect("stdout was asked to be piped");
    let stderr = child.stderr.take().expect("stderr was asked to be piped");
    keep_lines(stdout, Arc::clone(output), Some(announce));
    keep_lines(stderr, Arc::clone(output), None);
    announced
}

fn keep_lines(
    source: impl Read + Send + 'static,
    output: Arc<Mutex<String>>,
    announce: Option<mpsc::Sender<String>>,
) {
    std::thread::spawn(move || {
        for line in BufReader::new(source).lines().map_while(Result::ok) {
            if let (Some(origin), Some(announce)) = (line.strip_prefix("listening on "), &announce)
            {
                // Nobody waits any more if the start has already failed.
                let _ = announce.send(origin.trim().to_owned());
            }
            let mut output = lock(&output);
            output.push_str(&line);
            output.push('\n');
        }
    });
}
