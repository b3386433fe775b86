//! Transitions: what is on show stays until what replaces it is ready.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use crate::batch::batch;
use crate::effect::{Effect, RenderEffect, is_inert, run_apart};
use crate::memo::Memo;
use crate::owner::{Owner, on_cleanup};
use crate::pending::PendingBoundary;
use crate::runtime::{Surroundings, runtime};
use crate::signal::RwSignal;
use crate::stored::StoredValue;

/// Writes whose readers may suspend without a fallback taking the place of what is on show. `Copy`; belongs to the owner it
/// was made under. In the browser; below an inert owner [`start`](Self::start) is a [`batch`].
///
/// **What is held back** is what boundaries and renderers show, never a value: the graph is one, and every signal, memo and effect
/// sees the writes at once. In the wave of a transition
/// - a [`PendingBoundary`] that shows its content goes on showing it, whatever its readers wait for; a boundary that is made in the wave
///   shows its fallback;
/// - content that is [swapped](swap) is built beside the old, which stays, alive and up to date.
///
/// **When it commits**: as soon as no reader waits for a first value, that is at the end of the wave if none does. All content built
/// meanwhile is shown in one batch. A value that is an error counts as one that is there. If the transition is disposed it commits at once.
///
/// **A second `start`** while the first is pending joins it: both commit together. Content that is built anew meanwhile, in a
/// transition or not, takes the place of the version that waited, which is disposed unseen; a write outside every transition shows
/// what it leads to at once, with the fallback if that has to wait. Of two transitions that meet in the same content the later has it.
///
/// ```
/// use limosa_reactive::{RenderEffect, StoredValue, Transition, host, resource, signal, transition};
/// let (page, set_page) = signal(1);
/// let shown = StoredValue::new(0);
/// let transition = Transition::new();
/// transition::swap(
///     move || {
///         let page = page.get();
///         let title = resource(move || async move { Ok::<_, ()>(format!("page {page}")) });
///         RenderEffect::new(move || assert!(title.get() != Some(Err(()))));
///         page
///     },
///     move |page| shown.set(page),
/// );
/// transition.start(move || set_page.set(2));
/// assert_eq!((transition.is_pending(), shown.get()), (true, 1));
/// host::run_until_stalled();
/// assert_eq!((transition.is_pending(), shown.get()), (false, 2));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// How many readers wait.
    waits: RwSignal<u32>,
    is_pending: Memo<bool>,
    /// What to do when none does.
    commits: StoredValue<Vec<Commit>>,
}

type Commit = Box<dyn FnOnce(Transition)>;

/// The transition whose wave runs.
#[derive(Clone, Copy)]
struct Wave {
    transition: Transition,
    number: u64,
}

thread_local! {
    static WAVE: Cell<Option<Wave>> = const { Cell::new(None) };
    static WAVES: Cell<u64> = const { Cell::new(0) };
}

impl Transition {
    /// Makes a transition that has nothing to wait for.
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        let waits = RwSignal::new(0);
        let transition = Self {
            waits,
            is_pending: Memo::new(move || waits.get() > 0),
            commits: StoredValue::new(Vec::new()),
        };
        Effect::new(move || {
            if waits.get() == 0 {
                transition.commit_when_over();
            }
        });
        on_cleanup(move || transition.commit());
        transition
    }

    /// Runs a closure as a batch of its own, as soon as no other batch is open: at once if none is. What it writes belongs to the
    /// transition, and so does what its wave runs.
    ///
    /// # Panics
    /// Where the closure or an effect in its wave does, after the wave.
    #[track_caller]
    pub fn start(self, run: impl FnOnce() + 'static) {
        if is_inert() || self.waits.is_disposed() {
            batch(run);
            return;
        }
        let owner = Owner::current();
        runtime().when_flushed(Box::new(move || self.run(owner, run)));
    }

    /// Whether something is held back; subscribes. False if it is disposed.
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn is_pending(self) -> bool {
        self.is_pending.try_get().unwrap_or(false)
    }

    fn run(self, owner: Option<Owner>, run: impl FnOnce()) {
        let number = WAVES.get() + 1;
        WAVES.set(number);
        let wave = Wave {
            transition: self,
            number,
        };
        let outer = WAVE.replace(Some(wave));
        let _owned = Surroundings::owned_by(owner.map(Owner::id).unwrap_or_default());
        let result = catch_unwind(AssertUnwindSafe(|| batch(run)));
        WAVE.set(outer);
        self.commit_when_over();
        if let Err(payload) = result {
            resume_unwind(payload);
        }
    }

    /// Counts the current owner as waiting until it is cleaned up.
    pub(crate) fn wait(self) {
        self.waits.report(|waits| *waits += 1);
        on_cleanup(move || self.waits.report(|waits| *waits -= 1));
    }

    /// Commits unless readers wait or its own wave is still under way.
    fn commit_when_over(self) {
        let is_running = WAVE.get().is_some_and(|wave| wave.transition == self);
        if !is_running && self.waits.try_get_untracked() == Some(0) {
            self.commit();
        }
    }

    fn commit(self) {
        let commits = self.commits.try_update(std::mem::take);
        let commits = commits.unwrap_or_default();
        if !commits.is_empty() {
            let _outside = Surroundings::none();
            batch(|| commits.into_iter().for_each(|commit| commit(self)));
        }
    }
}

impl Default for Transition {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Transition {
    fn eq(&self, other: &Self) -> bool {
        self.waits == other.waits
    }
}

impl Eq for Transition {}

/// The transition whose wave runs now.
pub(crate) fn current() -> Option<Transition> {
    WAVE.get().map(|wave| wave.transition)
}

/// The number of the wave that runs now; zero outside of every transition.
pub(crate) fn wave() -> u64 {
    WAVE.get().map_or(0, |wave| wave.number)
}

/// Content that is built again when what it reads changes: what a renderer of changing content is made of.
///
/// `build` is tracked, and all it makes belongs to the version it builds. `show` gets each version that is to be shown, with the
/// owner of that version current and nothing tracked, and afterwards the version before it is disposed: at once, or in the wave of a
/// [`Transition`] when that commits. It belongs to the current owner.
///
/// ```
/// use limosa_reactive::{StoredValue, on_cleanup, signal, transition};
/// let (page, set_page) = signal(1);
/// let log = StoredValue::new(vec![]);
/// transition::swap(
///     move || {
///         let page = page.get();
///         on_cleanup(move || log.update(|log| log.push(format!("{page} goes"))));
///         page
///     },
///     move |page| log.update(|log| log.push(format!("{page} shows"))),
/// );
/// set_page.set(2);
/// assert_eq!(log.get(), ["1 shows", "2 shows", "1 goes"]);
/// ```
#[track_caller]
pub fn swap<V: 'static>(build: impl FnMut() -> V + 'static, show: impl FnMut(V) + 'static) {
    swap_content(None, build, show);
}

/// As [`swap`], for content that every write holds back as one in `transition` would: the old version stays until no reader in
/// the new one waits.
///
/// ```
/// use limosa_reactive::{RenderEffect, StoredValue, Transition, host, resource, signal, transition};
/// let (page, set_page) = signal(1);
/// let shown = StoredValue::new(0);
/// let transition = Transition::new();
/// let build = move || {
///     let page = page.get();
///     let title = resource(move || async move { Ok::<_, ()>(page) });
///     RenderEffect::new(move || drop(title.get()));
///     page
/// };
/// transition::swap_within(transition, build, move |page| shown.set(page));
/// set_page.set(2);
/// assert_eq!((transition.is_pending(), shown.get()), (true, 1));
/// host::run_until_stalled();
/// assert_eq!((transition.is_pending(), shown.get()), (false, 2));
/// ```
#[track_caller]
pub fn swap_within<V: 'static>(
    transition: Transition,
    build: impl FnMut() -> V + 'static,
    show: impl FnMut(V) + 'static,
) {
    swap_content(Some(transition), build, show);
}

#[track_caller]
fn swap_content<V: 'static>(
    within: Option<Transition>,
    build: impl FnMut() -> V + 'static,
    show: impl FnMut(V) + 'static,
) {
    let owner = Owner::new();
    let swap = Rc::new(Swap {
        owner,
        within,
        build: RefCell::new(Box::new(build)),
        show: RefCell::new(Box::new(show)),
        shown: Cell::new(None),
        waiting: RefCell::new(None),
    });
    let cleared = Rc::clone(&swap);
    on_cleanup(move || drop(cleared.waiting.take()));
    RenderEffect::new(move || swap.renew());
}

struct Swap<V> {
    /// Owns the versions.
    owner: Owner,
    /// What holds versions back outside of every transition's wave.
    within: Option<Transition>,
    build: RefCell<Box<dyn FnMut() -> V>>,
    show: RefCell<Box<dyn FnMut(V)>>,
    shown: Cell<Option<Owner>>,
    waiting: RefCell<Option<Version<V>>>,
}

/// Content that is built and not shown yet.
struct Version<V> {
    owner: Owner,
    content: V,
    boundary: PendingBoundary,
    transition: Transition,
}

impl<V: 'static> Swap<V> {
    /// Builds a version, for the effect that runs now, and shows it unless it has to wait.
    fn renew(self: &Rc<Self>) {
        let unseen = self.waiting.take();
        let owner = self.owner.with(Owner::new);
        let held = current()
            .or(self.within)
            .filter(|_| self.shown.get().is_some());
        let boundary = held.map(|transition| {
            let boundary = || PendingBoundary::provide_held(transition);
            (transition, owner.with(boundary))
        });
        let built = self.build_for_effect(owner);
        if let Some(unseen) = unseen {
            unseen.owner.dispose();
        }
        match (built, boundary) {
            (Ok(content), Some((transition, boundary))) => {
                let version = Version {
                    owner,
                    content,
                    boundary,
                    transition,
                };
                self.waiting.replace(Some(version));
                let swap = Rc::clone(self);
                let commit: Commit = Box::new(move |transition| swap.commit(transition));
                transition.commits.update(|commits| commits.push(commit));
                transition.commit_when_over();
            }
            (Ok(content), None) => self.show(owner, content),
            (Err(payload), _) => {
                runtime().dispose_quietly(owner.id());
                resume_unwind(payload);
            }
        }
    }

    /// Builds in a node that owns what is made; the effect that runs now takes over what that node has read.
    fn build_for_effect(self: &Rc<Self>, owner: Owner) -> std::thread::Result<V> {
        let content = Rc::new(RefCell::new(None));
        let (swap, built) = (Rc::clone(self), Rc::clone(&content));
        let build = move || {
            let version = (swap.build.borrow_mut())();
            built.replace(Some(version));
        };
        let (node, result) = owner.with(|| run_apart(build));
        runtime().take_over(node);
        result.map(|()| content.take().expect("it was built"))
    }

    fn show(&self, owner: Owner, content: V) {
        let before = self.shown.replace(Some(owner));
        owner.with(|| (self.show.borrow_mut())(content));
        if let Some(before) = before {
            before.dispose();
        }
    }

    /// Shows the version that waits for this transition.
    fn commit(&self, transition: Transition) {
        let is_its = |version: &mut Version<V>| version.transition == transition;
        let waited = self.waiting.borrow_mut().take_if(is_its);
        if let Some(version) = waited.filter(|version| !version.owner.is_disposed()) {
            version.boundary.release();
            self.show(version.owner, version.content);
        }
    }
}
