use limosa::prelude::*;

#[derive(Store)]
struct Point(f64, f64);

#[derive(Store)]
struct Borrowed<'a> {
    name: &'a str,
}

#[derive(Store)]
union Either {
    left: u32,
    right: f32,
}

#[derive(Store)]
struct TwoKeys {
    #[store(key)]
    id: u32,
    #[store(key)]
    name: String,
}

#[derive(Store)]
struct Misspelled {
    #[store(keyed)]
    id: u32,
}

#[derive(Store)]
struct Hidden {
    id: u32,
    get: u32,
}

#[derive(Store)]
enum State {
    Disposed,
    A { b_c: u32 },
}

#[derive(Store)]
enum Same {
    A { b_c: u32 },
    AB { c: u32 },
}

#[derive(Store)]
enum Keys {
    Full {
        #[store(key)]
        id: u32,
    },
}

fn main() {}
