//! Pages that read, as far as the cache sees them.

use limosa_reactive::{Connection, Effect, Owner, StoredValue};
use limosa_router::cache::{Answer, Cache};
use limosa_router::{Query, QueryCall, QueryFrame};

use crate::world::{ShopError, frame, product, wanted};

/// What a page has shown, one after the other.
pub(crate) type Log = StoredValue<Vec<Result<String, ShopError>>>;

/// A page that reads a product and logs what it shows.
pub(crate) fn page(cache: &Cache, id: u32, depth: u8) -> (Owner, Log) {
    let owner = Owner::new_root();
    let log = Owner::new_root().with(|| StoredValue::new(Vec::new()));
    owner.with(|| {
        let call = product(id);
        let connection = read(cache, &call, depth);
        Effect::new(move || {
            if let Some(answer) = connection.settled.get() {
                let shown = answer.as_ref().clone().map(|product| product.name);
                log.update(|log| log.push(shown));
            }
        });
    });
    (owner, log)
}

pub(crate) fn read<M: Query>(
    cache: &Cache,
    call: &QueryCall<M>,
    depth: u8,
) -> Connection<M::Value, M::Error> {
    cache.connect::<M>(wanted(call), depth)
}

pub(crate) fn key(id: u32) -> String {
    product(id).key().as_str().to_owned()
}

pub(crate) fn named(id: u32, name: &str, stamp: &str) -> QueryFrame {
    frame(
        &key(id),
        &format!(r#"{{"id":{id},"name":"{name}"}}"#),
        name,
        stamp,
    )
}

pub(crate) fn names(log: Log) -> Vec<String> {
    log.get()
        .into_iter()
        .map(|shown| shown.unwrap_or_else(|error| error.to_string()))
        .collect()
}

pub(crate) fn decode<M: Query>(_: &QueryCall<M>, answer: &Answer) -> Result<M::Value, M::Error> {
    answer.decode::<M>()
}
