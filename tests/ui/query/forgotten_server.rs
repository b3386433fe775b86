use limosa::prelude::*;
use limosa::server::PageUrl;

#[derive(Clone)]
struct Db;

#[query]
async fn product(id: u32, db: State<Db>) -> Result<u32, CallError> {
    drop(db);
    Ok(id)
}

#[query]
async fn here(page: PageUrl) -> Result<u32, CallError> {
    drop(page);
    Ok(1)
}

#[action]
async fn buy(db: State<Db>, id: u32) -> Result<(), CallError> {
    drop((db, id));
    Ok(())
}

#[derive(Form, Clone, Serialize, Deserialize)]
struct Rename {
    name: String,
}

#[action]
async fn rename(id: u32, form: Rename, db: State<Db>) -> Result<(), CallError> {
    drop((id, form, db));
    Ok(())
}

fn main() {
    _ = product(3);
    _ = resource(|| product(3));
}
