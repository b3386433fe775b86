//! Not the browser: futures go to the spawner of the thread, or wait in a queue of its own until they are run.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

use futures::future::LocalBoxFuture;

use crate::host::Spawner;

/// Calls of the page's scripts, and what is called later; empty on the server.
pub mod browser {}

thread_local! {
    static SPAWNER: RefCell<Option<Rc<Spawner>>> = const { RefCell::new(None) };
    static QUEUE: Queue = Queue::default();
}

/// Room of nodes that are gone is given back: a thread lives longer than the pages it renders.
pub(crate) const GIVES_BACK: bool = true;

pub(crate) fn set_spawner(spawner: Spawner) {
    SPAWNER.set(Some(Rc::new(spawner)));
}

pub(crate) fn spawn(future: LocalBoxFuture<'static, ()>) {
    let spawner = SPAWNER.with_borrow(Option::clone);
    match spawner {
        Some(spawner) => spawner(future),
        None => QUEUE.with(|queue| queue.push(future)),
    }
}

pub(crate) fn run_until_stalled() {
    QUEUE.with(Queue::run_until_stalled);
}

pub(crate) fn warn(message: &str) {
    eprintln!("limosa: {message}");
}

/// A single-threaded executor that only runs when asked to.
#[derive(Default)]
struct Queue {
    tasks: RefCell<BTreeMap<u64, LocalBoxFuture<'static, ()>>>,
    ready: Arc<Mutex<VecDeque<u64>>>,
    next: Cell<u64>,
}

struct TaskWaker {
    task: u64,
    ready: Arc<Mutex<VecDeque<u64>>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        lock(&self.ready).push_back(self.task);
    }
}

fn lock(ready: &Mutex<VecDeque<u64>>) -> std::sync::MutexGuard<'_, VecDeque<u64>> {
    ready.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Queue {
    fn push(&self, future: LocalBoxFuture<'static, ()>) {
        let task = self.next.get();
        self.next.set(task + 1);
        self.tasks.borrow_mut().insert(task, future);
        lock(&self.ready).push_back(task);
    }

    fn run_until_stalled(&self) {
        loop {
            let next = lock(&self.ready).pop_front();
            let Some(task) = next else { return };
            self.poll(task);
        }
    }

    fn poll(&self, task: u64) {
        let found = self.tasks.borrow_mut().remove(&task);
        let Some(mut future) = found else { return };
        let ready = Arc::clone(&self.ready);
        let waker = Waker::from(Arc::new(TaskWaker { task, ready }));
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        if polled.is_pending() {
            self.tasks.borrow_mut().insert(task, future);
        }
    }
}
