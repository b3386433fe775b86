//! What the terminal shows: one line per step, moving while the step runs if there is a person to see it.

#![allow(clippy::print_stdout, reason = "the one place that prints")]

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// A step under way; its line says how it ended.
#[derive(Debug)]
pub(crate) struct Step {
    verb: &'static str,
    spinner: Option<ProgressBar>,
}

impl Step {
    /// Shows that a step begins, such as `Optimising counter`.
    pub(crate) fn start(verb: &'static str, what: &str) -> Self {
        if !is_terminal() {
            line(verb, what);
            return Self {
                verb,
                spinner: None,
            };
        }
        let spinner = ProgressBar::new_spinner()
            .with_style(spinner_style())
            .with_prefix(verb)
            .with_message(what.to_owned());
        spinner.enable_steady_tick(Duration::from_millis(100));
        Self {
            verb,
            spinner: Some(spinner),
        }
    }

    /// Ends the step with a line that says what came out.
    pub(crate) fn done(mut self, result: &str) {
        if let Some(spinner) = self.spinner.take() {
            spinner.finish_and_clear();
        }
        line(self.verb, result);
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if let Some(spinner) = &self.spinner {
            spinner.finish_and_clear();
        }
    }
}

/// One line about what is done or has been done, in the shape of cargo's own.
pub(crate) fn line(verb: &str, what: &str) {
    if is_terminal() {
        eprintln!("\r\x1b[K\x1b[1;32m{verb:>12}\x1b[0m {what}");
    } else {
        eprintln!("{verb:>12} {what}");
    }
}

/// A line of the app itself, on the standard output.
pub(crate) fn output(text: &str) {
    println!("{text}");
}

/// Output that brings its own line ends.
pub(crate) fn output_part(text: &str) {
    print!("{text}");
}

/// Something the user should know that stops nothing.
pub(crate) fn note(text: &str) {
    if is_terminal() {
        eprintln!("\r\x1b[K\x1b[1;33mnote\x1b[0m: {text}");
    } else {
        eprintln!("note: {text}");
    }
}

/// A compiler's message, as it was rendered.
pub(crate) fn diagnostic(rendered: &str) {
    // Takes the place of the progress bar that cargo draws on the same terminal.
    let clear = if is_terminal() { "\r\x1b[K" } else { "" };
    eprint!("{clear}{rendered}");
}

/// Why the command failed, unless that has been shown.
pub(crate) fn failure(failure: &Failure) {
    let Failure::Message(text) = failure else {
        return;
    };
    if is_terminal() {
        eprintln!("\r\x1b[K\x1b[1;31merror\x1b[0m: {text}");
    } else {
        eprintln!("error: {text}");
    }
}

/// Whether a person looks at the messages.
pub(crate) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// A size as people read it: `812 B`, `12.3 kB`, `1.20 MB`.
#[allow(clippy::cast_precision_loss, reason = "shown with three digits")]
pub(crate) fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.2} MB", bytes as f64 / 1e6),
    }
}

fn spinner_style() -> ProgressStyle {
    ProgressStyle::with_template("{prefix:>12.cyan.bold} {msg} {spinner} {elapsed}")
        .expect("the template is a constant that the tests draw")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_the_spinner_is_valid() {
        drop(spinner_style());
    }

    #[test]
    fn sizes_keep_three_digits() {
        assert_eq!(size(812), "812 B");
        assert_eq!(size(12_345), "12.3 kB");
        assert_eq!(size(1_204_000), "1.20 MB");
    }
}
