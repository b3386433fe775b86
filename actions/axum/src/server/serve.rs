//! Accepts connections: one runtime per core, each of which renders what it accepts.

use std::error::Error;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpStream;
use tokio::runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio_util::task::TaskTracker;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::builder::Server;
use super::connection;
use super::settings::Environment;
use super::state::ServerState;
use crate::render::worker_thread;

impl Server {
    /// Serves until the process is told to stop (SIGTERM or Ctrl-C), then lets running requests and actions end. Blocks.
    ///
    /// Prints `listening on http://<address>` once it accepts connections, at `LIMOSA_ADDRESS` and `LIMOSA_PORT`. Logs go to
    /// standard error as `RUST_LOG` says, unless the app has set a `tracing` subscriber of its own.
    ///
    /// # Errors
    ///
    /// A wrong setting, or an address that cannot be had.
    pub fn serve(self) -> Result<(), Box<dyn Error + Send + Sync>> {
        log_to_standard_error(LevelFilter::INFO);
        let listener = bind(&Environment::read()?)?;
        let running = self.start(listener)?;
        let address = running.address();
        writeln!(io::stdout(), "listening on http://{address}")?;
        io::stdout().flush()?;
        let waiting = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        waiting.block_on(async {
            stopped().await;
            running.stop().await;
        });
        Ok(())
    }

    /// Serves on a listener of the caller's, on threads of its own, until told to stop.
    ///
    /// # Errors
    ///
    /// A wrong setting, or threads or sockets that cannot be had.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "the listener is the server's from here on"
    )]
    pub fn start(self, listener: TcpListener) -> io::Result<RunningServer> {
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let grace = self.grace;
        let (router, state) = self.build().map_err(io::Error::other)?;
        let (stop, stopping) = watch::channel(());
        let connections = state.settings.limits.connections;
        let free = Arc::new(Semaphore::new(connections.min(Semaphore::MAX_PERMITS)));
        let count = thread::available_parallelism().map_or(1, usize::from);
        let workers = (0..count)
            .map(|number| {
                let worker = Worker {
                    listener: listener.try_clone()?,
                    router: router.clone(),
                    state: state.clone(),
                    stopping: stopping.clone(),
                    free: Arc::clone(&free),
                };
                let thread = thread::Builder::new().name(format!("limosa-{number}"));
                thread.spawn(move || worker.run())
            })
            .collect::<io::Result<Vec<_>>>()?;
        Ok(RunningServer {
            address,
            workers,
            stop,
            state,
            grace,
        })
    }
}

/// A server that accepts connections; it goes on when this is dropped, and ends with [`RunningServer::stop`].
#[derive(Debug)]
pub struct RunningServer {
    address: SocketAddr,
    workers: Vec<JoinHandle<io::Result<()>>>,
    stop: watch::Sender<()>,
    state: ServerState,
    grace: Duration,
}

impl RunningServer {
    /// Where it listens, with the real port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Accepts nothing more and waits, for the time of grace, until requests and actions have ended.
    pub async fn stop(self) {
        self.stop.send_replace(());
        self.state.bodies.close();
        let workers = self.workers;
        let (done, ended) = oneshot::channel();
        // A thread of its own: a runtime that is dropped would wait for a blocking task without end.
        thread::spawn(move || {
            for worker in workers {
                match worker.join() {
                    Ok(Ok(())) => {}
                    Ok(Err(cause)) => tracing::error!("a thread of the server ended: {cause}"),
                    Err(_) => tracing::error!("a thread of the server panicked"),
                }
            }
            // Whoever waits may have lost patience.
            let _ = done.send(());
        });
        if tokio::time::timeout(self.grace, ended).await.is_err() {
            tracing::warn!("requests or actions still ran when the time of grace was over");
        }
    }
}

struct Worker {
    listener: TcpListener,
    router: Router,
    state: ServerState,
    stopping: watch::Receiver<()>,
    /// Connections that may still be opened, on whichever thread.
    free: Arc<Semaphore>,
}

impl Worker {
    fn run(self) -> io::Result<()> {
        worker_thread();
        runtime::Builder::new_current_thread()
            .enable_all()
            .build()?
            .block_on(self.accept())
    }

    async fn accept(mut self) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let limits = self.state.settings.limits;
        let connections = TaskTracker::new();
        loop {
            let (stream, peer, permit) = tokio::select! {
                accepted = accepted(&listener, &self.free) => accepted,
                _ = self.stopping.changed() => break,
            };
            let (router, stopping) = (self.router.clone(), self.stopping.clone());
            connections.spawn(async move {
                connection::serve(stream, peer, router, limits, stopping).await;
                drop(permit);
            });
        }
        drop(listener);
        connections.close();
        connections.wait().await;
        self.state.bodies.close();
        self.state.bodies.wait().await;
        Ok(())
    }
}

/// The next connection, as soon as there may be one more. Failures of a single one are its own; when descriptors run out, those in use have to end first.
async fn accepted(
    listener: &tokio::net::TcpListener,
    free: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    let permit = Arc::clone(free).acquire_owned().await;
    let permit = permit.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, permit),
            Err(cause)
                if matches!(
                    cause.kind(),
                    ConnectionAborted | ConnectionRefused | ConnectionReset
                ) => {}
            Err(cause) => {
                tracing::error!("no connection can be accepted: {cause}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

pub(crate) fn log_to_standard_error(least: LevelFilter) {
    if tracing::dispatcher::has_been_set() {
        return;
    }
    let filter = EnvFilter::builder()
        .with_default_directive(least.into())
        .from_env_lossy();
    // Another thread may have been faster, whose subscriber then stays.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(io::stderr)
            .try_init(),
    );
}

fn bind(environment: &Environment) -> io::Result<TcpListener> {
    let (address, port) = (environment.address.as_str(), environment.port);
    TcpListener::bind((address, port)).map_err(|cause| {
        let reason = match cause.kind() {
            io::ErrorKind::AddrInUse => "it is taken".to_owned(),
            _ => cause.to_string(),
        };
        io::Error::new(
            cause.kind(),
            format!("cannot listen on {address}:{port}: {reason}"),
        )
    })
}

#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn stopped() {
    drop(tokio::signal::ctrl_c().await);
}
