//! `use:`: a function that gets the real element once it is there.

use crate::side;

/// What `use:name` leaves: called with the element in the browser, never on the server.
#[doc(hidden)]
pub struct Directive(pub(crate) Box<dyn FnOnce(web_sys::Element)>);

impl std::fmt::Debug for Directive {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Directive")
    }
}

/// `use:name`.
#[doc(hidden)]
pub fn directive(call: impl FnOnce(web_sys::Element) + 'static) -> Directive {
    Directive(Box::new(call))
}

/// `use:name=value`.
#[doc(hidden)]
pub fn directive_with<T: 'static>(
    call: impl FnOnce(web_sys::Element, T) + 'static,
    value: T,
) -> Directive {
    Directive(Box::new(move |element| call(element, value)))
}

impl side::Instance<'_> {
    /// Hands the element to a directive.
    #[doc(hidden)]
    pub fn directive(&mut self, index: u32, directive: Directive) {
        self.with_element(index, directive.0);
    }
}
