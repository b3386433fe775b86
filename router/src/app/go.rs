//! Navigation from code.

use limosa_reactive::use_context;

use crate::app::{AppLocation, RouterState};
use crate::navigation::NavigateOptions;
use crate::side;
use crate::url::{Href, Location};

/// Goes to a page, or to a URL of the site as a text. While rendering on the server it redirects.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a target is written where it is used"
)]
pub fn navigate(to: impl Href, options: NavigateOptions) {
    side::navigate(&to.href(), options);
}

/// Path, search and hash of the URL that is shown, written as links are: without the base path of the app. Subscribes where it runs
/// below the app; elsewhere it is the URL of the document.
#[must_use]
pub fn location() -> Location {
    match use_context::<RouterState>() {
        Some(state) => state.location().below(&state.link_parts().0),
        None => Location::parse(&side::location(AppLocation::Path)),
    }
}

/// Whether a navigation is under way; subscribes.
#[must_use]
pub fn is_routing() -> bool {
    use_context::<RouterState>().is_some_and(RouterState::is_routing)
}

/// The text that was kept with the history entry that is shown, by the `state` of a link or of [`NavigateOptions`]; subscribes to the
/// URL where it runs below the app. In the browser; on the server there is none.
///
/// ```
/// use limosa::prelude::*;
///
/// #[component]
/// fn Back() -> impl IntoView {
///     let from = move || history_state().unwrap_or_else(|| "/".to_owned());
///     view! { <A to=from>"Back to the list"</A> }
/// }
/// ```
#[must_use]
pub fn history_state() -> Option<String> {
    if let Some(state) = use_context::<RouterState>() {
        state.follow_location();
    }
    side::history_state()
}

/// Says that what these keys cover was changed: for the place that changes it, such as the functions over a database.
///
/// Within the body of an action on the server, however deep: what was touched is read again and sent with the answer, and
/// nothing else, as if the reply had said `.revalidate(..)`. In the browser it is as [`revalidate`]. Elsewhere it does
/// nothing.
///
/// ```
/// use limosa::prelude::*;
///
/// #[query]
/// async fn price(id: u32) -> Result<u32, CallError> { Ok(id) }
///
/// fn store_price(id: u32, _cents: u32) {
///     // ... and then:
///     touch(&price(id));
/// }
///
/// #[action]
/// async fn raise(id: u32) -> Result<(), CallError> {
///     store_price(id, 300);
///     Ok(())
/// }
/// ```
pub fn touch(keys: &impl crate::query::Keys) {
    let mut patterns = Vec::new();
    keys.collect(&mut patterns);
    side::touch(patterns);
}

/// Makes what these keys cover stale, and reads again what the page shows of it. Does nothing on the server.
pub fn revalidate(keys: &impl crate::query::Keys) {
    side::revalidate(&crate::query::Stale::keys(keys));
}
