use limosa::prelude::*;

#[derive(Clone)]
struct Filter;

struct Answer;

struct NoExtractor;

#[action]
async fn bound(filter: Filter) -> Result<(), CallError> {
    drop(filter);
    Ok(())
}

#[action]
async fn answers() -> Result<Answer, CallError> {
    Ok(Answer)
}

#[action]
async fn extracts(#[server] it: NoExtractor) -> Result<(), CallError> {
    drop(it);
    Ok(())
}

fn main() {}
