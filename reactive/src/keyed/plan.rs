//! Which rows of a keyed list stay, move, go and come.

use std::hash::Hash;

use crate::hash::{Table, hash};

/// What has to happen to get from the old rows to the new ones.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Rows at the start that stay.
    pub prefix: usize,
    /// Rows at the end that stay.
    pub suffix: usize,
    /// For every new row in between, the old row it is, if any.
    pub sources: Vec<Option<u32>>,
    /// For every new row in between, whether it stays where it is while the others move around it.
    pub stays: Vec<bool>,
    /// How many old rows are used again in between.
    pub kept: usize,
}

/// The two lists of keys, as far as the plan has to know them: one body of code for all types of keys.
trait Keys {
    /// How many rows there are.
    fn old_len(&self) -> usize;
    /// How many there will be.
    fn new_len(&self) -> usize;
    /// Whether a row and a new one have the same key.
    fn equal(&self, old: usize, new: usize) -> bool;
    /// The hash of an old key.
    fn old_hash(&self, old: usize) -> u64;
    /// The hash of a new key.
    fn new_hash(&self, new: usize) -> u64;
}

/// Plans the way from the old rows to the new ones, in one pass over both lists. A key that is there twice has a row of its
/// own for each: the first row stays with the first.
///
/// ```
/// use limosa_reactive::keyed::plan;
/// let plan = plan(&["a", "b", "c"], &["a", "c", "b", "d"]);
/// assert_eq!(plan.prefix, 1);
/// assert_eq!(plan.sources, [Some(2), Some(1), None]);
/// ```
#[must_use]
pub fn plan<K: Hash + Eq>(old: &[K], new: &[K]) -> Plan {
    plan_lists(&Lists { old, new })
}

struct Lists<'a, K> {
    old: &'a [K],
    new: &'a [K],
}

impl<K: Hash + Eq> Keys for Lists<'_, K> {
    fn old_len(&self) -> usize {
        self.old.len()
    }

    fn new_len(&self) -> usize {
        self.new.len()
    }

    fn equal(&self, old: usize, new: usize) -> bool {
        self.old[old] == self.new[new]
    }

    fn old_hash(&self, old: usize) -> u64 {
        hash(&self.old[old])
    }

    fn new_hash(&self, new: usize) -> u64 {
        hash(&self.new[new])
    }
}

fn plan_lists(keys: &dyn Keys) -> Plan {
    let (old_len, new_len) = (keys.old_len(), keys.new_len());
    let shorter = old_len.min(new_len);
    let prefix = (0..shorter).take_while(|at| keys.equal(*at, *at)).count();
    let suffix = (1..=shorter - prefix)
        .take_while(|back| keys.equal(old_len - back, new_len - back))
        .count();
    let (old_middle, new_middle) = (old_len - prefix - suffix, new_len - prefix - suffix);
    let mut plan = Plan {
        prefix,
        suffix,
        ..Plan::default()
    };
    if old_middle == 0 || new_middle == 0 {
        plan.sources = vec![None; new_middle];
        plan.stays = vec![false; new_middle];
    } else if is_swap(keys, prefix, old_middle, new_middle) {
        swap(&mut plan, old_middle);
    } else {
        match_middle(keys, &mut plan, old_middle, new_middle);
        plan.stays = longest_increasing(&plan.sources);
    }
    plan
}

/// Whether just the two ends of the middle have changed places.
fn is_swap(keys: &dyn Keys, prefix: usize, old_middle: usize, new_middle: usize) -> bool {
    let last = prefix + old_middle - 1;
    old_middle == new_middle
        && keys.equal(prefix, last)
        && keys.equal(last, prefix)
        && (prefix + 1..last).all(|at| keys.equal(at, at))
}

fn swap(plan: &mut Plan, length: usize) {
    let start = number(plan.prefix);
    plan.sources = (start..start + number(length)).map(Some).collect();
    plan.sources.swap(0, length - 1);
    plan.stays = vec![true; length];
    plan.stays[0] = false;
    plan.stays[length - 1] = false;
    plan.kept = length;
}

pub(crate) fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a list has fewer than 2^32 rows")
}

/// Finds for every new row its old one.
fn match_middle(keys: &dyn Keys, plan: &mut Plan, old_middle: usize, new_middle: usize) {
    let mut table = Table::for_length(old_middle);
    for old in plan.prefix..plan.prefix + old_middle {
        table.add(keys.old_hash(old), number(old));
    }
    let mut used = vec![false; old_middle];
    for new in plan.prefix..plan.prefix + new_middle {
        let found = table.find(keys.new_hash(new), |old| {
            let old = old as usize;
            !used[old - plan.prefix] && keys.equal(old, new)
        });
        if let Some(old) = found {
            used[old as usize - plan.prefix] = true;
            plan.kept += 1;
        }
        plan.sources.push(found);
    }
}

/// Which of the old rows may stay because they are in order already: as many as possible.
fn longest_increasing(sources: &[Option<u32>]) -> Vec<bool> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; sources.len()];
    for (index, source) in sources.iter().enumerate() {
        let Some(source) = source else { continue };
        let place =
            tails.partition_point(|tail| sources[*tail].is_some_and(|other| other < *source));
        before[index] = place.checked_sub(1).map(|previous| tails[previous]);
        match tails.get_mut(place) {
            Some(tail) => *tail = index,
            None => tails.push(index),
        }
    }
    let mut stays = vec![false; sources.len()];
    let mut at = tails.last().copied();
    while let Some(index) = at {
        stays[index] = true;
        at = before[index];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Carries the plan out on a list of keys, moving only what does not stay.
    #[track_caller]
    fn check(old: &[u32], new: &[u32]) -> Plan {
        let plan = plan(old, new);
        let mut middle = Vec::new();
        let mut last_stay = None;
        for (index, source) in plan.sources.iter().enumerate() {
            let key = new[plan.prefix + index];
            if let Some(source) = source {
                assert_eq!(old[*source as usize], key);
                if plan.stays[index] {
                    assert!(last_stay < Some(*source), "rows that stay are in order");
                    last_stay = Some(*source);
                }
            }
            middle.push(key);
        }
        let mut result = old[..plan.prefix].to_vec();
        result.extend(middle);
        result.extend(&old[old.len() - plan.suffix..]);
        assert_eq!(result, new);
        plan
    }

    #[test]
    fn ends_that_stay_are_not_looked_at() {
        let plan = check(&[1, 2, 3, 4], &[1, 2, 9, 3, 4]);
        assert_eq!(
            (plan.prefix, plan.suffix, plan.sources.as_slice()),
            (2, 2, &[None][..])
        );
        let plan = check(&[1, 2, 3], &[1, 3]);
        assert_eq!((plan.prefix, plan.suffix, plan.sources.len()), (1, 1, 0));
    }

    #[test]
    fn a_swap_moves_two_rows() {
        let plan = check(&[1, 2, 3, 4, 5], &[1, 4, 3, 2, 5]);
        assert_eq!(plan.stays, [false, true, false]);
    }

    #[test]
    fn as_few_rows_as_possible_move() {
        let plan = check(&[1, 2, 3, 4, 5, 6], &[6, 1, 2, 3, 4, 5]);
        assert_eq!(plan.stays.iter().filter(|stays| !**stays).count(), 1);
    }

    #[test]
    fn every_pair_of_short_lists_works_out() {
        let lists: Vec<Vec<u32>> = (0..4_u32.pow(5))
            .map(|code| (0..5).map(|at| code / 4_u32.pow(at) % 4).collect())
            .collect();
        for old in lists.iter().step_by(7) {
            for new in lists.iter().step_by(5) {
                check(old, new);
                check(&old[..3], new);
                check(old, &new[..2]);
            }
        }
        check(&[], &[1]);
        check(&[1], &[]);
        check(&[], &[]);
    }
}
