//! What data will be once submissions under way have done their work, shown before they have.

use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;

use limosa_reactive::{Resource, on_cleanup};
use limosa_router::cache::Overlay;
use limosa_router::{Query, QueryCall, Stamp};

use crate::action::Action;
use crate::bound::AsAction;
use crate::side;
use crate::submission::{Layers, Sent};

/// Shows what calls of an action will do to the value of a query while they are under way.
///
/// For every call, wherever it was made, `query` says which key it will change, and `change` does so: at once, and again on
/// every value that the server sends meanwhile, in the order of the calls. When a call fails, its change is gone; when it
/// succeeds, the change stays until the server's value has come, which is mostly the same moment. All that read the key see
/// it. Lasts as long as the current owner; does nothing on the server. A call whose input is not valid changes nothing.
///
/// ```
/// use limosa::prelude::*;
///
/// #[query]
/// async fn names() -> Result<Vec<String>, CallError> { Ok(Vec::new()) }
///
/// #[derive(Form, Clone)]
/// struct NewName { #[field(max = 80)] name: String }
///
/// #[action]
/// async fn add_name(form: NewName) -> Result<(), CallError> { Ok(()) }
///
/// #[component]
/// fn Names() -> impl IntoView {
///     optimistic(add_name, |_| names(), |list, sent| list.push(sent.form.name.clone()));
///     let list = resource(names);
///     view! { <p>{list.map(|list| list.join(", "))}</p> }
/// }
/// ```
pub fn optimistic<Kind, A, M>(
    action: A,
    query: impl Fn(&Sent<A::Action>) -> QueryCall<M> + 'static,
    change: impl Fn(&mut M::Value, &Sent<A::Action>) + 'static,
) where
    A: AsAction<Kind> + 'static,
    M: Query,
    M::Value: Clone,
    M::Error: Clone,
{
    let change = Rc::new(change);
    let rule = Rule::of(action, move |order, sent: Sent<A::Action>| {
        let (call, change) = (query(&sent), Rc::clone(&change));
        let overlay = call.overlay(order, move |value| change(value, &sent))?;
        Some(Box::new(overlay) as Box<dyn Laid>)
    });
    on_cleanup(side::watch_submissions(rule));
}

/// What resources of any source can do while actions are under way.
pub trait OptimisticResource<T, E> {
    /// A resource that shows what calls of an action will do to this one while they are under way, as [`optimistic`] does for
    /// queries. Belongs to the current owner.
    ///
    /// A call that succeeded is shown until this resource is not loading any more.
    #[must_use]
    fn optimistic<Kind, A: AsAction<Kind> + 'static>(
        self,
        action: A,
        change: impl Fn(&mut T, &Sent<A::Action>) + 'static,
    ) -> Resource<T, E>
    where
        T: Clone,
        E: Clone;
}

impl<T: 'static, E: 'static> OptimisticResource<T, E> for Resource<T, E> {
    fn optimistic<Kind, A: AsAction<Kind> + 'static>(
        self,
        action: A,
        change: impl Fn(&mut T, &Sent<A::Action>) + 'static,
    ) -> Resource<T, E>
    where
        T: Clone,
        E: Clone,
    {
        if !side::MAKES_CALLS {
            return self;
        }
        let layers = Layers::over(self);
        let change = Rc::new(change);
        let rule = Rule::of(action, move |order, sent: Sent<A::Action>| {
            let change = Rc::clone(&change);
            layers.put_on(order, Rc::new(move |value: &mut T| change(value, &sent)))
        });
        on_cleanup(side::watch_submissions(rule));
        layers.shown()
    }
}

/// A change that a submission has laid over something; dropped, it is gone.
#[doc(hidden)]
pub trait Laid {
    /// The submission has succeeded.
    fn land(self: Box<Self>, done: Option<Stamp>);
}

impl Laid for Overlay {
    fn land(self: Box<Self>, done: Option<Stamp>) {
        Overlay::land(*self, done);
    }
}

/// What every submission of an action lays over something, without types.
#[doc(hidden)]
pub struct Rule {
    /// Id of the action.
    pub action: &'static str,
    /// Lays it.
    pub lay: Lay,
}

/// Lays something for a submission, in this order, from its number, bound arguments and input.
#[doc(hidden)]
pub type Lay = Rc<dyn Fn(u64, u32, &str, &str) -> Option<Box<dyn Laid>>>;

impl Rule {
    fn of<Kind, A: AsAction<Kind> + 'static>(
        action: A,
        lay: impl Fn(u64, Sent<A::Action>) -> Option<Box<dyn Laid>> + 'static,
    ) -> Self {
        Self {
            action: A::Action::ID,
            lay: Rc::new(move |order, number, bound, input| {
                let wanted = action.bound_json();
                if wanted.is_some_and(|wanted| wanted != bound) {
                    return None;
                }
                lay(order, Sent::read(number, bound, input)?)
            }),
        }
    }
}

impl Debug for Rule {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Rule").field(&self.action).finish()
    }
}
