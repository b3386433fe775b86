//! Posts whose answers cross, and what is painted while one is under way: never pending over with old data.

use limosa_harness::Page;
use serde_json::Value;

use crate::{
    cart::filled,
    support::{Shop, assert_quiet_console},
};

/// Each call of an action is held back at random on its way there and on its way back, so that calls and answers overtake
/// each other; how many requests are under way is counted.
const CROSSING: &str = "
    const real = window.fetch;
    const pause = (time) => new Promise((done) => setTimeout(done, time));
    window.underWay = 0;
    window.crossed = 0;
    let last = 0, number = 0;
    window.fetch = async (...call) => {
        underWay += 1;
        try {
            const own = ++number;
            await pause(Math.random() * 25);
            const answer = await real(...call);
            await pause(Math.random() * 50);
            if (own < last) crossed += 1;
            last = Math.max(last, own);
            // Until its last line has come.
            underWay += 1;
            answer.clone().text().finally(() => { underWay -= 1; });
            return answer;
        } finally { underWay -= 1; }
    };
    window.settled = async () => {
        const busy = () => underWay > 0 || document.querySelector('form[aria-busy]');
        for (let quiet = 0; quiet < 3; quiet = busy() ? 0 : quiet + 1) await pause(10);
    };";

/// Two rows are changed at once, again and again; gives what was wrong when all was quiet.
const TRIALS: &str = "(async () => {
    const wrong = [];
    for (let trial = 0; trial < 20; trial++) {
        let total = 0;
        for (const id of [3, 5]) {
            const form = document.querySelector(`#cart > li[data-id='${id}'] form.quantity`);
            const input = form.querySelector('input[name=quantity]');
            const count = 1 + Math.floor(Math.random() * 99);
            total += count * id;
            input.value = count;
            form.requestSubmit();
        }
        await settled();
        const shown = document.querySelector('#total').textContent;
        if (shown !== `${total}.00`) wrong.push(`${shown} instead of ${total}`);
    }
    return wrong;
})()";

#[test]
fn the_page_is_never_stale_after_two_posts_whose_answers_cross() {
    let shop = Shop::open();
    let page = filled(&shop, &[3, 5]);
    page.run(CROSSING);
    for _ in 0..5 {
        let wrong: Vec<String> = page.evaluate(TRIALS);
        assert_eq!(wrong, [""; 0], "of a hundred trials, twenty at a time");
    }
    let crossed: u32 = page.evaluate("crossed");
    assert!(crossed >= 10, "answers did cross: {crossed}");
    let ran = shop.log();
    let changes = ran
        .iter()
        .filter(|(ran, _)| ran.starts_with("action quantity"));
    assert_eq!(changes.count(), 200, "each once");
    assert_quiet_console(&page);
}

/// Notes in each frame, as it is painted, whether the form is under way and what the page shows.
const WATCH: &str = "
    window.frames_seen = [];
    const look = () => {
        const form = document.querySelector('#rename');
        frames_seen.push([
            form.hasAttribute('aria-busy'),
            form.querySelector('button').disabled,
            document.querySelector('h1#name').textContent,
            document.querySelectorAll('#reviews > li').length,
        ]);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

#[track_caller]
fn check_frames(page: &Page, old: &str, new: &str) {
    let frames: Vec<(bool, bool, String, u32)> = page.evaluate("frames_seen");
    let begun = frames.iter().position(|frame| frame.0);
    let begun = begun.expect("a frame shows that it is under way");
    for (busy, disabled, name, reviews) in &frames[begun..] {
        assert_eq!(busy, disabled, "the form and its button agree: {frames:?}");
        assert_eq!(name, if *busy { old } else { new }, "{frames:?}");
        assert_eq!(*reviews, 20, "what is slow stays as it was: {frames:?}");
    }
    assert!(!frames.last().expect("frames").0);
}

#[test]
fn no_frame_is_painted_in_which_pending_is_over_and_the_data_old() {
    for slow_reviews in ["0", "600"] {
        let shop = Shop::open_with(&[
            ("SHOP_LATENCY_MS", "60"),
            ("SHOP_SLOW_REVIEWS_MS", slow_reviews),
        ]);
        let page = shop.ready_page("/products/7");
        page.wait_for(
            "document.querySelectorAll('#reviews > li').length === 20",
            "all reviews",
        );
        page.run(WATCH);
        for (old, new) in [("Product 7", "Pot"), ("Pot", "Kettle"), ("Kettle", "Cup")] {
            page.run("frames_seen.length = 0");
            page.type_into("#rename [name=name]", new);
            page.click("#rename button");
            page.wait_for_text("h1#name", new);
            page.wait_until_quiet();
            check_frames(&page, old, new);
        }
        let state: Value = page.evaluate("frames_seen.at(-1)");
        assert_eq!(state, serde_json::json!([false, false, "Cup", 20]));
    }
}
