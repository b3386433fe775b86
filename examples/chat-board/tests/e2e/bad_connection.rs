//! Every third answer is lost, at one place or another.

use crate::support::{Board, SHOWN, assert_nothing_flickered, send, wait_until_sent, watch};

#[test]
fn twelve_messages_get_there_once_each_and_in_order() {
    let board = Board::open();
    let page = board.page();
    board.proxy.cut_every_third();
    watch(&page);
    let texts: Vec<String> = (1..=12).map(|number| format!("Message {number}")).collect();
    for text in &texts {
        send(&page, text);
        assert_eq!(page.value("#post [name=text]"), "", "free for the next");
    }
    assert_eq!(page.value("#post [name=author]"), "Ada", "the name stays");
    wait_until_sent(&page, "Everything is sent");
    assert!(
        board.proxy.cut().iter().all(|count| *count > 0),
        "each kind of loss: {:?}",
        board.proxy.cut()
    );
    assert_eq!(page.evaluate::<Vec<String>>(SHOWN), texts);
    assert_nothing_flickered(&page, 12);
    assert_eq!(board.stored(), texts);
    page.reload();
    page.wait_until_ready();
    assert_eq!(page.evaluate::<Vec<String>>(SHOWN), texts);
}

#[test]
fn messages_are_shown_at_once_in_their_order_while_they_wait() {
    let board = Board::open();
    let page = board.page();
    let gate = page.hold("/_limosa/a/");
    for text in ["one", "two", "three"] {
        send(&page, text);
    }
    assert_eq!(page.evaluate::<Vec<String>>(SHOWN), ["one", "two", "three"]);
    assert_eq!(page.count("#messages > li.pending[aria-busy=true]"), 3);
    assert_eq!(page.text("#status"), "Sending: 3");
    assert_eq!(gate.held(), 1, "one after the other");
    gate.release();
    wait_until_sent(&page, "Everything is sent");
    assert_eq!(board.stored(), ["one", "two", "three"]);
}
