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

/// Asks before the page is left: the closure gets where to and says whether to go. Until the current owner is disposed.
///
/// While a guard is there, the browser also asks before the document is closed. On the server it does nothing.
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
