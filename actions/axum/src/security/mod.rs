//! What protects the server and its visitors: origin rules, keys, cookies.

pub(crate) mod cookies;
mod keys;
mod origin;
mod proxies;
mod visitor;

pub use keys::{KeyRing, Purpose};
#[allow(unused_imports, reason = "the handlers that use them come next")]
pub(crate) use keys::{random_bytes, random_token};
pub use origin::{AllowedOrigins, OriginRefusal, SiteOrigin, check_origin};
pub use proxies::TrustedProxies;
pub use visitor::Visitor;
