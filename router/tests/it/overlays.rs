//! What is laid over a query's value, against a model that does everything in order.

use std::collections::BTreeMap;
use std::rc::Rc;

use limosa_reactive::{Connection, Owner};
use limosa_router::cache::{Cache, Overlay};
use limosa_router::{CallError, Query, QueryCall, Stamp};
use proptest::prelude::*;

use crate::world::{ShopError, World, frame, reviews, wanted};

type Shown = Connection<Vec<String>, ShopError>;

/// A page that reads the reviews of product 1.
fn page(world: &Rc<World>) -> (Owner, Cache, Shown) {
    let (owner, cache) = (Owner::new_root(), world.cache());
    let call = reviews(1, None);
    let shown = owner.with(|| connect(&cache, &call));
    (owner, cache, shown)
}

fn connect<M: Query>(cache: &Cache, call: &QueryCall<M>) -> Connection<M::Value, M::Error> {
    cache.connect::<M>(wanted(call), 0)
}

fn key() -> String {
    reviews(1, None).key().to_string()
}

fn stamp(time: u32) -> Stamp {
    Stamp::from(format!("a-{time:x}"))
}

/// An answer of the server with these reviews, read at this time.
fn answer(cache: &Cache, reviews: &[String], time: u32) {
    let value = serde_json::to_string(reviews).unwrap();
    let tag = reviews.join("-");
    cache.apply(frame(&key(), &value, &tag, stamp(time).as_str()), 0.0);
}

fn lay(cache: &Cache, number: u32, text: &str) -> Overlay {
    let text = text.to_owned();
    lay_over(cache, &reviews(1, None), number, move |list| {
        list.push(text.clone());
    })
}

fn lay_over<M: Query<Value: Clone, Error: Clone>>(
    cache: &Cache,
    call: &QueryCall<M>,
    number: u32,
    change: impl Fn(&mut M::Value) + 'static,
) -> Overlay {
    cache.overlay::<M>(wanted(call), number.into(), change)
}

fn texts(shown: Shown) -> Vec<String> {
    let answer = shown.settled.get_untracked();
    answer.map_or_else(Vec::new, |answer| {
        answer.as_ref().clone().unwrap_or_default()
    })
}

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn overlays_stack_and_come_off_one_by_one() {
    let world = World::new();
    let (_owner, cache, shown) = page(&world);
    let early = lay(&cache, 1, "early");
    assert_eq!(texts(shown), list(&[]), "there is nothing to lay it over");
    answer(&cache, &list(&["first"]), 1);
    assert_eq!(texts(shown), list(&["first", "early"]));
    let third = lay(&cache, 3, "third");
    let second = lay(&cache, 2, "second");
    assert_eq!(texts(shown), list(&["first", "early", "second", "third"]));
    drop(second);
    assert_eq!(texts(shown), list(&["first", "early", "third"]));
    answer(&cache, &list(&["other"]), 2);
    assert_eq!(texts(shown), list(&["other", "early", "third"]));
    drop((early, third));
    assert_eq!(texts(shown), list(&["other"]));
    let held = cache.held(&key()).unwrap();
    assert!(held.is_value(), "what is held is the server's");
}

#[test]
fn what_was_done_stays_until_an_answer_has_it() {
    let world = World::new();
    let (_owner, cache, shown) = page(&world);
    answer(&cache, &list(&["first"]), 1);
    let (one, other) = (lay(&cache, 1, "one"), lay(&cache, 2, "other"));
    cache.expect([key().as_str(), key().as_str()]);
    one.land(Some(stamp(5)));
    other.land(Some(stamp(7)));
    assert_eq!(texts(shown), list(&["first", "one", "other"]));
    // Read after the first was done and before the second.
    answer(&cache, &list(&["first", "one"]), 6);
    assert_eq!(texts(shown), list(&["first", "one", "other"]));
    answer(&cache, &list(&["first", "one", "other"]), 8);
    assert_eq!(texts(shown), list(&["first", "one", "other"]));
}

#[test]
fn what_was_done_goes_when_no_answer_comes_any_more() {
    let world = World::new();
    let (_owner, cache, shown) = page(&world);
    answer(&cache, &list(&["first"]), 1);
    lay(&cache, 1, "unseen").land(Some(stamp(2)));
    assert_eq!(texts(shown), list(&["first"]), "nothing is on its way");
}

#[test]
fn errors_are_not_laid_over() {
    let world = World::new();
    let (_owner, cache, shown) = page(&world);
    let _overlay = lay(&cache, 1, "one");
    let [(request, _)] = &world.taken()[..] else {
        panic!("one request");
    };
    cache.ended(*request, Some(CallError::Network));
    let answer = shown.settled.get_untracked().unwrap();
    assert_eq!(answer.as_ref(), &Err(CallError::Network.into()));
}

/// What happens to a page.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// Somebody submits here.
    Submit,
    /// The server does the work of one of the submissions, or refuses to.
    Work { which: usize, succeeds: bool },
    /// Somebody else writes.
    Write,
    /// The reply to one that has been worked on comes, with what it reads, or without.
    Reply { which: usize, with_data: bool },
    /// The page reads, for whatever reason.
    Read,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        3 => Just(Event::Submit),
        3 => (any::<usize>(), prop::bool::weighted(0.7)).prop_map(|(which, succeeds)| Event::Work { which, succeeds }),
        1 => Just(Event::Write),
        3 => (any::<usize>(), any::<bool>()).prop_map(|(which, with_data)| Event::Reply { which, with_data }),
        2 => Just(Event::Read),
    ];
    prop::collection::vec(event, 1..30)
}

/// The server: a list, and when what was done to it.
#[derive(Default)]
struct Server {
    time: u32,
    list: Vec<String>,
    /// When the work of a submission was done; none if it was refused.
    worked: BTreeMap<u32, Option<u32>>,
}

impl Server {
    fn tick(&mut self) -> u32 {
        self.time += 1;
        self.time
    }
}

/// What the page ought to show, worked out from the beginning every time.
#[derive(Default)]
struct Model {
    /// What the server said last, and when that was read.
    base: (Vec<String>, u32),
    /// Submissions under way.
    pending: Vec<u32>,
    /// Submissions that were done at a time, whose data has not come.
    landing: Vec<(u32, u32)>,
    /// How many answers are on their way.
    expected: u32,
}

impl Model {
    fn take(&mut self, list: &[String], time: u32) {
        self.base = (list.to_vec(), time);
        self.landing.retain(|(_, done)| *done > time);
        if self.expected == 0 {
            self.landing.clear();
        }
    }

    fn shown(&self) -> Vec<String> {
        let landing = self.landing.iter().map(|(number, _)| *number);
        let mut over: Vec<u32> = self.pending.iter().copied().chain(landing).collect();
        over.sort_unstable();
        let over = over.into_iter().map(|number| format!("mine {number}"));
        self.base.0.iter().cloned().chain(over).collect()
    }
}

/// One page, one server, and the model beside them.
struct Run {
    cache: Cache,
    shown: Shown,
    server: Server,
    model: Model,
    overlays: BTreeMap<u32, Overlay>,
    submitted: u32,
}

impl Run {
    fn answer_now(&mut self) {
        let time = self.server.tick();
        answer(&self.cache, &self.server.list, time);
        self.model.expected = self.model.expected.saturating_sub(1);
        self.model.take(&self.server.list.clone(), time);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Submit => {
                self.submitted += 1;
                let number = self.submitted;
                let overlay = lay(&self.cache, number, &format!("mine {number}"));
                self.overlays.insert(number, overlay);
                self.model.pending.push(number);
            }
            Event::Work { which, succeeds } => {
                let waiting = self.model.pending.iter();
                let waiting: Vec<u32> = waiting
                    .copied()
                    .filter(|number| !self.server.worked.contains_key(number))
                    .collect();
                let Some(number) = pick(&waiting, which) else {
                    return;
                };
                if succeeds {
                    self.server.list.push(format!("mine {number}"));
                }
                let done = self.server.tick();
                self.server.worked.insert(number, succeeds.then_some(done));
            }
            Event::Write => {
                let time = self.server.tick();
                self.server.list.push(format!("theirs {time}"));
            }
            Event::Reply { which, with_data } => self.reply(which, with_data),
            Event::Read => self.answer_now(),
        }
    }

    fn reply(&mut self, which: usize, with_data: bool) {
        let worked = self.model.pending.iter();
        let worked: Vec<u32> = worked
            .copied()
            .filter(|number| self.server.worked.contains_key(number))
            .collect();
        let Some(number) = pick(&worked, which) else {
            return;
        };
        let overlay = self.overlays.remove(&number).unwrap();
        self.model.pending.retain(|other| *other != number);
        let Some(done) = self.server.worked[&number] else {
            return drop(overlay);
        };
        // As a flight does it: what has come in time first, then what is still to come, then the end of the submission.
        if with_data {
            self.answer_now();
        } else {
            self.cache.expect([key().as_str()]);
            self.model.expected += 1;
        }
        overlay.land(Some(stamp(done)));
        if self.model.expected > 0 && self.model.base.1 < done {
            self.model.landing.push((number, done));
        }
    }
}

fn pick(from: &[u32], which: usize) -> Option<u32> {
    (!from.is_empty()).then(|| from[which % from.len()])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_interleaving_shows_what_the_model_shows(events in events()) {
        let world = World::new();
        let (_owner, cache, shown) = page(&world);
        let mut run = Run {
            cache,
            shown,
            server: Server::default(),
            model: Model::default(),
            overlays: BTreeMap::new(),
            submitted: 0,
        };
        run.answer_now();
        for event in events {
            run.happen(event);
            let (seen, wanted) = (texts(run.shown), run.model.shown());
            prop_assert_eq!(seen, wanted, "after {:?}", event);
        }
        // In the end everything is answered, and the page shows what the server has.
        while !run.model.pending.is_empty() {
            run.happen(Event::Work { which: 0, succeeds: true });
            run.happen(Event::Reply { which: 0, with_data: true });
        }
        while run.model.expected > 0 {
            run.answer_now();
        }
        run.answer_now();
        prop_assert_eq!(texts(run.shown), run.server.list);
    }
}
