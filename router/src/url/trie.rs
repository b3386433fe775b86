//! Matching: one tree of all patterns, whose cost grows with the path and not with the number of pages.
//!
//! Order, from the first part of the path to the last: fixed text before a parameter before a splat. Where the better
//! branch leads nowhere the next one is tried; every node is visited at most once for a path.

use crate::sorted::Sorted;
use crate::url::{Pattern, Segment};

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

/// Where a pattern ends: its number, and the names of its parameters in order.
#[derive(Debug, Clone)]
struct End {
    route: usize,
    names: Vec<String>,
}

/// Two patterns that match the same URLs: the number of the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash(pub usize);

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The number of the pattern.
    pub route: usize,
    /// Its parameters: one value each, any number for a splat.
    pub captures: Vec<(String, Vec<String>)>,
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
    /// If an earlier one, whose number is in the error, matches the same URLs; nothing is added then.
    pub fn insert(&mut self, pattern: &Pattern, route: usize) -> Result<(), Clash> {
        let variants = pattern.variants();
        for variant in &variants {
            let end = self.end(variant);
            if let Some(other) = end
                && other.route != route
            {
                return Err(Clash(other.route));
            }
            *end = Some(End {
                route,
                names: names(variant),
            });
        }
        Ok(())
    }

    /// Finds the pattern for the decoded parts of a path.
    #[must_use]
    pub fn find(&self, path: &[String]) -> Option<Found> {
        let mut taken = Vec::new();
        let (end, rest) = self.search(0, path, &mut taken)?;
        let mut captures: Vec<(String, Vec<String>)> = end
            .names
            .iter()
            .cloned()
            .zip(taken.into_iter().map(|value| vec![value.clone()]))
            .collect();
        if let Some(rest) = rest {
            captures.push((end.names.last().cloned().unwrap_or_default(), rest.to_vec()));
        }
        Some(Found {
            route: end.route,
            captures,
        })
    }

    /// The end below a node; the rest of the path if a splat takes it. Recursion is as deep as the deepest pattern.
    fn search<'t, 'p>(
        &'t self,
        node: usize,
        path: &'p [String],
        taken: &mut Vec<&'p String>,
    ) -> Option<(&'t End, Option<&'p [String]>)> {
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
                taken.push(first);
                let found = self.search(next, rest, taken);
                if found.is_some() {
                    return found;
                }
                taken.pop();
            }
        } else if let Some(end) = &node.here {
            return Some((end, None));
        }
        node.splat.as_ref().map(|end| (end, Some(path)))
    }

    fn end(&mut self, segments: &[Segment]) -> &mut Option<End> {
        let mut node = 0;
        for segment in segments {
            node = match segment {
                Segment::Fixed(text) => self.fixed_child(node, text),
                Segment::Parameter(_) | Segment::Optional(_) => self.parameter_child(node),
                Segment::Splat(_) => return &mut self.nodes[node].splat,
            };
        }
        &mut self.nodes[node].here
    }

    fn fixed_child(&mut self, node: usize, text: &str) -> usize {
        if let Some(child) = self.nodes[node].fixed.get(text) {
            return *child;
        }
        let child = self.add();
        let fixed = &mut self.nodes[node].fixed;
        fixed.get_or_insert_with(text, || (text.to_owned(), child));
        child
    }

    fn parameter_child(&mut self, node: usize) -> usize {
        if let Some(child) = self.nodes[node].parameter {
            return child;
        }
        let child = self.add();
        self.nodes[node].parameter = Some(child);
        child
    }

    fn add(&mut self) -> usize {
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }
}

fn names(segments: &[Segment]) -> Vec<String> {
    let name = |segment: &Segment| match segment {
        Segment::Fixed(_) => None,
        Segment::Parameter(name) | Segment::Optional(name) | Segment::Splat(name) => {
            Some(name.clone())
        }
    };
    segments.iter().filter_map(name).collect()
}
