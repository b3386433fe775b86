//! `<Html>`, `<Body>`, `<Meta>`, `<Link>` and `<Style>`: the document around the page, from wherever a component stands.

use std::borrow::Cow;

use crate::__private::required;
use crate::attribute::{Attributes, IntoAttribute, TakesAttributes, TextValue};
use crate::component::{Given, Missing, Props};
use crate::head::HeadElement;
use crate::side;
use crate::view::View;

required!(
    NeedsName,
    "`<Meta>` needs the prop `name`, `property` or `http_equiv`",
    "add `name=…` here"
);
required!(
    NeedsRel,
    "`<Link>` needs the prop `rel`",
    "add `rel=…` here"
);
required!(
    NeedsText,
    "`<Style>` needs the prop `text`",
    "add `text=…` here"
);
required!(
    NeedsNothing,
    "nothing is missing",
    "nothing is missing here"
);

macro_rules! head_component {
    ($(#[$documentation:meta])* $name:ident, $props:ident, $builder:ident, $tag:literal, $start:ty, $needs:ident; $($attribute:ident = $text:literal),*) => {
        $(#[$documentation])*
        #[allow(non_snake_case, reason = "components are named like types")]
        #[must_use]
        pub fn $name(props: $props) -> View {
            View::build_with(move |builder| side::head(builder, props.element))
        }

        #[doc = concat!("The props of [`", stringify!($name), "`].")]
        #[derive(Debug)]
        pub struct $props {
            element: HeadElement,
        }

        #[doc(hidden)]
        #[derive(Debug)]
        pub struct $builder<Named> {
            element: HeadElement,
            named: Named,
        }

        impl Props for $props {
            type Builder = $builder<$start>;
            const HAS_OWNER: bool = false;

            fn builder() -> Self::Builder {
                $builder {
                    element: HeadElement::new($tag),
                    named: Default::default(),
                }
            }
        }

        impl<Named> TakesAttributes for $builder<Named> {
            fn with_spread(mut self, attributes: Attributes) -> Self {
                self.element.spread(attributes);
                self
            }
        }

        #[doc(hidden)]
        #[allow(missing_docs, reason = "attributes of HTML")]
        impl<Named> $builder<Named> {
            $(
                #[must_use]
                pub fn $attribute(self, value: impl IntoAttribute) -> Self {
                    self.with_attribute($text, value)
                }
            )*

            #[allow(dead_code, reason = "not every one of them needs something")]
            fn give(mut self, give: impl FnOnce(&mut HeadElement)) -> $builder<Given<()>> {
                give(&mut self.element);
                $builder {
                    element: self.element,
                    named: Given(()),
                }
            }
        }

        #[doc(hidden)]
        impl<Named> $builder<Named> {
            #[must_use]
            pub fn build(self) -> $props
            where
                Named: $needs<()>,
            {
                self.named.take();
                $props {
                    element: self.element,
                }
            }
        }
    };
}

head_component! {
    /// Attributes of `<html>`: `<Html lang="en" dir="ltr" class:dark=dark data-theme=theme />`.
    ///
    /// On the server they are in the first byte, in the browser they follow their signals. Of one attribute said twice the
    /// last that was built counts, and the other again when that goes; classes add up.
    ///
    /// ```
    /// use limosa::prelude::*;
    /// let view = view! { <Html lang="en" class:dark=true data-theme="sea" /> };
    /// # drop(view);
    /// ```
    Html, HtmlProps, HtmlBuilder, "html", Given<()>, NeedsNothing;
    lang = "lang", dir = "dir", class = "class", id = "id", style = "style", translate = "translate", title = "title"
}

head_component! {
    /// Attributes of `<body>`; as [`Html`] in everything else.
    ///
    /// ```
    /// use limosa::prelude::*;
    /// let is_open = RwSignal::new(false);
    /// let view = view! { <Body class:has-dialog=is_open /> };
    /// # drop(view);
    /// ```
    Body, BodyProps, BodyBuilder, "body", Given<()>, NeedsNothing;
    lang = "lang", dir = "dir", class = "class", id = "id", style = "style", translate = "translate", title = "title",
    tabindex = "tabindex", inert = "inert"
}

head_component! {
    /// A `<meta>` in the head: `<Meta name="description" content=text />`.
    ///
    /// One with the same `name`, `property` or `http_equiv` (and the same `media` and `id`, if there are any) overrides
    /// what was built before; that holds again when the later one goes. While `content` is absent the element is too. The
    /// character set is the server's, and a viewport too unless one is said here.
    ///
    /// ```
    /// use limosa::prelude::*;
    /// let view = view! { <Meta name="theme-color" media="(prefers-color-scheme: dark)" content="#123" /> };
    /// # drop(view);
    /// ```
    Meta, MetaProps, MetaBuilder, "meta", Missing, NeedsName;
    content = "content", itemprop = "itemprop"
}

#[doc(hidden)]
#[allow(missing_docs, reason = "attributes of HTML")]
impl<Named> MetaBuilder<Named> {
    pub fn name(self, value: impl Into<Cow<'static, str>>) -> MetaBuilder<Given<()>> {
        self.give(|element| element.identify("name", value.into()))
    }

    pub fn property(self, value: impl Into<Cow<'static, str>>) -> MetaBuilder<Given<()>> {
        self.give(|element| element.identify("property", value.into()))
    }

    pub fn http_equiv(self, value: impl Into<Cow<'static, str>>) -> MetaBuilder<Given<()>> {
        self.give(|element| element.identify("http-equiv", value.into()))
    }

    #[must_use]
    pub fn media(mut self, value: impl Into<Cow<'static, str>>) -> Self {
        self.element.identify("media", value.into());
        self
    }

    #[must_use]
    pub fn id(mut self, value: impl Into<Cow<'static, str>>) -> Self {
        self.element.identify("id", value.into());
        self
    }
}

head_component! {
    /// A `<link>` in the head: `<Link rel="stylesheet" href="/app.css" />`.
    ///
    /// Links that say the same are one, which goes with the last of them. While `href` is absent the element is too. On the
    /// server one that comes too late for the head is sent before the content it came with.
    ///
    /// ```
    /// use limosa::prelude::*;
    /// let view = view! { <Link rel="icon" href="/icon.svg" type="image/svg+xml" /> };
    /// # drop(view);
    /// ```
    Link, LinkProps, LinkBuilder, "link", Missing, NeedsRel;
    href = "href", hreflang = "hreflang", media = "media", sizes = "sizes", r#type = "type", r#as = "as",
    crossorigin = "crossorigin", integrity = "integrity", referrerpolicy = "referrerpolicy",
    fetchpriority = "fetchpriority", imagesrcset = "imagesrcset", imagesizes = "imagesizes", title = "title",
    color = "color", disabled = "disabled", id = "id", blocking = "blocking"
}

#[doc(hidden)]
#[allow(missing_docs, reason = "an attribute of HTML")]
impl<Named> LinkBuilder<Named> {
    pub fn rel(self, value: impl IntoAttribute) -> LinkBuilder<Given<()>> {
        self.give(|element| element.attribute("rel", value.into_attribute()))
    }
}

head_component! {
    /// A `<style>` in the head, with the nonce of the content security policy: `<Style text="h1 { color: teal }" />`.
    ///
    /// Equal ones are one, so a component can bring its style along however often it is shown.
    ///
    /// ```
    /// use limosa::prelude::*;
    /// let view = view! { <Style text=".card { border: 1px solid }" /> };
    /// # drop(view);
    /// ```
    Style, StyleProps, StyleBuilder, "style", Missing, NeedsText;
    media = "media", title = "title", id = "id", blocking = "blocking"
}

#[doc(hidden)]
#[allow(missing_docs, reason = "the text of the element")]
impl<Named> StyleBuilder<Named> {
    pub fn text(self, value: impl IntoAttribute) -> StyleBuilder<Given<()>> {
        let text: TextValue = value.into_attribute();
        self.give(|element| element.set_text(text))
    }
}
