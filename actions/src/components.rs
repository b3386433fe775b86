//! Components that show what became of a submission.

use std::borrow::Cow;

use limosa_dom::__private::{Given, Missing, name, template};
use limosa_dom::{IntoAttribute, Props, View};

use crate::action::Action;
use crate::form::Field;
use crate::hooks::FormContext;
use crate::submission::{Source, Submission};

/// The message beside a field: an `aria-live` region that is empty until the field is refused.
///
/// `<FieldError of=renaming field=Rename::NAME/>`: the field's input refers to it while there is a message.
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn FieldError(props: FieldErrorProps) -> View {
    let FieldErrorProps { source, name } = props;
    let form = FormContext::current();
    let (shown, described) = (name.clone(), name.clone());
    let id = move || match form {
        Some(form) => form.message_id(&described),
        None => source.slot().message_id(&described),
    };
    let message = View::reactive_text(move |text| {
        let of_form = || form.and_then(|form| form.message(&shown));
        let message = source.slot().message(&shown).or_else(of_form);
        text.push_str(&message.unwrap_or_default());
    });
    let template = template!(
        ["<span aria-live=\"polite\"" 0, "" 0, ">" 0, "</span>" 0],
        false,
        "<span aria-live=\"polite\"><!></span>",
        "dc",
        1,
        0
    );
    View::element(template, move |span| {
        span.attribute(0, name!("data-error"), name.into_attribute());
        span.attribute(0, name!("id"), id.into_attribute());
        span.child(1, message);
    })
}

/// The props of [`FieldError`].
#[derive(Debug)]
pub struct FieldErrorProps {
    source: Source,
    name: String,
}

#[doc(hidden)]
#[derive(Debug)]
pub struct FieldErrorBuilder<Of, Named> {
    of: Of,
    field: Named,
}

impl Props for FieldErrorProps {
    type Builder = FieldErrorBuilder<Missing, Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        FieldErrorBuilder {
            of: Missing,
            field: Missing,
        }
    }
}

impl<Named> FieldErrorBuilder<Missing, Named> {
    #[doc(hidden)]
    pub fn of<M>(self, of: Submission<M>) -> FieldErrorBuilder<Given<Submission<M>>, Named> {
        FieldErrorBuilder {
            of: Given(of),
            field: self.field,
        }
    }
}

impl<Of> FieldErrorBuilder<Of, Missing> {
    #[doc(hidden)]
    pub fn field<S, T>(self, field: Field<S, T>) -> FieldErrorBuilder<Of, Given<Field<S, T>>> {
        FieldErrorBuilder {
            of: self.of,
            field: Given(field),
        }
    }
}

impl<M, S, T> FieldErrorBuilder<Given<Submission<M>>, Given<Field<S, T>>> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> FieldErrorProps
    where
        M: Action<Form = S>,
    {
        FieldErrorProps {
            source: self.of.0.source(),
            name: self.field.0.name(),
        }
    }
}

/// What went wrong with an action besides its fields: an `aria-live` region that is empty until then. Says the text of
/// the error, which for failures inside the server is "Something went wrong" and never their cause.
///
/// `<ActionError of=renaming/>`
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn ActionError(props: ActionErrorProps) -> View {
    let ActionErrorProps { text } = props;
    let message = View::reactive_text(move |into| into.push_str(&text()));
    let template = template!(
        ["<div data-action-error aria-live=\"polite\">" 0, "</div>" 0],
        false,
        "<div data-action-error aria-live=\"polite\"><!></div>",
        "dc",
        1,
        0
    );
    View::element(template, move |region| region.child(1, message))
}

/// The props of [`ActionError`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ActionErrorProps {
    text: Box<dyn Fn() -> Cow<'static, str>>,
}

#[doc(hidden)]
#[derive(Debug)]
pub struct ActionErrorBuilder<Of> {
    of: Of,
}

impl Props for ActionErrorProps {
    type Builder = ActionErrorBuilder<Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        ActionErrorBuilder { of: Missing }
    }
}

impl ActionErrorBuilder<Missing> {
    #[doc(hidden)]
    pub fn of<M>(self, of: Submission<M>) -> ActionErrorBuilder<Given<Submission<M>>> {
        ActionErrorBuilder { of: Given(of) }
    }
}

impl<M: Action> ActionErrorBuilder<Given<Submission<M>>> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> ActionErrorProps {
        let submission = self.of.0;
        ActionErrorProps {
            text: Box::new(move || submission.failure()),
        }
    }
}
