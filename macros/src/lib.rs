//! The macros of Limosa. They are documented where the facade re-exports them.
#![forbid(unsafe_code)]

mod action;
mod component;
mod error;
mod form;
#[cfg(test)]
mod form_tests;
mod identity;
mod page;
mod query;
mod remote;
#[cfg(test)]
mod tests;
mod view;

use proc_macro::TokenStream;

/// Makes a function a query: calls are keys, the body runs on the server.
#[proc_macro_attribute]
pub fn query(options: TokenStream, item: TokenStream) -> TokenStream {
    finish(query::expand(options.into(), item.into()))
}

/// Makes a function an action: it posts in the browser and runs on the server; one request brings its value and all
/// data of the page that it made stale.
#[proc_macro_attribute]
pub fn action(options: TokenStream, item: TokenStream) -> TokenStream {
    finish(action::expand(options.into(), item.into()))
}

/// Makes a struct the fields of a form: HTML constraints, decoder, validation and keys of the messages in one.
#[proc_macro_derive(Form, attributes(field, form))]
pub fn derive_form(input: TokenStream) -> TokenStream {
    finish(form::expand(input.into()))
}

/// Makes an enum an error that queries and actions can return.
#[proc_macro_derive(Error, attributes(status, message, fields, call))]
pub fn derive_error(input: TokenStream) -> TokenStream {
    finish(error::expand(input.into()))
}

/// Makes a struct a page: its fields are the parameters of its URL.
#[proc_macro_derive(Page, attributes(page, search, parent))]
pub fn derive_page(input: TokenStream) -> TokenStream {
    finish(page::expand(input.into()))
}

/// HTML with Rust in braces; gives a `View`.
///
/// ```ignore
/// view! { <button class="primary" on:click=move |_| set_count.update(|n| *n += 1)>"Clicked " {count} " times"</button> }
/// ```
///
/// Tags, attributes and events are checked, and so is nesting that an HTML parser would rewrite.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    view::expand(tokens.into()).into()
}

/// Makes a function usable as a tag in `view!`; its arguments are the props.
///
/// Before a prop may stand `#[prop(optional)]`, `#[prop(default = value)]` and `#[prop(into)]`; what stands between the tags
/// is the prop `children`.
#[proc_macro_attribute]
pub fn component(arguments: TokenStream, item: TokenStream) -> TokenStream {
    component::expand(&arguments.into(), item.into()).into()
}

fn finish(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
