//! Actions as types: what `#[action]` implements, and a call of one.

use std::fmt::{self, Debug, Formatter};
use std::future::IntoFuture;

use limosa_router::AppError;
use serde::{Serialize, de::DeserializeOwned};

use crate::bound::Bound;
use crate::form::Form;
use crate::options::ActionOptions;
use crate::reply::Reply;
use crate::side::{self, Crossing};

/// A function that changes data; `#[action]` implements it on a hidden marker type.
///
/// Functions and components that take what belongs to an action name it by this trait:
///
/// ```
/// use limosa::prelude::*;
///
/// /// Sends again what failed.
/// fn retry_button(failed: Submission<impl Action>) -> impl IntoView {
///     let why = move || failed.error().map(|error| error.to_string());
///     view! { <p>{why} <button on:click=move |_| failed.retry()>"Retry"</button></p> }
/// }
/// ```
pub trait Action: Sized + 'static {
    /// The arguments that `.with` binds, as a tuple.
    type Bound: Bound;
    /// The form struct; `()` when the action reads no form.
    type Form: Form;
    /// What it answers.
    type Value: Serialize + DeserializeOwned + Crossing + 'static;
    /// How it fails.
    type Error: AppError;
    /// What an awaited call gives: the value, or the whole reply when the body returns one.
    type Output: 'static;
    /// The id on the wire: hash of path, name and signature.
    const ID: &'static str;
    /// The name of the function.
    const NAME: &'static str;
    /// Settings from `#[action(..)]`.
    const OPTIONS: ActionOptions;

    /// What an awaited call makes of a reply; `None` if the reply lacks the value.
    fn output(reply: Reply<Self::Value>) -> Option<Self::Output>;
}

/// One call of an action. Does nothing until it is awaited: on the server it runs the body in place, in the
/// browser it posts and takes the single flight in.
#[must_use = "a call does nothing until it is awaited"]
pub struct ActionCall<M: Action> {
    bound: M::Bound,
    form: M::Form,
}

impl<M: Action> ActionCall<M> {
    /// A call with these arguments.
    pub fn new(bound: M::Bound, form: M::Form) -> Self {
        Self { bound, form }
    }

    pub(crate) fn into_parts(self) -> (M::Bound, M::Form) {
        (self.bound, self.form)
    }
}

impl<M: side::ActionBody> ActionCall<M> {
    /// Makes the call now without waiting for its end, which [`submission`](crate::submission()) tells: for event handlers.
    /// Does nothing on the server.
    ///
    /// ```
    /// use limosa::prelude::*;
    ///
    /// #[action]
    /// async fn like() -> Result<u32, CallError> { Ok(1) }
    ///
    /// #[component]
    /// fn Like() -> impl IntoView {
    ///     view! { <button on:click=move |_| like().dispatch()>"Like"</button> }
    /// }
    /// ```
    pub fn dispatch(self) {
        side::dispatch::<M>(&self.bound, &self.form);
    }
}

impl<M: Action> Debug for ActionCall<M> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(M::NAME)?;
        formatter.write_str(&self.bound.to_json())
    }
}

impl<M: side::ActionBody> IntoFuture for ActionCall<M> {
    type Output = Result<M::Output, M::Error>;
    type IntoFuture = side::CallFuture<M>;

    fn into_future(self) -> Self::IntoFuture {
        let (bound, form) = self.into_parts();
        side::call::<M>(bound, form)
    }
}
