//! Matching: one tree of all patterns, whose cost grows with the path and not with the number of pages.
//!
//! Order, from the first part of the path to the last: fixed text before a parameter before a splat. Where the better
//! branch leads nowhere the next one is tried; every node is visited at most once for a path.

use crate::sorted::Sorted;
use crate::url::Pattern;
use crate::url::pattern::Part;

/// Patterns with what they lead to, by number.
#[derive(Debug, Clone)]
pub struct Trie {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    fixed: Sorted<String, usize>,
    parameter: Option<usize>,
    here: Option<End>,
    splat: Option<End>,
}

/// Where a pattern ends: its number, and the names of its parameters in order, a slash behind each.
#[derive(Debug, Clone)]
struct End {
    route: usize,
    names: String,
}

/// Two patterns that match the same URLs: the number of the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash(pub usize);

/// A parameter, and what it has taken: one part, or any number if it is a splat.
pub type Capture<'a> = (&'a str, &'a [String]);

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The number of the pattern.
    pub route: usize,
    /// Its parameters, in order.
    pub captures: Vec<Capture<'a>>,
}

impl Default for Trie {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }
}

impl Trie {
    /// Adds a pattern.
    ///
    /// # Errors
    /// If an earlier one, whose number is in the error, matches the same URLs.
    pub fn insert(&mut self, pattern: Pattern<'_>, route: usize) -> Result<(), Clash> {
        self.insert_below(0, pattern, route, &mut String::new())
    }

    /// Adds what is left of a pattern below a node, with the names before it. An optional part is there once and once not.
    fn insert_below(
        &mut self,
        node: usize,
        pattern: Pattern<'_>,
        route: usize,
        names: &mut String,
    ) -> Result<(), Clash> {
        let Some((part, rest)) = pattern.split_first() else {
            return end_at(&mut self.nodes[node].here, route, names);
        };
        let before = names.len();
        let child = match part {
            Part::Fixed(text) => self.fixed_child(node, text),
            Part::Parameter(name) => {
                names.extend([name, "/"]);
                self.parameter_child(node)
            }
            Part::Optional(name) => {
                self.insert_below(node, rest, route, names)?;
                names.extend([name, "/"]);
                self.parameter_child(node)
            }
            Part::Splat(name) => {
                names.extend([name, "/"]);
                return end_at(&mut self.nodes[node].splat, route, names);
            }
        };
        self.insert_below(child, rest, route, names)?;
        names.truncate(before);
        Ok(())
    }

    /// Finds the pattern for the decoded parts of a path.
    #[must_use]
    pub fn find<'a>(&'a self, path: &'a [String]) -> Option<Found<'a>> {
        let mut taken = Vec::new();
        let end = self.search(0, path, &mut taken)?;
        Some(Found {
            route: end.route,
            captures: end.names.split_terminator('/').zip(taken).collect(),
        })
    }

    /// The end below a node. Recursion is as deep as the deepest pattern.
    fn search<'a>(
        &'a self,
        node: usize,
        path: &'a [String],
        taken: &mut Vec<&'a [String]>,
    ) -> Option<&'a End> {
        let node = &self.nodes[node];
        if let Some((first, rest)) = path.split_first() {
            let fixed = node
                .fixed
                .get(first.as_str())
                .and_then(|next| self.search(*next, rest, taken));
            if fixed.is_some() {
                return fixed;
            }
            if let Some(next) = node.parameter {
                taken.push(std::slice::from_ref(first));
                let found = self.search(next, rest, taken);
                if found.is_some() {
                    return found;
                }
                taken.pop();
            }
        } else if node.here.is_some() {
            return node.here.as_ref();
        }
        taken.push(path);
        let splat = node.splat.as_ref();
        if splat.is_none() {
            taken.pop();
        }
        splat
    }

    fn fixed_child(&mut self, node: usize, text: &str) -> usize {
        let next = self.nodes.len();
        let fixed = &mut self.nodes[node].fixed;
        let child = *fixed.get_or_insert_with(text, || (text.to_owned(), next));
        self.add_if(child == next);
        child
    }

    fn parameter_child(&mut self, node: usize) -> usize {
        let next = self.nodes.len();
        let child = *self.nodes[node].parameter.get_or_insert(next);
        self.add_if(child == next);
        child
    }

    fn add_if(&mut self, is_new: bool) {
        if is_new {
            self.nodes.push(Node::default());
        }
    }
}

fn end_at(end: &mut Option<End>, route: usize, names: &str) -> Result<(), Clash> {
    let held = end.get_or_insert_with(|| End {
        route,
        names: names.to_owned(),
    });
    if held.route == route {
        Ok(())
    } else {
        Err(Clash(held.route))
    }
}
