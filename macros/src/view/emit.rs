//! Turns the tree of a view into Rust: values are evaluated where they stand, then one closure builds from them.

use std::borrow::Borrow;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Error;

use super::known::{self, Namespace};
use super::recipe::{Recipe, escape};
use super::tree::{Element, Node};
use super::{attributes, component};

/// The expression of a `View` for some nodes.
pub(crate) fn view<N: Borrow<Node>>(nodes: &[N]) -> Result<TokenStream, Error> {
    let dom = dom();
    match nodes {
        [] => Ok(quote!(#dom::View::empty())),
        [node] => one(node.borrow()),
        _ => {
            let views = nodes
                .iter()
                .map(Borrow::borrow)
                .map(one)
                .collect::<Result<Vec<_>, _>>()?;
            Ok(quote!(#dom::View::sequence(::std::vec![#(#views),*])))
        }
    }
}

/// The path of what the expansion calls.
pub(crate) fn dom() -> TokenStream {
    quote!(::limosa::__private::dom::__private)
}

/// The name under which the building closure knows the instance of its template.
pub(crate) fn instance() -> Ident {
    Ident::new("__instance", Span::mixed_site())
}

fn one(node: &Node) -> Result<TokenStream, Error> {
    let dom = dom();
    match node {
        Node::Element(element) => root(element),
        Node::Component(component) => component::emit(component),
        Node::Text { text, .. } => Ok(quote!(#dom::View::text(#text))),
        Node::Block { tokens, span } => {
            Ok(quote_spanned!(*span=> #dom::IntoView::into_view(#tokens)))
        }
        Node::Fragment(nodes) => view(nodes),
    }
}

/// One root element: a template of its own.
fn root(element: &Element) -> Result<TokenStream, Error> {
    let namespace = known::namespace(&element.tag).unwrap_or(Namespace::Html);
    let mut emitter = Emitter {
        recipe: Recipe::new(namespace),
        bindings: Vec::new(),
        statements: Vec::new(),
        plain: Some(Vec::new()),
        names: 0,
    };
    emitter.element(element, true)?;
    let Emitter {
        recipe,
        bindings,
        statements,
        plain,
        ..
    } = emitter;
    let (dom, template, builder) = (dom(), recipe.finish(), instance());
    if statements.is_empty() {
        return Ok(quote!(#dom::View::template(#template)));
    }
    let Some(plain) = plain else {
        return Ok(quote! {{
            #(#bindings)*
            #dom::View::element(#template, move |#builder| { #(#statements)* })
        }});
    };
    Ok(quote! {{
        #(#bindings)*
        let __is_plain = #dom::WRITES_AT_ONCE #(&& #plain.is_plain())*;
        #dom::View::element_of(#template, __is_plain, move |#builder| { #(#statements)* })
    }})
}

/// What an element's attributes say about what it holds.
pub(crate) enum Content {
    Children,
    /// The value that `__instance.#call` takes as its text or HTML.
    Value {
        method: &'static str,
        value: Ident,
    },
    /// The scope of a form whose action is an expression.
    Form(Ident),
    /// What is chosen of the options of a select.
    Select(Ident),
}

/// Collects one root element.
pub(crate) struct Emitter {
    pub(crate) recipe: Recipe,
    /// Evaluated where the view stands, in the order of the source.
    pub(crate) bindings: Vec<TokenStream>,
    /// Run when the view is built, in the order of the document.
    pub(crate) statements: Vec<TokenStream>,
    /// The names of all values that may have to be asked when the view is built; `None` if there is one that always has.
    plain: Option<Vec<Ident>>,
    names: usize,
}

impl Emitter {
    /// A name that nothing else has.
    pub(crate) fn name(&mut self) -> Ident {
        self.names += 1;
        Ident::new(&format!("__value{}", self.names), Span::mixed_site())
    }

    /// Something is always asked when the view is built.
    pub(crate) fn asks(&mut self) {
        self.plain = None;
    }

    /// Evaluates `expression` now and gives the name that holds it; when the view is built it asks others.
    pub(crate) fn bind(&mut self, expression: &TokenStream) -> Ident {
        self.asks();
        self.bind_unasked(expression)
    }

    /// As [`bind`](Self::bind), for a value that knows whether it has to be asked.
    pub(crate) fn bind_value(&mut self, expression: &TokenStream) -> Ident {
        let name = self.bind_unasked(expression);
        if let Some(plain) = &mut self.plain {
            plain.push(name.clone());
        }
        name
    }

    /// As [`bind`](Self::bind), for what the server never asks.
    pub(crate) fn bind_unasked(&mut self, expression: &TokenStream) -> Ident {
        let name = self.name();
        self.bindings.push(quote!(let #name = #expression;));
        name
    }

    /// Adds a statement on the instance: `__instance.#call;`.
    pub(crate) fn call(&mut self, call: &TokenStream) {
        let instance = instance();
        self.statements.push(quote!(#instance.#call;));
    }

    /// One element; the walk stands at it.
    fn element(&mut self, element: &Element, is_root: bool) -> Result<(), Error> {
        let dynamic = element
            .attributes
            .iter()
            .any(|attribute| !attributes::is_static(element, attribute));
        let index = if dynamic && !is_root {
            self.recipe.mark('m')
        } else {
            0
        };
        self.recipe.push(&format!("<{}", element.tag));
        let content = attributes::emit(self, element, index)?;
        self.recipe.push(">");
        if known::is_void(&element.tag) {
            return Ok(());
        }
        if known::hides_texts(&element.tag) {
            self.recipe.hide_texts();
        }
        match content {
            Content::Value { method, value } => self.value(element, index, method, &value)?,
            Content::Form(scope) => self.form(&element.children, &scope)?,
            Content::Select(selection) => {
                self.recipe.hole();
                self.call(&quote!(select_open(#index)));
                self.content(element, index)?;
                self.recipe.hole();
                self.call(&quote!(select(#index, #selection)));
            }
            Content::Children => self.content(element, index)?,
        }
        self.recipe.push(&format!("</{}>", element.tag));
        Ok(())
    }

    /// Text or HTML that a value gives as a whole.
    fn value(
        &mut self,
        element: &Element,
        index: u32,
        method: &str,
        value: &Ident,
    ) -> Result<(), Error> {
        if let Some(child) = element.children.first() {
            return Err(Error::new(
                child.span(),
                format!(
                    "`<{}>` has its content from an attribute already",
                    element.tag
                ),
            ));
        }
        self.newline(&element.tag);
        self.recipe.hole();
        let method = Ident::new(method, Span::call_site());
        self.call(&quote!(#method(#index, #value)));
        Ok(())
    }

    /// A parser drops one newline after these tags, so one is always there to drop.
    fn newline(&mut self, tag: &str) {
        if matches!(tag, "textarea" | "pre") {
            self.recipe.push("\n");
        }
    }

    /// The children of a form with an action: one hole, built inside the form's scope.
    fn form(&mut self, children: &[Node], scope: &Ident) -> Result<(), Error> {
        let children = view(children)?;
        self.recipe.step('d');
        let hole = self.hole();
        self.call(&quote!(child(#hole, #scope.children(move || #children))));
        self.recipe.step('u');
        Ok(())
    }

    /// Marks a child hole where the walk stands.
    fn hole(&mut self) -> u32 {
        self.recipe.push_browser("<!>");
        self.recipe.hole();
        self.recipe.mark('c')
    }

    fn content(&mut self, element: &Element, index: u32) -> Result<(), Error> {
        match element.tag.as_str() {
            "script" | "style" => self.raw(element),
            "textarea" | "title" => self.plain_text(element, index),
            tag => {
                self.newline(tag);
                self.children(&element.children)
            }
        }
    }

    /// Scripts and styles: static text, which nothing may end early.
    fn raw(&mut self, element: &Element) -> Result<(), Error> {
        let mut whole = String::new();
        for child in &element.children {
            let Node::Text { text, span } = child else {
                let message = format!(
                    "`<{0}>` holds quoted text only; a value goes into `inner_html`",
                    element.tag
                );
                return Err(Error::new(child.span(), message));
            };
            if text.to_ascii_lowercase().contains("</") || text.contains("<!--") {
                return Err(Error::new(
                    *span,
                    format!(
                        "`</` and `<!--` would end the `<{}>` or change its meaning",
                        element.tag
                    ),
                ));
            }
            whole.push_str(text);
        }
        self.recipe.push_text(&whole);
        Ok(())
    }

    /// Elements that hold text without tags: one text, static or one value.
    fn plain_text(&mut self, element: &Element, index: u32) -> Result<(), Error> {
        self.newline(&element.tag);
        let mut whole = String::new();
        for child in &element.children {
            match child {
                Node::Text { text, .. } => whole.push_str(&escape(text)),
                Node::Block { tokens, span } if element.children.len() == 1 => {
                    let dom = dom();
                    let value = self.bind_value(
                        &quote_spanned!(*span=> #dom::IntoAttribute::into_attribute(#tokens)),
                    );
                    let hole = index;
                    self.recipe.hole();
                    self.call(&quote!(plain_text(#hole, #value)));
                }
                _ => {
                    let message = format!(
                        "`<{}>` holds one text: quoted, or one value in braces",
                        element.tag
                    );
                    return Err(Error::new(child.span(), message));
                }
            }
        }
        self.recipe.push_text(&whole);
        Ok(())
    }

    fn children(&mut self, children: &[Node]) -> Result<(), Error> {
        let items = items(children);
        let start = self.recipe.position();
        let mut keep = start;
        for (index, item) in items.iter().enumerate() {
            self.recipe.step(if index == 0 { 'd' } else { 'n' });
            let before = self.recipe.marks();
            self.item(&items, index, item)?;
            if self.recipe.marks() > before {
                keep = self.recipe.position();
            }
        }
        self.recipe.truncate(keep);
        if keep != start {
            self.recipe.step('u');
        }
        Ok(())
    }

    fn item(&mut self, items: &[Item<'_>], index: usize, item: &Item<'_>) -> Result<(), Error> {
        let previous = index.checked_sub(1).map(|previous| &items[previous]);
        match item {
            Item::Text(text) => {
                if matches!(previous, Some(Item::Hole(_))) {
                    self.recipe.separate_before_step();
                }
                self.recipe.push_text(&escape(text));
            }
            Item::Element(element) => self.element(element, false)?,
            Item::Hole(node) => {
                if matches!(previous, Some(Item::Hole(_) | Item::Text(_))) {
                    self.recipe.separate();
                }
                let view = one(node)?;
                let value = self.bind_value(&view);
                let hole = self.hole();
                self.call(&quote!(child(#hole, #value)));
            }
        }
        Ok(())
    }
}

/// A child as the walk sees it.
enum Item<'a> {
    Text(String),
    Element(&'a Element),
    Hole(&'a Node),
}

/// The children with fragments opened and neighbouring texts joined.
fn items(children: &[Node]) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    collect(children, &mut items);
    items
}

fn collect<'a>(children: &'a [Node], items: &mut Vec<Item<'a>>) {
    for child in children {
        match child {
            Node::Fragment(nodes) => collect(nodes, items),
            Node::Text { text, .. } if text.is_empty() => {}
            Node::Text { text, .. } => match items.last_mut() {
                Some(Item::Text(before)) => before.push_str(text),
                _ => items.push(Item::Text(text.clone())),
            },
            Node::Element(element) => items.push(Item::Element(element)),
            Node::Component(_) | Node::Block { .. } => items.push(Item::Hole(child)),
        }
    }
}
