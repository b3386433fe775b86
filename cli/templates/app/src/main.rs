//! Takes over the page in the browser; serves it everywhere else.

fn main() {
    limosa::launch!({{crate}}::app(), |server| server.state({{crate}}::Notes::default()));
}
