//! What lanes do, with a clock and a network of the test's.

use std::collections::BTreeMap;
use std::time::Duration;

use limosa_actions::__private::{Entry, Lanes};
use limosa_actions::{Concurrency, Lane};
use proptest::prelude::*;

const PAUSE: Duration = Duration::from_millis(300);

/// A lane whose calls are answered `time` milliseconds after they were sent.
struct World {
    lanes: Lanes,
    policy: Concurrency,
    now: u64,
    time: u64,
    /// What happens when: a call is answered, or its wait is over.
    agenda: BTreeMap<(u64, u32), Event>,
    log: Vec<(u64, u32, &'static str)>,
}

#[derive(Clone, Copy)]
enum Event {
    Answer,
    Due,
}

impl World {
    fn new(policy: Concurrency, time: u64) -> Self {
        Self {
            lanes: Lanes::default(),
            policy,
            now: 0,
            time,
            agenda: BTreeMap::new(),
            log: Vec::new(),
        }
    }

    fn call(&mut self, at: u64, number: u32) {
        self.run_until(at);
        let (entry, replaced) = self.lanes.enter("lane", self.policy, number);
        for earlier in replaced {
            self.log.push((self.now, earlier, "replaced"));
            self.agenda.retain(|(_, of), _| *of != earlier);
        }
        match entry {
            Entry::Go => self.send(number),
            Entry::Wait => {}
            Entry::WaitFor(time) => {
                let at = self.now + u64::try_from(time.as_millis()).unwrap();
                self.agenda.insert((at, number), Event::Due);
            }
            Entry::Dropped => self.log.push((self.now, number, "dropped")),
        }
    }

    fn send(&mut self, number: u32) {
        self.log.push((self.now, number, "sent"));
        self.agenda
            .insert((self.now + self.time, number), Event::Answer);
    }

    fn run_until(&mut self, end: u64) {
        while let Some(((at, number), event)) = self.agenda.first_key_value().map(|(k, v)| (*k, *v))
        {
            if at > end {
                break;
            }
            self.agenda.remove(&(at, number));
            self.now = at;
            match event {
                Event::Due => {
                    if self.lanes.due("lane", number) {
                        self.send(number);
                    }
                }
                Event::Answer => {
                    self.log.push((at, number, "answered"));
                    if let Some(next) = self.lanes.leave("lane", number) {
                        self.send(next);
                    }
                }
            }
        }
        self.now = end;
    }

    fn log(mut self) -> Vec<(u64, u32, &'static str)> {
        self.run_until(1_000_000);
        self.log
    }
}

/// Three calls, at 0, 50 and 400 ms, each of which takes 100 ms.
fn three(policy: Concurrency) -> Vec<(u64, u32, &'static str)> {
    let mut world = World::new(policy, 100);
    world.call(0, 1);
    world.call(50, 2);
    world.call(400, 3);
    world.log()
}

#[test]
fn every_policy_does_what_its_name_says() {
    let table = [
        (
            Concurrency::Parallel,
            vec![
                (0, 1, "sent"),
                (50, 2, "sent"),
                (100, 1, "answered"),
                (150, 2, "answered"),
            ],
        ),
        (
            Concurrency::Latest,
            vec![
                (0, 1, "sent"),
                (50, 1, "replaced"),
                (50, 2, "sent"),
                (150, 2, "answered"),
            ],
        ),
        (
            Concurrency::Queue,
            vec![
                (0, 1, "sent"),
                (100, 1, "answered"),
                (100, 2, "sent"),
                (200, 2, "answered"),
            ],
        ),
        (
            Concurrency::Drop,
            vec![(0, 1, "sent"), (50, 2, "dropped"), (100, 1, "answered")],
        ),
        (
            Concurrency::Debounce(PAUSE),
            vec![(50, 1, "replaced"), (350, 2, "sent"), (450, 2, "answered")],
        ),
    ];
    for (policy, mut expected) in table {
        match policy {
            Concurrency::Debounce(_) => expected.extend([(700, 3, "sent"), (800, 3, "answered")]),
            _ => expected.extend([(400, 3, "sent"), (500, 3, "answered")]),
        }
        assert_eq!(three(policy), expected, "{policy:?}");
    }
}

#[test]
fn a_debounced_call_waits_for_the_one_under_way() {
    let mut world = World::new(Concurrency::Debounce(PAUSE), 1_000);
    world.call(0, 1);
    world.call(500, 2);
    world.call(600, 3);
    assert_eq!(
        world.log(),
        [
            (300, 1, "sent"),
            (600, 2, "replaced"),
            (1_300, 1, "answered"),
            (1_300, 3, "sent"),
            (2_300, 3, "answered"),
        ]
    );
}

#[test]
fn lanes_are_told_apart_by_arguments() {
    let names =
        |lane: Lane| ["[1,\"a\"]", "[1,\"b\"]", "[2,\"a\"]"].map(|bound| lane.name("id", bound));
    let [first, second, third] = names(Lane::Bound);
    assert!(first != second && second != third);
    let [first, second, third] = names(Lane::Action);
    assert!(first == second && second == third);
    let [first, second, third] = names(Lane::Argument(0));
    assert!(first == second && second != third);
    let [first, second, third] = names(Lane::Argument(1));
    assert!(first != second && first == third);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Whatever the calls: each ends once, a queue keeps its order, and none but `parallel` has two under way at a time.
    #[test]
    fn every_call_ends_once(
        policy in prop_oneof![
            Just(Concurrency::Parallel),
            Just(Concurrency::Latest),
            Just(Concurrency::Queue),
            Just(Concurrency::Drop),
            (0u64..400).prop_map(|time| Concurrency::Debounce(Duration::from_millis(time))),
        ],
        time in 1u64..300,
        gaps in prop::collection::vec(0u64..200, 1..30),
    ) {
        let mut world = World::new(policy, time);
        let mut at = 0;
        for (number, gap) in (1u32..).zip(&gaps) {
            at += gap;
            world.call(at, number);
        }
        let log = world.log();
        let mut ends = BTreeMap::new();
        let (mut under_way, mut sent) = (0u32, Vec::new());
        for (_, number, what) in log {
            match what {
                "sent" => {
                    under_way += 1;
                    sent.push(number);
                }
                end => {
                    prop_assert_eq!(ends.insert(number, end), None);
                    if end == "answered" || policy == Concurrency::Latest {
                        under_way -= 1;
                    }
                }
            }
            prop_assert!(policy == Concurrency::Parallel || under_way <= 1, "{under_way} under way");
        }
        prop_assert_eq!(ends.len(), gaps.len());
        prop_assert!(sent.is_sorted());
        let last = u32::try_from(gaps.len()).unwrap();
        if policy != Concurrency::Drop {
            prop_assert_eq!(ends[&last], "answered");
        }
    }
}
