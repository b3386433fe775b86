//! One tab of the browser: its session of the protocol, and the logs its events are kept in.

use std::sync::{Arc, Mutex};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    console::{Message, exception},
    intercept::Rules,
    network::Network,
    pipe::{Connection, Listener, lock},
};

/// A tab and everything that is known about it.
pub(crate) struct Tab {
    pub(crate) connection: Arc<Connection>,
    pub(crate) context: String,
    pub(crate) network: Mutex<Network>,
    pub(crate) console: Mutex<Vec<Message>>,
    pub(crate) rules: Mutex<Rules>,
    session: String,
}

impl Tab {
    /// Opens an empty tab with the cookies of `context`.
    pub(crate) fn open(connection: &Arc<Connection>, context: &str) -> Result<Arc<Self>, String> {
        let target = connection.call(
            None,
            "Target.createTarget",
            json!({ "url": "about:blank", "browserContextId": context }),
        )?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = connection.call(None, "Target.attachToTarget", attach)?;
        let tab = Arc::new(Self {
            connection: Arc::clone(connection),
            context: context.to_owned(),
            network: Mutex::default(),
            console: Mutex::default(),
            rules: Mutex::default(),
            session: session["sessionId"].as_str().unwrap_or_default().to_owned(),
        });
        let listener: Arc<dyn Listener> = Arc::clone(&tab) as Arc<dyn Listener>;
        connection.listen(&tab.session, Arc::downgrade(&listener));
        for domain in [
            "Page.enable",
            "Network.enable",
            "Runtime.enable",
            "Log.enable",
        ] {
            tab.call(domain, json!({}))?;
        }
        let size = json!({ "width": 1100, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        tab.call("Emulation.setDeviceMetricsOverride", size)?;
        // A hidden tab would not get focus events.
        tab.call(
            "Emulation.setFocusEmulationEnabled",
            json!({ "enabled": true }),
        )?;
        Ok(tab)
    }

    /// Calls a method of this tab and waits for its answer.
    pub(crate) fn call(&self, method: &str, parameters: Value) -> Result<Value, String> {
        self.connection
            .call(Some(&self.session), method, parameters)
    }

    /// The value of a script's expression, after its promise if it is one.
    pub(crate) fn evaluate<T: DeserializeOwned>(&self, expression: &str) -> Result<T, String> {
        let parameters = json!({
            "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let mut answer = self.call("Runtime.evaluate", parameters)?;
        if answer["exceptionDetails"].is_object() {
            return Err(format!(
                "`{expression}` threw {}",
                exception(&answer["exceptionDetails"])
            ));
        }
        let value = answer["result"]["value"].take();
        serde_json::from_value(value)
            .map_err(|error| format!("`{expression}` gave something else: {error}"))
    }

    /// Both logs as text, for the message of a failure.
    pub(crate) fn logs(&self) -> String {
        let console: Vec<String> = lock(&self.console)
            .iter()
            .map(|message| format!("  {message}\n"))
            .collect();
        let network: Vec<String> = lock(&self.network)
            .requests()
            .iter()
            .map(|request| format!("  {request}\n"))
            .collect();
        format!(
            "console:\n{}network:\n{}",
            console.concat(),
            network.concat()
        )
    }

    /// Closes the tab and forgets its cookies.
    pub(crate) fn close(&self) {
        // The browser may be gone already.
        let _ = self.connection.call(
            None,
            "Target.disposeBrowserContext",
            json!({ "browserContextId": self.context }),
        );
    }
}

impl Listener for Tab {
    fn event(&self, method: &str, parameters: &Value) {
        if method == "Fetch.requestPaused" {
            return lock(&self.rules).decide(parameters, &self.connection, &self.session);
        }
        if method.starts_with("Network.") {
            return lock(&self.network).event(method, parameters);
        }
        if let Some(message) = Message::of_event(method, parameters) {
            lock(&self.console).push(message);
        }
    }
}
