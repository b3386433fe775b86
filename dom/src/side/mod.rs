//! The side switch: the browser, or everything else, which is taken for the server.

#[cfg(target_arch = "wasm32")]
#[path = "browser/mod.rs"]
mod chosen;
#[cfg(not(target_arch = "wasm32"))]
#[path = "server/mod.rs"]
mod chosen;

pub use chosen::{Builder, Handler, Instance, WRITES_AT_ONCE, handler, push_integer};
pub(crate) use chosen::{
    Written, after, component, element, error_boundary, flush, head, keyed, on_window, portal,
    suspense, transition, write_at_once,
};

pub use chosen::{browser, server};

/// The template of one root element: each side keeps the half it needs.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
#[macro_export]
macro_rules! __limosa_template {
    ([$($piece:literal $texts:literal),*], $hides_texts:literal, $browser:literal, $walk:literal, $marks:literal, $namespace:literal) => {{
        static TEMPLATE: $crate::__private::Template =
            $crate::__private::Template::of_browser($browser, $walk, $marks, $namespace);
        &TEMPLATE
    }};
}

/// The template of one root element: each side keeps the half it needs.
#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __limosa_template {
    ([$($piece:literal $texts:literal),*], $hides_texts:literal, $browser:literal, $walk:literal, $marks:literal, $namespace:literal) => {{
        static TEMPLATE: $crate::__private::Template =
            $crate::__private::Template::of_server(&[$(($piece, $texts)),*], $hides_texts);
        &TEMPLATE
    }};
}

/// Items that exist on the server only.
#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
#[macro_export]
macro_rules! server_side {
    ($($item:item)*) => { $($item)* };
}

/// Items that exist on the server only.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
#[macro_export]
macro_rules! server_side {
    ($($item:item)*) => {};
}

/// Items that exist in the browser only.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
#[macro_export]
macro_rules! browser_side {
    ($($item:item)*) => { $($item)* };
}

/// Items that exist in the browser only.
#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
#[macro_export]
macro_rules! browser_side {
    ($($item:item)*) => {};
}
