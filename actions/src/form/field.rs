//! Fields of form structs as values: what `name=Rename::NAME` refers to.

use std::marker::PhantomData;

use limosa_router::FieldErrors;

use super::value::FieldValue;

/// How deep form structs may nest.
const DEPTH: usize = 4;

/// One field of the form struct `S`, with a value of type `T`. Copy; a constant made by `#[derive(Form)]`.
///
/// It names the control in `view!`, carries its HTML constraints, and is the key of its messages.
pub struct Field<S, T> {
    path: [&'static str; DEPTH],
    rules: Rules,
    marker: PhantomData<fn() -> (S, T)>,
}

/// What a value must be like; each rule is an HTML attribute and a check of the decoder alike.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Rules {
    /// Smallest number or date, fewest characters.
    pub min: Option<Limit>,
    /// Largest number or date, most characters.
    pub max: Option<Limit>,
    /// An empty text or an unchecked box is refused.
    pub required: bool,
    /// The text must look like an address of e-mail.
    pub email: bool,
    /// Never sent back to the browser, whatever went wrong.
    pub secret: bool,
    /// Said instead of the default messages.
    pub message: Option<&'static str>,
}

/// A bound, as the source code spelled it and as a number.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// As written in the attribute.
    pub text: &'static str,
    /// As a number; of a date the digits, `20261120`.
    pub number: f64,
}

impl<S, T> Field<S, T> {
    /// A field of this name.
    #[must_use]
    pub const fn new(name: &'static str, rules: Rules) -> Self {
        Self {
            path: [name, "", "", ""],
            rules,
            marker: PhantomData,
        }
    }

    /// A field of the struct in this field: `Order::ADDRESS.then(Address::STREET)` is named `address.street`.
    ///
    /// # Panics
    /// If structs nest deeper than four levels; as this is a constant, the compiler says so.
    #[must_use]
    pub const fn then<U>(self, inner: Field<T, U>) -> Field<S, U> {
        let mut path = self.path;
        let mut own = 0;
        while own < DEPTH && !path[own].is_empty() {
            own += 1;
        }
        let mut next = 0;
        while next < DEPTH && !inner.path[next].is_empty() {
            assert!(
                own + next < DEPTH,
                "form structs nest at most four levels deep"
            );
            path[own + next] = inner.path[next];
            next += 1;
        }
        Field {
            path,
            rules: inner.rules,
            marker: PhantomData,
        }
    }

    /// The name of the control.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = String::from(self.path[0]);
        for part in self.path[1..].iter().filter(|part| !part.is_empty()) {
            name.push('.');
            name.push_str(part);
        }
        name
    }

    /// What its values must be like.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// A message for this field, to return from an action: `Err(NewProduct::PRICE.error("must not be free").into())`.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> FieldErrors {
        FieldErrors::of(self.name(), message)
    }
}

impl<S, T: FieldValue> Field<S, T> {
    /// The HTML attributes that say the rules to a browser, without `name`; empty values are boolean attributes.
    #[must_use]
    pub fn attributes(&self) -> Vec<(&'static str, &'static str)> {
        let mut attributes = Vec::new();
        T::attributes(&self.rules, &mut attributes);
        attributes
    }
}

/// Its name, so that `FieldErrors::of(Rename::NAME, ..)` takes the field itself.
impl<S, T> From<Field<S, T>> for String {
    fn from(field: Field<S, T>) -> Self {
        field.name()
    }
}

impl<S, T> Clone for Field<S, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, T> Copy for Field<S, T> {}

impl<S, T> std::fmt::Debug for Field<S, T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.name())
    }
}

impl Rules {
    /// No rule at all.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            min: None,
            max: None,
            required: false,
            email: false,
            secret: false,
            message: None,
        }
    }

    /// Adds the least number, date or length.
    #[must_use]
    pub const fn min(mut self, text: &'static str, number: f64) -> Self {
        self.min = Some(Limit { text, number });
        self
    }

    /// Adds the largest number, date or length.
    #[must_use]
    pub const fn max(mut self, text: &'static str, number: f64) -> Self {
        self.max = Some(Limit { text, number });
        self
    }

    /// Refuses an empty text or an unchecked box.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Wants an address of e-mail.
    #[must_use]
    pub const fn email(mut self) -> Self {
        self.email = true;
        self
    }

    /// Is never sent back.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Says this instead of the default messages.
    #[must_use]
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = Some(message);
        self
    }

    /// Whether an empty text is refused.
    pub(crate) fn refuses_empty(&self) -> bool {
        self.required || self.min.is_some_and(|min| min.number >= 1.0)
    }
}
