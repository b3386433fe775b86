//! Runs a future together with everything it spawns on its thread, as one future.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::future::{FutureExt, LocalBoxFuture};
use futures::stream::{FuturesUnordered, StreamExt};
use limosa_reactive::host;
use send_wrapper::SendWrapper;

type Task = LocalBoxFuture<'static, ()>;

/// Futures spawned while a render was polled.
type Inbox = Rc<RefCell<Vec<Task>>>;

thread_local! {
    static CURRENT: RefCell<Option<Inbox>> = const { RefCell::new(None) };
}

/// What a render spawned: polled with it, dropped with it, so that an abandoned request leaves no work behind.
#[derive(Default)]
pub(super) struct Tasks {
    inbox: Inbox,
    running: FuturesUnordered<Task>,
}

/// Makes `spawn_scoped` work on this thread: spawned futures join the render they were spawned in, and the executor of the
/// thread outside of one.
pub(super) fn prepare_thread() {
    host::set_spawner(|task| {
        let inbox = CURRENT.with_borrow(Option::clone);
        match inbox {
            Some(inbox) => inbox.borrow_mut().push(task),
            None => drop(tokio::spawn(SendWrapper::new(task))),
        }
    });
}

impl Tasks {
    /// Polls `main`, then what was spawned, until nothing more can be done; a panic in a spawned future ends that one alone.
    pub(super) fn poll_with<T>(
        &mut self,
        context: &mut Context<'_>,
        mut main: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let _restore = Restore(CURRENT.replace(Some(Rc::clone(&self.inbox))));
        loop {
            if let Poll::Ready(value) = main(context) {
                return Poll::Ready(value);
            }
            // A task that ended may be what `main` waits for; its waker then asks for another poll of the whole.
            if !self.progress(context) {
                return Poll::Pending;
            }
        }
    }

    /// Whether a task ended.
    fn progress(&mut self, context: &mut Context<'_>) -> bool {
        let mut ended = false;
        loop {
            let arrived = std::mem::take(&mut *self.inbox.borrow_mut());
            self.running.extend(arrived.into_iter().map(guarded));
            match Pin::new(&mut self.running).poll_next_unpin(context) {
                Poll::Ready(Some(())) => ended = true,
                _ if self.inbox.borrow().is_empty() => return ended,
                _ => {}
            }
        }
    }
}

fn guarded(task: Task) -> Task {
    AssertUnwindSafe(task)
        .catch_unwind()
        .map(|ended| {
            if ended.is_err() {
                tracing::error!("a future of a view panicked");
            }
        })
        .boxed_local()
}

/// Puts back what was current, also when a poll panics.
struct Restore(Option<Inbox>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}
