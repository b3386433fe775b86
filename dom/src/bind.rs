//! `bind:`: what a control follows, and what it tells of what the visitor does.

use limosa_reactive::{ReadSignal, RwSignal, Store, WriteSignal, untrack};

use crate::attribute::TextValue;

/// Something that a control can be bound to: a signal, its two halves in a tuple, or a part of a store.
///
/// ```
/// use limosa::prelude::*;
/// let (name, set_name) = signal(String::new());
/// let is_member = RwSignal::new(false);
/// let view = view! { <input bind:value=(name, set_name) /><input type="checkbox" bind:checked=is_member /> };
/// # drop(view);
/// ```
#[diagnostic::on_unimplemented(
    message = "a control that holds `{T}` cannot be bound to `{Self}`",
    label = "a signal of `{T}` was expected",
    note = "`RwSignal<{T}>`, `(ReadSignal<{T}>, WriteSignal<{T}>)` and `Store<{T}>` can be bound"
)]
pub trait IntoBinding<T> {
    /// Makes the binding.
    fn into_binding(self) -> Binding<T>;
}

/// How a control reads what it is to show, and writes what it holds. Owned.
#[allow(missing_debug_implementations, reason = "it consists of two closures")]
pub struct Binding<T> {
    pub(crate) get: Box<dyn Fn() -> T>,
    #[allow(dead_code, reason = "nobody types on the server")]
    pub(crate) set: Box<dyn Fn(T)>,
}

impl<T> Binding<T> {
    /// Binds to any pair of closures; `get` is tracked.
    pub fn new(get: impl Fn() -> T + 'static, set: impl Fn(T) + 'static) -> Self {
        Self {
            get: Box::new(get),
            set: Box::new(set),
        }
    }
}

impl<T> IntoBinding<T> for Binding<T> {
    fn into_binding(self) -> Self {
        self
    }
}

impl<T: Clone + 'static> IntoBinding<T> for RwSignal<T> {
    fn into_binding(self) -> Binding<T> {
        Binding::new(move || self.get(), move |value| self.set(value))
    }
}

impl<T: Clone + 'static> IntoBinding<T> for (ReadSignal<T>, WriteSignal<T>) {
    fn into_binding(self) -> Binding<T> {
        Binding::new(move || self.0.get(), move |value| self.1.set(value))
    }
}

impl<T: Clone + 'static> IntoBinding<T> for Store<T> {
    fn into_binding(self) -> Binding<T> {
        Binding::new(move || self.get(), move |value| self.set(value))
    }
}

/// One of several: the value of the chosen radio button, or of the chosen option.
#[derive(Debug)]
pub struct One;

/// Any number of several: the values of the checked boxes, or of the chosen options.
#[derive(Debug)]
pub struct Many;

/// Something that a group of controls, or a `<select>`, can be bound to: a signal of one text, or of several in a `Vec`.
#[diagnostic::on_unimplemented(
    message = "a choice cannot be bound to `{Self}`",
    label = "a signal of `String`, or of `Vec<String>` for several, was expected"
)]
pub trait IntoChoice<Kind> {
    /// Makes the binding.
    fn into_choice(self) -> Choice;
}

/// The chosen values, and what is chosen of them.
#[allow(missing_debug_implementations, reason = "it consists of two closures")]
pub struct Choice {
    binding: Binding<Vec<String>>,
    /// Whether choosing one gives up the others.
    is_single: bool,
}

impl<B: IntoBinding<String>> IntoChoice<One> for B {
    fn into_choice(self) -> Choice {
        let Binding { get, set } = self.into_binding();
        let first = move |values: Vec<String>| set(values.into_iter().next().unwrap_or_default());
        Choice {
            binding: Binding::new(move || vec![get()], first),
            is_single: true,
        }
    }
}

impl<B: IntoBinding<Vec<String>>> IntoChoice<Many> for B {
    fn into_choice(self) -> Choice {
        Choice {
            binding: self.into_binding(),
            is_single: false,
        }
    }
}

/// `bind:value` of an input or a textarea.
#[doc(hidden)]
#[must_use]
pub fn bound_value(signal: impl IntoBinding<String>) -> Binding<String> {
    signal.into_binding()
}

/// `bind:checked`.
#[doc(hidden)]
#[must_use]
pub fn bound_flag(signal: impl IntoBinding<bool>) -> Binding<bool> {
    signal.into_binding()
}

/// `bind:group` of a control with this value; gives the value back, for its attribute.
#[doc(hidden)]
#[must_use]
pub fn bound_member<Kind>(
    signal: impl IntoChoice<Kind>,
    value: TextValue,
) -> (Binding<bool>, TextValue) {
    member(signal.into_choice(), value)
}

/// The value of a box of a form as a text; gives the value back, for its attribute.
#[doc(hidden)]
#[must_use]
pub fn own_value(value: TextValue) -> (String, TextValue) {
    let value = value.repeat();
    let own = untrack(|| value().resolve("value"));
    (own.unwrap_or_default().into_owned(), value())
}

fn member(choice: Choice, value: TextValue) -> (Binding<bool>, TextValue) {
    let value = value.repeat();
    let (shown, set_value) = (value(), value());
    let value = value();
    let Choice { binding, is_single } = choice;
    let Binding { get, set } = binding;
    let get = std::rc::Rc::new(get);
    let chosen = std::rc::Rc::clone(&get);
    let text = |value: &TextValue| value.read("value").unwrap_or_default().into_owned();
    let is_chosen = move || {
        let value = text(&value);
        get().contains(&value)
    };
    let choose = move |is_chosen: bool| {
        let value = text(&set_value);
        if is_single {
            if is_chosen {
                set(vec![value]);
            }
            return;
        }
        let mut values = untrack(|| chosen());
        values.retain(|other| *other != value);
        if is_chosen {
            values.push(value);
        }
        set(values);
    };
    (Binding::new(is_chosen, choose), shown)
}

/// What a `<select>` shows as chosen: nothing it insists on while `None`.
#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "it consists of closures")]
pub struct Selection {
    pub(crate) wanted: Box<dyn Fn() -> Option<Vec<String>>>,
    #[allow(dead_code, reason = "nobody chooses on the server")]
    pub(crate) choose: Option<Box<dyn Fn(Vec<String>)>>,
}

/// `bind:value` of a `<select>`.
#[doc(hidden)]
#[must_use]
pub fn bound_selection<Kind>(signal: impl IntoChoice<Kind>) -> Selection {
    let Binding { get, set } = signal.into_choice().binding;
    Selection {
        wanted: Box::new(move || Some(get())),
        choose: Some(set),
    }
}

/// `value` of a `<select>`.
#[doc(hidden)]
#[must_use]
pub fn selection(value: TextValue) -> Selection {
    Selection {
        wanted: Box::new(move || Some(vec![value.read("value")?.into_owned()])),
        choose: None,
    }
}
