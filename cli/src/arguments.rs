//! What can be typed after `cargo limosa`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The command line, read.
#[derive(Debug, Parser)]
#[command(
    name = "cargo limosa",
    bin_name = "cargo limosa",
    about = "Builds, serves and tests apps made with Limosa",
    version
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

/// One thing to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Build an app into target/limosa/<name>
    Build(BuildOptions),
    /// Build an app, run it, and build it again when its sources change
    Serve(ServeOptions),
    /// Write a new app that builds and passes its tests
    New(NewOptions),
    /// Run the tests of the workspace, on this machine and in Chromium
    Test(TestOptions),
}

/// What `build` takes.
#[derive(Debug, Args)]
pub(crate) struct BuildOptions {
    /// The folder of the app
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,
    /// Optimise and compress, as for users
    #[arg(long)]
    pub(crate) release: bool,
    /// Leave the server out: only what browsers load
    #[arg(long)]
    pub(crate) assets_only: bool,
    /// Where an app without server will be found; `./` is next to its page, wherever that is
    #[arg(long, value_name = "URL", default_value = "/", value_parser = public_url)]
    pub(crate) public_url: String,
}

/// What `serve` takes.
#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    /// The folder of the app
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,
    /// The port to listen on; 0 is any that is free
    #[arg(long, default_value_t = 3000)]
    pub(crate) port: u16,
    /// Serve as users will get it: optimised, nothing watched
    #[arg(long)]
    pub(crate) release: bool,
}

/// What `new` takes.
#[derive(Debug, Args)]
pub(crate) struct NewOptions {
    /// The folder to make; its name is that of the app
    pub(crate) name: PathBuf,
    /// Use the Limosa of a checkout instead of the published one
    #[arg(long, value_name = "FOLDER")]
    pub(crate) path: Option<PathBuf>,
}

/// What `test` takes.
#[derive(Debug, Args)]
pub(crate) struct TestOptions {
    /// Run only the tests whose names contain this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Run only the tests of this package; may be given several times
    #[arg(long, short, value_name = "NAME")]
    pub(crate) package: Vec<String>,
    /// Leave out everything that needs a browser
    #[arg(long)]
    pub(crate) native: bool,
}

impl Arguments {
    /// Reads the arguments of this process; ends it with a usage message when they make no sense.
    pub(crate) fn read() -> Self {
        Self::parse_from(without_subcommand_name(std::env::args_os().collect()))
    }
}

/// An address that ends with a slash. The page imports the program by it, so it cannot begin with a bare word.
fn public_url(text: &str) -> Result<String, &'static str> {
    if ["/", "./", "../", "http://", "https://"]
        .iter()
        .any(|start| text.starts_with(start))
    {
        Ok(format!("{}/", text.trim_end_matches('/')))
    } else {
        Err("it begins with `/`, `./`, `../`, `http://` or `https://`")
    }
}

/// Installed, the program is started as `cargo-limosa limosa build`; through an alias without the second word.
fn without_subcommand_name(mut words: Vec<OsString>) -> Vec<OsString> {
    if words.get(1).is_some_and(|word| word == "limosa") {
        words.remove(1);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(words: &[&str]) -> PathBuf {
        let words = words.iter().map(OsString::from).collect();
        match Arguments::parse_from(without_subcommand_name(words)).task {
            Task::Build(options) => options.path,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn both_ways_to_start_it_read_the_same() {
        assert_eq!(
            path_of(&["cargo-limosa", "build", "shop"]),
            PathBuf::from("shop")
        );
        assert_eq!(
            path_of(&["cargo-limosa", "limosa", "build", "shop"]),
            PathBuf::from("shop")
        );
    }

    #[test]
    fn a_public_url_ends_with_a_slash_and_is_no_bare_word() {
        assert_eq!(public_url("/").as_deref(), Ok("/"));
        assert_eq!(public_url("./").as_deref(), Ok("./"));
        assert_eq!(public_url("/app").as_deref(), Ok("/app/"));
        assert!(public_url("app").is_err());
    }

    #[test]
    fn the_path_is_the_current_folder_unless_given() {
        assert_eq!(path_of(&["cargo-limosa", "build"]), PathBuf::from("."));
    }
}
