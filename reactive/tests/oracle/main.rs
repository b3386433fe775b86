//! Random graphs, writes, reads, batches and disposals against a naive model that recomputes by comparing versions, with
//! the number of runs of every memo and effect compared after each step: no glitch, no lost and no needless run.

mod model;
mod rows;
mod script;
mod world;

use proptest::prelude::*;

use crate::model::Model;
use crate::script::{Op, Script, scripts};
use crate::world::World;

fn check(script: &Script) -> Result<(), TestCaseError> {
    let mut world = World::default();
    let mut model = Model::default();
    for spec in &script.nodes {
        world.add(spec);
        model.add(spec);
    }
    compare(&world, &model, "after construction")?;
    for op in &script.ops {
        world.apply(op);
        model.apply(op);
        compare(&world, &model, &format!("after {op:?}"))?;
    }
    world.dispose();
    prop_assert_eq!(world.living(), 0);
    Ok(())
}

fn compare(world: &World, model: &Model, when: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(world.reads(), model.reads(), "reads {}", when);
    prop_assert_eq!(world.seen(), model.seen(), "values of effects {}", when);
    prop_assert_eq!(world.runs(), model.runs(), "runs {}", when);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn behaves_like_recomputing_everything(script in scripts()) {
        check(&script)?;
    }
}

#[test]
fn the_model_notices_a_missing_write() {
    let mut world = World::default();
    let mut model = Model::default();
    for spec in [script::Spec::signal(1), script::Spec::effect(vec![0])] {
        world.add(&spec);
        model.add(&spec);
    }
    world.apply(&Op::Set(0, 2));
    assert!(compare(&world, &model, "with a write that the model has not seen").is_err());
}
