//! Finds where an attribute's value ends when it is not in braces: `action=move || rename.with(id())>`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Error;

use super::cursor::Cursor;
use super::tree::Value;

/// Words after which an expression goes on.
const CONTINUING: [&str; 15] = [
    "move", "mut", "ref", "if", "else", "match", "for", "in", "while", "loop", "async", "as",
    "return", "break", "unsafe",
];

/// Reads the value after `=`.
pub(crate) fn read(cursor: &mut Cursor) -> Result<Value, Error> {
    let start = cursor.span();
    let tokens = take(cursor)?;
    let mut iterator = tokens.clone().into_iter();
    let only = match (iterator.next(), iterator.next()) {
        (None, _) => return Err(Error::new(start, "a value is missing after `=`")),
        (Some(only), None) => Some(only),
        _ => None,
    };
    match only {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            Ok(Value::Expression(unbrace(&group)))
        }
        Some(TokenTree::Literal(_)) => Ok(Value::Literal(syn::parse2(tokens)?)),
        Some(TokenTree::Ident(word)) if word == "true" || word == "false" => {
            Ok(Value::Literal(syn::parse2(tokens)?))
        }
        _ => Ok(Value::Expression(checked(tokens)?)),
    }
}

/// The inside of braces as one expression.
pub(crate) fn unbrace(group: &proc_macro2::Group) -> TokenStream {
    let stream = group.stream();
    if syn::parse2::<syn::Expr>(stream.clone()).is_ok() {
        stream
    } else {
        TokenTree::Group(group.clone()).into()
    }
}

/// Refuses what is no expression at the token where it stops being one.
fn checked(tokens: TokenStream) -> Result<TokenStream, Error> {
    syn::parse2::<syn::Expr>(tokens.clone()).map_err(|error| {
        Error::new(
            error.span(),
            format!("{error}; put the value in braces if it is meant so: `name={{value}}`"),
        )
    })?;
    Ok(tokens)
}

/// Takes tokens up to the end of the tag or the next attribute.
fn take(cursor: &mut Cursor) -> Result<TokenStream, Error> {
    let mut taken: Vec<TokenTree> = Vec::new();
    let mut complete = false;
    while let Some(token) = cursor.peek().cloned() {
        match &token {
            TokenTree::Punct(punct) => match punct.as_char() {
                '>' if follows_arrow(&taken) => complete = false,
                '>' => return end_of_tag(cursor, taken),
                '/' if cursor.is_punct(1, '>') => break,
                '<' if follows_path(&taken) => {
                    take_generics(cursor, &mut taken)?;
                    complete = true;
                    continue;
                }
                '<' => {
                    return Err(Error::new(
                        punct.span(),
                        "`<` in a value: put the value in braces, `name={value}`",
                    ));
                }
                '?' => complete = true,
                '.' => complete = false,
                _ => complete = false,
            },
            TokenTree::Ident(word) => {
                let continuing = CONTINUING.iter().any(|known| word == known);
                if complete && !continuing {
                    break;
                }
                complete = !continuing;
            }
            TokenTree::Literal(_) if complete => {
                return Err(Error::new(
                    token.span(),
                    "`>` or another attribute was expected before this",
                ));
            }
            TokenTree::Literal(_) => complete = true,
            TokenTree::Group(group) => {
                if complete
                    && group.delimiter() == Delimiter::Brace
                    && is_spread(group)
                    && !after_type(&taken)
                {
                    break;
                }
                complete = true;
            }
        }
        taken.push(token);
        cursor.next();
    }
    Ok(taken.into_iter().collect())
}

/// `>=` and `>>` can only be operators, which need braces.
fn end_of_tag(cursor: &Cursor, taken: Vec<TokenTree>) -> Result<TokenStream, Error> {
    if let Some(TokenTree::Punct(punct)) = cursor.peek()
        && punct.spacing() == proc_macro2::Spacing::Joint
        && (cursor.is_punct(1, '=') || cursor.is_punct(1, '>'))
    {
        return Err(Error::new(
            punct.span(),
            "a `>` ends the tag: put a value that compares in braces, `name={a >= b}`",
        ));
    }
    Ok(taken.into_iter().collect())
}

/// `->` and `=>`.
fn follows_arrow(taken: &[TokenTree]) -> bool {
    matches!(taken.last(), Some(TokenTree::Punct(punct))
        if matches!(punct.as_char(), '-' | '=') && punct.spacing() == proc_macro2::Spacing::Joint)
}

/// `::` just before, so `<` opens type arguments.
fn follows_path(taken: &[TokenTree]) -> bool {
    taken.len() >= 2
        && taken[taken.len() - 2..]
            .iter()
            .all(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':'))
}

fn take_generics(cursor: &mut Cursor, taken: &mut Vec<TokenTree>) -> Result<(), Error> {
    let start = cursor.span();
    let mut depth = 0;
    while let Some(token) = cursor.next() {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' if !follows_arrow(taken) => depth -= 1,
                _ => {}
            }
        }
        taken.push(token);
        if depth == 0 {
            return Ok(());
        }
    }
    Err(Error::new(start, "this `<` is never closed"))
}

fn is_spread(group: &proc_macro2::Group) -> bool {
    let mut tokens = group.stream().into_iter();
    let dot = |token: Option<TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '.');
    dot(tokens.next()) && dot(tokens.next())
}

/// After `Type` a brace opens a struct literal.
fn after_type(taken: &[TokenTree]) -> bool {
    matches!(taken.last(), Some(TokenTree::Ident(word)) if word.to_string().starts_with(char::is_uppercase))
}
