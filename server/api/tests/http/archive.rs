//! What is read of visits as a whole: the dispatch sheet (ONS-6), the archive and what was learned (ONS-19).

use domain::time::DAY;
use serde_json::{Value, json};

use crate::{
    house::House,
    program::Program,
    scene::{Job, Scene},
};

on_both_engines! {
    a_dispatch_stands_on_the_sheet_of_its_day_for_whoever_reads_dispatches,
    what_was_written_off_goes_to_the_archive_by_hand_or_by_itself_and_leaves_what_was_learned,
}

/// The solution that the engineer writes down.
const SOLUTION: &str = "重建索引并重启数据库服务";

/// A job solved by phone, returned and written off.
async fn written_off(scene: &Scene) -> Job {
    let job = scene.job().await;
    scene.visit(&job, json!({"type": "confirm"})).await;
    let finding = json!({"problem_type": "usage", "cause": "索引损坏", "solution": SOLUTION, "prevention": "按时关机", "article": null});
    scene.visit(&job, json!({"type": "solve_by_phone", "finding": finding})).await;
    if scene.record(&job).await["state"] != "returned" {
        scene.visit(&job, json!({"type": "return_form"})).await;
    }
    scene
        .office(
            &job,
            json!({"type": "write_off", "problem_type": "usage", "decision": null, "advice": "", "follow_up": null}),
        )
        .await;
    job
}

async fn rows(program: &Program, date: &str) -> Vec<Value> {
    let sheet = program.get(&format!("/api/lists/QR-04?date={date}")).await.ok();
    sheet["items"].as_array().expect("rows").clone()
}

async fn a_dispatch_stands_on_the_sheet_of_its_day_for_whoever_reads_dispatches(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let record = scene.record(&job).await;
    let planned: domain::Timestamp =
        record["dispatches"][0]["slot"]["from"].as_str().expect("a slot").parse().expect("an instant");
    let date = house.service.centre.day_of(planned).to_string();
    let of_job = |rows: Vec<Value>| rows.into_iter().find(|row| row["dispatch"] == job.dispatch);
    let row = of_job(rows(&scene.duty, &date).await).expect("on the sheet");
    assert_eq!((&row["request_number"], &row["unit"]), (&record["number"], &record["unit"]));
    assert_eq!((&row["outcome"], &row["manager_name"]), (&json!("open"), &scene.duty.person["name"]));
    assert_eq!(row["engineer_name"], scene.engineer.person["name"]);
    assert!(of_job(rows(&scene.hotline, &date).await).is_some());
    let next = house.service.centre.day_of(planned.plus(DAY)).to_string();
    assert!(of_job(rows(&scene.duty, &next).await).is_none());
    assert_eq!(scene.engineer.get(&format!("/api/lists/QR-04?date={date}")).await.status, 404);
    assert_eq!(scene.duty.get("/api/lists/QR-04?date=yesterday").await.problem(), (400, "malformed".to_owned()));

    scene.office(&job, json!({"type": "recall", "dispatch": job.dispatch, "reason": "客户改期"})).await;
    let row = of_job(rows(&scene.duty, &date).await).expect("stays on the sheet");
    assert_eq!(row["outcome"], "not_carried_out");
}

async fn what_was_written_off_goes_to_the_archive_by_hand_or_by_itself_and_leaves_what_was_learned(house: &House) {
    let scene = Scene::open(house).await;
    let job = written_off(&scene).await;
    let later = written_off(&scene).await;
    let archivist = house.sign_in_anew("archive").await;
    let number = scene.record(&job).await["number"].as_str().expect("a number").to_owned();
    let found = async |query: &str| {
        let list = archivist.get(&format!("/api/archive?{query}")).await.ok();
        let items = list["items"].as_array().expect("a list").clone();
        items.into_iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(&format!("q={number}")).await, [] as [String; 0]);
    assert_eq!(archivist.get(&format!("/api/requests/{}", job.request)).await.status, 404, "not archived yet");

    scene.office(&job, json!({"type": "archive"})).await;
    assert_eq!(found(&format!("q={number}")).await, std::slice::from_ref(&job.request));
    assert!(found(&format!("engineer={}", scene.engineer.id())).await.contains(&job.request));
    assert!(!found(&format!("engineer={}", house.sign_in("field2").await.id())).await.contains(&job.request));
    let tomorrow = house.service.time.now().plus(DAY);
    assert!(!found(&format!("opened_from={tomorrow}")).await.contains(&job.request));
    assert_eq!(archivist.request(&job.request).await["state"], "archived");
    assert_eq!(scene.engineer.get("/api/archive").await.status, 404);

    // The solution is there for the hotline, once.
    let learned = async || {
        let list = scene.hotline.get(&format!("/api/knowledge?q={number}")).await.ok();
        list["items"].as_array().expect("a list").clone()
    };
    let articles = learned().await;
    assert_eq!(articles.len(), 1, "{articles:?}");
    assert_eq!((&articles[0]["solution"], &articles[0]["source"]), (&json!(SOLUTION), &json!(job.request)));
    assert_eq!((&articles[0]["state"], &articles[0]["cause"]), (&json!("draft"), &json!("索引损坏")));
    assert_eq!(house.sign_in("quality").await.get("/api/knowledge").await.status, 404);

    // The other one goes by itself, when its time has come.
    let state = async || scene.record(&later).await["state"].clone();
    house.service.archive_due().await.expect("nothing of today");
    assert_eq!(state().await, "written_off");
    house.let_pass(15 * DAY);
    while house.service.archive_due().await.expect("archived") > 0 {}
    assert_eq!(house.sign_in_anew("duty").await.request(&later.request).await["state"], "archived");
}
