#[derive(Debug, Clone, limosa::Error)]
enum NoCall {
    #[status(404)]
    NotFound,
}

#[derive(Debug, Clone, limosa::Error)]
enum Fine {
    #[status(200)]
    Fine,
    #[call]
    Call(limosa::prelude::CallError),
}

#[derive(Debug, Clone, limosa::Error)]
struct NoEnum;

#[derive(Debug, Clone, limosa::Error)]
enum Empty {
    #[call]
    Call,
}

#[derive(Debug, Clone, limosa::Error)]
enum Two {
    #[call]
    One(limosa::prelude::CallError),
    #[call]
    Two(limosa::prelude::CallError),
}

#[derive(Debug, Clone, limosa::Error)]
enum Generic<T> {
    #[call]
    Call(T),
}

fn main() {}
