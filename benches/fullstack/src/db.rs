//! The data, in memory and the same in every app of the comparison: 100 products with 20 reviews each.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::{Product, Review};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

static DB: LazyLock<RwLock<Vec<Shelf>>> = LazyLock::new(|| RwLock::new(seed()));

static WRITES: AtomicU64 = AtomicU64::new(0);

/// How often something was written.
#[must_use]
pub fn writes() -> u64 {
    WRITES.load(Ordering::Relaxed)
}

/// A product with its reviews.
#[derive(Debug)]
pub struct Shelf {
    /// The product.
    pub product: Product,
    /// What is said of it.
    pub reviews: Vec<Review>,
}

/// All products, to read.
pub fn all() -> RwLockReadGuard<'static, Vec<Shelf>> {
    DB.read().unwrap_or_else(PoisonError::into_inner)
}

/// All products, to change: each time counts as a write.
pub fn change() -> RwLockWriteGuard<'static, Vec<Shelf>> {
    WRITES.fetch_add(1, Ordering::Relaxed);
    DB.write().unwrap_or_else(PoisonError::into_inner)
}

/// Where a product is.
#[must_use]
pub fn index(id: u32) -> usize {
    usize::try_from(id).map_or(usize::MAX, |id| id.wrapping_sub(1))
}

fn seed() -> Vec<Shelf> {
    let shelf = |id| Shelf {
        product: Product {
            id,
            name: format!("Product {id}"),
            price: 1000 + id * 37,
            description: format!("A reliable item number {id} for everyday use, made to last."),
        },
        reviews: (1..=20).map(|number| review(id, number)).collect(),
    };
    (1..=100).map(shelf).collect()
}

fn review(product: u32, id: u32) -> Review {
    Review {
        id,
        author: format!("Reviewer {id}"),
        rating: 1 + (product + id) % 5,
        text: format!("Review {id} of product {product}: works as described and arrived on time."),
    }
}
