//! Submissions: what has become of the last call of an action, as signals.

mod layers;
mod list;
mod optimistic;
mod sent;
mod slot;
mod status;

use layers::Layers;
pub use list::{Submissions, submissions};
pub use optimistic::{Laid, Lay, Rule};
pub use optimistic::{OptimisticResource, optimistic};
pub use sent::Sent;
pub(crate) use slot::{Recorded, Slot, Source, message_id, message_prefix};
pub use status::{FormStatus, InFlight, form_status, in_flight};

use std::borrow::Cow;
use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;

use limosa_reactive::Memo;

use crate::action::Action;
use crate::bound::AsAction;
use crate::form::{Field, FormEntries};
use crate::side;
use crate::wire::ReplyFrame;

/// The latest submission of an action or of one of its bound forms, or one of [`submissions`]. Copy; outlives the component
/// that made it. How it ended is kept until the visitor goes to another page; what is under way goes on there. Reads of one
/// that is gone give nothing.
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
        self.slot().is_pending()
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
        let text = self.slot().input.try_get()??;
        Some(FormEntries::from_urlencoded(&text))
    }

    /// The same with its types, and the bound arguments; nothing if the input is not valid. Tracked.
    #[must_use]
    pub fn sent(&self) -> Option<Sent<M>> {
        let slot = self.slot();
        let input = slot.input.try_get()??;
        let (number, bound) = slot.latest()?;
        Sent::read(number, &bound, &input)
    }

    /// Which submission this is, counted from the start of the page: a key for lists. Zero before the first.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.slot().latest().map_or(0, |(number, _)| number)
    }

    /// How much of an upload has left, from 0 to 1; nothing where there are no files or none is under way. Tracked.
    #[must_use]
    pub fn progress(&self) -> Option<f64> {
        self.slot().progress?.try_get()?
    }

    /// Forgets how the latest call ended, and takes it off the list of [`submissions`].
    pub fn clear(&self) {
        side::clear(self.slot());
    }

    /// Sends the latest call again once it has ended: the same submission, pending again, with a single flight of its own, and
    /// as if it had been called now: it waits for calls of its lane, and what it lays over data comes last. If the server has
    /// answered it is carried out anew, otherwise only if the first did not get there.
    pub fn retry(&self) {
        side::retry(self.slot());
    }

    /// Stops waiting for the latest call if it is under way: it ends as
    /// [`Aborted`](limosa_router::CallError::Aborted). One that still waits in a queue is never sent. The body of an action
    /// marked `abort` is dropped on the server, unless it has passed its commit point; any other runs to its end, and the data
    /// that comes with its answer is taken in.
    pub fn abort(&self) {
        side::abort(self.slot());
    }

    pub(crate) fn source(&self) -> Source {
        self.source
    }

    pub(crate) fn of(slot: Slot) -> Self {
        Self {
            source: Source::Fixed(slot),
            action: PhantomData,
        }
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
        let settled = self.slot().settled.try_get()??;
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
