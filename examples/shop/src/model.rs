//! What crosses the wire: the shop's data as queries return it.

use limosa::prelude::Sealed;
use serde::{Deserialize, Serialize};

/// How many products one page of the list shows.
pub const ROWS: u32 = 20;

/// One product with everything its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its number, from 1.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// What it costs, in cents.
    pub price: u32,
    /// How many are there.
    pub stock: u32,
    /// The published text about it.
    pub description: String,
    /// The text that is being worked on, if any.
    pub draft: Option<String>,
    /// Whether there is a photo of it.
    pub has_photo: bool,
    /// For an admin: its number, sealed for the action `delete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion: Option<Sealed<u32>>,
}

/// One row of the product list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRow {
    /// Number of the product.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// What it costs, in cents.
    pub price: u32,
    /// How many are there.
    pub stock: u32,
}

/// One page of the product list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// At most [`ROWS`] products.
    pub rows: Vec<ProductRow>,
    /// How many products fit the search on all pages together.
    pub total: u32,
}

impl Listing {
    /// How many pages there are; an empty list has one.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.total.div_ceil(ROWS).max(1)
    }
}

/// What somebody wrote about a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its number among all reviews.
    pub id: u32,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
    /// From 1 to 5.
    pub stars: u8,
    /// Sent, but not stored yet: only the browser that sends it sees it.
    #[serde(skip)]
    pub pending: bool,
}

/// What a visitor is about to buy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// One line per product, in the order they were first added.
    pub lines: Vec<CartLine>,
}

/// One product in a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// Number of the product.
    pub product: u32,
    /// What it is called.
    pub name: String,
    /// What one costs, in cents.
    pub price: u32,
    /// How many.
    pub quantity: u32,
}

impl Cart {
    /// What all of it costs, in cents.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.lines
            .iter()
            .map(|line| u64::from(line.price) * u64::from(line.quantity))
            .sum()
    }
}

/// Numbers for the admin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// How many products there are.
    pub products: u32,
    /// How many pieces are in stock, over all products.
    pub stock: u32,
    /// How many reviews there are.
    pub reviews: u32,
    /// How many pieces are in carts.
    pub in_carts: u32,
    /// The names of the latest actions, the newest first.
    pub actions: Vec<String>,
}

/// A price in cents as visitors read it: `3.00`.
#[must_use]
pub fn money(cents: u64) -> String {
    let rest = cents % 100;
    let zero = if rest < 10 { "0" } else { "" };
    [
        (cents / 100).to_string().as_str(),
        ".",
        zero,
        rest.to_string().as_str(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_two_digits_after_the_dot() {
        for (cents, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (99, "0.99"),
            (300, "3.00"),
            (123_456, "1234.56"),
        ] {
            assert_eq!(money(cents), text);
        }
    }

    #[test]
    fn an_empty_list_has_one_page() {
        let pages = |total| {
            Listing {
                rows: Vec::new(),
                total,
            }
            .pages()
        };
        assert_eq!(
            [pages(0), pages(1), pages(20), pages(21), pages(100)],
            [1, 1, 1, 2, 5]
        );
    }
}
