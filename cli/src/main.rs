//! `cargo limosa`: builds, serves and tests apps made with Limosa.

#![forbid(unsafe_code)]

mod arguments;
mod build;
mod cargo;
mod failure;
mod new;
mod package;
mod serve;
mod site;
mod terminal;
mod test;
mod wasm_target;

use std::panic::catch_unwind;
use std::process::ExitCode;

use crate::arguments::{Arguments, Task};
use crate::failure::{Failure, Outcome};

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(|| run(Arguments::read())).unwrap_or_else(|panic| {
        Err(Failure::message(format!(
            "`cargo limosa` failed in a way it should not ({}); please report it",
            panic_text(&*panic)
        )))
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::failure(&failure);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Outcome<()> {
    match arguments.task {
        Task::Build(options) => build::build(&options),
        Task::Serve(options) => serve::serve(&options),
        Task::New(options) => new::new(&options),
        Task::Test(options) => test::test(&options),
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}
