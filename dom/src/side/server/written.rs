//! Elements that ask nothing and nobody any more: written where they are made, copied to where they stand.

use std::cell::{Cell, RefCell};

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
    /// Where they are written.
    static DRAFT: RefCell<Output> = RefCell::new(draft());
    /// How many of those in it are still to be copied or dropped.
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

fn draft() -> Output {
    let mut draft = Output::with_capacity(&Session::new(RenderOptions::default()), 0);
    draft.is_draft = true;
    draft
}

/// Root elements that stand in the draft. Used once.
#[derive(Debug)]
pub(crate) struct Written {
    start: usize,
    end: usize,
    texts: (NotesEnd, NotesEnd),
}

/// Writes a root element, or gives the closure back.
pub(crate) fn write_at_once<F: FnOnce(&mut Instance<'_>)>(
    template: &'static Template,
    fill: F,
) -> Result<Written, F> {
    if template.hides_texts || !has_draft() {
        return Err(fill);
    }
    Ok(DRAFT.with_borrow_mut(|draft| {
        let mut written = Written::begin(draft);
        let mut instance = Instance::in_draft(draft, &mut written, template);
        fill(&mut instance);
        instance.finish();
        written.end_at(draft);
        written
    }))
}

/// Whether the draft is there, nobody writes in it, and it has room.
fn has_draft() -> bool {
    let has_room = |draft: &RefCell<Output>| {
        let draft = draft.try_borrow();
        draft.is_ok_and(|draft| draft.html.len() <= MOST)
    };
    // Without a draft the thread ends.
    DRAFT.try_with(has_room).unwrap_or(false)
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
        let (end, texts) = (draft.html.len(), draft.texts.end());
        Self {
            start: end,
            end,
            texts: (texts, texts),
        }
    }

    /// It goes on to where the draft ends.
    fn end_at(&mut self, draft: &Output) {
        self.end = draft.html.len();
        self.texts.1 = draft.texts.end();
    }

    /// Whether it begins where another ends.
    pub(super) fn is_behind(&self, other: &Self) -> bool {
        self.start == other.end
    }

    /// Begins with static HTML and the element before it, which stands right where it is to begin itself.
    pub(super) fn go_around(&mut self, first: Self, draft: &mut Output, html: &str, texts: u32) {
        draft.html.insert_str(first.start, html);
        draft.texts.make_way(first.texts.0, html.len(), texts);
        self.start = first.start;
        self.texts.0 = first.texts.0;
        drop(first);
    }

    /// Takes in what stands behind it.
    pub(super) fn join(&mut self, next: Self) {
        self.end = next.end;
        self.texts.1 = next.texts.1;
        drop(next);
    }

    /// Copies it to the end of an output.
    pub(super) fn append_to(self, out: &mut Output) {
        if out.is_draft {
            let (to, (first, last)) = (out.html.len(), self.texts);
            out.html.extend_from_within(self.start..self.end);
            out.texts.repeat_part(first, last, self.start, to);
        } else {
            DRAFT.with_borrow(|draft| {
                push_root(out, &draft.html[self.start..self.end]);
                // A mark of a root stands before its texts.
                let to = out.html.len() - (self.end - self.start);
                let (first, last) = self.texts;
                out.texts
                    .append_part(&draft.texts, first, last, self.start, to);
            });
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

    #[test]
    fn lists_of_elements_in_elements_stand_in_one_piece() {
        let rows = (0..3).map(|row| item(item(View::text(["row ", &row.to_string()].concat()))));
        let views: Vec<View> = rows.collect();
        let written = |view: View| view.into_written().ok();
        let places: Vec<_> = views.into_iter().filter_map(written).collect();
        assert!(places.windows(2).all(|pair| pair[1].is_behind(&pair[0])));
        let around = shell(View::sequence(vec![
            item(item("a text")),
            item(item("b text")),
        ]));
        let html =
            "<li>a<b><li>a<b>a text</b></li></b></li><li>a<b><li>a<b>b text</b></li></b></li>";
        assert_eq!(around.body, html);
        assert_eq!(around.texts(), [(3, "a text"), (6, "b text")]);
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
