//! Live: every change, in order, to whoever may see it, without a gap across connections (LIV-1, LIV-4).

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document},
    house::House,
    program::Program,
    scene::{Job, Scene, assign},
    tablet::new_id,
};

/// Longer than any test takes; ends one that waits for what never comes.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream of events.
struct Listener {
    response: Response,
    read: Vec<u8>,
}

#[derive(Debug)]
struct Event {
    id: Option<i64>,
    kind: String,
    data: Value,
}

impl Listener {
    async fn open(program: &Program, query: &str, last_event: Option<i64>) -> Listener {
        let mut call = program.ask(Method::GET, &format!("/api/live?topics=board{query}"));
        if let Some(id) = last_event {
            call = call.header("last-event-id", id);
        }
        let response = call.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut listener = Listener { response, read: Vec::new() };
        // The first words say that it listens.
        listener.block().await;
        listener
    }

    /// The next block of lines, up to an empty one.
    async fn block(&mut self) -> String {
        loop {
            if let Some(end) = self.read.windows(2).position(|pair| pair == b"\n\n") {
                let block: Vec<u8> = self.read.drain(..end + 2).collect();
                return String::from_utf8(block).expect("UTF-8");
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("an event in time");
            self.read.extend_from_slice(&chunk.expect("a stream").expect("more of it"));
        }
    }

    async fn next(&mut self) -> Event {
        loop {
            let block = self.block().await;
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
            if let (Some(kind), Some(data)) = (field("event: "), field("data: ")) {
                let id = field("id: ").map(|id| id.parse().expect("a number"));
                return Event { id, kind, data: serde_json::from_str(&data).expect("JSON") };
            }
        }
    }

    /// Listens until the request is heard of as it stands now. Changes from just before the connection may come first.
    async fn change_of(&mut self, scene: &Scene, job: &Job) -> Event {
        let version = scene.duty.get(&format!("/api/requests/{}", job.request)).await.ok()["version"].clone();
        loop {
            let event = self.next().await;
            assert_eq!((event.kind.as_str(), &event.data["seq"]), ("change", &json!(event.id)), "{event:?}");
            if event.data["id"] == job.request.as_str() && event.data["version"] == version {
                return event;
            }
        }
    }

    /// The next word of who looks at what.
    async fn presence(&mut self) -> Event {
        loop {
            let event = self.next().await;
            if event.kind == "presence" {
                return event;
            }
        }
    }
}

on_both_engines![
    a_change_is_heard_as_it_stands,
    nothing_is_missed_between_two_connections,
    a_board_that_is_too_far_behind_is_told_to_start_over,
    a_field_engineer_hears_of_the_own_work_only,
    the_others_see_who_looks_at_a_card,
    a_stream_ends_with_its_session,
    a_change_made_at_one_node_is_heard_at_the_other,
];

async fn a_change_is_heard_as_it_stands(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let document = document(&scene.duty).await;
    let mut board = Listener::open(&scene.duty, "", None).await;
    scene.visit(&job, json!({"type": "confirm"})).await;
    let event = board.change_of(&scene, &job).await;
    assert_eq!(event.data["record"], scene.record(&job).await);
    assert_valid(&component(&document, "LiveChange"), &event.data, "a change");
}

async fn nothing_is_missed_between_two_connections(house: &House) {
    let scene = Scene::open(house).await;
    let (first, second, third) = (scene.job().await, scene.job().await, scene.job().await);
    let mut board = Listener::open(&scene.duty, "", None).await;
    scene.visit(&first, json!({"type": "confirm"})).await;
    let last = board.change_of(&scene, &first).await.id;
    drop(board);
    scene.visit(&second, json!({"type": "confirm"})).await;
    scene.visit(&third, json!({"type": "confirm"})).await;
    let mut board = Listener::open(&scene.duty, "", last).await;
    let missed = [board.change_of(&scene, &second).await.id, board.change_of(&scene, &third).await.id];
    assert!(last < missed[0] && missed[0] < missed[1]);
    scene.visit(&first, json!({"type": "ask_help", "note": "需要补丁"})).await;
    assert!(board.change_of(&scene, &first).await.id > missed[1]);
    let mut fresh = Listener::open(&scene.duty, &format!("&after={}", last.expect("an id")), None).await;
    fresh.change_of(&scene, &second).await;
}

async fn a_board_that_is_too_far_behind_is_told_to_start_over(house: &House) {
    let duty = house.sign_in("duty").await;
    for after in [-5_000, 99_999_999] {
        let mut board = Listener::open(&duty, &format!("&after={after}"), None).await;
        assert_eq!(board.next().await.kind, "reset");
    }
}

async fn a_field_engineer_hears_of_the_own_work_only(house: &House) {
    let scene = Scene::open(house).await;
    let other = house.sign_in("field2").await;
    let (mine, theirs) = (scene.job().await, Job { request: scene.submitted().await, dispatch: new_id() });
    scene.office(&theirs, assign(&theirs.dispatch, other.id())).await;
    let mut tablet = Listener::open(&other, "", None).await;
    scene.visit(&mine, json!({"type": "confirm"})).await;
    assert_eq!(
        scene.duty.post("/api/presence", &json!({"request": mine.request, "doing": "moving"})).await.status,
        204
    );
    scene.office(&theirs, json!({"type": "recall", "dispatch": theirs.dispatch, "reason": "客户改期"})).await;
    let version = scene.duty.get(&format!("/api/requests/{}", theirs.request)).await.ok()["version"].clone();
    let mut resumed = Listener::open(&other, "&after=0", None).await;
    for listener in [&mut tablet, &mut resumed] {
        loop {
            let event = listener.next().await;
            assert_eq!(event.kind, "change");
            let (record, own) = (&event.data["record"], &other.person["id"]);
            let dispatches = record["dispatches"].as_array().expect("dispatches");
            let goes = |one: &Value| one["engineer"] == *own || one["companion"]["person"] == *own;
            let follows = record["first_engineer"]["person"] == *own;
            assert!(follows || dispatches.iter().any(goes), "{event:?}");
            if event.data["id"] == theirs.request.as_str() && event.data["version"] == version {
                break;
            }
        }
    }
}

async fn the_others_see_who_looks_at_a_card(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let support = house.sign_in("support").await;
    let (mut own, mut others) = (Listener::open(&scene.duty, "", None).await, Listener::open(&support, "", None).await);
    for doing in ["looking", "moving", "gone"] {
        assert_eq!(
            scene.duty.post("/api/presence", &json!({"request": job.request, "doing": doing})).await.status,
            204
        );
        let event = others.presence().await;
        assert_eq!(event.id, None);
        assert_eq!((&event.data["name"], &event.data["doing"]), (&scene.duty.person["name"], &json!(doing)));
        assert_eq!(event.data["request"], job.request.as_str());
    }
    // Nobody hears of oneself.
    scene.visit(&job, json!({"type": "confirm"})).await;
    own.change_of(&scene, &job).await;
    let unseen =
        house.sign_in("field2").await.post("/api/presence", &json!({"request": job.request, "doing": "looking"})).await;
    assert_eq!(unseen.problem(), (404, "not_found".to_owned()));
    assert_eq!(
        scene.duty.post("/api/presence", &json!({"doing": "dancing"})).await.problem(),
        (422, "malformed".to_owned())
    );
}

async fn a_stream_ends_with_its_session(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let leaver = house.sign_in_anew("support").await;
    let mut board = Listener::open(&leaver, "", None).await;
    assert_eq!(leaver.delete("/api/session").await.status, 204);
    house.let_pass(16_000);
    scene.visit(&job, json!({"type": "confirm"})).await;
    let rest = tokio::time::timeout(PATIENCE, board.response.chunk()).await.expect("an end in time");
    assert_eq!(rest.expect("a stream"), None);
}

async fn a_change_made_at_one_node_is_heard_at_the_other(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let (address, _node) = house.another_node().await;
    let mut board = Listener::open(&scene.duty.at(&address), "", None).await;
    scene.visit(&job, json!({"type": "confirm"})).await;
    board.change_of(&scene, &job).await;
}
