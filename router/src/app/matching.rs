//! Which pages a URL shows.

use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;

use crate::app::App;
use crate::app::build::Route;
use crate::page::{AnyPage, Level, Page};
use crate::preload::PreloadList;
use crate::url::{Capture, Location, UrlReader, push_segment};

/// The pages a URL shows, from the outermost to the innermost. Owned; stays on its thread.
#[derive(Clone)]
pub struct PageMatch {
    pub(crate) levels: Rc<[Level]>,
    pub(crate) pages: Vec<Rc<dyn AnyPage>>,
}

/// What a URL leads to.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Page(PageMatch),
    Redirect(String),
    Nothing,
}

/// The pages that a URL of the site shows; `None` if it is no page of the app, or a parameter is of another form.
#[must_use]
pub fn match_page(app: &App, url: &str) -> Option<PageMatch> {
    match target(app, &Location::parse(url)) {
        Target::Page(page) => Some(page),
        Target::Redirect(_) | Target::Nothing => None,
    }
}

pub(crate) fn target(app: &App, location: &Location) -> Target {
    let parts = app.parts();
    let path = location.segments(&parts.base);
    let found = path.as_ref().and_then(|path| parts.trie.find(path));
    let Some(found) = found else {
        return Target::Nothing;
    };
    let has_slash = location.path().len() > 1 && location.path().ends_with('/');
    if let Some(slashed) = parts.slashed.filter(|_| has_slash) {
        return slashed(location);
    }
    let levels = match &parts.routes[found.route] {
        Route::Redirect { to, fill } => {
            let to = fill(to, &found.captures);
            return Target::Redirect([parts.base.as_str(), &to].concat());
        }
        Route::Page(levels) => Rc::clone(levels),
    };
    let reader = UrlReader::new(&found.captures, location.search());
    let mut pages = Vec::with_capacity(levels.len());
    for level in &*levels {
        match (level.parse)(&reader) {
            Some(page) => pages.push(page),
            None => return Target::Nothing,
        }
    }
    Target::Page(PageMatch { levels, pages })
}

/// Where a URL with a slash at the end of its path leads that is shown without.
pub(super) fn without_slash(location: &Location) -> Target {
    let path = location.path_and_search();
    let length = location.path().len();
    let (path, search) = path.split_at_checked(length).unwrap_or((&path, ""));
    let path = match path.trim_end_matches('/') {
        "" => "/",
        path => path,
    };
    Target::Redirect([path, search].concat())
}

/// The target of a redirect, its parameters taken from what its pattern captured.
pub(super) fn fill(to: &str, captures: &[Capture<'_>]) -> String {
    let end = to.find(['?', '#']).unwrap_or(to.len());
    let (path, rest) = to.split_at_checked(end).unwrap_or((to, ""));
    let mut filled = String::new();
    for segment in path.split('/').skip(1) {
        let name = segment.strip_prefix([':', '*']);
        let Some(name) = name.map(|name| name.trim_end_matches('?')) else {
            filled.extend(["/", segment]);
            continue;
        };
        let captured = captures.iter().filter(|(other, _)| *other == name);
        captured
            .flat_map(|(_, values)| *values)
            .for_each(|value| push_segment(&mut filled, value));
    }
    if filled.is_empty() {
        filled.push('/');
    }
    filled + rest
}

impl PageMatch {
    /// What the pages want loaded, those of parents first.
    #[must_use]
    pub fn preload(&self) -> PreloadList {
        let mut list = PreloadList::new();
        self.pages.iter().for_each(|page| page.preload(&mut list));
        list
    }

    /// The deepest depth up to which both show the same pages with the same parameters: 0 is the layout, which all share.
    #[must_use]
    pub fn shared_depth(&self, other: &Self) -> u8 {
        let shared = self
            .pages
            .iter()
            .zip(&other.pages)
            .take_while(|(left, right)| left.is(right.as_ref()))
            .count();
        u8::try_from(shared).unwrap_or(u8::MAX)
    }

    /// The page of a type, if it is one of them.
    #[must_use]
    pub fn page<P: Page>(&self) -> Option<P> {
        let page = |page: &Rc<dyn AnyPage>| page.as_any().downcast_ref::<P>().cloned();
        self.pages.iter().find_map(page)
    }

    /// The names of the pages, from the outermost to the innermost.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.levels.iter().map(|level| level.name).collect()
    }
}

impl PartialEq for PageMatch {
    fn eq(&self, other: &Self) -> bool {
        self.pages.len() == other.pages.len()
            && usize::from(self.shared_depth(other)) == self.pages.len()
    }
}

impl Debug for PageMatch {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("PageMatch")
            .field(&self.names())
            .finish()
    }
}
