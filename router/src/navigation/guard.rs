//! Guards that keep a visitor on a page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limosa_reactive::on_cleanup;

use crate::side;
use crate::url::Location;

type Guard = Rc<dyn Fn(&Location) -> bool>;

thread_local! {
    static GUARDS: RefCell<Vec<(u32, Guard)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Asks before the page is left: the closure gets where to, written as links are, and says whether to go. Until the current owner is disposed. In the
/// browser; on the server it does nothing.
///
/// It is also asked, with the URL that is shown, before the document is closed, reloaded or left for another site; where it
/// refuses then, the browser asks the visitor in its own words.
///
/// ```
/// use limosa::prelude::*;
///
/// #[component]
/// fn Draft() -> impl IntoView {
///     let text = RwSignal::new(String::new());
///     let leaving = RwSignal::new(None);
///     before_leave(move |to| {
///         let may_leave = text.with_untracked(String::is_empty) || leaving.with_untracked(Option::is_some);
///         if !may_leave {
///             leaving.set(Some(to.url()));
///         }
///         may_leave
///     });
///     view! {
///         <textarea bind:value=text></textarea>
///         <Show when=move || leaving.with(Option::is_some)>
///             <p role="alert">"Your draft is not saved. "
///                 <button on:click=move |_| navigate(leaving.get().unwrap_or_default(), NavigateOptions::default())>"Leave"</button>
///                 <button on:click=move |_| leaving.set(None)>"Stay"</button>
///             </p>
///         </Show>
///     }
/// }
/// ```
pub fn before_leave(may_leave: impl Fn(&Location) -> bool + 'static) {
    let id = NEXT.replace(NEXT.get() + 1);
    GUARDS.with_borrow_mut(|guards| guards.push((id, Rc::new(may_leave))));
    side::guarded(true);
    on_cleanup(move || {
        let left = GUARDS.with_borrow_mut(|guards| {
            guards.retain(|(other, _)| *other != id);
            !guards.is_empty()
        });
        side::guarded(left);
    });
}

/// Whether all guards let the visitor go.
pub(super) fn may_leave(to: &Location) -> bool {
    let guards: Vec<Guard> =
        GUARDS.with_borrow(|guards| guards.iter().map(|(_, guard)| Rc::clone(guard)).collect());
    guards.iter().all(|guard| guard(to))
}
