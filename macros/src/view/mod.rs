//! `view!`: HTML with Rust in braces.

mod attributes;
mod bind;
mod check;
mod component;
mod cursor;
mod emit;
mod events;
mod form;
mod known;
mod nesting;
#[cfg(test)]
mod nesting_tests;
mod parse;
mod recipe;
#[cfg(test)]
mod tests;
mod tree;
mod value;

use proc_macro2::TokenStream;
use quote::quote;

/// Expands `view!`; errors become `compile_error!`s beside a view of the right type, so that nothing else fails.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let expanded = parse::parse(tokens).and_then(|nodes| {
        check::check(&nodes)?;
        emit::view(&nodes)
    });
    expanded.unwrap_or_else(|error| {
        let error = error.to_compile_error();
        quote!({ #error ::limosa::__private::dom::__private::View::empty() })
    })
}
