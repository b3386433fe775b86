//! What runs later: futures that the event loop of the page polls, each kept under a number that the script knows.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

use futures::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::door;

#[wasm_bindgen(module = "/js/door.js")]
extern "C" {
    fn connect(exports: &JsValue, door: u32);
    /// Calls for a task when what runs now has ended.
    #[wasm_bindgen(js_name = soon)]
    fn call_soon(task: u32);
    /// Calls for a task after some time.
    #[wasm_bindgen(js_name = after)]
    fn call_after(milliseconds: f64, task: u32);
}

struct Task {
    number: u32,
    /// Absent while it is polled.
    future: Option<LocalBoxFuture<'static, ()>>,
    /// It is going to be polled anyway.
    is_due: bool,
}

thread_local! {
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Wakes a task, which may be gone.
struct Bell(u32);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let was_due = with(self.0, |task| std::mem::replace(&mut task.is_due, true));
        if was_due == Some(false) {
            call_soon(self.0);
        }
    }
}

fn with<R>(number: u32, call: impl FnOnce(&mut Task) -> R) -> Option<R> {
    TASKS.with_borrow_mut(|tasks| {
        let task = tasks.iter_mut().find(|task| task.number == number)?;
        Some(call(task))
    })
}

fn keep(future: LocalBoxFuture<'static, ()>) -> u32 {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    if number == 0 {
        door::open(called, connect);
    }
    TASKS.with_borrow_mut(|tasks| {
        tasks.push(Task {
            number,
            future: Some(future),
            is_due: true,
        });
    });
    number
}

fn called(task: u32, _: u32, _: f64, _: JsValue) -> u32 {
    run(task);
    0
}

/// Runs what is kept under a number; of a job that has run nothing is left.
pub fn run(number: u32) {
    let taken = with(number, |task| {
        task.is_due = false;
        task.future.take()
    });
    let Some(mut future) = taken.flatten() else {
        return;
    };
    let waker = Waker::from(Arc::new(Bell(number)));
    let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
    if polled.is_pending() {
        with(number, |task| task.future = Some(future));
    } else {
        TASKS.with_borrow_mut(|tasks| tasks.retain(|task| task.number != number));
    }
}

pub(crate) fn spawn(future: LocalBoxFuture<'static, ()>) {
    call_soon(keep(future));
}

/// Keeps a job that a script is to [`run`], and gives its number.
#[must_use]
pub fn later(job: Box<dyn FnOnce()>) -> u32 {
    keep(Box::pin(async move { job() }))
}

/// Runs a job when what runs now has ended.
pub fn soon(job: Box<dyn FnOnce()>) {
    call_soon(later(job));
}

/// Runs a job after some time. It cannot be stopped, but may find that there is nothing left to do.
pub fn after(milliseconds: f64, job: Box<dyn FnOnce()>) {
    // A longer time would overflow in the browser, and be none.
    call_after(milliseconds.min(f64::from(i32::MAX)), later(job));
}
