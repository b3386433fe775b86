//! All writes to the page: they are encoded as numbers and one string, and `js/glue.js` carries them out in one call.
//!
//! The buffer is flushed when the outermost batch ends (before user effects run), after mounting, and before anything reads the
//! page. Nodes have numbers; those of one template instance follow each other, so that they are given back as a range.

use std::cell::RefCell;

use super::glue;
use super::ranges::Ranges;
use crate::template::{Name, Template};

const CLONE: u32 = 0;
const TEXT: u32 = 1;
const NEW_TEXT: u32 = 2;
const INSERT: u32 = 3;
const APPEND: u32 = 4;
const REMOVE: u32 = 5;
const SET_ATTRIBUTE: u32 = 6;
const REMOVE_ATTRIBUTE: u32 = 7;
const SET_PROPERTY: u32 = 8;
const SET_FLAG: u32 = 9;
const TOGGLE_CLASS: u32 = 10;
const SET_STYLE: u32 = 11;
const LISTEN: u32 = 12;
const NAME: u32 = 13;
const TEMPLATE: u32 = 14;
const RELEASE: u32 = 15;
const CLEAR: u32 = 16;
const SET_HTML: u32 = 17;
const FRAGMENT: u32 = 18;
const READY: u32 = 19;

/// The number of a node.
pub(super) type Id = u32;

struct Ops {
    words: Vec<u32>,
    text: String,
    ranges: Ranges,
    names: u32,
    templates: u32,
}

thread_local! {
    static OPS: RefCell<Ops> = const {
        RefCell::new(Ops {
            words: Vec::new(),
            text: String::new(),
            ranges: Ranges::new(),
            names: 0,
            templates: 0,
        })
    };
}

impl Ops {
    fn push(&mut self, words: &[u32]) {
        self.words.extend_from_slice(words);
    }

    fn push_text(&mut self, text: &str) {
        self.words.push(utf16_length(text));
        self.text.push_str(text);
    }

    fn name(&mut self, name: &Name) -> u32 {
        let known = name.number().get();
        if known != 0 {
            return known;
        }
        let number = self.add_name(name.text);
        name.number().set(number);
        number
    }

    fn add_name(&mut self, name: &str) -> u32 {
        self.names += 1;
        let number = self.names;
        self.push(&[NAME, number]);
        self.push_text(name);
        number
    }

    fn template(&mut self, template: &Template) -> u32 {
        let known = template.number().get();
        if known != 0 {
            return known;
        }
        self.templates += 1;
        let number = self.templates;
        template.number().set(number);
        self.push(&[TEMPLATE, number, template.namespace]);
        self.push_text(template.html);
        self.push_text(template.walk);
        number
    }

    /// Writes down which numbers are free.
    fn release(&mut self) {
        let Self { ranges, words, .. } = self;
        ranges.reuse(|first, count| words.extend_from_slice(&[RELEASE, first, count]));
    }
}

/// How long a text is in JavaScript: one per character, two for those of four bytes.
fn utf16_length(text: &str) -> u32 {
    let units = |byte: u8| u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0);
    text.bytes().map(units).sum()
}

fn with<R>(call: impl FnOnce(&mut Ops) -> R) -> R {
    OPS.with_borrow_mut(call)
}

/// Carries out all writes so far.
pub(crate) fn flush() {
    with(Ops::release);
    carry_out();
}

/// Carries out all writes so far, but forgets no node: those to come may still name it.
fn carry_out() {
    let (words, text) = with(|ops| {
        (
            std::mem::take(&mut ops.words),
            std::mem::take(&mut ops.text),
        )
    });
    if words.is_empty() {
        return;
    }
    glue::run(&words, &text);
    // What the page did meanwhile may have written again; otherwise the memory is used again.
    with(|ops| {
        if ops.words.is_empty() && ops.text.is_empty() && words.capacity() <= ROOM {
            (ops.words, ops.text) = (words, text);
            ops.words.clear();
            ops.text.clear();
        }
    });
}

/// How many words the buffer has room for before it grows to more.
const ROOM: usize = 1 << 14;

/// Writes are carried out when there are this many words of them, so that the buffer stays small however long a list is.
const FULL: usize = ROOM - (1 << 9);

/// How many numbers of nodes are taken.
pub(super) fn taken() -> u32 {
    with(|ops| ops.ranges.taken())
}

/// How many ranges of numbers there are.
pub(super) fn ranges() -> usize {
    with(|ops| ops.ranges.len())
}

/// Makes room for more ranges of numbers.
pub(super) fn reserve(more: usize) {
    with(|ops| ops.ranges.reserve(more));
}

/// Numbers for `count` nodes in a row, in front of the list `list`.
pub(super) fn allocate(count: u32, list: &mut u32) -> Id {
    with(|ops| ops.ranges.take(count, list))
}

/// Gives a list of numbers back; their nodes are forgotten at the next flush.
pub(super) fn release(list: u32) {
    with(|ops| ops.ranges.release(list));
}

/// Registers a template, so that it can be hydrated.
pub(super) fn template(template: &Template) -> u32 {
    with(|ops| ops.template(template))
}

pub(super) fn clone(template: &Template, first: Id) {
    let is_full = with(|ops| {
        let number = ops.template(template);
        ops.push(&[CLONE, number, first]);
        ops.words.len() > FULL
    });
    if is_full {
        carry_out();
    }
}

pub(super) fn set_text(id: Id, text: &str) {
    with(|ops| {
        ops.push(&[TEXT, id]);
        ops.push_text(text);
    });
}

pub(super) fn new_text(id: Id, text: &str) {
    with(|ops| {
        ops.push(&[NEW_TEXT, id]);
        ops.push_text(text);
    });
}

pub(super) fn new_fragment(id: Id) {
    with(|ops| ops.push(&[FRAGMENT, id]));
}

pub(super) fn insert(before: Id, id: Id) {
    with(|ops| ops.push(&[INSERT, before, id]));
}

pub(super) fn append(parent: Id, id: Id) {
    with(|ops| ops.push(&[APPEND, parent, id]));
}

pub(super) fn remove(id: Id) {
    with(|ops| ops.push(&[REMOVE, id]));
}

/// Removes the nodes from `first` up to `last`, which stays.
pub(super) fn clear(first: Id, last: Id) {
    with(|ops| ops.push(&[CLEAR, first, last]));
}

pub(super) fn set_attribute(id: Id, name: &Name, value: Option<&str>) {
    with(|ops| {
        let name = ops.name(name);
        write_attribute(ops, id, name, value);
    });
}

/// As `set_attribute`, for a name that is only known at run time.
pub(super) fn set_named_attribute(id: Id, name: &str, value: Option<&str>) {
    with(|ops| {
        let name = ops.add_name(name);
        write_attribute(ops, id, name, value);
    });
}

fn write_attribute(ops: &mut Ops, id: Id, name: u32, value: Option<&str>) {
    match value {
        Some(value) => {
            ops.push(&[SET_ATTRIBUTE, id, name]);
            ops.push_text(value);
        }
        None => ops.push(&[REMOVE_ATTRIBUTE, id, name]),
    }
}

pub(super) fn set_property(id: Id, name: &Name, value: &str) {
    with(|ops| {
        let name = ops.name(name);
        ops.push(&[SET_PROPERTY, id, name]);
        ops.push_text(value);
    });
}

pub(super) fn set_flag(id: Id, name: &Name, value: bool) {
    with(|ops| {
        let name = ops.name(name);
        ops.push(&[SET_FLAG, id, name, u32::from(value)]);
    });
}

pub(super) fn toggle_class(id: Id, name: &Name, value: bool) {
    with(|ops| {
        let name = ops.name(name);
        ops.push(&[TOGGLE_CLASS, id, name, u32::from(value)]);
    });
}

/// As `toggle_class`, for a name that is only known at run time.
pub(super) fn toggle_named_class(id: Id, name: &str, value: bool) {
    with(|ops| {
        let name = ops.add_name(name);
        ops.push(&[TOGGLE_CLASS, id, name, u32::from(value)]);
    });
}

/// Sets a property of the style; an empty value removes it.
pub(super) fn set_style(id: Id, name: &Name, value: &str) {
    with(|ops| {
        let name = ops.name(name);
        ops.push(&[SET_STYLE, id, name]);
        ops.push_text(value);
    });
}

pub(super) fn listen(id: Id, name: &Name, handler: u32, flags: u32) {
    with(|ops| {
        let name = ops.name(name);
        ops.push(&[LISTEN, id, name, handler, flags]);
    });
}

/// As `listen`, for a name that is only known at run time.
pub(super) fn listen_named(id: Id, name: &str, handler: u32) {
    with(|ops| {
        let name = ops.add_name(name);
        ops.push(&[LISTEN, id, name, handler, 0]);
    });
}

pub(super) fn set_html(id: Id, html: &str) {
    with(|ops| {
        ops.push(&[SET_HTML, id]);
        ops.push_text(html);
    });
}

/// Marks the document as interactive.
pub(super) fn set_ready() {
    with(|ops| ops.push(&[READY]));
}
