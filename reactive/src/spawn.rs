//! Futures that live as long as their owner.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::future::LocalBoxFuture;

use crate::graph::NodeId;
use crate::host;
use crate::owner::{Owner, add_cleanup};
use crate::runtime::{Batch, Surroundings, runtime};

/// Runs a future on the executor of this thread until its owner is disposed.
///
/// The current owner is current again at every poll, nothing is tracked, and what a poll writes is one batch. The future
/// is dropped with its owner. Without an owner it runs to its end.
///
/// ```
/// use limosa_reactive::{Owner, host, signal, spawn_scoped};
/// let (count, set_count) = signal(1);
/// let owner = Owner::new();
/// owner.with(|| spawn_scoped(async move { set_count.set(2) }));
/// owner.dispose();
/// host::run_until_stalled();
/// assert_eq!(count.get(), 1);
/// ```
#[track_caller]
pub fn spawn_scoped(future: impl Future<Output = ()> + 'static) {
    let shared = Rc::new(Task {
        future: RefCell::new(Some(Box::pin(future))),
        cancelled: Cell::new(false),
        waker: Cell::new(None),
    });
    let task = Rc::clone(&shared);
    let cleanup = add_cleanup(move || task.cancel());
    let owner = Owner::current();
    host::spawn(Scoped {
        owner,
        cleanup,
        task: shared,
    });
}

struct Task {
    future: RefCell<Option<LocalBoxFuture<'static, ()>>>,
    cancelled: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Task {
    /// Drops the future; if it is being polled right now, that happens after the poll.
    fn cancel(&self) {
        self.cancelled.set(true);
        let future = match self.future.try_borrow_mut() {
            Ok(mut future) => future.take(),
            Err(_) => None,
        };
        drop(future);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut slot = self.future.borrow_mut();
        let Some(future) = slot.as_mut() else {
            return Poll::Ready(());
        };
        let polled = future.as_mut().poll(context);
        if polled.is_pending() && !self.cancelled.get() {
            self.waker.set(Some(context.waker().clone()));
            return Poll::Pending;
        }
        let future = slot.take();
        drop(slot);
        drop(future);
        Poll::Ready(())
    }
}

struct Scoped {
    owner: Option<Owner>,
    cleanup: Option<NodeId>,
    task: Rc<Task>,
}

impl Future for Scoped {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.task.cancelled.get() {
            return Poll::Ready(());
        }
        let owner = self.owner.map_or(NodeId::NULL, Owner::id);
        let batch = Batch::open();
        let surroundings = Surroundings::owned_by(owner);
        let polled = self.task.poll(context);
        drop(surroundings);
        batch.close();
        polled
    }
}

impl Drop for Scoped {
    /// However the task ends, its owner forgets it: the cleanup finds no future then, or drops the one that is left.
    fn drop(&mut self) {
        if let Some(cleanup) = self.cleanup {
            runtime().dispose(cleanup);
        }
    }
}
