//! What `view!` and `#[component]` expand to. Not part of the public API.

pub use crate::attribute::{Attributes, IntoAttribute, IntoToggle, TakesAttributes};
pub use crate::bind::{
    bound_flag, bound_member, bound_selection, bound_value, own_value, selection,
};
pub use crate::children::{Content, ToChildren};
pub use crate::component::{Given, Missing, Props, component, component_builder};
pub use crate::directive::{directive, directive_with};
pub use crate::event::{prevent, stop};
pub use crate::node_ref::node_ref;
pub use crate::side::{Instance, WRITES_AT_ONCE, handler, push_integer};
pub use crate::template::{Name, Template};
pub use crate::view::{IntoView, View};
pub use crate::{
    __limosa_name as name, __limosa_required as required, __limosa_template as template,
};
pub use web_sys;

/// A name in a static.
#[doc(hidden)]
#[macro_export]
macro_rules! __limosa_name {
    ($text:literal) => {{
        static NAME: $crate::__private::Name = $crate::__private::Name::new($text);
        &NAME
    }};
}
