//! All submissions of an action.

use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;

use limosa_reactive::Memo;

use crate::action::Action;
use crate::bound::AsAction;
use crate::side;
use crate::submission::{Sent, Slot, Submission};

/// The submissions of an action, or of one of its bound forms, in the order in which they were made. Copy; the list follows
/// what is submitted, by whatever component, until the visitor goes to another page: then those that have ended leave it. Of
/// those that have ended the latest hundred are kept.
pub struct Submissions<M> {
    of: Of,
    action: PhantomData<fn() -> M>,
}

/// Whose submissions. Copy.
#[derive(Clone, Copy)]
struct Of(Memo<Option<String>>);

/// Follows an action: `submissions(review)` all calls whatever their arguments, `submissions(review.with(3))` those of that
/// form, `submissions(move || review.with(id.get()))` those of the form with the arguments of the moment.
#[must_use]
pub fn submissions<Kind, A: AsAction<Kind> + 'static>(action: A) -> Submissions<A::Action> {
    Submissions {
        of: Of(Memo::new(move || action.bound_json())),
        action: PhantomData,
    }
}

impl<M: Action> Submissions<M> {
    /// The submissions. Tracked: the list, not how each of them does.
    #[must_use]
    pub fn get(&self) -> Vec<Submission<M>> {
        self.slots().map(Submission::of).collect()
    }

    /// Those whose input is as wanted, whatever has become of them. Tracked.
    #[must_use]
    pub fn filter(&self, wanted: impl Fn(&Sent<M>) -> bool) -> Vec<Submission<M>> {
        let all = self.get().into_iter();
        all.filter(|submission| submission.sent().is_some_and(|sent| wanted(&sent)))
            .collect()
    }

    /// Those under way. Tracked.
    #[must_use]
    pub fn pending(&self) -> Vec<Submission<M>> {
        self.slots()
            .filter(|slot| slot.is_pending())
            .map(Submission::of)
            .collect()
    }

    /// Those that have failed, also those whose input is not valid, which [`filter`](Self::filter) leaves out. Tracked.
    #[must_use]
    pub fn failed(&self) -> Vec<Submission<M>> {
        let all = self.get().into_iter();
        all.filter(|submission| submission.error().is_some())
            .collect()
    }

    /// Takes all that have ended off the list.
    pub fn clear(&self) {
        for slot in self.slots() {
            side::clear(slot);
        }
    }

    fn slots(&self) -> impl Iterator<Item = Slot> + use<M> {
        let bound = self.of.0.get();
        let all = side::records(Some(M::ID)).into_iter();
        all.map(|recorded| recorded.slot).filter(move |slot| {
            bound.is_none() || slot.latest().map(|(_, bound)| bound).as_deref() == bound.as_deref()
        })
    }
}

impl<M> Clone for Submissions<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Submissions<M> {}

impl<M: Action> Debug for Submissions<M> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Submissions")
            .field(&M::NAME)
            .finish()
    }
}
