//! Pages without their types.

use std::any::{Any, TypeId};
use std::rc::Rc;

use limosa_dom::{IntoView, View};
use limosa_reactive::Memo;

use crate::app::RouterState;
use crate::page::Page;
use crate::preload::{Preload, PreloadList};
use crate::url::UrlReader;

/// A page of any type.
pub(crate) trait AnyPage {
    fn as_any(&self) -> &dyn Any;
    /// Whether it is the same page with the same parameters.
    fn is(&self, other: &dyn AnyPage) -> bool;
    fn preload(&self, into: &mut PreloadList);
}

struct Held<P>(P);

impl<P: Page> AnyPage for Held<P> {
    fn as_any(&self) -> &dyn Any {
        &self.0
    }

    fn is(&self, other: &dyn AnyPage) -> bool {
        other.as_any().downcast_ref::<P>() == Some(&self.0)
    }

    fn preload(&self, into: &mut PreloadList) {
        self.0.preload().collect(into);
    }
}

/// A type of page at its place in the tree of pages. `Copy`.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Level {
    pub(crate) id: TypeId,
    pub(crate) name: &'static str,
    pub(crate) pattern: &'static str,
    pub(crate) parse: fn(&UrlReader<'_>) -> Option<Rc<dyn AnyPage>>,
    /// The view of the page at a depth of the router's state.
    pub(crate) view: fn(RouterState, usize) -> View,
}

impl Level {
    pub(crate) fn of<P: Page>() -> Self {
        Self {
            id: TypeId::of::<P>(),
            name: P::NAME,
            pattern: P::PATTERN,
            parse: |url| Some(Rc::new(Held(P::parse(url)?))),
            view: view_of::<P>,
        }
    }
}

fn view_of<P: Page>(state: RouterState, depth: usize) -> View {
    let Some(first) = state.page_untracked::<P>(depth) else {
        return View::empty();
    };
    // Once another page is shown, this memo is about to go and keeps its value.
    let page = Memo::with_previous(move |previous: Option<&P>| {
        state
            .page::<P>(depth)
            .or_else(|| previous.cloned())
            .unwrap_or_else(|| first.clone())
    });
    P::view(page).into_view()
}
