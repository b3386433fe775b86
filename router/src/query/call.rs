//! Calls of queries: lazy, awaitable, and their own keys.

use std::fmt::{self, Debug, Formatter};
use std::future::IntoFuture;
use std::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};

use crate::error::AppError;
use crate::query::{QueryKey, QueryOptions};
use crate::side;

/// A typed read; `#[query]` implements it on a hidden marker type.
pub trait Query: side::QueryBody + 'static {
    /// The arguments that cross the wire, as a tuple.
    type Arguments: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;
    /// What it reads.
    type Value: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// How it fails.
    type Error: AppError;
    /// The id on the wire: hash of path, name and signature.
    const ID: &'static str;
    /// The name of the function.
    const NAME: &'static str;
    /// Freshness and transport.
    const OPTIONS: QueryOptions;
}

/// One call of a query. Does nothing until it is awaited or read by a resource; two calls with equal arguments are one key.
pub struct QueryCall<M: Query> {
    arguments: M::Arguments,
    key: QueryKey,
}

impl<M: Query> QueryCall<M> {
    /// A call with these arguments.
    #[must_use]
    pub fn new(arguments: M::Arguments) -> Self {
        let key = QueryKey::new(M::ID, &arguments);
        Self { arguments, key }
    }

    /// The key of the value it reads.
    #[must_use]
    pub fn key(&self) -> &QueryKey {
        &self.key
    }

    /// The arguments it reads with.
    #[must_use]
    pub fn arguments(&self) -> &M::Arguments {
        &self.arguments
    }

    pub(crate) fn into_parts(self) -> (M::Arguments, QueryKey) {
        (self.arguments, self.key)
    }
}

impl<M: Query> Clone for QueryCall<M> {
    fn clone(&self) -> Self {
        Self {
            arguments: self.arguments.clone(),
            key: self.key.clone(),
        }
    }
}

impl<M: Query> PartialEq for QueryCall<M> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<M: Query> Debug for QueryCall<M> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(M::NAME)?;
        formatter.write_str(self.key.as_str().get(M::ID.len()..).unwrap_or_default())
    }
}

impl<M: Query> IntoFuture for QueryCall<M> {
    type Output = Result<M::Value, M::Error>;
    type IntoFuture = side::CallFuture<M>;

    fn into_future(self) -> Self::IntoFuture {
        side::call(self)
    }
}

/// All calls of one query, whatever their arguments. `Copy`.
pub struct QueryAll<M: Query>(PhantomData<fn() -> M>);

impl<M: Query> QueryAll<M> {
    const NEW: Self = Self(PhantomData);
}

impl<M: Query> Clone for QueryAll<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Query> Copy for QueryAll<M> {}

impl<M: Query> Debug for QueryAll<M> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(M::NAME)
    }
}

/// What every query function can do besides being called.
pub trait QueryFunction<Arguments> {
    /// The marker type of the query.
    type Query: Query;

    /// All calls of this query, to name them in a revalidation: `product.all()`.
    fn all(&self) -> QueryAll<Self::Query> {
        QueryAll::NEW
    }
}

macro_rules! query_functions {
    ($($argument:ident)*) => {
        impl<F, M: Query, $($argument),*> QueryFunction<($($argument,)*)> for F
        where
            F: Fn($($argument),*) -> QueryCall<M>,
        {
            type Query = M;
        }
    };
}

query_functions!();
query_functions!(A);
query_functions!(A B);
query_functions!(A B C);
query_functions!(A B C D);
query_functions!(A B C D E);
query_functions!(A B C D E G);
