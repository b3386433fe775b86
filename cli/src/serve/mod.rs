//! `cargo limosa serve`: builds an app, runs it, and builds it again when its sources change.

mod browser_app;
mod events;
mod server;
mod watch;

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use self::browser_app::BrowserApp;
use self::events::Events;
use self::server::Server;
use self::watch::Watch;
use crate::arguments::ServeOptions;
use crate::build::{Built, Settings, build_site};
use crate::failure::{Failure, OrFail, Outcome};
use crate::package::Package;
use crate::terminal;

/// Serves one app until Ctrl-C.
///
/// # Errors
/// When the port is taken, or the first build or start fails; later ones are shown and waited out.
pub(crate) fn serve(options: &ServeOptions) -> Outcome<()> {
    let package = Package::find(&options.path)?;
    check_port(options.port)?;
    if let Built::Errors(_) = build_site(&package, Settings::of(options.release))? {
        return Err(Failure::Shown);
    }
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .or_fail(|| "start the server".to_owned())?
        .block_on(async {
            if options.release {
                run_once(&package, options.port).await
            } else {
                develop(package, options.port).await
            }
        })
}

/// Says at once what would otherwise be found out after the build.
fn check_port(port: u16) -> Outcome<()> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map(drop)
        .map_err(|_| {
            Failure::message(format!(
                "port {port} is taken: end what listens on it, or choose another with `--port`"
            ))
        })
}

/// As for users: no watching, nothing added to the pages.
async fn run_once(package: &Package, port: u16) -> Outcome<()> {
    let mut app = App::start(package, port, None).await?;
    tokio::select! {
        stopped = app.stopped() => Err(stopped),
        () = asked_to_end() => {
            app.end().await;
            Ok(())
        }
    }
}

async fn develop(package: Package, port: u16) -> Outcome<()> {
    let events = Arc::new(Events::start().await?);
    let mut watch = Watch::start(&package)?;
    let mut app = Some(App::start(&package, port, Some(&events)).await?);
    let port = app.as_ref().map_or(port, App::port);
    loop {
        let stopped = async {
            match &mut app {
                Some(app) => app.stopped().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = asked_to_end() => break,
            failure = stopped => {
                terminal::failure(&failure);
                events.show_problem(text_of(&failure));
                app = None;
            }
            changed = watch.changed() => {
                terminal::line("Changed", &changed.display().to_string());
                rebuild(&package, port, &mut app, &events).await;
            }
        }
    }
    if let Some(app) = &mut app {
        app.end().await;
    }
    Ok(())
}

/// Builds and starts the app anew; what goes wrong is shown here and in the open pages.
async fn rebuild(package: &Package, port: u16, app: &mut Option<App>, events: &Arc<Events>) {
    match rebuilt(package.clone()).await {
        Ok(Built::Site) => {}
        Ok(Built::Errors(errors)) => return events.show_problem(errors),
        Err(failure) => {
            terminal::failure(&failure);
            return events.show_problem(text_of(&failure));
        }
    }
    if let Some(app) = app.take_if(|app| app.must_restart()) {
        app.kill();
    }
    if app.is_none() {
        match App::start(package, port, Some(events)).await {
            Ok(started) => *app = Some(started),
            Err(failure) => {
                terminal::failure(&failure);
                return events.show_problem(text_of(&failure));
            }
        }
    }
    events.reload();
}

async fn rebuilt(package: Package) -> Outcome<Built> {
    tokio::task::spawn_blocking(move || build_site(&package, Settings::of(false)))
        .await
        .unwrap_or_else(|_| {
            Err(Failure::message(
                "the build ended in a way it should not; please report it",
            ))
        })
}

fn text_of(failure: &Failure) -> String {
    match failure {
        Failure::Message(text) => text.clone(),
        Failure::Shown => "the build failed; the terminal says why".to_owned(),
    }
}

/// Ends when the terminal or another program asks this one to.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// A running app of either kind.
#[derive(Debug)]
enum App {
    Server(Server),
    Browser(BrowserApp),
}

impl App {
    async fn start(package: &Package, port: u16, events: Option<&Arc<Events>>) -> Outcome<Self> {
        let app = if package.is_browser_only() {
            Self::Browser(BrowserApp::start(package.site(), port, events.cloned()).await?)
        } else {
            Self::Server(Server::start(package, port, events.map(AsRef::as_ref)).await?)
        };
        if let Some(events) = events {
            events.serve_pages_of(app.port());
        }
        Ok(app)
    }

    fn port(&self) -> u16 {
        match self {
            Self::Server(server) => server.port(),
            Self::Browser(app) => app.port(),
        }
    }

    /// Files are read when they are asked for; a program has to be started anew.
    fn must_restart(&self) -> bool {
        matches!(self, Self::Server(_))
    }

    /// Waits for the app to stop by itself, and says how it did.
    async fn stopped(&mut self) -> Failure {
        match self {
            Self::Server(server) => server.stopped().await,
            Self::Browser(_) => std::future::pending().await,
        }
    }

    async fn end(&mut self) {
        if let Self::Server(server) = self {
            server.end().await;
        }
    }

    fn kill(self) {
        if let Self::Server(server) = self {
            server.kill();
        }
    }
}

/// Where the program of a built app is.
fn program_of(package: &Package) -> PathBuf {
    package.site().join(&package.name)
}
