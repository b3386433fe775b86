//! What a visitor does to a page: moving, clicking and typing by real input events.

use serde::Deserialize;
use serde_json::json;

use crate::{
    page::{Page, quoted},
    wait::poll,
};

impl Page {
    /// Waits until an element can be clicked, and clicks it with the mouse.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let at = self.clickable(css);
        self.mouse("mouseMoved", at, 0);
        self.mouse("mousePressed", at, 1);
        self.mouse("mouseReleased", at, 1);
    }

    /// Clicks twice, as fast as a double click; the second click needs nothing to be ready.
    #[track_caller]
    pub fn double_click(&self, css: &str) {
        let at = self.clickable(css);
        self.mouse("mouseMoved", at, 0);
        for count in 1..=2 {
            self.mouse("mousePressed", at, count);
            self.mouse("mouseReleased", at, count);
        }
    }

    /// Moves the mouse over an element.
    #[track_caller]
    pub fn hover(&self, css: &str) {
        let at = self.clickable(css);
        self.mouse("mouseMoved", at, 0);
    }

    /// Clicks a field and types `text` in place of what it held.
    #[track_caller]
    pub fn type_into(&self, css: &str, text: &str) {
        self.click(css);
        self.run(&format!("document.querySelector({}).select()", quoted(css)));
        if text.is_empty() {
            self.press("Delete");
        }
        for character in text.chars() {
            let typed = character.to_string();
            self.call(
                "Input.dispatchKeyEvent",
                json!({ "type": "keyDown", "text": typed, "key": typed }),
            );
            self.call(
                "Input.dispatchKeyEvent",
                json!({ "type": "keyUp", "key": typed }),
            );
        }
    }

    /// Presses and releases `Enter`, `Delete`, `Tab` or `Escape`.
    #[track_caller]
    pub fn press(&self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Delete" => (46, ""),
            "Tab" => (9, ""),
            "Escape" => (27, ""),
            _ => self.fail(&format!("no key {key} on this keyboard")),
        };
        let kind = if text.is_empty() {
            "rawKeyDown"
        } else {
            "keyDown"
        };
        let down = json!({ "type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", down);
        let up = json!({ "type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", up);
    }

    /// Chooses an option of a `select` by its value.
    #[track_caller]
    pub fn choose(&self, css: &str, value: &str) {
        self.wait_for_element(css);
        self.run(&format!(
            "const select = document.querySelector({}); select.value = {};
             for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, {{ bubbles: true }}))",
            quoted(css),
            quoted(value)
        ));
    }

    /// Switches the browser's own validation off, so that wrong input reaches the server.
    #[track_caller]
    pub fn skip_validation(&self, form: &str) {
        self.wait_for_element(form);
        self.run(&format!(
            "document.querySelector({}).noValidate = true",
            quoted(form)
        ));
    }

    /// Puts a file of the disk into a file field.
    #[track_caller]
    pub fn upload(&self, css: &str, path: &std::path::Path) {
        self.wait_for_element(css);
        let field = json!({ "expression": format!("document.querySelector({})", quoted(css)) });
        let field = self.call("Runtime.evaluate", field);
        let parameters = json!({ "files": [path], "objectId": field["result"]["objectId"] });
        self.call("DOM.setFileInputFiles", parameters);
    }

    /// Goes back in the history, as the button of the browser does.
    #[track_caller]
    pub fn back(&self) {
        self.travel(-1);
    }

    /// Goes forward in the history, as the button of the browser does.
    #[track_caller]
    pub fn forward(&self) {
        self.travel(1);
    }

    #[track_caller]
    fn travel(&self, steps: i64) {
        let history = self.call("Page.getNavigationHistory", json!({}));
        let entry = history["currentIndex"]
            .as_i64()
            .and_then(|now| usize::try_from(now + steps).ok());
        match entry
            .map(|index| &history["entries"][index]["id"])
            .filter(|id| id.is_i64())
        {
            Some(id) => self.call("Page.navigateToHistoryEntry", json!({ "entryId": id })),
            None => self.fail("the history ends here"),
        };
    }

    fn mouse(&self, kind: &str, at: Point, count: u32) {
        let button = if kind == "mouseMoved" { "none" } else { "left" };
        let parameters =
            json!({ "type": kind, "x": at.x, "y": at.y, "button": button, "clickCount": count });
        self.call("Input.dispatchMouseEvent", parameters);
    }

    /// The middle of an element that is enabled, uncovered and at rest.
    #[track_caller]
    fn clickable(&self, css: &str) -> Point {
        let expression = format!("({CLICKABLE})({})", quoted(css));
        let mut before = None;
        let point = poll(|| {
            let found = self.tab.evaluate::<Found>(&expression)?;
            let at = found.at.ok_or(found.obstacle)?;
            if before == Some(at) {
                return Ok(at);
            }
            before = Some(at);
            Err("it moves".to_owned())
        });
        self.expect(&format!("a clickable `{css}`"), point)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Deserialize)]
struct Found {
    at: Option<Point>,
    obstacle: String,
}

/// Answers where to click, or what is in the way.
const CLICKABLE: &str = r"css => {
    const element = document.querySelector(css);
    if (!element) return { obstacle: 'no such element' };
    if (element.disabled) return { obstacle: 'it is disabled' };
    const seen = element.getBoundingClientRect();
    if (seen.top < 0 || seen.left < 0 || seen.bottom > innerHeight || seen.right > innerWidth)
        element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const box = element.getClientRects()[0];
    if (!box || !box.width || !box.height) return { obstacle: 'it has no size' };
    const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const top = document.elementFromPoint(at.x, at.y);
    if (!top || !(element.contains(top) || top.contains(element)))
        return { obstacle: 'it is covered by ' + (top ? top.outerHTML.slice(0, 120) : 'nothing') };
    return { at, obstacle: '' };
}";
