//! What is done to both the core and the model.

use proptest::prelude::*;

/// How a computation combines what it reads.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// The sum of all sources.
    Sum,
    /// The parity of the sum: often equal.
    Parity,
    /// The first source decides which half of the others is read.
    Choose,
    /// Reads every source twice, the second time in reverse.
    Twice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Signal,
    Memo,
    Effect,
    RenderEffect,
    /// A render effect that makes a memo and an effect which reads it, anew in every run.
    Nest,
}

#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) kind: Kind,
    pub(crate) value: i64,
    /// Indices, taken modulo the number of readable nodes so far.
    pub(crate) sources: Vec<usize>,
    pub(crate) rule: Rule,
}

impl Spec {
    /// Which nodes it reads if it is the node of an index.
    pub(crate) fn sources_of(&self, node: usize) -> Vec<usize> {
        let sources = self.sources.iter().filter(|_| node > 0);
        sources.map(|source| source % node).collect()
    }

    pub(crate) fn signal(value: i64) -> Self {
        Self {
            kind: Kind::Signal,
            value,
            sources: vec![],
            rule: Rule::Sum,
        }
    }

    pub(crate) fn effect(sources: Vec<usize>) -> Self {
        Self {
            kind: Kind::Effect,
            value: 0,
            sources,
            rule: Rule::Sum,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Op {
    Set(usize, i64),
    SetIfChanged(usize, i64),
    Notify(usize),
    /// An untracked read of any node from outside.
    Read(usize),
    Batch(Vec<Op>),
    Dispose(usize),
    Add(Spec),
}

#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) nodes: Vec<Spec>,
    pub(crate) ops: Vec<Op>,
}

/// Reads sources by a rule: the same for core and model.
pub(crate) fn evaluate(rule: Rule, sources: &[usize], mut read: impl FnMut(usize) -> i64) -> i64 {
    match rule {
        Rule::Sum => sources.iter().map(|source| read(*source)).sum(),
        Rule::Parity => sources
            .iter()
            .map(|source| read(*source))
            .sum::<i64>()
            .rem_euclid(2),
        Rule::Choose => {
            let Some((first, rest)) = sources.split_first() else {
                return 0;
            };
            let (left, right) = rest.split_at(rest.len() / 2);
            let chosen = if read(*first).rem_euclid(2) == 0 {
                left
            } else {
                right
            };
            chosen.iter().map(|source| read(*source)).sum()
        }
        Rule::Twice => {
            let once: i64 = sources.iter().map(|source| read(*source)).sum();
            once + sources
                .iter()
                .rev()
                .map(|source| read(*source))
                .sum::<i64>()
        }
    }
}

fn specs() -> impl Strategy<Value = Spec> {
    let kind = prop_oneof![
        2 => Just(Kind::Signal),
        4 => Just(Kind::Memo),
        2 => Just(Kind::Effect),
        1 => Just(Kind::RenderEffect),
        1 => Just(Kind::Nest),
    ];
    let rule = prop_oneof![
        Just(Rule::Sum),
        Just(Rule::Parity),
        Just(Rule::Choose),
        Just(Rule::Twice)
    ];
    (
        kind,
        0..4_i64,
        prop::collection::vec(0..64_usize, 0..5),
        rule,
    )
        .prop_map(|(kind, value, sources, rule)| Spec {
            kind,
            value,
            sources,
            rule,
        })
}

fn writes() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => (0..64_usize, 0..4_i64).prop_map(|(node, value)| Op::Set(node, value)),
        2 => (0..64_usize, 0..4_i64).prop_map(|(node, value)| Op::SetIfChanged(node, value)),
        1 => (0..64_usize).prop_map(Op::Notify),
        2 => (0..64_usize).prop_map(Op::Read),
    ]
}

/// Writes to one node in a row: the second and those that follow find the edges as they were.
fn repeated() -> impl Strategy<Value = Vec<Op>> {
    let sets = |(node, first, count)| (first..first + count).map(move |value| Op::Set(node, value));
    (0..64_usize, 0..4_i64, 3..6_i64).prop_map(move |given| sets(given).collect())
}

pub(crate) fn scripts() -> impl Strategy<Value = Script> {
    let op = prop_oneof![
        8 => writes(),
        2 => prop::collection::vec(writes(), 0..5).prop_map(Op::Batch),
        1 => (0..64_usize).prop_map(Op::Dispose),
        1 => specs().prop_map(Op::Add),
    ];
    let nodes = (1..4_i64, prop::collection::vec(specs(), 0..12)).prop_map(|(signals, specs)| {
        let first = (0..signals).map(Spec::signal);
        first.chain(specs).collect()
    });
    let ops = prop_oneof![
        10 => op.prop_map(|op| vec![op]),
        2 => repeated(),
    ];
    (nodes, prop::collection::vec(ops, 0..16)).prop_map(|(nodes, ops)| Script {
        nodes,
        ops: ops.concat(),
    })
}
