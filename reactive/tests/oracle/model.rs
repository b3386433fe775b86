//! The model: no marks, no edges, no laziness beyond asking; each computation remembers the versions it read.

use std::collections::BTreeMap;

use crate::script::{Kind, Op, Rule, Spec, evaluate};

/// A node is a script node or one of the two parts a `Nest` makes.
type Id = (usize, u8);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Signal,
    Memo,
    Effect,
    Nest,
}

struct Node {
    class: Class,
    value: i64,
    version: u64,
    sources: Vec<Id>,
    rule: Rule,
    /// What the last run read, with the versions it saw; `None` before the first run.
    read: Option<Vec<(Id, u64)>>,
}

#[derive(Default)]
pub(crate) struct Model {
    nodes: BTreeMap<Id, Node>,
    /// Last versions of what was disposed: a write just before disposal still counts.
    gone: BTreeMap<Id, u64>,
    count: usize,
    runs: BTreeMap<Id, u32>,
    seen: BTreeMap<Id, i64>,
    reads: Vec<i64>,
    batched: bool,
}

impl Model {
    pub(crate) fn add(&mut self, spec: &Spec) {
        let index = self.count;
        self.count += 1;
        let sources = spec.sources_of(index);
        let sources = sources.into_iter().map(|source| (source, 0)).collect();
        let class = match spec.kind {
            Kind::Signal => Class::Signal,
            Kind::Memo => Class::Memo,
            Kind::Effect | Kind::RenderEffect => Class::Effect,
            Kind::Nest => Class::Nest,
        };
        self.insert((index, 0), class, spec.value, sources, spec.rule);
        self.flush();
    }

    fn insert(&mut self, id: Id, class: Class, value: i64, sources: Vec<Id>, rule: Rule) {
        let node = Node {
            class,
            value,
            version: 0,
            sources,
            rule,
            read: None,
        };
        self.nodes.insert(id, node);
    }

    pub(crate) fn apply(&mut self, op: &Op) {
        match op {
            Op::Set(node, value) => self.write(*node, |_| Some(*value)),
            Op::SetIfChanged(node, value) => {
                self.write(*node, |old| (old != *value).then_some(*value))
            }
            Op::Notify(node) => self.write(*node, Some),
            Op::Read(node) => {
                let value = self
                    .read((node % self.count, 0))
                    .map_or(0, |(value, _)| value);
                self.reads.push(value);
            }
            Op::Batch(ops) => {
                self.batched = true;
                ops.iter().for_each(|op| self.apply(op));
                self.batched = false;
                self.flush();
            }
            Op::Dispose(node) => {
                let node = node % self.count;
                let gone = self.nodes.extract_if(.., |id, _| id.0 == node);
                self.gone.extend(gone.map(|(id, node)| (id, node.version)));
            }
            Op::Add(spec) => self.add(spec),
        }
    }

    fn write(&mut self, node: usize, new: impl FnOnce(i64) -> Option<i64>) {
        let id = (node % self.count, 0);
        if let Some(node) = self
            .nodes
            .get_mut(&id)
            .filter(|node| node.class == Class::Signal)
            && let Some(value) = new(node.value)
        {
            node.value = value;
            node.version += 1;
        }
        if !self.batched {
            self.flush();
        }
    }

    /// The value and version of a node that can be read, brought up to date.
    fn read(&mut self, id: Id) -> Option<(i64, u64)> {
        match self.nodes.get(&id)?.class {
            Class::Signal => {}
            Class::Memo => self.refresh(id),
            Class::Effect | Class::Nest => return None,
        }
        self.nodes.get(&id).map(|node| (node.value, node.version))
    }

    /// Runs a computation if anything it read in its last run has another version now: first if that is known already,
    /// then by bringing its sources up to date in order.
    fn refresh(&mut self, id: Id) {
        let Some(read) = self.nodes[&id].read.clone() else {
            return self.run(id);
        };
        let known = |(source, version): &(Id, u64)| self.version(*source) == Some(*version);
        if !read.iter().all(known) {
            return self.run(id);
        }
        for (source, version) in read {
            self.read(source);
            if self.version(source) != Some(version) {
                return self.run(id);
            }
        }
    }

    fn version(&self, id: Id) -> Option<u64> {
        let living = self.nodes.get(&id).map(|node| node.version);
        living.or_else(|| self.gone.get(&id).copied())
    }

    fn run(&mut self, id: Id) {
        *self.runs.entry(id).or_default() += 1;
        let Node {
            class,
            rule,
            sources,
            ..
        } = &self.nodes[&id];
        let (class, rule, sources) = (*class, *rule, sources.clone());
        if class == Class::Nest {
            self.nest(id, &sources);
        }
        let mut read = vec![];
        let indices: Vec<usize> = (0..sources.len()).collect();
        let value = evaluate(rule, &indices, |index| {
            let Some((value, version)) = self.read(sources[index]) else {
                return 0;
            };
            read.push((sources[index], version));
            value
        });
        let node = self.nodes.get_mut(&id).expect("it runs");
        let first = node.read.is_none();
        node.read = Some(read);
        if class == Class::Memo {
            if first || node.value != value {
                node.value = value;
                node.version += 1;
            }
        } else {
            self.seen.insert(id, value);
        }
    }

    /// Makes the parts of a nest anew; the effect among them runs later in the same flush.
    fn nest(&mut self, id: Id, sources: &[Id]) {
        let reversed = sources.iter().rev().copied().collect();
        self.insert((id.0, 1), Class::Memo, 0, reversed, Rule::Parity);
        self.insert((id.0, 2), Class::Effect, 0, vec![(id.0, 1)], Rule::Sum);
    }

    /// Brings every effect up to date, makers before what they make.
    fn flush(&mut self) {
        if self.batched {
            return;
        }
        for class in [Class::Nest, Class::Effect] {
            let ids: Vec<Id> = self.nodes.keys().copied().collect();
            for id in ids {
                if self.nodes.get(&id).is_some_and(|node| node.class == class) {
                    self.refresh(id);
                }
            }
        }
    }

    pub(crate) fn runs(&self) -> BTreeMap<Id, u32> {
        self.runs.clone()
    }

    pub(crate) fn seen(&self) -> BTreeMap<Id, i64> {
        self.seen.clone()
    }

    pub(crate) fn reads(&self) -> Vec<i64> {
        self.reads.clone()
    }
}
