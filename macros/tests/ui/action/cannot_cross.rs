use limosa_macros::action;

struct Connection;

#[action]
async fn remove(connection: Connection) -> Result<(), limosa::__private::router::CallError> {
    Ok(())
}

fn main() {}
