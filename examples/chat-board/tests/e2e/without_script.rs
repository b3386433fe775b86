//! The form alone.

use limosa_harness::Browser;

use crate::support::Board;

#[test]
fn a_message_is_posted_without_script() {
    let board = Board::open();
    let page = Browser::launch().page().without_script();
    page.open(&board.proxy.url("/"));
    page.type_into("#post [name=author]", "Ada");
    page.type_into("#post [name=text]", "By <hand> & without script");
    page.click("#post button");
    page.wait_for_text("#messages > li .text", "By <hand> & without script");
    assert_eq!(page.text("#messages > li .author"), "Ada");
    assert_eq!(page.path(), "/");
    assert_eq!(board.stored(), ["By <hand> & without script"]);
}
