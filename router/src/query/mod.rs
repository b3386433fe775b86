//! Queries: typed reads by key, awaited or read as resources.

mod call;
mod frame;
mod key;
mod options;
mod stamp;
mod tag;

pub use call::{Query, QueryAll, QueryCall, QueryFn};
pub use frame::QueryFrame;
pub use key::{KeyPattern, Keys, Mounted, QueryKey, Stale, split_key};
pub use options::QueryOptions;
pub use stamp::{Stamp, StampOrder};
pub use tag::QueryTag;
