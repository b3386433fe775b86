//! The signals of a submission, without its types.

use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;

use limosa_reactive::{Memo, RwSignal, StoredValue};

use crate::side;
use crate::wire::ReplyFrame;

/// Which slot a handle reads. Copy.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    /// Always the same.
    Fixed(Slot),
    /// That of the action with this id and the arguments of the moment.
    Changing(&'static str, Memo<Option<String>>),
}

impl Source {
    /// The slot of the moment. Tracked.
    pub(crate) fn slot(self) -> Slot {
        match self {
            Self::Fixed(slot) => slot,
            Self::Changing(id, bound) => side::slot(id, bound.get().as_deref()),
        }
    }
}

/// The signals of a submission, without its types. Copy.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    about: StoredValue<About>,
    /// How many calls are under way.
    pub(crate) pending: RwSignal<u32>,
    /// How the latest ended.
    pub(crate) settled: RwSignal<Option<Rc<ReplyFrame>>>,
    /// What was sent with the latest, urlencoded.
    pub(crate) input: RwSignal<Option<String>>,
    /// How much of the latest has left; where nothing is sent there is no signal for it.
    pub(crate) progress: Option<RwSignal<Option<f64>>>,
}

/// What of a slot nobody follows.
struct About {
    /// What the ids of its messages begin with.
    prefix: String,
    /// Number and bound arguments of its latest submission.
    latest: Option<(u32, Rc<str>)>,
}

/// A submission, as lists know it.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    /// Id of its action.
    pub(crate) action: Rc<str>,
    pub(crate) slot: Slot,
}

impl Slot {
    /// A slot of the current owner that shows this end.
    pub(crate) fn new(prefix: String, settled: Option<Rc<ReplyFrame>>) -> Self {
        Self {
            about: StoredValue::new(About {
                prefix,
                latest: None,
            }),
            pending: RwSignal::new(0),
            settled: RwSignal::new(settled),
            input: RwSignal::new(None),
            progress: None,
        }
    }

    /// Number and bound arguments of the latest submission.
    pub(crate) fn latest(self) -> Option<(u32, Rc<str>)> {
        self.about.try_with(|about| about.latest.clone()).flatten()
    }

    /// Whether a call is under way. Tracked.
    pub(crate) fn is_pending(self) -> bool {
        self.pending.try_get().is_some_and(|calls| calls > 0)
    }

    /// The first message beside a field. Tracked.
    pub(crate) fn message(self, name: &str) -> Option<String> {
        let settled = self.settled.try_get()??;
        settled.invalid.get(name).first().cloned()
    }

    /// Id of the element with the message of a field.
    pub(crate) fn message_id(self, name: &str) -> String {
        self.about.with(|about| [&about.prefix, name].concat())
    }
}

limosa_dom::browser_side! {
    impl Slot {
        /// The same with a signal for uploads, of the current owner.
        pub(crate) fn with_progress(self) -> Self {
            Self {
                progress: Some(RwSignal::new(None)),
                ..self
            }
        }

        /// Another submission is the latest.
        pub(crate) fn set_latest(self, number: u32, bound: Rc<str>) {
            self.about
                .try_update(|about| about.latest = Some((number, bound)));
        }

        /// How the latest call that the server has answered ended. Untracked.
        pub(crate) fn answered(self) -> Option<Rc<ReplyFrame>> {
            self.settled.try_get_untracked().flatten()
        }
    }
}

impl Debug for Slot {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Slot")
    }
}

/// Id of the element with the message of a field in a form.
pub(crate) fn message_id(id: &str, bound: Option<&str>, name: &str) -> String {
    let mut text = message_prefix(id, bound);
    text.push_str(name);
    text
}

/// What the ids of messages begin with: action and arguments, so that forms in rows stay apart.
pub(crate) fn message_prefix(id: &str, bound: Option<&str>) -> String {
    let mut text = String::from("error-");
    text.extend(id.chars().take(6));
    let bound = bound.unwrap_or_default().chars();
    text.extend(bound.map(|char| {
        if char.is_ascii_alphanumeric() {
            char
        } else {
            '-'
        }
    }));
    text.push('-');
    text
}
