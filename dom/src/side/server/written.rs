//! Elements that ask nothing and nobody any more: written where they are made, copied to where they stand.

use std::cell::Cell;

use super::builder::push_root;
use super::instance::Instance;
use super::output::{Output, Session};
use super::render::RenderOptions;
use super::texts::NotesEnd;
use crate::template::Template;

/// On this side elements are written as soon as all is known that they show.
#[doc(hidden)]
pub const WRITES_AT_ONCE: bool = true;

/// No more than this waits to be copied; what is made then is written when it is built.
const MOST: usize = 1 << 20;

/// Room that is kept from one page to the next.
const KEPT: usize = 64 * 1024;

thread_local! {
    /// Where they are written; nothing while one is being written.
    static DRAFT: Cell<Option<Box<Output>>> = Cell::new(Some(Box::new(draft())));
    /// How many of those in it are still to be copied or dropped.
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

fn draft() -> Output {
    let mut draft = Output::with_capacity(&Session::new(RenderOptions::default()), 0);
    draft.is_draft = true;
    draft
}

/// A root element that stands in the draft. Used once.
pub(crate) struct Written {
    start: usize,
    length: usize,
    texts: (NotesEnd, NotesEnd),
}

/// Writes a root element, or gives the closure back.
pub(crate) fn write_at_once<F: FnOnce(&mut Instance<'_>)>(
    template: &'static Template,
    fill: F,
) -> Result<Written, F> {
    if template.hides_texts {
        return Err(fill);
    }
    let Some(mut draft) = take() else {
        return Err(fill);
    };
    let Some(out) = &mut draft.0 else {
        return Err(fill);
    };
    let mut written = Written::begin(out);
    let mut instance = Instance::new(out, template);
    fill(&mut instance);
    instance.finish();
    written.end(out);
    Ok(written)
}

/// Takes the draft out of its place.
fn take() -> Option<Draft> {
    let draft = DRAFT.try_with(Cell::take).ok().flatten();
    let draft = Draft(draft);
    let length = draft.0.as_ref().map(|draft| draft.html.len());
    length.is_some_and(|length| length <= MOST).then_some(draft)
}

/// The draft, which goes back to its place whatever happens.
struct Draft(Option<Box<Output>>);

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(draft) = self.0.take() {
            // Without a place the thread ends.
            let _ = DRAFT.try_with(|place| place.set(Some(draft)));
        }
    }
}

impl Written {
    /// One that is empty yet. Counted from now on, so that what stands inside it stays as well.
    fn begin(draft: &mut Output) -> Self {
        if LIVE.get() == 0 {
            draft.html.clear();
            draft.html.shrink_to(KEPT);
            draft.texts.clear();
        }
        LIVE.set(LIVE.get() + 1);
        let end = draft.texts.end();
        Self {
            start: draft.html.len(),
            length: 0,
            texts: (end, end),
        }
    }

    fn end(&mut self, draft: &Output) {
        self.length = draft.html.len() - self.start;
        self.texts.1 = draft.texts.end();
    }

    /// Copies it to the end of an output.
    pub(crate) fn append_to(self, out: &mut Output) {
        let (end, (first, last)) = (self.start + self.length, self.texts);
        if out.is_draft {
            let to = out.html.len();
            out.html.extend_from_within(self.start..end);
            out.texts.repeat_part(first, last, self.start, to);
        } else {
            let draft = Draft(DRAFT.take());
            let Some(draft) = &draft.0 else { return };
            push_root(out, &draft.html[self.start..end]);
            // A mark of a root stands before its texts.
            let to = out.html.len() - self.length;
            out.texts
                .append_part(&draft.texts, first, last, self.start, to);
        }
        out.ends_in_text = false;
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}

#[cfg(test)]
mod tests {
    use limosa_reactive::Owner;

    use super::{LIVE, MOST};
    use crate::side::server::{RenderOptions, Shell, render};
    use crate::template::Template;
    use crate::view::{IntoView, View};

    static ITEM: Template = Template::of_server(&[("<li>a<b>", 1), ("</b></li>", 0)], false);

    fn item(view: impl IntoView) -> View {
        let view = view.into_view();
        View::element_of(&ITEM, view.is_plain(), move |item| item.child(1, view))
    }

    fn shell(view: View) -> Shell {
        let owner = Owner::new_inert_root();
        let rendering = owner.with(|| render(move || view, RenderOptions::default()));
        let shell = { rendering }.shell_at_once();
        owner.dispose();
        shell.expect("nothing has to be waited for")
    }

    #[test]
    fn elements_stand_where_they_are_put_and_not_where_they_are_made() {
        let (last, unused, first) = (item("third"), item("unused"), item("first"));
        let inner = item("second");
        let outer = item(View::sequence(vec![inner, View::text("more")]));
        drop(unused);
        assert!(outer.is_plain());
        let shell = shell(View::sequence(vec![first, outer, last]));
        let html = "<li>a<b>first</b></li><li>a<b><li>a<b>second</b></li>more</b></li><li>a<b>third</b></li>";
        assert_eq!(shell.body, html);
        let texts = [(2, "first"), (5, "second"), (6, "more"), (8, "third")];
        assert_eq!(shell.texts(), texts);
        assert_eq!(LIVE.get(), 0);
    }

    #[test]
    fn what_is_never_built_takes_a_bounded_room() {
        let text = "x".repeat(MOST / 4);
        for _ in 0..8 {
            std::mem::forget(item(View::text(text.clone())));
        }
        assert!(LIVE.get() < 8, "the draft is full");
        assert_eq!(shell(item("after")).body, "<li>a<b>after</b></li>");
    }

    #[test]
    fn a_template_without_values_is_whole() {
        assert_eq!(shell(View::template(&ITEM)).body, "<li>a<b></b></li>");
    }

    #[test]
    fn what_has_to_be_asked_is_written_in_its_place() {
        let view = item(View::reactive_text(|text| text.push_str("now")));
        assert!(!view.is_plain());
        assert_eq!(shell(view).body, "<li>a<b>now</b></li>");
    }
}
