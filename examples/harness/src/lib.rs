//! What the end-to-end tests of the examples share: servers, a browser, its network log.
//!
//! Everything here blocks and panics with what it waited for, so a test reads like a visitor's steps:
//!
//! ```no_run
//! use limosa_harness::{Browser, Server};
//!
//! let server = Server::start("shop", &["--memory"], &[("SHOP_TEST", "1")]);
//! let page = Browser::launch().page();
//! page.open(&server.url("/products/1"));
//! page.wait_until_ready();
//! page.type_into("#rename input[name=name]", "Tea");
//! page.click("#rename button");
//! page.wait_for_text("h1#name", "Tea");
//! assert_eq!(page.requests().iter().filter(|request| request.method == "POST").count(), 1);
//! ```
//!
//! The browser is driven over the pipes of `--remote-debugging-pipe` by a small client of our own: the typed
//! clients of the `DevTools` protocol take a minute to compile, and this one needs a dozen of its methods. A pipe
//! also ends the browser when the tests end, however they end.
#![forbid(unsafe_code)]

mod actions;
mod browser;
mod console;
mod files;
mod http;
mod intercept;
mod network;
mod page;
mod pipe;
mod server;
mod tab;
mod wait;

pub use browser::Browser;
pub use console::{Message, MessageSource};
pub use files::StaticSite;
pub use http::{Answer, TimedLine, Visitor};
pub use intercept::Gate;
pub use network::Request;
pub use page::Page;
pub use server::Server;
pub use wait::{PATIENCE, wait_until};
