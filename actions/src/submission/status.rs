//! What is under way, for those who do not know of which action: parts of a form, and the page as a whole.

use std::fmt::{self, Debug, Formatter};

use crate::action::Action;
use crate::bound::AsAction;
use crate::form::FormEntries;
use crate::hooks::FormContext;
use crate::side;
use crate::submission::{Recorded, Submission};

/// How the form does that a component stands in. Copy.
#[derive(Clone, Copy)]
pub struct FormStatus(Option<FormContext>);

/// The status of the form around the current component, at whatever depth; outside of forms nothing is ever pending.
///
/// ```
/// use limosa::prelude::*;
///
/// #[component]
/// fn SaveButton() -> impl IntoView {
///     let status = form_status();
///     view! { <button disabled=move || status.pending()>"Save"</button> }
/// }
/// ```
#[must_use]
pub fn form_status() -> FormStatus {
    FormStatus(FormContext::current())
}

impl FormStatus {
    /// Whether a call of the form is under way, whichever of its buttons sent it. Tracked.
    #[must_use]
    pub fn pending(self) -> bool {
        self.0.is_some_and(|form| {
            // All of them, so that each is tracked.
            form.slots().iter().filter(|slot| slot.is_pending()).count() > 0
        })
    }

    /// What was sent with the call under way. Tracked.
    #[must_use]
    pub fn input(self) -> Option<FormEntries> {
        let slots = self.0?.slots();
        let pending = slots.into_iter().find(|slot| slot.is_pending())?;
        pending
            .input
            .try_get()?
            .map(|text| FormEntries::from_urlencoded(&text))
    }
}

impl Debug for FormStatus {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("FormStatus")
    }
}

/// A submission under way, of whatever action. Owned.
#[derive(Debug, Clone)]
pub struct InFlight(Recorded);

/// Everything that is under way, in the order in which it was submitted, by whatever component. Tracked.
///
/// ```
/// use limosa::prelude::*;
///
/// #[component]
/// fn Saving() -> impl IntoView {
///     view! { <p role="status">{move || if in_flight().is_empty() { "Saved" } else { "Saving…" }}</p> }
/// }
/// ```
#[must_use]
pub fn in_flight() -> Vec<InFlight> {
    let all = side::records(None).into_iter();
    all.filter(|recorded| recorded.slot.is_pending())
        .map(InFlight)
        .collect()
}

impl InFlight {
    /// The submission, if it is one of this action.
    #[must_use]
    pub fn of<Kind, A: AsAction<Kind>>(&self, _: A) -> Option<Submission<A::Action>> {
        (*self.0.action == *A::Action::ID).then(|| Submission::of(self.0.slot))
    }

    /// What was sent, without files. Tracked.
    #[must_use]
    pub fn input(&self) -> Option<FormEntries> {
        let text = self.0.slot.input.try_get()??;
        Some(FormEntries::from_urlencoded(&text))
    }
}
