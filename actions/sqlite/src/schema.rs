//! The tables, and what is read and written in them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use limosa_axum::idempotency::{StoredReply, SubmissionId};
use rusqlite::{Connection, OptionalExtension, Result, params};

/// `outcome` is null while the submission runs. An owner is one process; it is alive until the time it last said.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS limosa_submissions (
    id BLOB PRIMARY KEY, owner TEXT NOT NULL, outcome TEXT, session TEXT, ends INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS limosa_submissions_ends ON limosa_submissions (ends);
CREATE INDEX IF NOT EXISTS limosa_submissions_session ON limosa_submissions (session) WHERE session IS NOT NULL;
CREATE TABLE IF NOT EXISTS limosa_ended_sessions (session TEXT PRIMARY KEY, ends INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS limosa_flashes (slot TEXT PRIMARY KEY, content TEXT NOT NULL, ends INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS limosa_void_flashes (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), until INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS limosa_owners (owner TEXT PRIMARY KEY, alive_until INTEGER NOT NULL) WITHOUT ROWID;
";

/// Long enough for a stalled disk, short enough to wait for after a crash.
const ALIVE: Duration = Duration::from_secs(5);
/// How long a submission whose end nobody knows is answered so.
const UNKNOWN: Duration = Duration::from_hours(24);

/// Longer than any session's cookie is accepted.
const ENDED_SESSION: Duration = Duration::from_hours(31 * 24);

/// What the tables say of a submission that arrives.
pub(crate) enum Found {
    /// Nothing; it is now reserved for this process.
    Reserved,
    Replay(StoredReply),
    RunsHere,
    RunsElsewhere,
    Unknown,
}

pub(crate) fn prepare(connection: &Connection) -> Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.execute_batch(TABLES)
}

pub(crate) fn reserve(connection: &Connection, owner: &str, id: SubmissionId) -> Result<Found> {
    let mut select = connection.prepare_cached(
        "SELECT owner, outcome, session FROM limosa_submissions WHERE id = ? AND ends > ?",
    )?;
    let row = select.query_row(params![id.as_bytes(), now()], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, Option<String>>(1)?,
            row.get(2)?,
        ))
    });
    match row.optional()? {
        None => insert(connection, owner, id).map(|()| Found::Reserved),
        Some((_, Some(outcome), session)) => Ok(Found::Replay(StoredReply { outcome, session })),
        Some((other, None, _)) if other == owner => Ok(Found::RunsHere),
        Some((other, None, _)) if is_alive(connection, &other)? => Ok(Found::RunsElsewhere),
        Some(_) => Ok(Found::Unknown),
    }
}

/// Writes the reply that an action recorded; it is the one that counts, whatever the action answers later.
pub(crate) fn record(connection: &Connection, id: SubmissionId, reply: &StoredReply) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO limosa_submissions (id, owner, outcome, session, ends) VALUES (?, '', ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET ends = excluded.ends, session = excluded.session, outcome = excluded.outcome",
    )?;
    let ends = now() + millis(StoredReply::LIFETIME);
    upsert.execute(params![id.as_bytes(), reply.outcome, reply.session, ends])?;
    Ok(())
}

pub(crate) fn finish(
    connection: &Connection,
    owner: &str,
    id: SubmissionId,
    reply: &StoredReply,
) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO limosa_submissions (id, owner, outcome, session, ends) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET ends = excluded.ends,
            session = coalesce(session, excluded.session), outcome = coalesce(outcome, excluded.outcome)",
    )?;
    let ends = now() + millis(StoredReply::LIFETIME);
    upsert.execute(params![
        id.as_bytes(),
        owner,
        reply.outcome,
        reply.session,
        ends
    ])?;
    Ok(())
}

pub(crate) fn end_session(connection: &Connection, session: &str) -> Result<()> {
    let delete = "DELETE FROM limosa_submissions WHERE session = ? AND outcome IS NOT NULL";
    connection.execute(delete, [session]).map(drop)
}

pub(crate) fn note_ended_session(connection: &Connection, session: &str) -> Result<()> {
    let insert = "INSERT OR REPLACE INTO limosa_ended_sessions (session, ends) VALUES (?, ?)";
    connection
        .execute(insert, params![session, now() + millis(ENDED_SESSION)])
        .map(drop)
}

pub(crate) fn has_ended(connection: &Connection, session: &str) -> Result<bool> {
    let mut select =
        connection.prepare_cached("SELECT 1 FROM limosa_ended_sessions WHERE session = ?")?;
    select.exists([session])
}

/// Forgets all replies, and what nobody runs any more.
pub(crate) fn clear(connection: &Connection) -> Result<()> {
    let delete = "DELETE FROM limosa_submissions WHERE outcome IS NOT NULL
        OR owner NOT IN (SELECT owner FROM limosa_owners WHERE alive_until > ?)";
    connection.execute(delete, [now()]).map(drop)
}

pub(crate) fn put_flash(
    connection: &Connection,
    slot: &str,
    content: &str,
    time: Duration,
) -> Result<()> {
    let insert = "INSERT OR REPLACE INTO limosa_flashes (slot, content, ends) VALUES (?, ?, ?)";
    connection
        .execute(insert, params![slot, content, now() + millis(time)])
        .map(drop)
}

pub(crate) fn take_flash(connection: &Connection, slot: &str) -> Result<Option<String>> {
    let mut delete = connection.prepare_cached(
        "DELETE FROM limosa_flashes WHERE slot = ? AND ends > ? RETURNING content",
    )?;
    // Read to its end: a statement that is left before it is done has deleted nothing yet.
    let taken = delete.query_map(params![slot, now()], |row| row.get(0))?;
    Ok(taken.collect::<Result<Vec<_>>>()?.pop())
}

pub(crate) fn void_flashes(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM limosa_flashes", [])?;
    let insert = "INSERT OR REPLACE INTO limosa_void_flashes (only_row, until) VALUES (1, ?)";
    connection.execute(insert, [now()]).map(drop)
}

pub(crate) fn flashes_void_until(connection: &Connection) -> Result<Option<SystemTime>> {
    let mut select = connection.prepare_cached("SELECT until FROM limosa_void_flashes")?;
    let until = select.query_row([], |row| row.get(0)).optional()?;
    Ok(until.map(|until: i64| UNIX_EPOCH + Duration::from_millis(until.unsigned_abs())))
}

/// Says that this process is alive, and forgets what is over.
pub(crate) fn renew(connection: &Connection, owner: &str) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT OR REPLACE INTO limosa_owners (owner, alive_until) VALUES (?, ?)",
    )?;
    upsert.execute(params![owner, now() + millis(ALIVE)])?;
    for over in [
        "DELETE FROM limosa_submissions WHERE ends <= ?",
        "DELETE FROM limosa_ended_sessions WHERE ends <= ?",
        "DELETE FROM limosa_flashes WHERE ends <= ?",
        "DELETE FROM limosa_owners WHERE alive_until <= ?",
    ] {
        connection.prepare_cached(over)?.execute([now()])?;
    }
    Ok(())
}

fn insert(connection: &Connection, owner: &str, id: SubmissionId) -> Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO limosa_submissions (id, owner, outcome, session, ends) VALUES (?, ?, NULL, NULL, ?)",
    )?;
    insert.execute(params![id.as_bytes(), owner, now() + millis(UNKNOWN)])?;
    Ok(())
}

fn is_alive(connection: &Connection, owner: &str) -> Result<bool> {
    let mut select = connection
        .prepare_cached("SELECT 1 FROM limosa_owners WHERE owner = ? AND alive_until > ?")?;
    select.exists(params![owner, now()])
}

fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, millis)
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
