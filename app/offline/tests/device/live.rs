//! Events as they come: applied in the office, a reason to pull on a tablet, relayed to the other tabs.

use std::{cell::RefCell, rc::Rc};

use domain::sync::Presence;
use offline::{Change, Client, Keeping, transport::Live};
use serde_json::{Value, json};

use crate::{
    records::visit,
    tablet::{Tablet, id},
};

fn office() -> (Tablet, Client) {
    let mut tablet = Tablet::new(Rc::new(crate::server::Server::with_one_visit()));
    let client = tablet.tab(Keeping::InMemory);
    let signing_in = client.clone();
    tablet.run(async move { signing_in.sign_in("duty", "x").await }).expect("the server knows the login");
    tablet.browser.pauses_last.set(true);
    client.listen("board");
    tablet.pool.run_until_stalled();
    (tablet, client)
}

fn say(tablet: &mut Tablet, live: Live) {
    let hear = tablet.server.live.borrow().last().expect("somebody listens").1.clone();
    hear(live);
    tablet.pool.run_until_stalled();
}

fn event(name: &str, number: &str, data: &Value) -> Live {
    Live::Event { name: name.to_owned(), id: number.to_owned(), data: data.to_string() }
}

fn change(tablet: &Tablet, number: u128, version: i64, symptom: &str) -> Value {
    let mut record = visit(number, &tablet.server.people[0]);
    record.symptom = symptom.to_owned();
    json!({"seq": 7, "kind": "request", "id": id(number), "version": version, "record": record})
}

#[test]
fn a_change_is_applied_at_once_and_an_older_one_is_not() {
    let (mut tablet, client) = office();
    say(&mut tablet, Live::Open);
    assert_eq!(client.requests().len(), 1, "what was before the connection is pulled");
    let data = change(&tablet, 300, 5, "new");
    say(&mut tablet, event("change", "7", &data));
    let symptom = |client: &Client| client.request(domain::RequestId(id(300))).map(|request| request.symptom.clone());
    assert_eq!(symptom(&client).as_deref(), Some("new"));
    let data = change(&tablet, 300, 4, "old");
    say(&mut tablet, event("change", "8", &data));
    assert_eq!(symptom(&client).as_deref(), Some("new"));
    let gone = json!({"seq": 9, "kind": "request", "id": id(300), "removed": true});
    say(&mut tablet, event("change", "9", &gone));
    assert_eq!(symptom(&client), None);
}

#[test]
fn a_connection_that_ended_is_made_again_behind_the_last_event() {
    let (mut tablet, _client) = office();
    let data = change(&tablet, 300, 5, "new");
    say(&mut tablet, event("change", "41", &data));
    say(&mut tablet, Live::Ended);
    tablet.browser.pass(60_000);
    tablet.pool.run_until_stalled();
    let paths: Vec<String> = tablet.server.live.borrow().iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(paths, ["/api/live?topics=board", "/api/live?topics=board&after=41"]);
}

#[test]
fn nothing_is_called_live_without_an_open_stream_that_gives_signs_of_life() {
    let (mut tablet, client) = office();
    assert!(!client.status().live, "nobody has answered yet");
    say(&mut tablet, Live::Open);
    assert!(client.status().live);
    say(&mut tablet, Live::Away);
    assert!(!client.status().live, "the stream broke");
    say(&mut tablet, Live::Open);
    for _ in 0..4 {
        tablet.browser.pass(20_000);
        say(&mut tablet, event("here", "", &json!({})));
        assert!(client.status().live, "a sign of life came in time");
    }
    assert_eq!(tablet.server.live.borrow().len(), 1, "it is still the first connection");
    tablet.browser.pass(33_000);
    assert!(!client.status().live, "no sign of life came");
    tablet.pool.run_until_stalled();
    tablet.browser.pass(60_000);
    tablet.pool.run_until_stalled();
    assert_eq!(tablet.server.live.borrow().len(), 2, "a silent connection is made anew");
    say(&mut tablet, Live::Open);
    assert!(client.status().live);
    say(&mut tablet, Live::Ended);
    assert!(!client.status().live);
}

#[test]
fn a_tab_that_came_later_knows_whether_the_first_ones_stream_is_open() {
    let (mut tablet, _client) = office();
    say(&mut tablet, Live::Open);
    let other = tablet.tab(Keeping::InMemory);
    let resuming = other.clone();
    tablet.run(async move { resuming.resume().await }).expect("the server answers");
    other.listen("board");
    tablet.pool.run_until_stalled();
    assert!(other.status().live);
    say(&mut tablet, Live::Away);
    assert!(!other.status().live);
}

#[test]
fn records_are_all_there_only_after_the_last_page() {
    let (mut tablet, client) = office();
    assert!(!client.status().has_all);
    say(&mut tablet, Live::Open);
    assert!(client.status().has_all);
}

#[test]
fn a_reset_fetches_everything_anew() {
    let (mut tablet, client) = office();
    say(&mut tablet, Live::Open);
    let data = change(&tablet, 300, 5, "never stored");
    say(&mut tablet, event("change", "7", &data));
    assert_eq!(client.requests().len(), 2);
    say(&mut tablet, event("reset", "", &Value::Null));
    assert_eq!(client.requests().len(), 1);
}

#[test]
fn one_tab_listens_and_the_others_hear_it() {
    let (mut tablet, client) = office();
    let other = tablet.tab(Keeping::InMemory);
    let resuming = other.clone();
    tablet.run(async move { resuming.resume().await }).expect("the server answers");
    other.listen("board");
    tablet.pool.run_until_stalled();
    assert_eq!(tablet.server.live.borrow().len(), 1);
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = heard.clone();
    let _subscription = other.on_change(Box::new(move |change| {
        if let Change::Presence(presence) = change {
            ear.borrow_mut().push(presence);
        }
    }));
    let presence = Presence {
        person: tablet.server.people[1].id,
        name: "duty".to_owned(),
        request: Some(tablet.server.request()),
        doing: "moving".to_owned(),
        at: client.now(),
    };
    say(&mut tablet, event("presence", "", &json!(presence)));
    assert_eq!(*heard.borrow(), [presence]);
    let data = change(&tablet, 300, 5, "new");
    say(&mut tablet, event("change", "7", &data));
    assert!(client.request(domain::RequestId(id(300))).is_some());
    assert!(other.request(domain::RequestId(id(300))).is_some());
}

#[test]
fn on_a_tablet_an_event_is_a_reason_to_pull() {
    let mut tablet = Tablet::ready();
    tablet.browser.pauses_last.set(true);
    tablet.client.listen("field");
    tablet.pool.run_until_stalled();
    tablet.server.put(visit(200, &tablet.server.people[0]));
    let data = change(&tablet, 200, 1, "as the event says");
    say(&mut tablet, event("change", "7", &data));
    assert_eq!(tablet.client.requests().len(), 2);
    tablet.restart();
    assert_eq!(tablet.client.requests().len(), 2);
}

#[test]
fn a_word_that_is_no_event_does_no_harm() {
    let (mut tablet, client) = office();
    say(&mut tablet, Live::Open);
    for data in ["", "no json", "[]", "{\"kind\":\"request\"}", "{\"kind\":\"request\",\"id\":\"x\",\"record\":{}}"] {
        for name in ["change", "presence", "unheard"] {
            say(&mut tablet, Live::Event { name: name.to_owned(), id: String::new(), data: data.to_owned() });
        }
    }
    assert_eq!(client.requests().len(), 1);
}
