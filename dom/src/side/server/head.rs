//! What components say about the head of the page, collected until the first byte goes out.

use futures::future::LocalBoxFuture;
use limosa_reactive::{Owner, pending};

use super::builder::{Builder, within};
use super::escape;
use crate::attribute::TextValue;

/// The head so far.
#[derive(Default)]
pub(crate) struct Head {
    title: Option<String>,
    /// A title that waits for resources: the last one wins.
    waiting: Option<Waiting>,
}

struct Waiting {
    owner: Option<Owner>,
    value: Box<dyn Fn() -> TextValue>,
    waits: Vec<LocalBoxFuture<'static, ()>>,
}

/// Sets the title; the last one that is built wins.
pub(crate) fn title(builder: &mut Builder<'_>, value: TextValue) {
    let session = &builder.out.session;
    let (text, waiting) = match value {
        TextValue::Reactive(value) => {
            let (text, waits) = pending::collect(|| value().into_text());
            if waits.is_empty() {
                (Some(text), None)
            } else {
                (
                    None,
                    Some(Waiting {
                        owner: Owner::current(),
                        value,
                        waits,
                    }),
                )
            }
        }
        fixed => (Some(fixed.into_text()), None),
    };
    let mut head = session.head.borrow_mut();
    head.title = text.map(String::from);
    head.waiting = waiting;
}

impl super::output::Session {
    /// Waits for what the head waits for and writes it.
    pub(crate) async fn finish_head(&self) -> String {
        loop {
            let waiting = self.head.borrow_mut().waiting.take();
            let Some(Waiting {
                owner,
                value,
                waits,
            }) = waiting
            else {
                break;
            };
            futures::future::join_all(waits).await;
            let (text, waits) = within(owner, || pending::collect(|| value().into_text()));
            let mut head = self.head.borrow_mut();
            if waits.is_empty() {
                head.title = Some(text.into_owned());
            } else if head.waiting.is_none() {
                head.waiting = Some(Waiting {
                    owner,
                    value,
                    waits,
                });
            }
        }
        let mut html = String::new();
        if let Some(title) = &self.head.borrow().title {
            html.push_str("<title>");
            escape::push_text(&mut html, title);
            html.push_str("</title>");
        }
        html
    }
}
