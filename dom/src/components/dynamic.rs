//! `<Dynamic>`: an element whose tag is chosen at run time.

use std::borrow::Cow;

use crate::__private::required;
use crate::attribute::{Attributes, IntoAttribute, TakesAttributes, TextValue};
use crate::children::ChildrenFn;
use crate::component::{Given, Missing, Props};
use crate::element::element;
use crate::view::{IntoView, View};

/// An element whose tag is a value: `<Dynamic tag=move || if is_top.get() { "h1" } else { "h2" }>..</Dynamic>`.
///
/// It is built anew when the tag changes, and not at all while it is absent. Beside `tag` and children it takes `attr:name`, names with
/// a dash, `class:name` and `{..attributes}`, with which it gets handlers. Which names are none: see [`element`](crate::element()).
/// A component that is chosen at run time needs no tag: `{move || if is_open.get() { view! { <Open/> } } else { view! { <Closed/> } }}`.
///
/// ```
/// use limosa::prelude::*;
///
/// #[component]
/// fn Heading(level: u8, children: ChildrenFn) -> impl IntoView {
///     let tag = format!("h{}", level.clamp(1, 6));
///     view! { <Dynamic tag=tag class:minor={level > 2} attr:id="top">{children()}</Dynamic> }
/// }
/// ```
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Dynamic(props: DynamicProps) -> View {
    let DynamicProps {
        tag,
        attributes,
        children,
    } = props;
    let attributes = attributes.repeat();
    let show = move |tag: Option<Cow<'static, str>>| {
        let Some(tag) = tag else { return View::empty() };
        let children = children
            .as_ref()
            .map_or_else(View::empty, |children| children());
        element(tag)
            .attributes(attributes())
            .child(children)
            .into_view()
    };
    match tag {
        TextValue::Reactive(tag) => View::block(move || show(tag().resolve("tag"))),
        fixed => View::lazy(move || show(fixed.resolve("tag"))),
    }
}

/// The props of [`Dynamic`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct DynamicProps {
    tag: TextValue,
    attributes: Attributes,
    children: Option<ChildrenFn>,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct DynamicBuilder<Tag> {
    tag: Tag,
    attributes: Attributes,
    children: Option<ChildrenFn>,
}

impl Props for DynamicProps {
    type Builder = DynamicBuilder<Missing>;

    fn builder() -> Self::Builder {
        DynamicBuilder {
            tag: Missing,
            attributes: Attributes::new(),
            children: None,
        }
    }
}

impl DynamicBuilder<Missing> {
    #[doc(hidden)]
    pub fn tag(self, tag: impl IntoAttribute) -> DynamicBuilder<Given<TextValue>> {
        DynamicBuilder {
            tag: Given(tag.into_attribute()),
            attributes: self.attributes,
            children: self.children,
        }
    }
}

impl<Tag> DynamicBuilder<Tag> {
    #[doc(hidden)]
    #[must_use]
    pub fn children(self, children: ChildrenFn) -> Self {
        Self {
            children: Some(children),
            ..self
        }
    }
}

impl<Tag> TakesAttributes for DynamicBuilder<Tag> {
    fn with_spread(mut self, attributes: Attributes) -> Self {
        self.attributes = self.attributes.and(attributes);
        self
    }
}

required!(
    NeedsTag,
    "`<Dynamic>` needs the prop `tag`",
    "add `tag=…` here"
);

impl<Tag> DynamicBuilder<Tag> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> DynamicProps
    where
        Tag: NeedsTag<TextValue>,
    {
        DynamicProps {
            tag: self.tag.take(),
            attributes: self.attributes,
            children: self.children,
        }
    }
}
