//! `<Title>`: the title of the page.

use crate::__private::required;
use crate::attribute::{IntoAttribute, TextValue};
use crate::component::{Given, Missing, Props};
use crate::head::HeadElement;
use crate::side;
use crate::view::View;

/// Sets the title of the page: `<Title text=item.map(|item| item.name.clone()) />`.
///
/// Of several the last one built counts, so a page overrides its layout; when it goes the title before it holds again. While
/// the text is absent, as that of a value on its way, it says nothing.
///
/// ```
/// use limosa::prelude::*;
/// let unread = RwSignal::new(2);
/// let view = view! { <Title text=move || format!("({}) Post", unread.get()) /> };
/// # drop(view);
/// ```
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Title(props: TitleProps) -> View {
    let mut element = HeadElement::new("title");
    element.set_text(props.text);
    View::build_with(move |builder| side::head(builder, element))
}

/// The props of [`Title`].
#[derive(Debug)]
pub struct TitleProps {
    text: TextValue,
}

#[doc(hidden)]
#[derive(Debug)]
pub struct TitleBuilder<Text> {
    text: Text,
}

impl Props for TitleProps {
    type Builder = TitleBuilder<Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        TitleBuilder { text: Missing }
    }
}

impl TitleBuilder<Missing> {
    #[doc(hidden)]
    pub fn text(self, text: impl IntoAttribute) -> TitleBuilder<Given<TextValue>> {
        TitleBuilder {
            text: Given(text.into_attribute()),
        }
    }
}

required!(
    NeedsText,
    "`<Title>` needs the prop `text`",
    "add `text=…` here"
);

impl<Text> TitleBuilder<Text> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> TitleProps
    where
        Text: NeedsText<TextValue>,
    {
        TitleProps {
            text: self.text.take(),
        }
    }
}
