//! Bound arguments: `.with(..)` on every action function, and their JSON.

use std::fmt::{self, Debug, Formatter};

use limosa_router::wire::{from_json, to_json};
use serde::{Serialize, de::DeserializeOwned};

use crate::action::{Action, ActionCall};
use crate::form::Form;
use crate::side::Crossing;

/// Tuples of bound arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the bound arguments of an action",
    note = "bound arguments are `Clone`, `Serialize` and `Deserialize`, and at most six; \
            name the form struct `form` or mark it with `#[form]`, and extractors with `#[server]`"
)]
pub trait Bound: Clone + Crossing + 'static {
    /// The JSON array of the arguments.
    fn to_json(&self) -> String;

    /// Reads the array; `None` if it is not one of these arguments. Empty text is no arguments.
    fn from_json(text: &str) -> Option<Self>;
}

impl Bound for () {
    fn to_json(&self) -> String {
        "[]".to_owned()
    }

    fn from_json(text: &str) -> Option<Self> {
        matches!(text, "" | "[]").then_some(())
    }
}

macro_rules! bound_tuples {
    ($($argument:ident)+) => {
        impl<$($argument: Clone + Serialize + DeserializeOwned + Crossing + 'static),+> Bound for ($($argument,)+) {
            fn to_json(&self) -> String {
                // What serde refuses (a map whose keys are no strings) gives a text that no server accepts.
                to_json(self).unwrap_or_else(|| "[!]".to_owned())
            }

            fn from_json(text: &str) -> Option<Self> {
                from_json(text)
            }
        }
    };
}

bound_tuples!(A);
bound_tuples!(A B);
bound_tuples!(A B C);
bound_tuples!(A B C D);
bound_tuples!(A B C D E);
bound_tuples!(A B C D E G);

/// An action with its arguments but the form: what a form's `action` takes. Owned; made by `.with(..)`.
pub struct BoundAction<M: Action> {
    bound: M::Bound,
}

impl<M: Action> BoundAction<M> {
    /// The action with these arguments.
    pub fn new(bound: M::Bound) -> Self {
        Self { bound }
    }

    /// The arguments.
    pub fn bound(&self) -> &M::Bound {
        &self.bound
    }

    /// A call with this form.
    pub fn call(&self, form: M::Form) -> ActionCall<M> {
        ActionCall::new(self.bound.clone(), form)
    }
}

impl<M: Action> Clone for BoundAction<M> {
    fn clone(&self) -> Self {
        Self {
            bound: self.bound.clone(),
        }
    }
}

impl<M: Action> Debug for BoundAction<M> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(M::NAME)?;
        formatter.write_str(&self.bound.to_json())
    }
}

/// Tells the compiler apart which of the arguments of a function is the form; never named.
#[derive(Debug)]
pub struct WithForm<T>(T);

/// Tells the compiler that a function has no form; never named.
#[derive(Debug)]
pub struct WithoutForm;

macro_rules! binding {
    ($name:ident $count:literal $($argument:ident $value:ident)+) => {
        #[doc = concat!("Binds ", $count, " of an action: everything but its form.")]
        pub trait $name<M: Action, Kind, $($argument),+> {
            /// The action with these arguments bound, for a form's `action` or a submission.
            fn with(&self, $($value: $argument),+) -> BoundAction<M>;
        }

        impl<Function, M, $($argument),+> $name<M, WithoutForm, $($argument),+> for Function
        where
            Function: Fn($($argument),+) -> ActionCall<M>,
            M: Action<Bound = ($($argument,)+), Form = ()>,
        {
            fn with(&self, $($value: $argument),+) -> BoundAction<M> {
                BoundAction::new(($($value,)+))
            }
        }

        impl<Function, M, $($argument,)+ Struct> $name<M, WithForm<Struct>, $($argument),+> for Function
        where
            Function: Fn($($argument,)+ Struct) -> ActionCall<M>,
            M: Action<Bound = ($($argument,)+), Form = Struct>,
            Struct: Form,
        {
            fn with(&self, $($value: $argument),+) -> BoundAction<M> {
                BoundAction::new(($($value,)+))
            }
        }
    };
}

binding!(BindOne "the one argument" A first);
binding!(BindTwo "the two arguments" A first B second);
binding!(BindThree "the three arguments" A first B second C third);
binding!(BindFour "the four arguments" A first B second C third D fourth);

/// Everything that stands for an action: the function, the function with bound arguments, and a closure that
/// binds them anew whenever what it reads changes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no action",
    label = "not an action",
    note = "give an `#[action]` function, `action.with(..)`, or `move || action.with(..)`; \
            an action that has arguments beside its form needs `.with(..)` in a form"
)]
pub trait AsAction<Kind> {
    /// The marker type of the action.
    type Action: Action;
    /// Whether the bound arguments may change.
    const CHANGES: bool = false;

    /// The JSON of the bound arguments; `None` for an action whose arguments are not bound.
    fn bound_json(&self) -> Option<String>;
}

/// An action function with this many arguments; never named.
#[derive(Debug)]
pub struct Function<Arguments, M>(Arguments, M);

/// A closure that binds; never named.
#[derive(Debug)]
pub struct Binding<M>(M);

impl<M: Action> AsAction<()> for BoundAction<M> {
    type Action = M;

    fn bound_json(&self) -> Option<String> {
        Some(self.bound.to_json())
    }
}

impl<F: Fn() -> BoundAction<M>, M: Action> AsAction<Binding<M>> for F {
    type Action = M;
    const CHANGES: bool = true;

    fn bound_json(&self) -> Option<String> {
        Some(self().bound.to_json())
    }
}

macro_rules! functions {
    ($($argument:ident)*) => {
        impl<F: Fn($($argument),*) -> ActionCall<M>, M: Action, $($argument),*> AsAction<Function<($($argument,)*), M>> for F {
            type Action = M;

            fn bound_json(&self) -> Option<String> {
                None
            }
        }
    };
}

functions!();
functions!(A);
functions!(A B);
functions!(A B C);
functions!(A B C D);
functions!(A B C D E);
functions!(A B C D E G);
