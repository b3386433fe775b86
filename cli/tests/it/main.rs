//! The built program on small packages without dependencies: what it leaves, what it says, how it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod build; // the site folder
mod fixture; // packages in a scratch folder
mod new_app; // the template of an app
mod refusals; // one clear message and exit code 1
mod serve; // rebuild and reload
mod serving; // a running `serve`
mod tests_command; // what `test` runs
