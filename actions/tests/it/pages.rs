//! What forms, fields and messages look like in a page that the server renders.

use std::sync::Arc;

use futures::executor::block_on;
use limosa_actions::server::Flash;
use limosa_actions::wire::ReplyFrame;
use limosa_actions::{
    Action, ActionError, ActionErrorProps, AsAction, BindOne, FieldError, FieldErrorProps,
    FormEntries, field, form_action, submission,
};
use limosa_dom::server::{RenderOptions, render};
use limosa_dom::{FieldAttributes, Props, TextValue, View};
use limosa_macros::{Form, action};
use limosa_reactive::{Owner, RwSignal, provide_context};
use limosa_router::server::RequestContext;
use limosa_router::{CallError, FieldErrors};

#[derive(Form)]
struct Rename {
    #[field(min = 1, max = 80)]
    name: String,
    #[field(secret)]
    token: String,
    gift: bool,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<(), CallError> {
    let _ = (id, form.name);
    Ok(())
}

fn flash(bound: &str, reply: ReplyFrame) -> Flash {
    let typed_text = FormEntries::from_urlencoded("name=typed&gift=on");
    let action = id_of(rename).to_owned();
    Flash {
        page: "/products/3".to_owned(),
        action,
        bound: bound.to_owned(),
        reply,
        typed_text,
    }
}

fn invalid() -> ReplyFrame {
    ReplyFrame::refused(FieldErrors::of("name", "too long"))
}

fn id_of<Kind, A: AsAction<Kind>>(_: A) -> &'static str {
    A::Action::ID
}

/// Runs a closure as a page would, after a submission without script.
fn on_page<R>(flash: Option<Flash>, run: impl FnOnce() -> R) -> R {
    let request = http::Request::builder().uri("/products/3?a=1").body(());
    let mut parts = request.unwrap().into_parts().0;
    if let Some(flash) = flash {
        parts.extensions.insert(Arc::new(flash));
    }
    let owner = Owner::new_inert_root();
    let result = owner.with(|| {
        provide_context(RequestContext::new(parts));
        run()
    });
    owner.dispose();
    result
}

fn html(view: impl FnOnce() -> View + 'static) -> String {
    let mut rendering = render(view, RenderOptions::default());
    block_on(rendering.shell()).body
}

fn text(value: &TextValue) -> Option<String> {
    match value {
        TextValue::Absent => None,
        TextValue::Bool(value) => value.then(String::new),
        TextValue::Text(text) => Some(text.to_string()),
        TextValue::Reactive(value) => text(&value()),
    }
}

fn attribute(field: &FieldAttributes, wanted: &str) -> Option<String> {
    field
        .attributes
        .iter()
        .find(|(name, _)| *name == wanted)
        .and_then(|(_, value)| text(value))
}

#[test]
fn a_form_posts_to_its_action_with_page_and_arguments() {
    let url = on_page(None, || text(&form_action(rename.with(3)).url).unwrap());
    assert_eq!(
        url,
        format!("/_limosa/a/{}?p=/products/3?a%3D1&a=[3]", id_of(rename))
    );
}

#[test]
fn bound_arguments_may_change() {
    on_page(None, || {
        let id = RwSignal::new(3);
        let form = form_action(move || rename.with(id.get()));
        assert!(text(&form.url).unwrap().ends_with("&a=[3]"));
        id.set(4);
        assert!(text(&form.url).unwrap().ends_with("&a=[4]"));
    });
}

#[test]
fn every_rendered_form_has_a_key_of_its_own() {
    let input = || on_page(None, || html(|| form_action(rename.with(3)).prelude));
    let (first, second) = (input(), input());
    assert!(
        first.starts_with("<input type=\"hidden\" name=\"_limosa\" autocomplete=\"off\" value=\""),
        "{first}"
    );
    assert_ne!(first, second);
}

#[test]
fn a_field_says_its_rules() {
    let name = on_page(None, || field(Rename::NAME));
    assert_eq!(attribute(&name, "name").as_deref(), Some("name"));
    assert_eq!(attribute(&name, "required").as_deref(), Some(""));
    assert_eq!(attribute(&name, "maxlength").as_deref(), Some("80"));
    assert_eq!(attribute(&name, "aria-invalid"), None);
    assert!(name.value.is_none());
}

#[test]
fn a_refused_field_keeps_its_text_and_names_its_message() {
    on_page(Some(flash("[3]", invalid())), || {
        (form_action(rename.with(3)).scope)();
        let name = field(Rename::NAME);
        assert_eq!(attribute(&name, "aria-invalid").as_deref(), Some("true"));
        assert_eq!(name.value.as_ref().and_then(text).as_deref(), Some("typed"));
        let described = attribute(&name, "aria-describedby").unwrap();
        let message = html(|| {
            FieldError(
                FieldErrorProps::builder()
                    .of(submission(rename))
                    .field(Rename::NAME)
                    .build(),
            )
        });
        let expected = format!(
            "<span aria-live=\"polite\" data-error=\"name\" id=\"{described}\">too long</span>"
        );
        assert_eq!(message, expected);
        assert!(field(Rename::TOKEN).value.is_none());
        assert_eq!(
            attribute(&field(Rename::GIFT), "checked").as_deref(),
            Some("")
        );
    });
}

#[test]
fn a_flash_is_of_its_arguments_alone() {
    on_page(Some(flash("[4]", invalid())), || {
        (form_action(rename.with(3)).scope)();
        assert_eq!(attribute(&field(Rename::NAME), "aria-invalid"), None);
        assert!(submission(rename.with(3)).error().is_none());
        assert!(submission(rename).error().is_some());
    });
}

#[test]
fn a_failure_is_said_without_its_cause() {
    let region = |reply: ReplyFrame| {
        on_page(Some(flash("[3]", reply)), || {
            html(|| ActionError(ActionErrorProps::builder().of(submission(rename)).build()))
        })
    };
    let said = region(ReplyFrame::failed(CallError::Internal));
    assert_eq!(
        said,
        "<div data-action-error aria-live=\"polite\">Something went wrong</div>"
    );
    assert_eq!(
        region(invalid()),
        "<div data-action-error aria-live=\"polite\"></div>"
    );
}

#[test]
fn a_flash_survives_its_data_block() {
    let mut before = flash("[3]", invalid());
    before.page = "/</script>".to_owned();
    let block = before.to_data_block();
    assert!(!block.contains('<'));
    let after = Flash::from_data_block(&block).unwrap();
    assert_eq!(
        (after.page, after.typed_text),
        (before.page, before.typed_text)
    );
}
