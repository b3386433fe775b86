//! What the parser of `view!` leaves: elements, components, texts and blocks, each with its place in the source.

use proc_macro2::{Span, TokenStream};

/// One node of a view.
pub(crate) enum Node {
    Element(Element),
    Component(Component),
    Text { text: String, span: Span },
    Block { tokens: TokenStream, span: Span },
    Fragment(Vec<Node>),
}

/// An HTML, SVG, MathML or custom element.
pub(crate) struct Element {
    pub(crate) tag: String,
    pub(crate) span: Span,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

/// A component: a function named by a path.
pub(crate) struct Component {
    pub(crate) path: TokenStream,
    pub(crate) span: Span,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

/// `name`, `name=value`, `prefix:name:option=value` or `{..value}`.
pub(crate) struct Attribute {
    pub(crate) prefix: Prefix,
    pub(crate) name: String,
    /// The name as Rust tokens: the setter of a prop, the path of a directive.
    pub(crate) path: TokenStream,
    pub(crate) options: Vec<String>,
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// What stands before the colon of an attribute's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Prefix {
    None,
    On,
    Class,
    Style,
    Prop,
    Attr,
    Bind,
    Use,
    Let,
    Slot,
    Spread,
}

/// The value of an attribute.
pub(crate) enum Value {
    /// No `=`.
    Absent,
    Literal(syn::Lit),
    Expression(TokenStream),
}

impl Node {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Element(element) => element.span,
            Self::Component(component) => component.span,
            Self::Text { span, .. } | Self::Block { span, .. } => *span,
            Self::Fragment(nodes) => nodes.first().map_or_else(Span::call_site, Self::span),
        }
    }
}

impl Node {
    /// Its attributes, if it is an element or a component.
    pub(crate) fn attributes(&self) -> &[Attribute] {
        match self {
            Self::Element(element) => &element.attributes,
            Self::Component(component) => &component.attributes,
            Self::Text { .. } | Self::Block { .. } | Self::Fragment(_) => &[],
        }
    }
}

impl Attribute {
    /// Whether it says which prop of a component its element is.
    pub(crate) fn is_slot(&self) -> bool {
        self.prefix == Prefix::Slot
    }

    /// The name as it stands in the source.
    pub(crate) fn written_name(&self) -> String {
        let prefix = match self.prefix {
            Prefix::On => "on:",
            Prefix::Class => "class:",
            Prefix::Style => "style:",
            Prefix::Prop => "prop:",
            Prefix::Attr => "attr:",
            Prefix::Bind => "bind:",
            Prefix::Let => "let:",
            Prefix::Slot => "slot:",
            Prefix::None | Prefix::Use | Prefix::Spread => "",
        };
        [prefix, &self.name].concat()
    }

    /// The text of a literal value, as HTML would hold it; `None` for an expression.
    pub(crate) fn static_text(&self) -> Option<String> {
        match &self.value {
            Value::Literal(syn::Lit::Str(text)) => Some(text.value()),
            Value::Literal(syn::Lit::Int(number)) => Some(number.base10_digits().to_owned()),
            Value::Literal(syn::Lit::Float(number)) => Some(number.base10_digits().to_owned()),
            Value::Literal(syn::Lit::Char(character)) => Some(character.value().to_string()),
            _ => None,
        }
    }

    /// The literal `true` or `false`, or a name without value.
    pub(crate) fn static_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Absent => Some(true),
            Value::Literal(syn::Lit::Bool(value)) => Some(value.value),
            _ => None,
        }
    }

    /// The value as an expression of Rust.
    pub(crate) fn expression(&self) -> TokenStream {
        match &self.value {
            Value::Absent => quote::quote_spanned!(self.span=> true),
            Value::Literal(literal) => quote::quote!(#literal),
            Value::Expression(tokens) => tokens.clone(),
        }
    }
}
