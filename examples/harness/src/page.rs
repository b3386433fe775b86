//! A page under test: opening it, waiting for it, reading it and its logs.

use std::{fmt, path::Path, sync::Arc, time::Duration};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    console::Message,
    intercept::{Fate, Gate},
    network::Request,
    pipe::lock,
    tab::Tab,
    wait::{PATIENCE, poll},
};

/// A page with cookies of its own; it closes when dropped.
///
/// Every selector means the first element that fits. Every wait ends after [`PATIENCE`] with what was awaited, the
/// console and the network log.
pub struct Page {
    pub(crate) tab: Arc<Tab>,
    browser: Browser,
    owns_context: bool,
}

impl fmt::Debug for Page {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.tab.logs())
    }
}

impl Page {
    pub(crate) fn new(tab: Arc<Tab>, browser: Browser) -> Self {
        Self {
            tab,
            browser,
            owns_context: true,
        }
    }

    /// Another tab with the same cookies. It must not outlive this page.
    #[track_caller]
    #[must_use]
    pub fn other_tab(&self) -> Self {
        let tab = self.expect(
            "another tab",
            Tab::open(self.browser.connection(), &self.tab.context),
        );
        Self {
            tab,
            browser: self.browser.clone(),
            owns_context: false,
        }
    }

    /// Switches scripts off (those of the page, not those of the test).
    #[track_caller]
    #[must_use]
    pub fn without_script(self) -> Self {
        self.call(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        );
        self
    }

    /// Opens an address and waits until its HTML has come to its end; scripts may still be loading.
    #[track_caller]
    pub fn open(&self, url: &str) {
        self.start_to_open(url);
        self.wait_until_parsed();
    }

    /// Opens an address and returns as soon as its first bytes are there.
    #[track_caller]
    pub fn start_to_open(&self, url: &str) {
        let answer = self.call("Page.navigate", json!({ "url": url }));
        if let Some(error) = answer["errorText"].as_str() {
            self.fail(&format!("{url} does not open: {error}"));
        }
    }

    /// Loads the page again as the visitor's button does; a page that answered a POST would be posted again.
    #[track_caller]
    pub fn reload(&self) {
        self.run("window.limosaBeforeReload = true");
        self.call("Page.reload", json!({}));
        self.wait_for("!window.limosaBeforeReload", "the reloaded page");
        self.wait_until_parsed();
    }

    /// Waits until the whole HTML of the page has come.
    #[track_caller]
    pub fn wait_until_parsed(&self) {
        self.wait_for(
            "document.readyState !== 'loading' && location.href !== 'about:blank'",
            "the end of the HTML",
        );
    }

    /// Waits until the page is interactive: `<html data-ready>`.
    #[track_caller]
    pub fn wait_until_ready(&self) {
        self.wait_for_element("html[data-ready]");
    }

    /// Waits until no request has started or ended for 200 ms and none is under way.
    #[track_caller]
    pub fn wait_until_quiet(&self) {
        let state = || {
            let requests = lock(&self.tab.network).requests();
            (
                requests.len(),
                requests.iter().filter(|request| !request.is_over()).count(),
            )
        };
        let awaited = poll(|| {
            let before = state();
            std::thread::sleep(Duration::from_millis(200));
            if before.1 == 0 && before == state() {
                Ok(())
            } else {
                Err(format!("{} requests are under way", before.1))
            }
        });
        self.expect("the end of all requests", awaited);
    }

    /// Waits until an element is there.
    #[track_caller]
    pub fn wait_for_element(&self, css: &str) {
        self.wait_for(
            &format!("document.querySelector({}) !== null", quoted(css)),
            &format!("`{css}`"),
        );
    }

    /// Waits until no such element is there.
    #[track_caller]
    pub fn wait_until_gone(&self, css: &str) {
        self.wait_for(
            &format!("document.querySelector({}) === null", quoted(css)),
            &format!("`{css}` to go"),
        );
    }

    /// Waits until an element is there with exactly this text (blanks collapsed).
    #[track_caller]
    pub fn wait_for_text(&self, css: &str, text: &str) {
        let mut seen = String::from("nothing");
        let awaited = poll(|| {
            seen = self
                .tab
                .evaluate::<Option<String>>(&text_of(css))?
                .unwrap_or_else(|| "no element".to_owned());
            if seen == text {
                Ok(())
            } else {
                Err(format!("it is {seen:?}"))
            }
        });
        self.expect(&format!("{text:?} in `{css}`"), awaited);
    }

    /// Waits until the expression of a script is true.
    #[track_caller]
    pub fn wait_for(&self, expression: &str, what: &str) {
        // While the page changes there is no script context; that counts as not yet.
        let awaited = poll(
            || match self.tab.evaluate::<bool>(&format!("!!({expression})")) {
                Ok(true) => Ok(()),
                Ok(false) => Err("it never came".to_owned()),
                Err(reason) => Err(reason),
            },
        );
        self.expect(what, awaited);
    }

    /// The text of an element, with blanks collapsed; waits for the element.
    #[track_caller]
    #[must_use]
    pub fn text(&self, css: &str) -> String {
        let text = poll(|| {
            self.tab
                .evaluate::<Option<String>>(&text_of(css))?
                .ok_or_else(|| "no such element".to_owned())
        });
        self.expect(&format!("the text of `{css}`"), text)
    }

    /// The texts of all such elements now.
    #[track_caller]
    #[must_use]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let css = quoted(css);
        self.evaluate(&format!("[...document.querySelectorAll({css})].map(element => element.textContent.trim().replace(/\\s+/g, ' '))"))
    }

    /// What a visitor sees of an element: its text without what is hidden, line by line.
    #[track_caller]
    #[must_use]
    pub fn visible_text(&self, css: &str) -> String {
        self.wait_for_element(css);
        self.evaluate(&format!(
            "document.querySelector({}).innerText",
            quoted(css)
        ))
    }

    /// How many such elements there are now.
    #[track_caller]
    #[must_use]
    pub fn count(&self, css: &str) -> usize {
        self.evaluate(&format!(
            "document.querySelectorAll({}).length",
            quoted(css)
        ))
    }

    /// An attribute of an element that is there now.
    #[track_caller]
    #[must_use]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.evaluate(&format!(
            "document.querySelector({}).getAttribute({})",
            quoted(css),
            quoted(name)
        ))
    }

    /// What is typed into a field now.
    #[track_caller]
    #[must_use]
    pub fn value(&self, css: &str) -> String {
        self.evaluate(&format!("document.querySelector({}).value", quoted(css)))
    }

    /// Runs the statements of a script.
    #[track_caller]
    pub fn run(&self, script: &str) {
        let done = self
            .tab
            .evaluate::<Option<()>>(&format!("(() => {{ {script} }})()"));
        self.expect("a script", done);
    }

    /// The value of a script's expression, after its promise if it is one.
    #[track_caller]
    #[must_use]
    pub fn evaluate<T: DeserializeOwned>(&self, expression: &str) -> T {
        self.expect("a script", self.tab.evaluate(expression))
    }

    /// The address of the page, with its query.
    #[track_caller]
    #[must_use]
    pub fn url(&self) -> String {
        self.evaluate("location.href")
    }

    /// Path and query of the address.
    #[track_caller]
    #[must_use]
    pub fn path(&self) -> String {
        self.evaluate("location.pathname + location.search")
    }

    /// Every request since the page was made or told to [forget](Page::forget).
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.tab.network).requests()
    }

    /// The body of an answer that has come to its end.
    #[track_caller]
    #[must_use]
    pub fn body_of(&self, request: &Request) -> String {
        let answer = self.call(
            "Network.getResponseBody",
            json!({ "requestId": request.id }),
        );
        answer["body"].as_str().unwrap_or_default().to_owned()
    }

    /// Every message of the console since the page was made or told to [forget](Page::forget).
    #[must_use]
    pub fn console(&self) -> Vec<Message> {
        lock(&self.tab.console).clone()
    }

    /// Empties the log of requests and the console.
    pub fn forget(&self) {
        lock(&self.tab.network).forget();
        lock(&self.tab.console).clear();
    }

    /// Holds back requests whose address contains `part` until the gate is released.
    #[track_caller]
    pub fn hold(&self, part: &str) -> Gate {
        let (fate, gate) = Fate::hold();
        self.intercept(part, fate);
        gate
    }

    /// Sends requests whose address contains `part` later.
    #[track_caller]
    pub fn delay(&self, part: &str, delay: Duration) {
        self.intercept(part, Fate::Delay(delay));
    }

    /// Lets the next `times` such requests fail before they leave.
    #[track_caller]
    pub fn refuse(&self, part: &str, times: u32) {
        self.intercept(part, Fate::Refuse(times));
    }

    /// Lets the next `times` such requests reach the server and loses their answers.
    #[track_caller]
    pub fn lose_answers(&self, part: &str, times: u32) {
        self.intercept(part, Fate::Lose(times));
    }

    /// Writes a picture of the whole page as PNG.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        let answer = self.call(
            "Page.captureScreenshot",
            json!({ "format": "png", "captureBeyondViewport": true }),
        );
        let picture = BASE64_STANDARD.decode(answer["data"].as_str().unwrap_or_default());
        let picture = self.expect("a screenshot", picture.map_err(|error| error.to_string()));
        let written = std::fs::write(path, picture);
        self.expect(
            "a written screenshot",
            written.map_err(|error| format!("{}: {error}", path.display())),
        );
    }

    /// Shows the page as if the system asked for `light` or `dark` colours.
    #[track_caller]
    pub fn prefer_colours(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        );
    }

    /// Runs a script in every document that is opened from now on, before any of its own.
    #[track_caller]
    pub fn before_scripts(&self, script: &str) {
        self.call(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        );
    }

    /// Fails the test with both logs.
    #[track_caller]
    pub fn fail(&self, reason: &str) -> ! {
        panic!("{reason}\n{}", self.tab.logs())
    }

    #[track_caller]
    pub(crate) fn call(&self, method: &str, parameters: Value) -> Value {
        self.expect(method, self.tab.call(method, parameters))
    }

    #[track_caller]
    pub(crate) fn expect<T>(&self, what: &str, answer: Result<T, String>) -> T {
        match answer {
            Ok(value) => value,
            Err(reason) => self.fail(&format!("waited at most {PATIENCE:?} for {what}: {reason}")),
        }
    }

    #[track_caller]
    fn intercept(&self, part: &str, fate: Fate) {
        let parameters = lock(&self.tab.rules).add(part, fate);
        self.call("Fetch.enable", parameters);
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if self.owns_context {
            self.tab.close();
        }
    }
}

/// A string as a literal of a script.
pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn text_of(css: &str) -> String {
    format!(
        "(element => element && element.textContent.trim().replace(/\\s+/g, ' '))(document.querySelector({}))",
        quoted(css)
    )
}
