//! `<Title>`: the title of the page.

use crate::attribute::{IntoAttribute, TextValue};
use crate::component::{Given, Missing, Props};
use crate::side;
use crate::view::View;

/// Sets the title of the page. Of several the last one built wins.
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Title(props: TitleProps) -> View {
    View::build_with(move |builder| side::title(builder, props.text))
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

impl TitleBuilder<Given<TextValue>> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> TitleProps {
        TitleProps { text: self.text.0 }
    }
}
