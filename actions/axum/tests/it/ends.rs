//! Ends of actions that are not their own: out of time, and dropped with their submission.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use limosa::testing::{Client, Form};
use limosa_actions::AsAction;
use limosa_actions::wire::action_url;
use limosa_axum::{CommitPoint, Server, State};
use limosa_macros::{action, view};
use limosa_router::{App, AppError, CallError, Outlet};

use crate::app::id_of;
use crate::running::{Running, eventually};

/// How often bodies began, ended, and were dropped before their end.
#[derive(Clone, Default)]
struct Counts(Arc<[AtomicU32; 3]>);

impl Counts {
    fn begin(&self) -> Body {
        self.0[0].fetch_add(1, Ordering::Relaxed);
        Body(self.clone(), false)
    }

    fn get(&self) -> [u32; 3] {
        [0, 1, 2].map(|index| self.0[index].load(Ordering::Relaxed))
    }
}

struct Body(Counts, bool);

impl Body {
    fn end(mut self) {
        self.1 = true;
        self.0.0[1].fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if !self.1 {
            self.0.0[2].fetch_add(1, Ordering::Relaxed);
        }
    }
}

const LONG: Duration = Duration::from_millis(400);

#[action(timeout = "50ms")]
async fn hurried(#[server] counts: State<Counts>) -> Result<(), CallError> {
    let body = counts.begin();
    tokio::time::sleep(Duration::from_secs(60)).await;
    body.end();
    Ok(())
}

#[action]
async fn patient(#[server] counts: State<Counts>) -> Result<(), CallError> {
    let body = counts.begin();
    tokio::time::sleep(LONG).await;
    body.end();
    Ok(())
}

#[action(abort)]
async fn aborted(#[server] counts: State<Counts>) -> Result<(), CallError> {
    let body = counts.begin();
    tokio::time::sleep(LONG).await;
    body.end();
    Ok(())
}

#[action(abort)]
async fn committed(
    #[server] counts: State<Counts>,
    #[server] commit: CommitPoint,
) -> Result<(), CallError> {
    let body = counts.begin();
    commit.pass();
    tokio::time::sleep(LONG).await;
    body.end();
    Ok(())
}

fn server(counts: &Counts) -> Server {
    Server::new(|| App::new(|| view! { <Outlet/> }))
        .state(counts.clone())
        .keys(["a key for tests of more than thirty-two letters"])
}

#[test]
fn an_action_out_of_time_is_dropped_and_says_so() {
    let counts = Counts::default();
    let mut visitor = Client::new(server(&counts));
    let _ = visitor.get("/");
    let form = Form::to(&hurried, "/").set("_limosa", "one key");
    // What it had done by then nobody knows, and it is not begun again to find out.
    for error in [CallError::Timeout, CallError::OutcomeUnknown] {
        let reply = visitor.send(&form);
        assert_eq!(reply.status(), error.status());
        let said = serde_json::to_value(&error).unwrap();
        assert_eq!(reply.reply()["call"], said, "{reply:?}");
        assert!(reply.is_whole() && reply.queries().next().is_none());
        assert_eq!(counts.get(), [1, 0, 1], "it is not begun again");
    }
    let reply = visitor.send(&form.set("_limosa", "another key"));
    assert_eq!(reply.status(), CallError::Timeout.status());
    assert_eq!(counts.get(), [2, 0, 2], "another submission is another run");
}

#[test]
fn the_server_s_time_is_for_actions_without_one_of_their_own() {
    let counts = Counts::default();
    let short = server(&counts).action_time(Duration::from_millis(20));
    let reply = Client::new(short).send(&Form::to(&patient, "/"));
    assert_eq!(
        (reply.status(), counts.get()),
        (CallError::Timeout.status(), [1, 0, 1])
    );
    let reply = Client::new(server(&counts)).send(&Form::to(&patient, "/"));
    assert_eq!((reply.status(), counts.get()), (200, [2, 1, 1]));
}

/// Posts, and drops the connection as soon as the body runs.
fn drop_after_begin<Kind>(action: impl AsAction<Kind>) -> Counts {
    let counts = Counts::default();
    let running = Running::of(server(&counts));
    let url = action_url(id_of(action), "/", None);
    let head =
        format!("POST {url} HTTP/1.1\r\nlimosa-build: test\r\nsec-fetch-site: same-origin\r\n");
    let connection = running.ask(&head, b"");
    eventually("it begins", || counts.get()[0] == 1);
    drop(connection);
    eventually("it ends or is dropped", || {
        counts.get()[1] + counts.get()[2] == 1
    });
    running.stop();
    counts
}

#[test]
fn only_what_may_be_aborted_is_dropped_with_its_submission_until_it_commits() {
    assert_eq!(drop_after_begin(patient).get(), [1, 1, 0]);
    assert_eq!(drop_after_begin(aborted).get(), [1, 0, 1]);
    assert_eq!(drop_after_begin(committed).get(), [1, 1, 0]);
}
