//! Hydrates in the browser and serves elsewhere.

limosa::server_only! {
    use axum::Router;
    use axum::routing::get;

    /// `/writes` tells how many there were, for whoever counts them.
    fn writes() -> Router {
        Router::new().route("/writes", get(|| async { fullstack::db::writes().to_string() }))
    }
}

fn main() {
    limosa::launch!(fullstack::app(), |server| server.routes(writes()));
}
