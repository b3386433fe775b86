//! Takes over the page in the browser; serves the board everywhere else.

fn main() {
    limosa::launch!(chat_board::app(), |server| {
        chat_board::log_to_stderr();
        chat_board::server(server, &chat_board::database_of_process())?
    });
}
