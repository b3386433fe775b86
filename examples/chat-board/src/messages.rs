//! What crosses the wire: messages, the query that reads them, and the action that adds one.

use limosa::prelude::*;

limosa::server_only! {
    use limosa::server::{State, idempotency::Idempotency};

    use crate::board::Board;
}

/// A message on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its number: a later message has a higher one.
    pub id: u32,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
    /// What the browser that wrote it knows it by; empty if that had no script.
    pub mark: String,
    /// On its way, not stored yet: only the browser that sends it sees it.
    #[serde(skip)]
    pub pending: bool,
}

/// Why reading or writing failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, limosa::Error)]
pub enum BoardError {
    /// Some fields of the form have wrong values.
    #[fields]
    Invalid(FieldErrors),
    /// The call itself failed.
    #[call]
    Call(CallError),
}

/// The latest messages, the oldest of them first.
#[query]
pub async fn messages(#[server] board: State<Board>) -> Result<Vec<Message>, BoardError> {
    Ok(board.latest().await.internal()?)
}

/// The form that adds a message.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct NewMessage {
    /// Who writes it.
    #[field(min = 1, max = 40)]
    pub author: String,
    /// What it says.
    #[field(min = 1, max = 500)]
    pub text: String,
    /// What the browser knows it by: random, so that nobody else's message has it.
    #[field(max = 20)]
    pub mark: String,
}

/// Adds a message. One after the other is sent, so that they are stored in the order in which they were written.
#[action(queue, lane = action)]
pub async fn post(
    form: NewMessage,
    #[server] board: State<Board>,
    #[server] once: Idempotency,
) -> Result<Reply<()>, BoardError> {
    let reply = Reply::value(()).revalidate(messages());
    let record = once.record(&reply);
    board.add(form, record).await.internal()?;
    Ok(reply)
}
