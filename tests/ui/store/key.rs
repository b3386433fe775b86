use limosa::prelude::*;

#[derive(Store)]
struct Row {
    #[store(key)]
    weight: f64,
}

#[derive(Store)]
struct Plain {
    name: String,
}

fn main() {
    let rows = Store::new(vec![Plain { name: String::new() }]);
    let _ = rows.rows();
    let _ = rows.at(0).nmae();
}
