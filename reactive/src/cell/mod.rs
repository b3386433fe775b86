//! The only `unsafe` code of this crate: cells for values and closures, and the cell of the graph.
//!
//! A [`NodeCell`] is one heap allocation that holds a value of type `T` and a job (a closure). It behaves like an
//! `Rc<RefCell<T>>` whose type is checked when it is opened: reading and writing hand out guards, a conflict is an
//! answer and never a second reference, and an allocation whose owner is gone lives on until its last guard is.
//!
//! [`Exclusive`] is a `RefCell` whose check is left out of release builds.

#![allow(
    unsafe_code,
    reason = "erased values with stable addresses; every block states why it is sound"
)]

mod arena;
#[cfg(test)]
mod twin;

#[cfg(test)]
pub(crate) use arena::ArenaOf;
pub(crate) use arena::{Arena, Slots};

use std::any::TypeId;
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

/// What a node does when it runs; `()` for nodes that only hold a value.
pub(crate) trait Job<T>: 'static {
    /// Runs once and says whether the value changed.
    fn run(&mut self, value: Own<'_, T>) -> bool;
}

impl<T: 'static> Job<T> for () {
    fn run(&mut self, _: Own<'_, T>) -> bool {
        false
    }
}

macro_rules! plain {
    ($($class:ty),*) => {
        /// Whether a type is known to be cloned without running foreign code. Not always inlined: where nothing is optimised
        /// that would be a kilobyte of stack for each.
        #[inline]
        pub(crate) fn is_plain<T: 'static>() -> bool {
            let class = TypeId::of::<T>();
            $(class == TypeId::of::<$class>() || class == TypeId::of::<Option<$class>>())||*
        }
    };
}
plain!(
    (),
    bool,
    char,
    &'static str,
    f32,
    f64,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize
);

const WRITING: u32 = 1 << 30;
const ORPHAN: u32 = 1 << 31;
const READERS: u32 = WRITING - 1;

struct Head {
    /// Readers in the low bits, then `WRITING` and `ORPHAN`.
    state: Cell<u32>,
    class: &'static Class,
}

struct Class {
    value: TypeId,
    run: unsafe fn(NonNull<Head>) -> bool,
    free: unsafe fn(NonNull<Head>),
}

/// The part of a cell that does not depend on its job: its borrow state and its value.
#[repr(C)]
struct Shared<T> {
    head: Head,
    value: UnsafeCell<T>,
}

/// The whole allocation. `repr(C)` keeps `Shared<T>`, and in it `Head`, at its start whatever `J` is.
#[repr(C)]
struct Body<T, J> {
    shared: Shared<T>,
    job: UnsafeCell<J>,
}

struct ClassOf<T, J>(PhantomData<(T, J)>);

impl<T: 'static, J: Job<T>> ClassOf<T, J> {
    const CLASS: &'static Class = &Class {
        value: TypeId::of::<T>(),
        run: run::<T, J>,
        free: free::<T, J>,
    };
}

/// Runs the job of a cell.
///
/// # Safety
/// `head` is the start of a live `Body<T, J>` that stays so until this returns, no other job of it runs, and nothing
/// writes to its value.
unsafe fn run<T: 'static, J: Job<T>>(head: NonNull<Head>) -> bool {
    let body = head.cast::<Body<T, J>>();
    // SAFETY: the caller vouches for type and life; `shared` and `job` are disjoint fields, the job is only ever
    // reached from here, and the caller lets no other run in, so this is the only reference to it.
    let (shared, job) = unsafe { (&body.as_ref().shared, &mut *body.as_ref().job.get()) };
    job.run(Own(shared))
}

/// Frees a cell.
///
/// # Safety
/// `head` came from `Box::into_raw` of a `Body<T, J>`, and nothing uses it any more.
unsafe fn free<T, J>(head: NonNull<Head>) {
    // SAFETY: the caller vouches for origin and sole ownership.
    drop(unsafe { Box::from_raw(head.cast::<Body<T, J>>().as_ptr()) });
}

/// A pointer to a cell that keeps it from being freed by a bit or a count it holds in the state.
#[derive(Clone, Copy)]
struct Hold(NonNull<Head>);

impl Hold {
    fn state(self) -> u32 {
        // SAFETY: whoever has a `Hold` keeps the allocation alive.
        unsafe { self.0.as_ref() }.state.get()
    }

    fn set_state(self, state: u32) {
        // SAFETY: as above.
        unsafe { self.0.as_ref() }.state.set(state);
    }

    /// Gives back `bits`; the last one of an orphan frees it.
    fn release(self, bits: u32) {
        let state = self.state() - bits;
        self.set_state(state);
        if state == ORPHAN {
            self.free();
        }
    }

    #[cold]
    #[inline(never)]
    fn free(self) {
        // SAFETY: every caller has just given up the last hold, and the class was made for this allocation.
        unsafe { (self.0.as_ref().class.free)(self.0) }
    }

    /// The value part, if the cell holds a `T`.
    #[inline(always)]
    fn shared<T: 'static>(self) -> NonNull<Shared<T>> {
        // SAFETY: a held cell is alive.
        let found = unsafe { self.0.as_ref() }.class.value;
        assert!(found == TypeId::of::<T>(), "a node holds another type");
        self.0.cast()
    }
}

/// Owner of a cell. Dropping it frees the cell, or leaves that to its last guard.
pub(crate) struct NodeCell(NonNull<Head>);

impl NodeCell {
    /// Allocates a cell.
    pub(crate) fn new<T: 'static, J: Job<T>>(value: T, job: J) -> Self {
        let head = Head {
            state: Cell::new(0),
            class: ClassOf::<T, J>::CLASS,
        };
        let value = UnsafeCell::new(value);
        let body = Box::new(Body {
            shared: Shared { head, value },
            job: UnsafeCell::new(job),
        });
        Self(NonNull::from(Box::leak(body)).cast())
    }

    /// Opens the value for reading; `None` while it is being written.
    #[inline]
    pub(crate) fn read<T: 'static>(&self) -> Option<Reading<T>> {
        Reading::open(Hold(self.0).shared())
    }

    /// A copy of a plain value, made without a guard; `None` while it is being written. What `ONLY` holds a value mostly
    /// has one class, so that its type need not be looked up.
    #[inline(always)]
    pub(crate) fn copy<T: Clone + 'static, const ONLY: bool>(&self) -> Option<T> {
        assert!(
            is_plain::<T>(),
            "only plain values are copied without a guard"
        );
        let hold = Hold(self.0);
        // SAFETY: this cell is alive while it is borrowed.
        let class = unsafe { self.0.as_ref() }.class;
        let shared = if ONLY && std::ptr::eq(class, ClassOf::<T, ()>::CLASS) {
            self.0.cast()
        } else {
            hold.shared::<T>()
        };
        if hold.state() & WRITING != 0 {
            return None;
        }
        // SAFETY: as above and of this type; nothing writes, and nothing else runs while it is cloned.
        Some(unsafe { (*shared.as_ref().value.get()).clone() })
    }

    /// Opens the value for writing; `None` while it is being read or written.
    #[inline]
    pub(crate) fn write<T: 'static>(&self) -> Option<Writing<T>> {
        Writing::open(Hold(self.0).shared())
    }

    /// Runs the job and says whether it changed the value; not while that is being written. Whoever runs a job has taken
    /// the cell from where others could find it.
    #[inline(always)]
    pub(crate) fn run(&mut self) -> bool {
        if Hold(self.0).state() & WRITING != 0 {
            return false;
        }
        // SAFETY: this borrow of the only owner keeps the cell alive and every other runner and writer out, as both begin at
        // the owner; the check above has found no writer from before. The class was made for this allocation.
        unsafe { (self.0.as_ref().class.run)(self.0) }
    }
}

impl Drop for NodeCell {
    fn drop(&mut self) {
        let hold = Hold(self.0);
        match hold.state() {
            0 => hold.free(),
            state => hold.set_state(state | ORPHAN),
        }
    }
}

/// A job's own value. While a job runs nothing else can write to it.
pub(crate) struct Own<'a, T>(&'a Shared<T>);

impl<T> Own<'_, T> {
    /// The value.
    #[inline]
    pub(crate) fn get(&self) -> &T {
        // SAFETY: nothing writes while the job runs, and `replace` cannot be called while this reference lives.
        unsafe { &*self.0.value.get() }
    }

    /// Exchanges the value and returns the old one; gives the new one back while the value is being read.
    #[inline]
    pub(crate) fn replace(&mut self, value: T) -> Result<T, T> {
        if self.0.head.state.get() & READERS != 0 {
            return Err(value);
        }
        // SAFETY: no reader, no writer as above, and no foreign code runs while this reference lives.
        Ok(std::mem::replace(
            unsafe { &mut *self.0.value.get() },
            value,
        ))
    }
}

/// Shared access to a value.
pub(crate) struct Reading<T> {
    shared: NonNull<Shared<T>>,
}

impl<T> Reading<T> {
    #[inline]
    fn open(shared: NonNull<Shared<T>>) -> Option<Self> {
        let hold = Hold(shared.cast());
        let state = hold.state();
        if state & WRITING != 0 {
            return None;
        }
        hold.set_state(state + 1);
        Some(Self { shared })
    }
}

impl<T> Deref for Reading<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the count this guard added keeps the cell alive and writers out.
        unsafe { &*self.shared.as_ref().value.get() }
    }
}

impl<T> Drop for Reading<T> {
    #[inline]
    fn drop(&mut self) {
        Hold(self.shared.cast()).release(1);
    }
}

/// Sole access to a value.
pub(crate) struct Writing<T> {
    shared: NonNull<Shared<T>>,
}

impl<T> Writing<T> {
    #[inline]
    fn open(shared: NonNull<Shared<T>>) -> Option<Self> {
        let hold = Hold(shared.cast());
        let state = hold.state();
        if state != 0 {
            return None;
        }
        hold.set_state(WRITING);
        Some(Self { shared })
    }
}

impl<T> Deref for Writing<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the WRITING bit keeps the cell alive and every other guard out.
        unsafe { &*self.shared.as_ref().value.get() }
    }
}

impl<T> DerefMut for Writing<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as for `deref`, and this guard is borrowed mutably.
        unsafe { &mut *self.shared.as_ref().value.get() }
    }
}

impl<T> Drop for Writing<T> {
    #[inline]
    fn drop(&mut self) {
        Hold(self.shared.cast()).release(WRITING);
    }
}

/// A value that one guard at a time gives access to.
///
/// It holds the graph, whose functions run no foreign code: a guard is dropped before anything is called that could ask
/// for another. Debug builds, and with them every test, check that.
pub(crate) struct Exclusive<T> {
    value: UnsafeCell<T>,
    taken: Cell<bool>,
}

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        let value = UnsafeCell::new(value);
        let taken = Cell::new(false);
        Self { value, taken }
    }

    /// Gives access until the guard is dropped.
    #[inline]
    pub(crate) fn open(&self) -> ExclusiveGuard<'_, T> {
        if cfg!(debug_assertions) {
            assert!(!self.taken.replace(true), "the graph is already in use");
        }
        ExclusiveGuard(self)
    }
}

/// Sole access to an [`Exclusive`].
pub(crate) struct ExclusiveGuard<'a, T>(&'a Exclusive<T>);

impl<T> Deref for ExclusiveGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: there is one guard at a time, and the cell stays on its thread.
        unsafe { &*self.0.value.get() }
    }
}

impl<T> DerefMut for ExclusiveGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as for `deref`, and this guard is borrowed mutably.
        unsafe { &mut *self.0.value.get() }
    }
}

impl<T> Drop for ExclusiveGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if cfg!(debug_assertions) {
            self.0.taken.set(false);
        }
    }
}
