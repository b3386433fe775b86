//! The server is not there for a while.

use limosa_harness::Page;

use crate::support::{Board, SHOWN, assert_nothing_flickered, send, wait_until_sent, watch};

/// Presses a button of the message that was not sent.
fn press(page: &Page, text: &str, button: &str) {
    let unsent = page.texts("#unsent .text");
    let place = unsent.iter().position(|other| other == text);
    let place = place.unwrap_or_else(|| page.fail(&format!("{text} is not in {unsent:?}")));
    page.click(&format!("#unsent > li:nth-child({}) .{button}", place + 1));
}

#[test]
fn what_failed_stays_with_its_text_and_is_sent_once_in_the_order_of_the_retries() {
    let board = Board::open();
    let origin = board.origin();
    let page = board.page();
    send(&page, "before");
    wait_until_sent(&page, "Everything is sent");
    watch(&page);
    board.proxy.lose_server();
    for text in ["one", "two", "three"] {
        send(&page, text);
    }
    wait_until_sent(&page, "Not sent: 3");
    assert_eq!(page.texts("#unsent .text"), ["one", "two", "three"]);
    assert!(page.texts("#unsent .why").iter().all(|why| !why.is_empty()));
    assert_eq!(page.evaluate::<Vec<String>>(SHOWN), ["before"]);
    assert_eq!(board.stored(), ["before"]);

    board.proxy.reach(&origin);
    for text in ["two", "one", "three"] {
        press(&page, text, "retry");
    }
    wait_until_sent(&page, "Everything is sent");
    let stored = ["before", "two", "one", "three"];
    assert_eq!(board.stored(), stored);
    assert_eq!(page.evaluate::<Vec<String>>(SHOWN), stored);
    assert_eq!(page.count("#unsent"), 0);
    assert_nothing_flickered(&page, stored.len());
    page.reload();
    page.wait_until_ready();
    assert_eq!(page.evaluate::<Vec<String>>(SHOWN), stored);
}

#[test]
fn what_was_stored_though_its_answer_was_lost_is_not_stored_again_after_a_restart() {
    let mut board = Board::open();
    let page = board.page();
    board.proxy.lose_server_with_next_answer();
    send(&page, "stored");
    send(&page, "lost");
    wait_until_sent(&page, "Not sent: 2");
    assert_eq!(board.stored(), ["stored"], "the server has it");
    board.restart();
    press(&page, "stored", "retry");
    press(&page, "lost", "retry");
    wait_until_sent(&page, "Everything is sent");
    assert_eq!(board.stored(), ["stored", "lost"]);
    assert_eq!(page.evaluate::<Vec<String>>(SHOWN), ["stored", "lost"]);
}

#[test]
fn what_is_discarded_is_gone() {
    let board = Board::open();
    let origin = board.origin();
    let page = board.page();
    board.proxy.lose_server();
    send(&page, "never mind");
    send(&page, "important");
    wait_until_sent(&page, "Not sent: 2");
    press(&page, "never mind", "discard");
    page.wait_for_text("#status", "Not sent: 1");
    assert!(page.evaluate::<bool>("document.activeElement.name === 'text'"));
    board.proxy.reach(&origin);
    press(&page, "important", "retry");
    wait_until_sent(&page, "Everything is sent");
    assert_eq!(board.stored(), ["important"]);
}

#[test]
fn what_the_server_refuses_stays_too() {
    let board = Board::open();
    let page = board.page();
    page.skip_validation("#post");
    let long = "x".repeat(501);
    page.run(&format!("document.querySelector('#post [name=text]').value = '{long}'; document.querySelector('#post').requestSubmit()"));
    wait_until_sent(&page, "Not sent: 1");
    assert_eq!(page.texts("#unsent .text"), [long]);
    assert!(!page.text("[data-error=text]").is_empty());
    assert!(board.stored().is_empty());
}
