//! The traits of pages.

use limosa_dom::IntoView;
use limosa_reactive::Memo;

use crate::page::any::Level;
use crate::preload::Preload;
use crate::url::{UrlReader, UrlWriter};

/// The URL of a page; `#[derive(Page)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no page",
    note = "derive `Page` on it and give it a URL: `#[page(\"/products/:id\")]`"
)]
pub trait PageRoute: Clone + PartialEq + 'static {
    /// The page whose outlet shows this one.
    type Parent: ParentRoute;
    /// The pattern, below that of the parent.
    const PATTERN: &'static str;
    /// The name of the struct.
    const NAME: &'static str;

    /// Reads the page from a URL that matches its pattern; `None` if a path parameter is of another form.
    fn parse(url: &UrlReader<'_>) -> Option<Self>;

    /// Writes path and search parameters.
    fn write(&self, url: &mut UrlWriter);

    /// The URL of this page.
    fn href(&self) -> String {
        let mut url = UrlWriter::new();
        self.write(&mut url);
        url.finish()
    }
}

/// What a page loads and shows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no view",
    note = "implement `Page` for it: `fn view(page: Memo<Self>)`"
)]
pub trait Page: PageRoute {
    /// What the page needs: loaded on link intent, on navigation, while rendering on the server, and in a single flight.
    fn preload(&self) -> impl Preload {}

    /// What the page shows. Runs once for as long as the page stays; new parameters of the same page change the memo.
    fn view(page: Memo<Self>) -> impl IntoView;
}

/// The parent of a page: another page, or [`NoParent`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the parent of a page",
    note = "the parent is a page itself"
)]
pub trait ParentRoute: 'static {
    #[doc(hidden)]
    fn levels(into: &mut Vec<Level>);
}

/// The parent of a page that the outlet of the layout shows.
#[derive(Debug, Clone, Copy)]
pub struct NoParent;

impl ParentRoute for NoParent {
    fn levels(_: &mut Vec<Level>) {}
}

impl<P: Page> ParentRoute for P {
    fn levels(into: &mut Vec<Level>) {
        P::Parent::levels(into);
        into.push(Level::of::<P>());
    }
}

/// A parent whose parameters a child does not need to name.
#[diagnostic::on_unimplemented(
    message = "the parent `{Self}` has parameters of its own",
    note = "give the page a field with its parent, marked `#[parent]`, or derive `Default` on the parent"
)]
pub trait DefaultParent {
    /// Writes the parent with default parameters.
    fn write_default(url: &mut UrlWriter);
}

impl DefaultParent for NoParent {
    fn write_default(_: &mut UrlWriter) {}
}

impl<P: Page + Default> DefaultParent for P {
    fn write_default(url: &mut UrlWriter) {
        P::default().write(url);
    }
}
