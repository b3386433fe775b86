//! Parses the tokens of `view!` into a tree, with errors at the token that is wrong and what to write instead.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Error;

use super::cursor::Cursor;
use super::tree::{Attribute, Component, Element, Node, Prefix, Value};
use super::{known, value};

/// Parses all nodes of a view.
pub(crate) fn parse(tokens: TokenStream) -> Result<Vec<Node>, Error> {
    let mut cursor = Cursor::new(tokens, Span::call_site());
    let nodes = parse_nodes(&mut cursor, None)?;
    if !cursor.is_empty() {
        return Err(unopened(&mut cursor));
    }
    Ok(nodes)
}

/// A closing tag too many.
fn unopened(cursor: &mut Cursor) -> Error {
    cursor.eat('<');
    cursor.eat('/');
    let span = cursor.span();
    let name = parse_tag_name(cursor).map_or_else(|_| String::new(), |name| name.text);
    let message = if known::is_void(&name) {
        format!("`<{name}>` is a void element: it holds nothing and has no closing tag")
    } else {
        format!("`</{name}>` closes nothing: its opening tag is missing, or closed already")
    };
    Error::new(span, message)
}

/// Parses nodes until the end or a closing tag, which is left.
fn parse_nodes(cursor: &mut Cursor, after: Option<&str>) -> Result<Vec<Node>, Error> {
    let mut nodes = Vec::new();
    let mut hint = after;
    while !cursor.is_empty() {
        if cursor.is_punct(0, '<') && cursor.is_punct(1, '/') {
            break;
        }
        nodes.push(parse_node(cursor, hint.take())?);
    }
    Ok(nodes)
}

fn parse_node(cursor: &mut Cursor, after_value: Option<&str>) -> Result<Node, Error> {
    let span = cursor.span();
    if cursor.is_punct(0, '<') {
        return parse_tag(cursor);
    }
    if let Some(group) = cursor.peek_braces() {
        let tokens = if group.stream().is_empty() {
            quote!(())
        } else {
            value::unbrace(group)
        };
        cursor.next();
        return Ok(Node::Block { tokens, span });
    }
    let token = cursor.next();
    if let Some(TokenTree::Literal(literal)) = &token
        && let Ok(text) = syn::parse2::<syn::LitStr>(literal.to_token_stream())
    {
        return Ok(Node::Text {
            text: text.value(),
            span,
        });
    }
    Err(Error::new(span, unquoted(token.as_ref(), after_value)))
}

/// The message for a token that is neither a tag, a block nor quoted text.
fn unquoted(token: Option<&TokenTree>, after_value: Option<&str>) -> String {
    let word = token.map(ToString::to_string).unwrap_or_default();
    if let Some(name) = after_value {
        return format!(
            "text must be quoted: `\"{word} …\"`. If the `>` before it was meant as part of the value of `{name}`, \
             put that value in braces: `{name}={{a > b}}`"
        );
    }
    match token {
        Some(TokenTree::Ident(_)) => {
            format!(
                "text must be quoted: `\"{word} …\"`; a value of Rust stands in braces: `{{{word}}}`"
            )
        }
        Some(TokenTree::Literal(_)) => {
            format!("a number is written as text, `\"{word}\"`, or as a value, `{{{word}}}`")
        }
        _ => format!("text must be quoted: `\"{word}\"`"),
    }
}

fn parse_tag(cursor: &mut Cursor) -> Result<Node, Error> {
    cursor.eat('<');
    if cursor.is_punct(0, '!') {
        return Err(Error::new(
            cursor.span(),
            "comments are written as in Rust: `// …` or `/* … */`",
        ));
    }
    if cursor.eat('>') {
        let children = parse_nodes(cursor, None)?;
        parse_closing(cursor, "", Span::call_site())?;
        return Ok(Node::Fragment(children));
    }
    let name = parse_tag_name(cursor)?;
    let attributes = parse_attributes(cursor, &name)?;
    let children = parse_children(cursor, &name, &attributes)?;
    let TagName {
        text,
        path,
        span,
        component,
    } = name;
    Ok(if component {
        Node::Component(Component {
            path,
            span,
            attributes,
            children,
        })
    } else {
        Node::Element(Element {
            tag: text,
            span,
            attributes,
            children,
        })
    })
}

struct TagName {
    text: String,
    path: TokenStream,
    span: Span,
    component: bool,
}

fn parse_tag_name(cursor: &mut Cursor) -> Result<TagName, Error> {
    let span = cursor.span();
    let Some(first) = cursor.peek_ident().cloned() else {
        return Err(Error::new(span, "a tag name was expected after `<`"));
    };
    cursor.next();
    let mut text = first.to_string();
    let mut path = quote!(#first);
    while cursor.is_path_separator() {
        cursor.next();
        cursor.next();
        let Some(TokenTree::Ident(segment)) = cursor.next() else {
            return Err(Error::new(
                cursor.span(),
                "a component's name was expected after `::`",
            ));
        };
        text = format!("{text}::{segment}");
        path.extend(quote!(::#segment));
    }
    let component = text.contains("::") || text.starts_with(char::is_uppercase);
    if !component {
        while cursor.is_punct(0, '-') {
            cursor.next();
            text.push('-');
            text.push_str(&word(cursor)?);
        }
    }
    Ok(TagName {
        text,
        path,
        span,
        component,
    })
}

/// An identifier or number inside a dashed name.
fn word(cursor: &mut Cursor) -> Result<String, Error> {
    let span = cursor.span();
    match cursor.next() {
        Some(TokenTree::Ident(ident)) => Ok(raw(&ident)),
        Some(TokenTree::Literal(literal)) => Ok(literal.to_string()),
        _ => Err(Error::new(span, "the name ends in the middle")),
    }
}

fn raw(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}

fn parse_attributes(cursor: &mut Cursor, tag: &TagName) -> Result<Vec<Attribute>, Error> {
    let mut attributes = Vec::new();
    loop {
        if cursor.is_punct(0, '>') || (cursor.is_punct(0, '/') && cursor.is_punct(1, '>')) {
            return Ok(attributes);
        }
        if cursor.is_empty() {
            let message = format!("the tag `<{}` is never ended with `>`", tag.text);
            return Err(Error::new(tag.span, message));
        }
        attributes.push(parse_attribute(cursor)?);
    }
}

fn parse_attribute(cursor: &mut Cursor) -> Result<Attribute, Error> {
    let span = cursor.span();
    if let Some(group) = cursor.peek_braces() {
        return parse_spread(group.stream(), span).inspect(|_| {
            cursor.next();
        });
    }
    let (parts, path) = parse_attribute_name(cursor)?;
    let (prefix, mut rest) = split_prefix(&parts);
    let name = if rest.is_empty() {
        String::new()
    } else {
        rest.remove(0)
    };
    // `xlink:href` and its like keep their colon.
    let name = if prefix == Prefix::None && !rest.is_empty() {
        parts.join(":")
    } else {
        name
    };
    let options = if prefix == Prefix::None {
        Vec::new()
    } else {
        rest
    };
    let value = if cursor.eat('=') {
        value::read(cursor)?
    } else {
        Value::Absent
    };
    Ok(Attribute {
        prefix,
        name,
        path,
        options,
        span,
        value,
    })
}

fn parse_spread(stream: TokenStream, span: Span) -> Result<Attribute, Error> {
    let mut cursor = Cursor::new(stream, span);
    if !(cursor.eat('.') && cursor.eat('.')) {
        return Err(Error::new(
            span,
            "attributes are spread with two dots: `{..attributes}`",
        ));
    }
    let mut tokens = TokenStream::new();
    while let Some(token) = cursor.next() {
        tokens.extend([token]);
    }
    let value = Value::Expression(tokens);
    Ok(Attribute {
        prefix: Prefix::Spread,
        name: String::new(),
        path: TokenStream::new(),
        options: Vec::new(),
        span,
        value,
    })
}

/// The parts between single colons, and the last of them as Rust tokens.
fn parse_attribute_name(cursor: &mut Cursor) -> Result<(Vec<String>, TokenStream), Error> {
    let span = cursor.span();
    let mut parts = vec![String::new()];
    let mut path = TokenStream::new();
    loop {
        let part = parts.len() - 1;
        while cursor.eat('-') {
            parts[part].push('-');
        }
        match cursor.peek().cloned() {
            Some(TokenTree::Ident(ident)) => {
                parts[part].push_str(&raw(&ident));
                path.extend(quote!(#ident));
                cursor.next();
            }
            Some(TokenTree::Literal(literal)) if !parts[part].is_empty() => {
                parts[part].push_str(&literal.to_string());
                cursor.next();
            }
            _ => return Err(Error::new(span, stray(cursor))),
        }
        if cursor.is_path_separator() {
            cursor.next();
            cursor.next();
            path.extend(quote!(::));
            parts[part].push_str("::");
        } else if cursor.eat(':') {
            parts.push(String::new());
            path = TokenStream::new();
        } else if !cursor.is_punct(0, '-') {
            return Ok((parts, path));
        }
    }
}

fn stray(cursor: &Cursor) -> String {
    let token = cursor.peek().map(ToString::to_string).unwrap_or_default();
    match cursor.peek() {
        Some(TokenTree::Literal(_)) => {
            format!(
                "`{token}` stands inside the tag: end the tag with `>` before its text, or name the attribute"
            )
        }
        _ => format!("an attribute's name, `>` or `/>` was expected, not `{token}`"),
    }
}

fn split_prefix(parts: &[String]) -> (Prefix, Vec<String>) {
    let prefix = match (parts.len(), parts[0].as_str()) {
        (1, _) => Prefix::None,
        (_, "on") => Prefix::On,
        (_, "class") => Prefix::Class,
        (_, "style") => Prefix::Style,
        (_, "prop") => Prefix::Prop,
        (_, "attr") => Prefix::Attr,
        (_, "bind") => Prefix::Bind,
        (_, "use") => Prefix::Use,
        (_, "let") => Prefix::Let,
        (_, "slot") => Prefix::Slot,
        _ => Prefix::None,
    };
    let skipped = usize::from(prefix != Prefix::None);
    (prefix, parts[skipped..].to_vec())
}

fn parse_children(
    cursor: &mut Cursor,
    name: &TagName,
    attributes: &[Attribute],
) -> Result<Vec<Node>, Error> {
    if cursor.eat('/') {
        cursor.eat('>');
        return Ok(Vec::new());
    }
    cursor.eat('>');
    if !name.component && known::is_void(&name.text) {
        return closed_void(cursor, name);
    }
    let last_value = attributes
        .last()
        .filter(|last| matches!(last.value, Value::Expression(_)));
    let children = parse_nodes(cursor, last_value.map(|last| last.name.as_str()))?;
    parse_closing(cursor, &name.text, name.span)?;
    Ok(children)
}

/// `<br>` has no closing tag; one that has is told so.
fn closed_void(cursor: &Cursor, name: &TagName) -> Result<Vec<Node>, Error> {
    let closes = cursor.is_punct(0, '<')
        && cursor.is_punct(1, '/')
        && matches!(cursor.peek_at(2), Some(TokenTree::Ident(ident)) if *ident == name.text);
    if closes {
        let message = format!(
            "`<{0}>` is a void element: it has no closing tag, write `<{0}/>`",
            name.text
        );
        return Err(Error::new(name.span, message));
    }
    Ok(Vec::new())
}

fn parse_closing(cursor: &mut Cursor, name: &str, opening: Span) -> Result<(), Error> {
    if cursor.is_empty() {
        return Err(Error::new(
            opening,
            format!("`<{name}>` is never closed: `</{name}>` is missing"),
        ));
    }
    cursor.eat('<');
    cursor.eat('/');
    let span = cursor.span();
    let found = if cursor.is_punct(0, '>') {
        String::new()
    } else {
        parse_tag_name(cursor)?.text
    };
    if found != name {
        return Err(Error::new(
            span,
            format!("`</{name}>` was expected here, not `</{found}>`"),
        ));
    }
    if cursor.eat('>') {
        Ok(())
    } else {
        Err(Error::new(cursor.span(), "`>` was expected"))
    }
}
