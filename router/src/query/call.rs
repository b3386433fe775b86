//! Calls of queries: lazy, awaitable, and their own keys.

use std::fmt::{self, Debug, Formatter};
use std::future::IntoFuture;
use std::marker::PhantomData;

use limosa_reactive::{Connection, Source};
use serde::{Serialize, de::DeserializeOwned};

use crate::app::Depth;
use crate::cache::Overlay;
use crate::error::AppError;
use crate::query::{QueryKey, QueryOptions};
use crate::side;
use crate::wire::from_json;

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

    /// The value that the browser's cache holds, without asking for it and without subscribing; nothing on the server.
    #[must_use]
    pub fn get(&self) -> Option<M::Value> {
        from_json(&side::held(&self.key)?)
    }

    /// Puts a value into the browser's cache: whoever reads it sees it at once, until the server's next answer. In the body
    /// of an action on the server, the value goes to the browser with the answer, and the query does not run for it; it must
    /// be what the query would give. Elsewhere on the server it does nothing.
    pub fn set(&self, value: &M::Value) {
        side::put(self, value);
    }

    /// Asks for the value anew. In the body of an action on the server, the query runs after it and its value goes with
    /// the answer, whether the page shows it or not. Elsewhere on the server it does nothing.
    pub fn refresh(&self) {
        side::refresh(&self.key);
    }

    /// Changes the value that the browser's cache holds; whether there was one.
    pub fn update(&self, change: impl FnOnce(&mut M::Value)) -> bool {
        let Some(mut value) = self.get() else {
            return false;
        };
        change(&mut value);
        self.set(&value);
        true
    }

    /// Lays a change over the value that the browser's cache holds or will hold, below those of a higher order, until the
    /// overlay is dropped; see `optimistic` for what it is there for. Nothing on the server.
    #[doc(hidden)]
    pub fn overlay(&self, order: u64, change: impl Fn(&mut M::Value) + 'static) -> Option<Overlay>
    where
        M::Value: Clone,
        M::Error: Clone,
    {
        side::overlay(self, order, change)
    }

    /// Forgets the value; what reads it asks for it again.
    pub fn remove(&self) {
        side::remove(&self.key);
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

impl<M: Query> Source for QueryCall<M> {
    type Value = M::Value;
    type Error = M::Error;

    fn connect(self) -> Connection<M::Value, M::Error> {
        side::connect(self, Depth::current())
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
pub trait QueryFn<Arguments> {
    /// The marker type of the query.
    type Query: Query;

    /// All calls of this query, to name them in a revalidation: `product.all()`.
    fn all(&self) -> QueryAll<Self::Query> {
        QueryAll::NEW
    }
}

macro_rules! query_functions {
    ($($argument:ident)*) => {
        impl<F, M: Query, $($argument),*> QueryFn<($($argument,)*)> for F
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
