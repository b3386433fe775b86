//! The page that a visitor is on, for guards and actions.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use form_urlencoded::{byte_serialize, parse};
use http::request::Parts;
use limosa_actions::SiteUrl;

use super::state::ServerState;

/// Path and search of the page a visitor is on, or is going to: that of the form for an action, of the page for its queries. For
/// `#[server]` arguments and guards.
///
/// The browser says where it is, so this is no proof of anything; it is always a place of this site.
///
/// ```
/// use limosa::prelude::*;
/// use limosa::server::PageUrl;
///
/// #[derive(Page, Clone, PartialEq)]
/// #[page("/account")]
/// pub struct Account;
/// # impl Page for Account { fn view(_: Memo<Self>) -> impl IntoView { "account" } }
///
/// /// Logs in on `/account?next=%2Forders` and goes on to the orders.
/// #[action]
/// pub async fn login(#[server] page: PageUrl, #[server] session: Session) -> Result<Reply<()>, CallError> {
///     session.renew();
///     Ok(match page.next() {
///         Some(next) => redirect(next),
///         None => redirect(Account),
///     })
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageUrl(pub(super) String);

impl PageUrl {
    /// Path and search.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first value of a search parameter, decoded.
    #[must_use]
    pub fn search(&self, name: &str) -> Option<String> {
        let (_, search) = self.0.split_once('?')?;
        let mut pairs = parse(search.as_bytes());
        let (_, value) = pairs.find(|(other, _)| other == name)?;
        Some(value.into_owned())
    }

    /// Where the visitor wanted to go: the search parameter `next`, if it is a place of this site.
    #[must_use]
    pub fn next(&self) -> Option<SiteUrl> {
        SiteUrl::parse(&self.search("next")?)
    }

    /// The URL of another page that remembers this one as `next`: what a guard redirects to.
    #[must_use]
    pub fn as_next(&self, other: &str) -> String {
        let next: String = byte_serialize(self.0.as_bytes()).collect();
        let joint = if other.contains('?') { "&" } else { "?" };
        [other, joint, "next=", &next].concat()
    }
}

impl FromRequestParts<ServerState> for PageUrl {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &ServerState) -> Result<Self, Infallible> {
        let of_call = parts.extensions.get::<Self>().cloned();
        Ok(of_call.unwrap_or_else(|| {
            let own = parts.uri.path_and_query();
            Self(own.map_or("/", |url| url.as_str()).to_owned())
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_is_decoded_and_a_place_of_this_site() {
        let next = |search: &str| PageUrl(["/account?", search].concat()).next();
        let shown = next("a=1&next=%2Fadmin%3Fx%3D1").unwrap();
        assert_eq!(shown.as_str(), "/admin?x=1");
        for elsewhere in [
            "next=//evil.example",
            "next=https%3A%2F%2Fevil",
            "next=",
            "b=/x",
            "next=%2F%5Cevil",
        ] {
            assert_eq!(next(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(PageUrl("/account".to_owned()).next(), None);
    }

    #[test]
    fn a_page_is_remembered_whole() {
        let page = PageUrl("/admin/log?day=1&q=a b".to_owned());
        let login = PageUrl(page.as_next("/account?from=guard"));
        assert_eq!(login.next().unwrap().as_str(), page.as_str());
        assert_eq!(login.search("from").as_deref(), Some("guard"));
    }
}
