//! On the server: run the app behind axum.

use limosa_dom::IntoView;

/// What `launch!` and the macros expand to on this side.
pub(crate) mod hidden {
    use limosa_axum::Server;
    use limosa_router::App;
    use limosa_router::server::missing_pages;
    use std::error::Error;

    pub use {inventory, limosa_axum as axum};

    /// The server with the app's state and layers, or why it cannot start.
    pub type Setup = Result<Server, Box<dyn Error + Send + Sync>>;

    /// Serves `app` until the process is told to stop.
    pub fn serve(app: fn() -> App, setup: impl FnOnce(Server) -> Setup) {
        let served = check_pages(&app())
            .and_then(|()| setup(Server::new(app)))
            .and_then(Server::serve);
        if let Err(error) = served {
            eprintln!("error: {error}");
            std::process::exit(1);
        }
    }

    /// Links are typed, so a page that the app does not have is a mistake and not a 404.
    fn check_pages(app: &App) -> Result<(), Box<dyn Error + Send + Sync>> {
        let missing = missing_pages(app);
        let Some(first) = missing.first() else {
            return Ok(());
        };
        let name = first.rsplit("::").next().unwrap_or(first);
        Err(format!(
            "links to `{}` would lead nowhere: add `.page::<{name}>()` to the app",
            missing.join("`, `")
        )
        .into())
    }
}

/// Says how to start an app that lives in the browser alone, and ends the process with status 1.
pub fn mount<V: IntoView>(_view: impl FnOnce() -> V + 'static) {
    refuse();
}

/// As [`mount`].
pub fn mount_to<V: IntoView>(_selector: &str, _view: impl FnOnce() -> V + 'static) {
    refuse();
}

fn refuse() -> ! {
    eprintln!(
        "error: this app runs in the browser; start it with `cargo limosa serve <path of its package>`"
    );
    std::process::exit(1);
}
