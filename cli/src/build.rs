//! `cargo limosa build`: an app into a folder that runs anywhere.

use std::time::Instant;

use crate::arguments::BuildOptions;
use crate::cargo::{self, Build, Side};
use crate::failure::{Failure, Outcome};
use crate::package::Package;
use crate::{site, terminal, wasm_target};

/// Builds one app and says where it is.
///
/// # Errors
/// When the path is no app, a tool is missing or the app does not compile.
pub(crate) fn build(options: &BuildOptions) -> Outcome<()> {
    let package = Package::find(&options.path)?;
    let settings = Settings {
        release: options.release,
        assets_only: options.assets_only,
        public_url: &options.public_url,
    };
    match build_site(&package, settings)? {
        Built::Site => Ok(()),
        Built::Errors(_) => Err(Failure::Shown),
    }
}

/// How a site is built.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings<'a> {
    /// Optimised and compressed, as for users.
    pub(crate) release: bool,
    /// Without the server.
    pub(crate) assets_only: bool,
    /// Where an app without server will be found; ends with a slash.
    pub(crate) public_url: &'a str,
}

impl Settings<'_> {
    /// For the root of a server.
    pub(crate) const fn of(release: bool) -> Self {
        Self {
            release,
            assets_only: false,
            public_url: "/",
        }
    }

    /// Where the page finds a file of the site.
    pub(crate) fn address(self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

/// How a build ended that got as far as the compiler.
#[derive(Debug)]
pub(crate) enum Built {
    /// The site folder is complete.
    Site,
    /// The app does not compile; the errors have been printed.
    Errors(String),
}

/// Builds both sides of an app and puts them into its site folder.
///
/// # Errors
/// When a tool is missing or fails; a compile error is a value, because `serve` shows it and goes on.
pub(crate) fn build_site(package: &Package, settings: Settings<'_>) -> Outcome<Built> {
    let start = Instant::now();
    let release = settings.release;
    if !package.is_browser_only() && settings.public_url != "/" {
        return Err(Failure::message(format!(
            "`--public-url` is for apps that live in the browser alone; {} has a server, which knows its address",
            package.name
        )));
    }
    wasm_target::ensure()?;
    site::check_versions(package)?;
    let server = if package.is_browser_only() || settings.assets_only {
        None
    } else {
        match cargo::build(package, Side::Native, release)? {
            Build::Program(program) => Some(program),
            Build::Errors(errors) => return Ok(Built::Errors(errors)),
        }
    };
    let wasm = match cargo::build(package, Side::Browser, release)? {
        Build::Program(program) => program,
        Build::Errors(errors) => return Ok(Built::Errors(errors)),
    };
    site::check_versions(package)?;
    site::write(package, &wasm, server.as_deref(), settings)?;
    terminal::line(
        "Built",
        &format!(
            "{} in {:.1} s",
            package.site().display(),
            start.elapsed().as_secs_f64()
        ),
    );
    Ok(Built::Site)
}
