//! Files of forms: small ones in memory, large ones on disk, none left behind, and never the whole of one in memory.

use std::fs;
use std::io::Write;
use std::net::Shutdown;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, HeaderValue};
use limosa::testing::Client;
use limosa_actions::File;
use limosa_axum::body::{BodyRefusal, Limits, take};
use limosa_axum::{Server, State};
use limosa_dom::IntoView;
use limosa_macros::{Form, Page, action, view};
use limosa_reactive::Memo;
use limosa_router::{App, CallError, InternalExt};

use crate::app::id_of;
use crate::running::{Running, eventually, read_all};

const BOUNDARY: &str = "----WebKitFormBoundaryabc";
const MEASURED: &str = "LIMOSA_MEASURED_UPLOAD";
const KILLED: &str = "LIMOSA_KILLED_UPLOAD";
const MEBIBYTE: usize = 1024 * 1024;

#[derive(Form, Clone)]
struct Upload {
    note: String,
    file: File,
}

/// How often the action ran.
#[derive(Clone, Default)]
struct Runs(std::sync::Arc<Mutex<u32>>);

/// What has come, and whether it lay on disk.
#[action]
async fn upload(form: Upload, #[server] runs: State<Runs>) -> Result<(u64, bool, u64), CallError> {
    *runs.0.0.lock().unwrap() += 1;
    let bytes = form.file.content().bytes().internal()?;
    let sum = bytes.iter().map(|byte| u64::from(*byte)).sum();
    Ok((form.file.len(), form.file.content().is_on_disk(), sum))
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
struct Home;

impl limosa_router::Page for Home {
    fn view(_: Memo<Self>) -> impl IntoView {
        view! { <form id="upload" action=upload><input name=Upload::NOTE/><input name=Upload::FILE/><button>"Send"</button></form> }
    }
}

fn server(limits: Limits) -> (Server, Runs) {
    let runs = Runs::default();
    let server = Server::new(|| App::new(|| view! { <limosa_router::Outlet/> }).page::<Home>())
        .state(runs.clone())
        .keys(["a key for tests of more than thirty-two letters"])
        .limits(limits);
    (server, runs)
}

/// The tests that count temporary files run one after the other.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many uploads of a process lie on disk: its open files that have no name any more, or never had one.
fn on_disk_of(process: &str) -> usize {
    let entries = fs::read_dir(format!("/proc/{process}/fd")).unwrap();
    let places = entries.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    let temporary = std::env::temp_dir();
    places
        .filter(|place| place.starts_with(&temporary))
        .filter(|place| place.to_string_lossy().ends_with(" (deleted)"))
        .count()
}

fn on_disk() -> usize {
    on_disk_of("self")
}

fn head_of(name: &str, file_name: Option<&str>) -> String {
    let file_name = file_name.map(|name| format!("; filename=\"{name}\""));
    let file_name = file_name.unwrap_or_default();
    format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"{file_name}\r\n\r\n")
}

fn headers() -> HeaderMap {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::try_from(content_type).unwrap());
    headers
}

/// A body that is made as it is read: the head, so many portions, and the end of a form.
fn endless(head: String, portions: usize, portion: &'static [u8]) -> Body {
    let end = format!("\r\n--{BOUNDARY}--\r\n");
    let middle = (0..portions).map(move |_| Bytes::from_static(portion));
    let chunks = [Bytes::from(head)].into_iter().chain(middle);
    let chunks = chunks.chain([Bytes::from(end)]);
    Body::from_stream(stream::iter(chunks.map(Ok::<_, std::io::Error>)))
}

#[test]
fn large_files_lie_on_disk_while_their_action_runs() {
    let _alone = alone();
    let (server, runs) = server(Limits::default().body(10 * MEBIBYTE));
    let mut visitor = Client::new(server);
    let form = visitor.get("/").form("#upload").set("note", "x");
    for (length, is_on_disk) in [
        (0, false),
        (64 * 1024, false),
        (64 * 1024 + 1, true),
        (5 * MEBIBYTE + 7, true),
    ] {
        let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let sum: u64 = content.iter().map(|byte| u64::from(*byte)).sum();
        let filled = form.clone().attach("file", "a.bin", "image/png", &content);
        let reply = visitor.send(&filled.set("_limosa", &format!("key-{length}")));
        assert_eq!(reply.status(), 200, "{length}");
        let expected = format!("[{length},{is_on_disk},{sum}]");
        assert_eq!(reply.value().to_string(), expected);
        assert_eq!(on_disk(), 0, "{length}");
    }
    assert_eq!(*runs.0.lock().unwrap(), 4);
}

#[test]
fn files_are_the_same_submission_by_their_content() {
    let _alone = alone();
    let (server, runs) = server(Limits::default());
    let mut visitor = Client::new(server);
    let form = visitor.get("/").form("#upload").set("note", "x");
    let form = form.set("_limosa", "one key");
    let mut send = |byte: u8, length: usize| {
        let content = vec![byte; length];
        let filled = form.clone().attach("file", "a.bin", "text/plain", &content);
        assert_eq!(visitor.send(&filled).status(), 200);
    };
    for (byte, length, runs_until_then) in [
        (1, 10, 1),
        (1, 10, 1),
        (2, 10, 2),
        (1, 200_000, 3),
        (1, 200_000, 3),
        (2, 200_000, 4),
    ] {
        send(byte, length);
        assert_eq!(*runs.0.lock().unwrap(), runs_until_then, "{byte} {length}");
    }
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing_behind() {
    let _alone = alone();
    let (server, runs) = server(Limits::default().body(10 * MEBIBYTE));
    let running = Running::of(server);
    let url = limosa_actions::wire::action_url(id_of(upload), "/", None);
    let mut connection = running.connect();
    write!(
        connection,
        "POST {url} HTTP/1.1\r\nhost: here\r\nlimosa-build: test\r\ncontent-length: {}\r\n\
         content-type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n{}",
        9 * MEBIBYTE,
        head_of("file", Some("a.bin"))
    )
    .unwrap();
    connection.write_all(&vec![b'a'; 2 * MEBIBYTE]).unwrap();
    eventually("it comes to the disk", || on_disk() == 1);
    connection.shutdown(Shutdown::Write).unwrap();
    let answer = read_all(connection);
    eventually("it is gone", || on_disk() == 0);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
    assert_eq!(*runs.0.lock().unwrap(), 0);
    running.stop();
}

#[test]
fn what_is_no_file_is_bounded_by_the_memory_it_takes() {
    let _alone = alone();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().build().unwrap();
    let limits = Limits::default().body(100 * MEBIBYTE);
    let portion: &[u8] = &[b'a'; 64 * 1024];
    for (head, portions) in [
        // A text without end, heads without end, and what stands before the first part.
        (head_of("note", None), 64),
        (format!("--{BOUNDARY}\r\nx: "), 64),
        (String::new(), 64),
    ] {
        let body = endless(head.clone(), portions, portion);
        let refused = runtime.block_on(take(&headers(), body, &limits));
        assert_eq!(refused, Err(BodyRefusal::TooLarge), "{head}");
    }
    let body = endless(head_of("file", Some("a")), 2_000, portion);
    let refused = runtime.block_on(take(&headers(), body, &limits));
    assert_eq!(refused, Err(BodyRefusal::TooLarge), "files too");
    assert_eq!(on_disk(), 0);
}

/// Not a test by itself: the process whose memory the next test looks at.
#[tokio::test]
async fn process_that_takes_a_large_upload() {
    if std::env::var_os(MEASURED).is_none() {
        return;
    }
    let before = most_memory();
    let limits = Limits::default().body(200 * MEBIBYTE);
    let body = endless(head_of("file", Some("a.bin")), 1_600, &[b'a'; 64 * 1024]);
    let entries = take(&headers(), body, &limits).await.unwrap();
    let file = entries.files("file").next().expect("a file");
    assert_eq!(file.len(), 1_600 * 64 * 1024);
    assert!(file.content().is_on_disk() && on_disk() == 1);
    let copied = std::io::copy(&mut file.content().reader(), &mut std::io::sink());
    assert_eq!(copied.unwrap(), file.len());
    let taken = most_memory() - before;
    assert!(taken < 8 * 1024, "{taken} KiB for an upload of 100 MiB");
}

/// The most memory that this process has had, in KiB.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn an_upload_takes_little_memory_however_large_it_is() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "uploads::process_that_takes_a_large_upload"])
        .env(MEASURED, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

/// Not a test by itself: the process that the next test kills in the middle of an upload.
#[tokio::test]
async fn process_that_is_killed_in_an_upload() {
    if std::env::var_os(KILLED).is_none() {
        return;
    }
    let portions = stream::iter((0..64).map(|_| Bytes::from_static(&[b'a'; 64 * 1024])));
    let head = stream::iter([Bytes::from(head_of("file", Some("a.bin")))]);
    let chunks = futures::StreamExt::chain(head, portions);
    let chunks = futures::StreamExt::chain(chunks, stream::pending());
    let body = futures::StreamExt::map(chunks, Ok::<_, std::io::Error>);
    let limits = Limits::default().body(200 * MEBIBYTE);
    let _never = take(&headers(), Body::from_stream(body), &limits).await;
}

#[cfg(target_os = "linux")]
#[test]
fn a_killed_process_leaves_nothing_of_its_uploads() {
    let folder = std::env::temp_dir().join(format!("limosa-killed-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "uploads::process_that_is_killed_in_an_upload"])
        .env(KILLED, "1")
        .env("TMPDIR", &folder)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let process = child.id().to_string();
    eventually("it comes to the disk", || on_disk_of(&process) == 1);
    child.kill().unwrap();
    child.wait().unwrap();
    let left: Vec<_> = fs::read_dir(&folder).unwrap().collect();
    fs::remove_dir_all(&folder).unwrap();
    assert!(left.is_empty(), "{left:?}");
}
