//! What protects the server and its visitors: origin rules, keys, cookies.

pub(crate) mod cookies;
mod keys;
mod logged;
mod origin;
mod proxies;
mod visitor;

pub(crate) use keys::random_token;
pub use keys::{KeyRing, Purpose};
pub(crate) use logged::logged;
pub use origin::{AllowedOrigins, OriginRefusal, SiteOrigin, check_origin};
pub use proxies::TrustedProxies;
pub use visitor::Visitor;
