//! The app's own server, as a child process.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use super::events::Events;
use super::program_of;
use crate::failure::{Failure, OrFail, Outcome};
use crate::package::Package;
use crate::terminal;

/// How a server says that it accepts connections.
const LISTENING: &str = "listening on http://";
/// How long a server may take to end after it was asked to.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running server; dropping it ends it.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    port: u16,
    news: UnboundedReceiver<News>,
}

/// What is read from the output of the server.
#[derive(Debug)]
enum News {
    Listening(u16),
    /// Its output has ended, and so has the server or is about to.
    End,
}

impl Server {
    /// Starts the server and waits until it accepts connections. `events` is where its pages hear of new builds.
    ///
    /// # Errors
    /// When it cannot be started, or ends instead of listening; it has then printed why.
    pub(super) async fn start(
        package: &Package,
        port: u16,
        events: Option<&Events>,
    ) -> Outcome<Self> {
        let program = program_of(package);
        let mut command = Command::new(&program);
        command
            .env("LIMOSA_SITE", package.site())
            .env("LIMOSA_PORT", port.to_string())
            .env_remove("LIMOSA_DEV")
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        if let Some(events) = events {
            command.env("LIMOSA_DEV", events.address());
        }
        let mut child = command
            .spawn()
            .or_fail(|| format!("start `{}`", program.display()))?;
        let output = child
            .stdout
            .take()
            .expect("the output was asked to be piped");
        let (sender, news) = unbounded_channel();
        let app_port = events.map(Events::app_port);
        std::thread::spawn(move || pass_on(output, &sender, app_port.as_deref()));
        let mut server = Self { child, port, news };
        match server.news.recv().await {
            Some(News::Listening(port)) => server.port = port,
            _ => return Err(server.how_it_ended("before it listened")),
        }
        Ok(server)
    }

    /// The port it listens on.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the server to end by itself.
    pub(super) async fn stopped(&mut self) -> Failure {
        while let Some(News::Listening(_)) = self.news.recv().await {}
        self.how_it_ended("by itself")
    }

    /// Lets the server finish what Ctrl-C made it do; what takes longer is ended.
    pub(super) async fn end(&mut self) {
        let ended = async { while let Some(News::Listening(_)) = self.news.recv().await {} };
        if !interrupt(&self.child) || timeout(PATIENCE, ended).await.is_err() {
            stop(&mut self.child);
        }
    }

    /// Ends the server at once.
    pub(super) fn kill(mut self) {
        stop(&mut self.child);
    }

    fn how_it_ended(&mut self, when: &str) -> Failure {
        match self.child.wait() {
            Ok(status) => Failure::message(format!("the server ended {when} ({status})")),
            Err(error) => Failure::message(format!("the server ended {when} ({error})")),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Prints what the server prints and notes when it listens and when it has ended.
fn pass_on(output: ChildStdout, news: &UnboundedSender<News>, app_port: Option<&AtomicU16>) {
    for line in BufReader::new(output).lines() {
        let Ok(line) = line else { break };
        let port = port_in(&line);
        if let (Some(noted), Some(port)) = (app_port, port) {
            // Before the line is out: who reads it may come at once.
            noted.store(port, Ordering::Relaxed);
        }
        terminal::output(&line);
        if let Some(port) = port {
            // Nobody listens any more when the server is being replaced.
            let _ = news.send(News::Listening(port));
        }
    }
    let _ = news.send(News::End);
}

fn port_in(line: &str) -> Option<u16> {
    let (_, port) = line.strip_prefix(LISTENING)?.rsplit_once(':')?;
    port.trim_end_matches('/').parse().ok()
}

fn stop(child: &mut Child) {
    // Both fail only for a process that has ended.
    let _ = child.kill();
    let _ = child.wait();
}

/// Asks a process to end as Ctrl-C would; false where that is not possible.
fn interrupt(child: &Child) -> bool {
    cfg!(unix)
        && Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_line_that_says_so() {
        assert_eq!(port_in("listening on http://127.0.0.1:4000"), Some(4000));
        assert_eq!(port_in("listening on http://[::1]:80/"), Some(80));
        assert_eq!(port_in("not listening on http://127.0.0.1:4000"), None);
    }
}
