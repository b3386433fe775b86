//! Simple selectors over a parsed page: a name, `#id`, `.class` and `[attribute=value]`, together or after one another.

use super::html::{Content, Node};

/// The places of all elements that a selector names, in document order.
pub(super) fn select(nodes: &[Node], selector: &str) -> Vec<usize> {
    let steps: Vec<Step> = selector.split_whitespace().map(Step::parse).collect();
    let Some((last, before)) = steps.split_last() else {
        return Vec::new();
    };
    (0..nodes.len())
        .filter(|&place| last.matches(&nodes[place]) && has_ancestors(nodes, place, before))
        .collect()
}

/// The nodes inside an element.
pub(super) fn inside(nodes: &[Node], place: usize) -> &[Node] {
    let depth = nodes[place].depth;
    let rest = &nodes[place + 1..];
    let length = rest
        .iter()
        .position(|node| node.depth <= depth)
        .unwrap_or(rest.len());
    &rest[..length]
}

/// The value of an attribute.
pub(super) fn attribute<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    match &node.content {
        Content::Element { attributes, .. } => attributes
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str()),
        Content::Text(_) => None,
    }
}

fn has_ancestors(nodes: &[Node], place: usize, steps: &[Step]) -> bool {
    let mut depth = nodes[place].depth;
    let mut steps = steps.iter().rev().peekable();
    for node in nodes[..place].iter().rev() {
        let Some(step) = steps.peek() else { break };
        if node.depth < depth {
            depth = node.depth;
            if step.matches(node) {
                steps.next();
            }
        }
    }
    steps.peek().is_none()
}

#[derive(Default)]
struct Step {
    name: Option<String>,
    attributes: Vec<(String, Test)>,
}

enum Test {
    Present,
    Is(String),
    HasWord(String),
}

impl Step {
    fn parse(text: &str) -> Self {
        let mut step = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let kind = rest
                .chars()
                .next()
                .filter(|kind| matches!(kind, '#' | '.' | '['));
            let start = usize::from(kind.is_some());
            let end = match kind {
                Some('[') => rest.find(']').unwrap_or(rest.len()),
                _ => rest[start..]
                    .find(['#', '.', '['])
                    .map_or(rest.len(), |end| end + start),
            };
            let part = &rest[start..end];
            match kind {
                Some('#') => step
                    .attributes
                    .push(("id".to_owned(), Test::Is(part.to_owned()))),
                Some('.') => step
                    .attributes
                    .push(("class".to_owned(), Test::HasWord(part.to_owned()))),
                Some(_) => step.attributes.push(bracket(part)),
                None => step.name = (part != "*").then(|| part.to_ascii_lowercase()),
            }
            rest = rest[end..].strip_prefix(']').unwrap_or(&rest[end..]);
        }
        step
    }

    fn matches(&self, node: &Node) -> bool {
        let Content::Element { name, .. } = &node.content else {
            return false;
        };
        let is_named = self.name.as_ref().is_none_or(|wanted| wanted == name);
        is_named
            && self.attributes.iter().all(|(name, test)| {
                attribute(node, name).is_some_and(|value| match test {
                    Test::Present => true,
                    Test::Is(wanted) => value == wanted,
                    Test::HasWord(word) => value.split_whitespace().any(|given| given == word),
                })
            })
    }
}

fn bracket(part: &str) -> (String, Test) {
    match part.split_once('=') {
        Some((name, value)) => (
            name.to_owned(),
            Test::Is(value.trim_matches(['"', '\'']).to_owned()),
        ),
        None => (part.to_owned(), Test::Present),
    }
}
