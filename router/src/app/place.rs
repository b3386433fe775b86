//! Where the URL of an app is kept.

/// Where an app keeps the URL of the page it shows. `Copy`; for apps of the browser alone: pages of a server are by path.
///
/// ```
/// use limosa::prelude::*;
///
/// # #[component]
/// # fn Layout() -> impl IntoView { view! { <main><Outlet/></main> } }
/// // A site of static files answers for one path only: `/#/settings` is the settings page.
/// let app = || App::new(Layout).location(AppLocation::Hash);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AppLocation {
    /// In the path of the document: what a server can render.
    #[default]
    Path,
    /// After the `#` of the document: `/#/settings`. Links and history work as ever.
    Hash,
    /// Nowhere but in memory: for an app that is a part of another page. Starts at `/` unless [`App::view`](crate::App::view) is
    /// given another URL; back and forward are the document's.
    Memory,
}

impl AppLocation {
    /// What stands before a URL of the app in the `href` of a link.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Hash => "#",
            Self::Path | Self::Memory => "",
        }
    }
}
