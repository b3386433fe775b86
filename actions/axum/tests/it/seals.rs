//! Sealed values over requests: in their session alone.

use limosa::testing::Client;
use limosa_actions::wire::action_url;

use crate::app::{World, delete, id_of, key_of, sealed, server};

#[test]
fn a_seal_runs_in_its_session_alone() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let _ = visitor.get("/");
    let seal = seal_of(&mut visitor);
    assert_eq!(send(&mut visitor, &seal), 200);
    let mut tampered = seal.clone();
    let last = if tampered.pop() == Some('A') {
        'B'
    } else {
        'A'
    };
    tampered.push(last);
    assert_eq!(send(&mut visitor, &tampered), 400);
    let mut stranger = visitor.stranger();
    let _ = stranger.get("/");
    assert_eq!(send(&mut stranger, &seal), 400);
    let form = visitor
        .get("/")
        .form("#login")
        .set("user", "ada")
        .set("password", "right");
    let _ = visitor.submit(form);
    assert_eq!(send(&mut visitor, &seal), 400, "the session is another now");
    let seal = seal_of(&mut visitor);
    assert_eq!(send(&mut visitor, &seal), 200);
    assert_eq!(
        world.ran().iter().filter(|ran| *ran == "delete 3").count(),
        2
    );
}

#[test]
fn another_instance_with_the_same_key_opens_it() {
    let mut here = Client::new(server(&World::default()));
    let mut there = Client::new(server(&World::default()));
    let _ = here.get("/");
    let seal = seal_of(&mut here);
    there.set_cookie("limosa-visitor", here.cookie("limosa-visitor").unwrap());
    assert_eq!(send(&mut there, &seal), 200);
    let other_key =
        server(&World::default()).keys(["another key for tests of more than thirty-two letters"]);
    let mut elsewhere = Client::new(other_key);
    elsewhere.set_cookie("limosa-visitor", here.cookie("limosa-visitor").unwrap());
    assert_eq!(send(&mut elsewhere, &seal), 400);
}

fn seal_of(visitor: &mut Client) -> String {
    let reply = visitor.query(&[&key_of(&sealed())]);
    let seal = reply.queries().next().unwrap()["value"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(seal.len() > 40, "{seal}");
    seal
}

fn send(visitor: &mut Client, seal: &str) -> u16 {
    let url = action_url(id_of(delete), "/", Some(&format!("[\"{seal}\"]")));
    visitor
        .raw("POST", &url, &[("limosa-build", "test")], "")
        .status()
}
