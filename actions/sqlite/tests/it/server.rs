//! A whole server on the durable store, killed while an action runs: what nobody knows the end of never runs again.

use std::fs::{OpenOptions, read_to_string};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use limosa::prelude::*;
use limosa::server::idempotency::Idempotency;
use limosa::server::{Server, State};
use limosa_sqlite::SqliteStore;
use rusqlite::{TransactionBehavior, params};

use crate::Folder;

const FOLDER: &str = "LIMOSA_SQLITE_SERVER";
const PATIENCE: Duration = Duration::from_secs(20);

/// Where actions note that they ran.
#[derive(Clone)]
struct Notes(PathBuf);

#[derive(Form, Clone)]
struct Note {
    text: String,
}

#[action]
async fn note(form: Note, #[server] notes: State<Notes>) -> Result<String, CallError> {
    note_down(&notes.0, &form.text).await?;
    Ok(form.text)
}

/// Notes that an action ran; what is slow never comes back from it.
async fn note_down(notes: &Notes, text: &str) -> Result<(), CallError> {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&notes.0)
        .internal()?;
    writeln!(file, "{text}").internal()?;
    if text == "slow" {
        std::future::pending::<()>().await;
    }
    Ok(())
}

/// Notes in a table, together with what a retry is told, and then never ends if it is slow.
#[action]
async fn pay(
    form: Note,
    #[server] notes: State<Notes>,
    #[server] once: Idempotency,
) -> Result<Reply<String>, CallError> {
    let reply = Reply::value(form.text.clone());
    let file = notes.0.0.with_file_name("submissions.db");
    pay_in_one_transaction(&file, &form.text, &once, &reply).internal()?;
    note_down(&notes.0, &form.text).await?;
    Ok(reply)
}

fn pay_in_one_transaction(
    file: &Path,
    text: &str,
    once: &Idempotency,
    reply: &Reply<String>,
) -> rusqlite::Result<()> {
    let mut database = rusqlite::Connection::open(file)?;
    database.busy_timeout(PATIENCE)?;
    let payment = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let table = "CREATE TABLE IF NOT EXISTS payments (submission BLOB UNIQUE, text TEXT)";
    payment.execute(table, [])?;
    let id = once.id().map(|id| *id.as_bytes());
    let insert = "INSERT INTO payments (submission, text) VALUES (?, ?)";
    payment.execute(insert, params![id, text])?;
    if let Some(record) = once.record(reply) {
        limosa_sqlite::record(&payment, &record)?;
    }
    payment.commit()
}

fn id_of<Kind, A: AsAction<Kind>>(_: A) -> &'static str {
    <A::Action as Action>::ID
}

fn app() -> App {
    App::new(|| view! { <Outlet/> })
}

/// Not a test by itself: the server that the tests start, kill, and start again.
#[test]
fn process_that_serves() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let store = SqliteStore::open(folder.join("submissions.db")).unwrap();
    let server = Server::new(app)
        .stores(Arc::new(store))
        .state(Notes(folder.join("notes")));
    let running = server
        .start(TcpListener::bind("127.0.0.1:0").unwrap())
        .unwrap();
    eprintln!("listening on {}", running.address());
    // Until it is killed, but not for ever if its test has gone.
    std::thread::sleep(PATIENCE * 3);
}

struct Process(Child, String);

impl Process {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "server::process_that_serves", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Self(child, address.expect("the server starts"))
    }

    /// Sends a note under a key, as a script or as a form does.
    fn send(&self, text: &str, key: &str, is_scripted: bool) -> TcpStream {
        self.send_to(id_of(note), text, key, is_scripted)
    }

    fn send_to(&self, action: &str, text: &str, key: &str, is_scripted: bool) -> TcpStream {
        let url = limosa_actions::wire::action_url(action, "/", None);
        let body = format!("text={text}");
        let (header, body) = match is_scripted {
            true => (format!("limosa-key: {key}\r\n"), body),
            false => (
                String::new(),
                format!("{}={key}&{body}", limosa_router::wire::KEY_FIELD),
            ),
        };
        let mut connection = TcpStream::connect(&self.1).unwrap();
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            connection,
            "POST {url} HTTP/1.1\r\nhost: {}\r\ncookie: limosa-visitor=AAAAAAAAAAAAAAAAAAAAAA\r\n\
             sec-fetch-site: same-origin\r\n{header}content-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.1,
            body.len(),
        )
        .unwrap();
        connection
    }

    fn answer(&self, text: &str, key: &str, is_scripted: bool) -> String {
        read(self.send(text, key, is_scripted))
    }

    fn kill(self) {
        drop(self);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn read(mut connection: TcpStream) -> String {
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

fn eventually_noted(folder: &Folder, text: &str) {
    let begun = Instant::now();
    while notes(folder).last().map(String::as_str) != Some(text) {
        assert!(begun.elapsed() < PATIENCE, "never: {text}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn notes(folder: &Folder) -> Vec<String> {
    let text = read_to_string(folder.0.join("notes")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn an_action_that_the_server_died_in_is_unknown_and_one_that_ended_is_replayed() {
    let folder = Folder::new("server");
    let before = Process::start(&folder.0);
    let first = before.answer("quick", "a", true);
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    let _cut_off = before.send("slow", "b", true);
    eventually_noted(&folder, "slow");
    before.kill();

    let after = Process::start(&folder.0);
    let again = after.answer("quick", "a", true);
    let body = |answer: &str| answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    assert_eq!(body(&again), body(&first));
    for is_scripted in [true, false, true] {
        let unknown = after.answer("slow", "b", is_scripted);
        match is_scripted {
            true => {
                assert!(unknown.starts_with("HTTP/1.1 409"), "{unknown}");
                assert!(unknown.contains("OutcomeUnknown"), "{unknown}");
            }
            // Its page will say so, with the status.
            false => assert!(unknown.starts_with("HTTP/1.1 303"), "{unknown}"),
        }
    }
    assert_eq!(notes(&folder), ["quick", "slow"], "neither ran again");
    let other = after.answer("quick", "c", true);
    assert!(other.starts_with("HTTP/1.1 200"), "{other}");
    after.kill();
}

#[test]
fn what_an_action_recorded_in_its_own_transaction_is_the_reply_after_a_crash() {
    let folder = Folder::new("recorded");
    let before = Process::start(&folder.0);
    let _cut_off = before.send_to(id_of(pay), "slow", "a", true);
    eventually_noted(&folder, "slow");
    // Its transaction is there, though it has not ended: a retry need not wait for it.
    let meanwhile = read(before.send_to(id_of(pay), "slow", "a", true));
    assert!(meanwhile.starts_with("HTTP/1.1 200"), "{meanwhile}");
    before.kill();

    let after = Process::start(&folder.0);
    for is_scripted in [true, false] {
        let again = read(after.send_to(id_of(pay), "slow", "a", is_scripted));
        match is_scripted {
            true => assert!(again.contains("\"value\":\"slow\""), "{again}"),
            false => assert!(again.starts_with("HTTP/1.1 303"), "{again}"),
        }
    }
    let other = read(after.send_to(id_of(pay), "quick", "b", true));
    assert!(other.starts_with("HTTP/1.1 200"), "{other}");
    after.kill();
    let database = rusqlite::Connection::open(folder.file()).unwrap();
    let count = |sql| database.query_row(sql, [], |row| row.get::<_, i64>(0));
    assert_eq!(count("SELECT count(*) FROM payments").unwrap(), 2);
    assert_eq!(count("SELECT count(submission) FROM payments").unwrap(), 2);
}
