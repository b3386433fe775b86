//! Tags: what several queries are called together.

use crate::query::key::{KeyPattern, Keys};
use crate::side;

/// A mark of several queries, so that one revalidation names all of them. `Copy`; a constant of the app.
///
/// A query carries it by `#[query(tags = [CATALOG])]`; an action says `.revalidate(CATALOG)`. A tag that was
/// removed does not compile any more. Two tags with one name are one tag. Names never leave the server: on the wire a tag is
/// the list of its queries. In the browser, what no page has read yet counts as tagged by everything.
///
/// ```
/// use limosa::prelude::*;
///
/// /// Whatever shows products.
/// pub const CATALOG: QueryTag = QueryTag::new("catalog");
///
/// #[query(tags = [CATALOG])]
/// pub async fn product_count() -> Result<u32, CallError> {
///     Ok(3)
/// }
///
/// #[action]
/// pub async fn restock() -> Result<Reply<()>, CallError> {
///     Ok(Reply::value(()).revalidate(CATALOG))
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QueryTag(&'static str);

impl QueryTag {
    /// The tag with a name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl Keys for QueryTag {
    fn collect(&self, into: &mut Vec<KeyPattern>) {
        side::tagged(*self, into);
    }
}
