//! Ids of queries and actions: an expression the compiler evaluates, alike for browser and server.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Ident, Type};

/// The expression of an id (`&'static str`): hash of crate and module path, kind, name, arguments that cross the wire, and
/// result, keyed by `LIMOSA_ID_KEY` where the build sets it. No file path goes in.
pub(crate) fn id_expression(
    kind: &str,
    name: &Ident,
    arguments: &[&Type],
    output: &Type,
) -> TokenStream {
    let arguments: Vec<String> = arguments.iter().map(flat).collect();
    let text = [
        kind,
        "\n",
        &name.to_string(),
        "\n",
        &arguments.join("\n"),
        "\n",
        &flat(output),
    ]
    .concat();
    quote! {{
        const IDENTITY: &::limosa::__private::router::Identity = &::limosa::__private::router::Identity::new(
            ::core::option_env!("LIMOSA_ID_KEY"),
            ::core::concat!(::core::module_path!(), "\n", #text),
        );
        IDENTITY.as_str()
    }}
}

/// Tokens with one space between them: how the compiler prints a token stream is not stable.
fn flat(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    push(tokens.to_token_stream(), &mut text);
    text
}

fn push(tokens: TokenStream, text: &mut String) {
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("( ", ") "),
                    Delimiter::Brace => ("{ ", "} "),
                    Delimiter::Bracket => ("[ ", "] "),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                push(group.stream(), text);
                text.push_str(close);
            }
            other => {
                text.push_str(&other.to_string());
                text.push(' ');
            }
        }
    }
}
