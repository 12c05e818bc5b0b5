//! Pull: only what changed, only what this person may see, and what to forget; nothing is ever missed (SYN-6).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{
    house::House,
    program::Program,
    scene::{Job, Scene, assign, draft, pull_all, slot},
    tablet::{Subject, Tablet, new_id, outcome},
};

async fn pull(program: &Program, cursor: &str) -> Value {
    program.get(&format!("/api/sync/pull?cursor={cursor}")).await.ok()
}

fn ids(page: &Value, list: &str, kind: &str) -> Vec<String> {
    let items = page[list].as_array().expect("a list").iter();
    items.filter(|item| item["kind"] == kind).map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

fn cursor(page: &Value) -> &str {
    page["cursor"].as_str().expect("a cursor")
}

fn kinds(changed: &[Value]) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for changed in changed {
        *kinds.entry(changed["kind"].as_str().expect("a kind").to_owned()).or_default() += 1;
    }
    kinds
}

on_both_engines![
    after_the_first_fill_only_changes_come,
    a_first_fill_that_changes_overtook_says_that_there_is_more,
    page_by_page_is_the_same_as_all_at_once,
    a_field_engineer_gets_the_own_work_and_its_customers_and_nobody_elses,
    what_is_new_on_a_tablet_comes_with_its_customer_and_what_was_taken_back_is_removed,
    of_a_reassigned_request_one_tablet_gets_it_and_one_forgets_it,
    who_goes_along_has_the_visit_on_the_own_tablet_and_may_not_fill_it_in,
    a_region_manager_gets_the_own_region_only,
    an_administrator_gets_no_work_of_anybody,
    a_cursor_that_is_none_of_ours_starts_over,
    a_device_that_knows_the_centre_in_an_earlier_form_is_told_once,
    a_reader_misses_nothing_while_many_write_on_two_nodes,
    lists_go_on_where_the_page_before_ended_and_can_be_narrowed,
];

async fn after_the_first_fill_only_changes_come(house: &House) {
    let scene = Scene::open(house).await;
    let (changed, mut here) = pull_all(&scene.duty).await;
    let kinds = kinds(&changed);
    assert_eq!((kinds["settings"], kinds["customer"]), (1, 60));
    assert!(kinds["request"] > 10 && kinds["person"] >= 4);
    let nothing = pull(&scene.duty, &here).await;
    assert_eq!((&nothing["changed"], &nothing["removed"], &nothing["more"]), (&json!([]), &json!([]), &json!(false)));
    let job = scene.job().await;
    let page = pull(&scene.duty, &here).await;
    assert_eq!(ids(&page, "changed", "request"), [job.request.as_str()], "once, as it stands");
    here = cursor(&page).to_owned();
    scene.visit(&job, json!({"type": "confirm"})).await;
    let page = pull(&scene.duty, &here).await;
    let change = &page["changed"][0];
    assert_eq!(change["record"], scene.record(&job).await);
    assert_eq!(change["version"], scene.duty.get(&format!("/api/requests/{}", job.request)).await.ok()["version"]);
}

async fn a_first_fill_that_changes_overtook_says_that_there_is_more(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let mut page = pull(&scene.engineer, "").await;
    let mut seen = BTreeMap::new();
    let mut is_done = false;
    loop {
        for changed in page["changed"].as_array().expect("records") {
            seen.insert(changed["id"].as_str().expect("an id").to_owned(), changed["record"].clone());
        }
        // When the request has come, and before the fill has ended, its engineer does something with it.
        if seen.contains_key(&job.request) && !std::mem::replace(&mut is_done, true) {
            scene.visit(&job, json!({"type": "confirm"})).await;
        }
        if page["more"] == false {
            break;
        }
        let next = format!("/api/sync/pull?cursor={}&limit=1", cursor(&page));
        page = scene.engineer.get(&next).await.ok();
    }
    assert!(is_done);
    assert_eq!(seen[&job.request], scene.record(&job).await, "whoever has pulled all has what they did before");
}

async fn page_by_page_is_the_same_as_all_at_once(house: &House) {
    let duty = house.sign_in("duty").await;
    let at_once = pull(&duty, "").await;
    assert_eq!(at_once["more"], true);
    let (changed, _) = pull_all(&duty).await;
    let pages: BTreeSet<&str> = changed.iter().map(|changed| changed["id"].as_str().expect("an id")).collect();
    assert_eq!(pages.len(), changed.len(), "none twice");
    let listed = duty.get("/api/requests?state=dispatched").await.ok();
    assert!(
        listed["items"]
            .as_array()
            .expect("items")
            .iter()
            .all(|item| pages.contains(item["id"].as_str().expect("an id")))
    );
}

async fn a_field_engineer_gets_the_own_work_and_its_customers_and_nobody_elses(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let (changed, _) = pull_all(&scene.engineer).await;
    let of_kind = |kind: &'static str| {
        changed.iter().filter(move |changed| changed["kind"] == kind).map(|changed| &changed["record"])
    };
    let is_own = |request: &Value| {
        request["dispatches"]
            .as_array()
            .expect("dispatches")
            .iter()
            .any(|dispatch| dispatch["engineer"] == scene.engineer.person["id"])
    };
    assert!(of_kind("request").any(|request| request["id"] == job.request.as_str()));
    assert!(of_kind("request").all(is_own));
    assert_eq!(of_kind("person").map(|person| &person["login"]).collect::<Vec<_>>(), ["field1"]);
    let customers: BTreeSet<&str> =
        of_kind("customer").map(|customer| customer["id"].as_str().expect("an id")).collect();
    assert!(of_kind("request").all(|request| customers.contains(request["customer"].as_str().expect("an id"))));
    assert!(customers.len() < 60);
}

async fn what_is_new_on_a_tablet_comes_with_its_customer_and_what_was_taken_back_is_removed(house: &House) {
    let scene = Scene::open(house).await;
    let (_, before) = pull_all(&scene.engineer).await;
    let job = scene.job().await;
    let page = pull(&scene.engineer, &before).await;
    assert_eq!(ids(&page, "changed", "request"), [job.request.as_str()]);
    assert_eq!(ids(&page, "changed", "customer"), [scene.customer["id"].as_str().expect("an id")]);
    assert_eq!(ids(&page, "changed", "history").len(), 1);
    scene.office(&job, json!({"type": "recall", "dispatch": job.dispatch, "reason": "客户改期"})).await;
    let page = pull(&scene.engineer, cursor(&page)).await;
    assert_eq!(
        (ids(&page, "changed", "request"), ids(&page, "removed", "request")),
        (vec![], vec![job.request.clone()])
    );
    let page = pull(&scene.engineer, &before).await;
    assert_eq!(ids(&page, "removed", "request"), [job.request.as_str()], "for whoever was away meanwhile too");
    let (changed, _) = pull_all(&scene.engineer).await;
    assert!(changed.iter().all(|changed| changed["id"] != job.request.as_str()));
}

async fn of_a_reassigned_request_one_tablet_gets_it_and_one_forgets_it(house: &House) {
    let scene = Scene::open(house).await;
    let other = house.sign_in("field2").await;
    let job = scene.job().await;
    let ((_, mine), (_, theirs)) = (pull_all(&scene.engineer).await, pull_all(&other).await);
    let reassign = json!({"type": "reassign", "from": job.dispatch, "dispatch": new_id(), "engineer": other.id(), "slot": slot(), "reason": "更近"});
    scene.office(&job, reassign).await;
    assert_eq!(ids(&pull(&scene.engineer, &mine).await, "removed", "request"), [job.request.as_str()]);
    assert_eq!(ids(&pull(&other, &theirs).await, "changed", "request"), [job.request.as_str()]);
}

async fn who_goes_along_has_the_visit_on_the_own_tablet_and_may_not_fill_it_in(house: &House) {
    let scene = Scene::open(house).await;
    let other = house.sign_in("field2").await;
    let theirs = pull_all(&other).await.1;
    let job = Job { request: scene.submitted().await, dispatch: new_id() };
    let mut together = assign(&job.dispatch, scene.engineer.id());
    together["companion"] = other.id().into();
    scene.office(&job, together).await;
    let page = pull(&other, &theirs).await;
    assert_eq!(ids(&page, "changed", "request"), [job.request.as_str()]);
    assert_eq!(other.get(&format!("/api/requests/{}", job.request)).await.status, 200);
    let tablet = Tablet::register(&other).await;
    let refused = tablet.give(&other, &job.dispatch(), json!({"type": "confirm"})).await;
    assert_eq!(outcome(&refused), "kept: not_found", "it is not theirs to fill in");

    // Given to another engineer, it is still theirs to go along with; taken back, it is not.
    let third = house.sign_in("field3").await;
    let given = new_id();
    let reassign = json!({"type": "reassign", "from": job.dispatch, "dispatch": given, "engineer": third.id(), "slot": slot(), "reason": "换人"});
    scene.office(&job, reassign).await;
    assert_eq!(scene.record(&job).await["dispatches"][1]["companion"]["person"], other.id());
    scene.office(&job, json!({"type": "recall", "dispatch": given, "reason": "改天"})).await;
    assert_eq!(ids(&pull(&other, cursor(&page)).await, "removed", "request"), [job.request.as_str()]);
}

async fn a_region_manager_gets_the_own_region_only(house: &House) {
    let manager = house.sign_in("region").await;
    let (changed, _) = pull_all(&manager).await;
    let requests: Vec<&Value> = changed.iter().filter(|changed| changed["kind"] == "request").collect();
    assert!(
        !requests.is_empty() && requests.iter().all(|request| request["record"]["region"] == manager.person["region"])
    );
}

async fn an_administrator_gets_no_work_of_anybody(house: &House) {
    let admin = house.sign_in("admin").await;
    let (changed, here) = pull_all(&admin).await;
    assert_eq!(kinds(&changed), BTreeMap::from([("person".to_owned(), 1), ("settings".to_owned(), 1)]));
    let scene = Scene::open(house).await;
    scene.job().await;
    let page = pull(&admin, &here).await;
    assert_eq!((&page["changed"], ids(&page, "removed", "request")), (&json!([]), vec![]));
}

async fn a_device_that_knows_the_centre_in_an_earlier_form_is_told_once(house: &House) {
    let engineer = house.sign_in("field1").await;
    let here = pull_all(&engineer).await.1;
    let before = here.split_once('.').expect("a cursor with its form").0;
    let page = pull(&engineer, before).await;
    let settings = page["changed"].as_array().expect("a list").iter().find(|changed| changed["kind"] == "settings");
    assert!(settings.expect("the settings")["record"]["fees"].as_array().is_some_and(|fees| !fees.is_empty()));
    assert_eq!(page["cursor"], here.as_str());
    assert_eq!(pull(&engineer, &here).await["changed"], json!([]));
}

async fn a_cursor_that_is_none_of_ours_starts_over(house: &House) {
    let duty = house.sign_in("duty").await;
    let nobody = new_id();
    for cursor in
        ["x", "-1", "99999999", "1.5", "fill.1", &format!("fill.1.z.{nobody}"), &format!("fill.99999999.r.{nobody}")]
    {
        let answer = duty.get(&format!("/api/sync/pull?cursor={cursor}")).await;
        assert_eq!(answer.problem(), (410, "start_over".to_owned()), "{cursor}");
    }
    assert_eq!(duty.get("/api/sync/pull?cursor=0&limit=99999").await.status, 200);
}

async fn a_reader_misses_nothing_while_many_write_on_two_nodes(house: &House) {
    const WRITERS: usize = 4;
    const EACH: usize = 12;
    let scene = Scene::open(house).await;
    let (address, _node) = house.another_node().await;
    let (_, mut here) = pull_all(&scene.duty).await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..WRITERS {
        let program = if number % 2 == 0 { scene.hotline.clone() } else { scene.hotline.at(&address) };
        let (desk, draft) = (Tablet::register(&program).await, draft(&scene.customer));
        writers.spawn(async move {
            let mut written = Vec::new();
            for _ in 0..EACH {
                let id = new_id();
                let command = json!({"type": "submit_new_request", "case": new_id(), "draft": draft});
                let result = desk.give(&program, &Subject::Request(id.clone()), command).await;
                assert_eq!(outcome(&result), "accepted", "{result}");
                written.push(id);
            }
            written
        });
    }
    let writing = writers.join_all();
    tokio::pin!(writing);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut written = None;
    loop {
        let page = pull(&scene.duty, &here).await;
        here = cursor(&page).to_owned();
        seen.extend(ids(&page, "changed", "request"));
        if written.is_some() && page["more"] == false {
            break;
        }
        if written.is_none() {
            tokio::select! {
                biased;
                done = &mut writing => written = Some(done),
                () = tokio::task::yield_now() => {}
            }
        }
    }
    let written: BTreeSet<String> = written.into_iter().flatten().flatten().collect();
    assert_eq!(written.len(), WRITERS * EACH);
    assert_eq!(written.difference(&seen).count(), 0);
}

async fn lists_go_on_where_the_page_before_ended_and_can_be_narrowed(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let number = scene.record(&job).await["number"].as_str().expect("a number").to_owned();
    let found = scene.duty.get(&format!("/api/requests?q={}", number.to_lowercase())).await.ok();
    assert_eq!((found["items"].as_array().expect("items").len(), &found["items"][0]["id"]), (1, &json!(job.request)));
    // More than a page.
    let envelopes: Vec<Value> = (0..60)
        .map(|_| {
            let command = json!({"type": "submit_new_request", "case": new_id(), "draft": draft(&scene.customer)});
            scene.desk.envelope(&scene.hotline, &Subject::Request(new_id()), command)
        })
        .collect();
    scene.desk.push(&scene.hotline, &envelopes).await;
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = scene.duty.get(&format!("/api/requests?state=submitted{next}")).await.ok();
        seen.extend(
            page["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id").to_owned()),
        );
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    let distinct: BTreeSet<&String> = seen.iter().collect();
    assert!(distinct.len() >= 60 && distinct.len() == seen.len());
    let stranger = house.sign_in("field2").await;
    let own = stranger.get("/api/requests").await.ok();
    assert!(own["items"].as_array().expect("items").iter().all(|item| item["id"] != job.request.as_str()));
    let first = Subject::Request(envelopes[0]["subject"]["id"].as_str().expect("an id").to_owned());
    scene.desk.give(&scene.duty, &first, assign(&new_id(), stranger.id())).await;
    let later = stranger.get("/api/requests").await.ok();
    assert_eq!(later["items"].as_array().expect("items").len(), own["items"].as_array().expect("items").len() + 1);
}
