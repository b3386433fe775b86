//! Submissions: what has become of the last call of an action, as signals.

use std::borrow::Cow;
use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;
use std::rc::Rc;

use limosa_reactive::{Memo, RwSignal, StoredValue};

use crate::action::Action;
use crate::bound::AsAction;
use crate::form::{Field, FormEntries};
use crate::side;
use crate::wire::ReplyFrame;

/// The latest submission of an action, or of one of its bound forms. Copy; outlives the component that made it.
pub struct Submission<M> {
    source: Source,
    action: PhantomData<fn() -> M>,
}

/// Follows an action: `submission(rename)` the latest call whatever its arguments, `submission(rename.with(3))` the
/// latest of that form, `submission(move || rename.with(id.get()))` that of the form with the arguments of the moment.
#[must_use]
pub fn submission<Kind, A: AsAction<Kind> + 'static>(action: A) -> Submission<A::Action> {
    let id = A::Action::ID;
    let source = if A::CHANGES {
        Source::Changing(id, Memo::new(move || action.bound_json()))
    } else {
        Source::Fixed(side::slot(id, action.bound_json().as_deref()))
    };
    Submission {
        source,
        action: PhantomData,
    }
}

impl<M: Action> Submission<M> {
    /// Whether a call is under way. Tracked.
    #[must_use]
    pub fn pending(&self) -> bool {
        self.slot().pending.with(|running| *running > 0)
    }

    /// How the latest call ended: none before the first end, and none for an answer without a value. Tracked.
    #[must_use]
    pub fn result(&self) -> Option<Result<M::Value, M::Error>> {
        self.with(|reply| match reply.succeeded() {
            true => reply.value_as().map(Ok),
            false => Some(Err(reply.error_as())),
        })
    }

    /// The value of the latest call, if it succeeded with one. Tracked.
    #[must_use]
    pub fn value(&self) -> Option<M::Value> {
        self.result()?.ok()
    }

    /// The error of the latest call, if it failed. Tracked.
    #[must_use]
    pub fn error(&self) -> Option<M::Error> {
        self.result()?.err()
    }

    /// Whether the latest call ended well, with a value or without. Tracked.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.with(|reply| Some(reply.succeeded())) == Some(true)
    }

    /// The first message beside a field. Tracked.
    #[must_use]
    pub fn field_error<T>(&self, field: Field<M::Form, T>) -> Option<String> {
        self.slot().message(&field.name())
    }

    /// All messages beside a field, by its name. Tracked.
    #[must_use]
    pub fn field_errors(&self, name: &str) -> Vec<String> {
        self.with(|reply| Some(reply.invalid.get(name).to_vec()))
            .unwrap_or_default()
    }

    /// What the visitor sent with the latest call, without files. Tracked.
    #[must_use]
    pub fn input(&self) -> Option<FormEntries> {
        self.slot()
            .input
            .get()
            .map(|text| FormEntries::from_urlencoded(&text))
    }

    /// Forgets how the latest call ended.
    pub fn clear(&self) {
        self.slot().settled.set(None);
    }

    pub(crate) fn source(&self) -> Source {
        self.source
    }

    fn slot(&self) -> Slot {
        self.source.slot()
    }

    /// The text of an error that is not about fields; empty if there is none. Tracked.
    pub(crate) fn failure(&self) -> Cow<'static, str> {
        let failed = self.with(|reply| {
            let is_failure =
                !reply.succeeded() && reply.invalid.is_empty() && reply.location.is_none();
            is_failure.then(|| reply.error_as::<M::Error>().to_string())
        });
        failed.map_or(Cow::Borrowed(""), Cow::Owned)
    }

    fn with<R>(&self, read: impl FnOnce(&ReplyFrame) -> Option<R>) -> Option<R> {
        let settled = self.slot().settled.get()?;
        read(&settled)
    }
}

impl<M> Clone for Submission<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Submission<M> {}

impl<M: Action> Debug for Submission<M> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Submission").field(&M::NAME).finish()
    }
}

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
    /// What the ids of its messages begin with.
    prefix: StoredValue<String>,
    /// How many calls are under way.
    pub(crate) pending: RwSignal<u32>,
    /// How the latest ended.
    pub(crate) settled: RwSignal<Option<Rc<ReplyFrame>>>,
    /// What was sent with the latest, urlencoded.
    pub(crate) input: RwSignal<Option<String>>,
}

impl Slot {
    /// A slot of the current owner that shows this end.
    pub(crate) fn new(prefix: String, settled: Option<Rc<ReplyFrame>>) -> Self {
        Self {
            prefix: StoredValue::new(prefix),
            pending: RwSignal::new(0),
            settled: RwSignal::new(settled),
            input: RwSignal::new(None),
        }
    }

    /// The first message beside a field. Tracked.
    pub(crate) fn message(self, name: &str) -> Option<String> {
        let settled = self.settled.get()?;
        settled.invalid.get(name).first().cloned()
    }

    /// Id of the element with the message of a field.
    pub(crate) fn message_id(self, name: &str) -> String {
        self.prefix.with(|prefix| [prefix, name].concat())
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
    text.extend(bound.map(|char| if char.is_alphanumeric() { char } else { '-' }));
    text.push('-');
    text
}
