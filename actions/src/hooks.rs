//! What `view!` calls for forms with an action, their fields and their buttons.

use std::rc::Rc;

use limosa_dom::{FieldAttributes, FormAction, IntoAttribute, IntoView, TextValue, View};
use limosa_reactive::{Memo, RwSignal, provide_context, use_context};
use limosa_router::wire::KEY_FIELD;

use crate::action::Action;
use crate::action::ActionCall;
use crate::bound::{AsAction, Binding, BoundAction, Function};
use crate::form::{EntryValue, Field, FieldValue, Form};
use crate::side;
use crate::submission::{Slot, message_id};
use crate::wire::{PREVIOUS_FIELD, action_url};

/// What a form's `action` may be: an action whose arguments beside the form are bound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the action of a form",
    label = "not an action with its arguments bound",
    note = "give an `#[action]` without arguments beside its form, `action.with(..)`, or `move || action.with(..)`"
)]
pub trait FormTarget<Kind>: AsAction<Kind> {}

impl<M: Action> FormTarget<()> for BoundAction<M> {}

impl<F: Fn() -> BoundAction<M>, M: Action> FormTarget<Binding<M>> for F {}

impl<F: Fn() -> ActionCall<M>, M: Action<Bound = ()>> FormTarget<Function<(), M>> for F {}

impl<F: Fn(A) -> ActionCall<M>, A, M: Action<Bound = (), Form = A>> FormTarget<Function<(A,), M>>
    for F
{
}

/// The form around fields and messages, as they find it in context.
#[derive(Clone, Copy)]
pub(crate) struct FormContext {
    id: &'static str,
    /// JSON of the bound arguments; `None` if the action has none.
    bound: Memo<Option<String>>,
    /// What the form's buttons send it to instead.
    others: RwSignal<Vec<(&'static str, Option<String>)>>,
}

/// `<form action=..>` and `formaction=..`.
pub fn form_action<Kind, A: FormTarget<Kind> + 'static>(action: A) -> FormAction {
    let id = A::Action::ID;
    side::note_options::<A::Action>();
    if let Some(form) = FormContext::current() {
        // A button of the form: messages of its action are messages of the form.
        form.others
            .update(|others| others.push((id, action.bound_json())));
    }
    let action = Rc::new(action);
    let page = side::page_url();
    let url = {
        let action = action.clone();
        move || action_url(id, &page, action.bound_json().as_deref())
    };
    FormAction {
        url: if A::CHANGES {
            url.into_attribute()
        } else {
            url().into_attribute()
        },
        encoding: <A::Action as Action>::Form::HAS_FILES.then_some("multipart/form-data"),
        prelude: prelude::<A::Action>(|| action.bound_json()),
        scope: Box::new(move || {
            let action = action.clone();
            let bound = Memo::new(move || action.bound_json());
            let others = RwSignal::new(Vec::new());
            provide_context(FormContext { id, bound, others });
        }),
    }
}

/// `name=` of an input, select or textarea.
#[must_use]
pub fn field<S, T: FieldValue>(field: Field<S, T>) -> FieldAttributes {
    attributes(&field.name(), field.attributes(), None)
}

/// `name=` of a box or radio button, which stands for a value of its own: several of them may have one name.
#[must_use]
pub fn box_field<S, T: FieldValue>(field: Field<S, T>, own_value: &str) -> FieldAttributes {
    attributes(&field.name(), field.attributes(), Some(own_value))
}

fn attributes(
    name: &str,
    fixed: Vec<(&'static str, &'static str)>,
    own_value: Option<&str>,
) -> FieldAttributes {
    let fixed = fixed.into_iter().map(|(name, value)| {
        // A boolean attribute has an empty value.
        let value = if value.is_empty() {
            TextValue::Bool(true)
        } else {
            value.into_attribute()
        };
        (name, value)
    });
    let mut attributes = vec![("name", name.to_owned().into_attribute())];
    attributes.extend(fixed);
    let mut value = None;
    if side::has_messages()
        && let Some(form) = FormContext::current()
    {
        let (invalid, described) = (name.to_owned(), name.to_owned());
        attributes.push((
            "aria-invalid",
            (move || form.message(&invalid).map(|_| "true")).into_attribute(),
        ));
        let describe = move || {
            form.message(&described)
                .map(|_| form.message_id(&described))
        };
        attributes.push(("aria-describedby", describe.into_attribute()));
        value = typed_value(form, name, own_value, &mut attributes);
    }
    FieldAttributes { attributes, value }
}

/// Compiles if a field belongs to the form struct of an action.
pub fn check_field<Kind, A: FormTarget<Kind>, F: FieldOf<<A::Action as Action>::Form>>(
    _: &A,
    _: &F,
) {
}

/// A field of a form struct.
#[diagnostic::on_unimplemented(
    message = "an action of this form does not read this field: it reads `{Form}`",
    label = "a field of another struct"
)]
pub trait FieldOf<Form> {}

impl<S, T> FieldOf<S> for Field<S, T> {}

impl FormContext {
    pub(crate) fn current() -> Option<Self> {
        use_context()
    }

    /// What the form's submissions are shown by. Tracked.
    pub(crate) fn slots(self) -> Vec<Slot> {
        let own = side::slot(self.id, self.bound.get().as_deref());
        let others = self.others.get();
        let others = others.iter();
        let others = others.map(|(id, bound)| side::slot(id, bound.as_deref()));
        [own].into_iter().chain(others).collect()
    }

    /// Id of the element with the message of a field.
    pub(crate) fn message_id(self, name: &str) -> String {
        message_id(self.id, self.bound.get().as_deref(), name)
    }

    /// The first message beside a field, of any action that the form can reach. Tracked.
    pub(crate) fn message(self, name: &str) -> Option<String> {
        let own = side::message(self.id, self.bound.get().as_deref(), name);
        let of_others = || {
            let others = self.others.get();
            others
                .iter()
                .find_map(|(id, bound)| side::message(id, bound.as_deref(), name))
        };
        own.or_else(of_others)
    }
}

/// What the visitor typed before the page was loaded: a value, or the mark of a box, which may stand for a value of its own.
fn typed_value(
    form: FormContext,
    name: &str,
    own_value: Option<&str>,
    attributes: &mut Vec<(&'static str, TextValue)>,
) -> Option<TextValue> {
    let own = || side::typed_text(form.id, form.bound.get_untracked().as_deref());
    let of_others = || {
        let others = form.others.get_untracked();
        others
            .iter()
            .find_map(|(id, bound)| side::typed_text(id, bound.as_deref()))
    };
    let typed = own().or_else(of_others)?;
    let is_box = attributes
        .iter()
        .any(|(name, value)| *name == "type" && is_checkbox(value));
    let mut texts = typed.iter().filter_map(|(typed, value)| match value {
        EntryValue::Text(text) if typed == name => Some(text.clone()),
        _ => None,
    });
    if let Some(own) = own_value {
        let is_chosen = texts.any(|text| text == own);
        attributes.push(("checked", TextValue::Bool(is_chosen)));
        return None;
    }
    let text = texts.next();
    if is_box {
        attributes.push(("checked", TextValue::Bool(text.is_some())));
        return None;
    }
    text.map(IntoAttribute::into_attribute)
}

fn is_checkbox(value: &TextValue) -> bool {
    matches!(value, TextValue::Text(text) if text == "checkbox")
}

/// The hidden inputs of a form: the key of its next submission, and how the last ended if the action wants to know.
fn prelude<M: Action>(bound: impl FnOnce() -> Option<String>) -> View {
    use limosa_dom::__private::{name, template};
    if !M::OPTIONS.previous {
        return key_input();
    }
    const _: () = assert!(matches!(PREVIOUS_FIELD.as_bytes(), b"_limosa_previous"));
    let previous = side::previous(M::ID, bound().as_deref());
    let template = template!(
        ["<input type=\"hidden\" name=\"_limosa_previous\"" 0, ">" 0],
        false,
        "<input type=\"hidden\" name=\"_limosa_previous\">",
        "",
        0,
        0
    );
    let input = match previous {
        Some(value) => View::element_of(template, true, move |input| {
            input.attribute(0, name!("value"), value.into_attribute());
        }),
        // The browser adds it when it submits.
        None => View::template(template),
    };
    (key_input(), input).into_view()
}

/// The hidden input with the key of the next submission.
fn key_input() -> View {
    use limosa_dom::__private::{name, template};
    const _: () = assert!(matches!(KEY_FIELD.as_bytes(), b"_limosa"));
    let key = side::form_key();
    let template = template!(
        ["<input type=\"hidden\" name=\"_limosa\" autocomplete=\"off\"" 0, ">" 0],
        false,
        "<input type=\"hidden\" name=\"_limosa\" autocomplete=\"off\">",
        "",
        0,
        0
    );
    match key {
        Some(key) => View::element_of(template, true, move |input| {
            input.attribute(0, name!("value"), key.into_attribute());
        }),
        // Made in the browser: the first submission writes one. Hydrated: what the server has written stays.
        None => View::template(template),
    }
}
