//! Takes over the page in the browser; serves the shop everywhere else.

fn main() {
    limosa::launch!(shop::app(), |server| {
        shop::log_to_stderr();
        shop::server(server, shop::Settings::of_process())?
    });
}
