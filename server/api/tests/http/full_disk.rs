//! A database that can't grow: nothing is acknowledged that isn't stored, and afterwards all goes on (SYN-4).

use serde_json::{Value, json};
use store::Link;

use crate::{
    house::{Engine, House},
    pushes::kept,
    scene::Scene,
    tablet::outcome,
};

/// Sets how many pages the database file may have; 1 means that it may not grow any more.
async fn let_grow(house: &House, pages: i64) {
    let pragma = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    let set = house.service.db.write(move |tx| {
        Box::pin(async move {
            let Link::Sqlite(connection) = &mut tx.conn().link else { panic!("not SQLite") };
            sqlx::raw_sql(pragma).execute(&mut **connection).await.map(drop).map_err(store::StoreError::from)
        })
    });
    set.await.expect("set");
}

#[tokio::test]
async fn what_could_not_be_stored_is_to_be_sent_again_and_nothing_else_suffers() {
    let house = House::open(Engine::Sqlite).await;
    let scene = Scene::open(&house).await;
    let job = scene.job().await;
    let_grow(&house, 1).await;
    let mut stored: Vec<Value> = Vec::new();
    let refused = loop {
        let note = json!({"type": "ask_help", "note": stored.len().to_string().repeat(30_000)});
        let envelope = scene.tablet.envelope(&scene.engineer, &job.dispatch(), note);
        let result = scene.tablet.push(&scene.engineer, std::slice::from_ref(&envelope)).await.remove(0);
        match outcome(&result).as_str() {
            "accepted" => stored.push(result),
            "retry: not_stored" => break envelope,
            other => panic!("{other}"),
        }
        assert!(stored.len() < 50, "it never got full");
    };
    let id = refused["id"].as_str().expect("an id");
    assert!(kept(&house, id).await.is_empty());
    let help = |stored: &[Value]| Value::from((stored.len() - 1).to_string().repeat(30_000));
    let before = scene.record(&job).await["dispatches"][0]["help"].clone();
    assert!(stored.is_empty() && before.is_null() || before == help(&stored));

    // Reading goes on, also when the use of a session would have to be noted.
    house.let_pass(11 * 60 * 1_000);
    assert_eq!(scene.duty.get("/api/requests").await.status, 200);
    let blob = scene.engineer.ask(reqwest::Method::PUT, &format!("/api/blobs/{}", "0".repeat(64)));
    assert_ne!(crate::program::send(blob.body(vec![0xff; 60_000])).await.status, 201);
    assert_eq!(scene.tablet.push(&scene.engineer, std::slice::from_ref(&refused)).await[0]["outcome"], "retry");

    let_grow(&house, 1_000_000).await;
    assert_eq!(outcome(&scene.tablet.push(&scene.engineer, std::slice::from_ref(&refused)).await[0]), "accepted");
    stored.push(refused);
    assert_eq!(scene.record(&job).await["dispatches"][0]["help"], help(&stored));
    let mut chain = house.service.db.read().await.expect("a connection");
    assert_eq!(store::changes::first_broken_link(&mut chain).await.expect("the record of change"), None);
}
