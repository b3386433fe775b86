//! Where pages are shown.

use std::any::TypeId;
use std::rc::Rc;

use limosa_dom::__private::component_builder;
use limosa_dom::{Children, ErrorBoundary, View};
use limosa_reactive::{CaughtError, ErrorId, Memo, ReadSignal, expect_context, provide_context};

use crate::app::failure::status_of;
use crate::app::state::{Depth, RouterState};
use crate::side;

/// The place of the page below: in the layout the page of the URL, in a page its nested page. Shows nothing where there
/// is none. An error that nothing in the page catches replaces the page, in the outlet of the layout.
///
/// The view of a page stays as long as the page does: new parameters change only what reads them.
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Outlet() -> View {
    View::lazy(|| {
        let state: RouterState = expect_context();
        let depth = Depth::current();
        let level = Memo::new(move || {
            state
                .level(depth.into())
                .map(|level| level.map(|level| Shown(level.id, level.view)))
        });
        View::block(move || {
            let content = level.get();
            provide_context(Depth(depth.saturating_add(1)));
            match content {
                None => not_found(state),
                Some(None) => View::empty(),
                Some(Some(Shown(_, view))) if depth == 0 => guarded(state, move || view(state, 0)),
                Some(Some(Shown(_, view))) => View::lazy(move || view(state, depth.into())),
            }
        })
    })
}

/// A type of page with its view; equal if the type is.
#[derive(Clone, Copy)]
struct Shown(TypeId, fn(RouterState, usize) -> View);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// A page with the error view of the app in its place when it fails.
fn guarded(state: RouterState, page: impl FnOnce() -> View + 'static) -> View {
    let children: Children = Box::new(move || View::lazy(page));
    let fallback = move |errors: ReadSignal<Vec<(ErrorId, CaughtError)>>| {
        let status = errors.with(|errors| errors.first().map(|(_, error)| status_of(error)));
        status.map_or_else(View::empty, |status| failed(state, status))
    };
    let props = component_builder(&ErrorBoundary)
        .fallback(fallback)
        .children(children)
        .build();
    ErrorBoundary(props)
}

fn failed(state: RouterState, status: u16) -> View {
    side::set_status(status);
    if status == 404 {
        not_found(state)
    } else {
        (state.app().parts().error)(status)
    }
}

fn not_found(state: RouterState) -> View {
    let view = Rc::clone(&state.app().parts().not_found);
    View::lazy(move || view())
}
