//! What was signed can be checked from the first link on, and an anchor shows even a rewritten past (SYN-9).

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use service::evidence::{Anchor, Fault, Found, Gap, Report, Verdict};
use store::Link;

use crate::{
    blobs::{path, put},
    canonical::sha256,
    house::{Engine, House},
    scene::{Job, Scene, soon},
    sealing::signature,
    tablet::{new_id, outcome},
};

on_both_engines! {
    nothing_is_found_where_nothing_was_altered,
    an_altered_signature_is_found,
    an_altered_past_is_found,
    an_invented_change_is_found,
    an_altered_photo_is_found,
    altered_content_of_a_signed_visit_is_found,
    a_correction_that_was_recorded_is_no_fault_and_another_is,
    an_altered_person_is_found,
    an_altered_or_removed_chain_is_found,
    what_was_received_is_found_when_it_was_altered_or_removed,
    what_was_taken_from_the_lists_is_found,
    what_stands_as_taken_in_without_having_been_is_found,
    missing_and_garbled_anchors_are_named,
    altered_names_and_addresses_are_found_by_an_anchor,
    what_was_removed_from_everywhere_is_found_by_an_anchor,
    anchors_of_the_first_version_still_verify,
    a_day_is_anchored_once,
}

/// Anchors of the days of the demo, as if each had been made at its end.
async fn anchors(house: &House) -> Vec<Anchor> {
    let today = house.service.centre.day_of(house.service.time.now());
    let mut anchors = Vec::new();
    for back in 0..40 {
        let day = today.checked_sub_days(Days::new(back)).expect("a day");
        anchors.push(anchor(house, day).await);
    }
    anchors
}

/// An anchor that knows of none before it.
async fn anchor(house: &House, day: NaiveDate) -> Anchor {
    house.service.anchor(day, &Found::default()).await.expect("an anchor")
}

async fn report(house: &House, anchors: &[Anchor]) -> Report {
    let found = Found { anchors: anchors.to_vec(), ..Found::default() };
    house.service.check_evidence(&found).await.expect("all can be read")
}

async fn faults(house: &House, anchors: &[Anchor]) -> Vec<Fault> {
    report(house, anchors).await.faults
}

/// What an operator with a database tool does.
async fn tamper(house: &House, sql: &str) {
    let (sql, told) = (sql.to_owned(), sql);
    let done = house.service.db.write(move |tx| {
        Box::pin(async move {
            let rows = match &mut tx.conn().link {
                Link::Sqlite(conn) => {
                    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut **conn).await.map(|done| done.rows_affected())
                }
                Link::Postgres(conn) => {
                    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut **conn).await.map(|done| done.rows_affected())
                }
            };
            rows.map_err(store::StoreError::from)
        })
    });
    assert!(done.await.expect("done") > 0, "{told}");
}

async fn nothing_is_found_where_nothing_was_altered(house: &House) {
    let anchors = anchors(house).await;
    assert!(anchors.iter().map(|anchor| anchor.chains.len()).sum::<usize>() > 0, "the demo has signatures");
    let report = report(house, &anchors).await;
    assert_eq!(report.faults, []);
    assert_eq!(report.verdict(), Verdict::Whole, "{:?}", report.lines());
    assert!(report.requests > 0 && report.envelopes > 0, "{report:?}");
    assert!(report.signatures > 0 && report.cases > 0 && report.changes > report.signatures.cast_signed());
    // What comes later leaves the anchors true.
    Scene::open(house).await.job().await;
    assert_eq!(faults(house, &anchors).await, []);
}

async fn an_altered_signature_is_found(house: &House) {
    let anchors = anchors(house).await;
    tamper(house, "UPDATE requests SET record = replace(record, '\"signer_name\":\"', '\"signer_name\":\"不是')").await;
    let found = faults(house, &anchors).await;
    assert!(found.iter().any(|fault| matches!(fault, Fault::Record(_))), "{found:?}");
    assert!(found.iter().any(|fault| matches!(fault, Fault::Device(_))), "{found:?}");
}

async fn an_altered_past_is_found(house: &House) {
    tamper(house, "UPDATE changes SET facts = replace(facts, '\"signed\"', '\"singed\"')").await;
    let found = faults(house, &[]).await;
    assert!(matches!(found.as_slice(), [Fault::Changes { .. }]), "{found:?}");
}

async fn an_invented_change_is_found(house: &House) {
    for behind in [1, 1_000] {
        let invented = format!(
            "INSERT INTO changes (seq, at, kind, id, version, person, person_name, device, address, command, envelope, facts, hash) \
             SELECT seq + {behind}, at, kind, id, version, person, person_name, device, address, command, '', facts, '00' \
             FROM changes WHERE seq = (SELECT seq FROM feed WHERE name = 'changes')"
        );
        tamper(house, &invented).await;
        let found = faults(house, &[]).await;
        assert!(found.iter().any(|fault| matches!(fault, Fault::Changes { .. })), "{found:?}");
        tamper(house, "DELETE FROM changes WHERE hash = '00'").await;
    }
    assert!(faults(house, &[]).await.is_empty());
}

async fn an_altered_photo_is_found(house: &House) {
    let engineer = house.sign_in("field1").await;
    let photo = b"\x89PNG\r\n\x1a\n a photo of a meter";
    let answer = put(&engineer, &path(photo), photo).await;
    assert!(answer.status < 300, "{}", answer.text());
    assert!(faults(house, &[]).await.is_empty());
    // Other bytes under a name are a name of other bytes.
    let other = "0".repeat(64);
    tamper(house, &format!("UPDATE blobs SET sha256 = '{other}' WHERE sha256 = '{}'", sha256(photo))).await;
    assert_eq!(faults(house, &[]).await, [Fault::Photo(other)]);
}

async fn a_day_is_anchored_once(house: &House) {
    let folder = house.folder().join("anchors");
    let made = house.service.anchor_ended_days(&folder).await.expect("written");
    let [(path, digest)] = made.as_slice() else { panic!("one now: {made:?}") };
    assert_eq!(house.service.anchor_ended_days(&folder).await.expect("looked"), []);
    let anchor = Anchor::read(path).expect("an anchor");
    assert_eq!(anchor.digest(), *digest);
    let mut kept = Found::in_folder(&folder).anchors;
    assert_eq!(kept, std::slice::from_ref(&anchor));
    assert_eq!(faults(house, &kept).await, []);
    kept[0].changes.length -= 1;
    let day = anchor.day.to_string();
    assert_eq!(faults(house, &kept).await, [Fault::AnchorSignature(day.clone()), Fault::AnchorChanges(day)]);
}

/// A visit that the customer has signed for, and the number of its form.
async fn signed_visit(scene: &Scene) -> (Job, String) {
    let job = scene.on_site().await;
    let backup =
        json!({"type": "record_backup", "account_sets": [], "reports_included": true, "path": "E:\\UFDATABAK"});
    let finding = json!({"cause": "误改了日期格式。", "solution": "恢复了格式。", "prevention": ""});
    let result = json!({"solved": "all", "told_prevention": true, "satisfaction": 5});
    for command in [
        backup,
        json!({"type": "record_finding", "finding": finding}),
        json!({"type": "record_result", "result": result}),
        json!({"type": "present_form", "left_at": soon()}),
    ] {
        scene.visit(&job, command).await;
    }
    let record = signature(&scene.tablet, "sign_off", &scene.record(&job).await, &job.dispatch);
    scene.visit(&job, json!({"type": "sign", "record": record})).await;
    let number = number(scene, &job).await;
    (job, number)
}

async fn number(scene: &Scene, job: &Job) -> String {
    scene.record(job).await["number"].as_str().expect("a number").to_owned()
}

/// Writes other words into the stored record of a request.
async fn rewrite(house: &House, number: &str, from: &str, to: &str) {
    let sql = format!("UPDATE requests SET record = replace(record, '{from}', '{to}') WHERE number = '{number}'");
    tamper(house, &sql).await;
}

async fn altered_content_of_a_signed_visit_is_found(house: &House) {
    let scene = Scene::open(house).await;
    let (_, number) = signed_visit(&scene).await;
    assert_eq!(faults(house, &[]).await, []);
    // Only the finding: the signed words themselves stand elsewhere in the same record.
    rewrite(
        house,
        &number,
        r#"solution":"恢复了格式。","prevention":"""#,
        r#"solution":"重装了系统。","prevention":"""#,
    )
    .await;
    let found = faults(house, &[]).await;
    let [Fault::Request { number: named, differs }, rest @ ..] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(*named, number);
    assert!(differs[0].starts_with(r#"/dispatches/0/visit/finding/solution is "重装了系统。""#), "{differs:?}");
    assert!(matches!(rest, [Fault::Content(_)]), "the customer signed for something else: {found:?}");

    rewrite(
        house,
        &number,
        r#"solution":"重装了系统。","prevention":"""#,
        r#"solution":"恢复了格式。","prevention":"""#,
    )
    .await;
    assert_eq!(faults(house, &[]).await, []);
    rewrite(house, &number, r#""travel":"0.00","materials"#, r#""travel":"800.00","materials"#).await;
    let found = faults(house, &[]).await;
    assert!(
        matches!(&found[0], Fault::Request { differs, .. } if differs[0].contains(r#"/costs/travel is "800.00""#)),
        "{found:?}"
    );
}

async fn a_correction_that_was_recorded_is_no_fault_and_another_is(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    scene.office(&job, json!({"type": "edit_request", "patch": {"symptom": "凭证日期不对"}})).await;
    assert_eq!(faults(house, &[]).await, []);
    let number = number(&scene, &job).await;
    rewrite(house, &number, "凭证日期不对", "凭证日期没有问题").await;
    let found = faults(house, &[]).await;
    let [Fault::Request { differs, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert!(
        differs[0].starts_with(r#"/symptom is "凭证日期没有问题" and was recorded as "凭证日期不对""#),
        "{differs:?}"
    );
    tamper(house, &format!("UPDATE requests SET record = '{{}}' WHERE number = '{number}'")).await;
    let found = faults(house, &[]).await;
    assert!(matches!(found.as_slice(), [Fault::RequestGone(_)]), "{found:?}");
}

async fn an_altered_person_is_found(house: &House) {
    let admin = house.sign_in("admin").await;
    let person = json!({"login": "new1", "password": "a long password", "name": "新人", "roles": ["field"]});
    assert_eq!(admin.post("/api/people", &person).await.status, 201);
    assert_eq!(faults(house, &[]).await, []);
    tamper(house, r#"UPDATE people SET record = replace(record, '"field"', '"admin"') WHERE login = 'new1'"#).await;
    let found = faults(house, &[]).await;
    assert!(matches!(found.as_slice(), [Fault::Person { login, .. }] if login == "new1"), "{found:?}");
}

async fn an_altered_or_removed_chain_is_found(house: &House) {
    let scene = Scene::open(house).await;
    let (_, number) = signed_visit(&scene).await;
    let chain = format!("WHERE case_id = (SELECT case_id FROM requests WHERE number = '{number}')");
    tamper(house, &format!("UPDATE signature_chains SET head = 'cafe' {chain}")).await;
    let found = faults(house, &[]).await;
    assert!(matches!(found.as_slice(), [Fault::Chain(_)]), "{found:?}");
    tamper(house, &format!("DELETE FROM signature_chains {chain}")).await;
    assert_eq!(faults(house, &[]).await, found, "removed like altered");
}

async fn what_was_received_is_found_when_it_was_altered_or_removed(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let confirmed = scene.visit(&job, json!({"type": "confirm"})).await;
    let id = confirmed["id"].as_str().expect("an id").to_owned();
    let envelope = format!("WHERE id = '{id}'");
    tamper(house, &format!("UPDATE envelopes SET body = replace(body, 'confirm', 'refuse') {envelope}")).await;
    assert_eq!(faults(house, &[]).await, [Fault::Envelope(id.clone())]);
    tamper(house, &format!("UPDATE envelopes SET body = replace(body, 'refuse', 'confirm') {envelope}")).await;
    tamper(house, &format!("UPDATE envelopes SET received_at = received_at - 60000 {envelope}")).await;
    assert_eq!(faults(house, &[]).await, [Fault::Receipt(id.clone())]);
    tamper(house, &format!("DELETE FROM envelopes {envelope}")).await;
    assert_eq!(faults(house, &[]).await, [Fault::EnvelopeGone(id)]);
}

/// Something from another version, and something about nothing that is here: both wait in quarantine.
async fn quarantined(scene: &Scene) -> (Value, Value) {
    let job = scene.job().await;
    let mut newer = scene.tablet.unsigned(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    newer["protocol"] = json!(2);
    let newer = scene.tablet.seal(newer);
    let newer = scene.tablet.push(&scene.engineer, &[newer]).await.remove(0);
    assert_eq!(outcome(&newer), "quarantined: unknown_protocol");
    let nowhere = Job { request: new_id(), dispatch: new_id() };
    let nowhere = scene.tablet.give(&scene.engineer, &nowhere.dispatch(), json!({"type": "confirm"})).await;
    assert_eq!(nowhere["outcome"], "kept", "{nowhere}");
    (newer, nowhere)
}

async fn what_was_taken_from_the_lists_is_found(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    scene.office(&job, json!({"type": "recall", "dispatch": job.dispatch, "reason": "客户改期"})).await;
    let late = scene.tablet.give(&scene.engineer, &job.dispatch(), json!({"type": "confirm"})).await;
    assert_eq!(outcome(&late), "kept: wrong_state");
    let (newer, nowhere) = quarantined(&scene).await;
    assert_eq!(faults(house, &[]).await, []);

    let number = number(&scene, &job).await;
    let listed = format!("DELETE FROM disputes WHERE request = (SELECT id FROM requests WHERE number = '{number}')");
    tamper(house, &listed).await;
    assert_eq!(faults(house, &[]).await, [Fault::DisputeGone(number.clone())]);
    let mut gone = vec![Fault::DisputeGone(number)];
    for result in [newer, nowhere] {
        let id = result["id"].as_str().expect("an id");
        tamper(house, &format!("DELETE FROM quarantine WHERE id = '{id}'")).await;
        gone.push(Fault::Quarantine(id.to_owned()));
        let found = faults(house, &[]).await;
        assert!(found.len() == gone.len() && gone.iter().all(|fault| found.contains(fault)), "{found:?}");
    }
}

async fn what_stands_as_taken_in_without_having_been_is_found(house: &House) {
    let scene = Scene::open(house).await;
    let (newer, nowhere) = quarantined(&scene).await;
    let [newer, nowhere] = [newer, nowhere].map(|result| result["id"].as_str().expect("an id").to_owned());
    tamper(house, &format!("UPDATE quarantine SET taken_in_at = 1 WHERE id = '{newer}'")).await;
    assert_eq!(faults(house, &[]).await, [Fault::Quarantine(newer.clone())]);
    tamper(house, &format!("UPDATE quarantine SET taken_in_at = NULL WHERE id = '{newer}'")).await;
    tamper(house, &format!("DELETE FROM envelopes WHERE id = '{nowhere}'")).await;
    assert_eq!(faults(house, &[]).await, [Fault::Quarantine(nowhere)], "the envelope is gone, the list still names it");
}

async fn missing_and_garbled_anchors_are_named(house: &House) {
    let folder = house.folder().join("anchors");
    let today = house.service.centre.day_of(house.service.time.now());
    let day = |back| today.checked_sub_days(Days::new(back)).expect("a day");
    for back in [9, 8, 5, 3, 2] {
        let kept = Found::in_folder(&folder);
        house.service.anchor(day(back), &kept).await.expect("an anchor").write(&folder).expect("written");
    }
    let cut = folder.join(format!("anchor-{}.json", day(3)));
    let text = std::fs::read_to_string(&cut).expect("an anchor");
    std::fs::write(&cut, &text[..text.len() / 2]).expect("written");
    let found = Found::in_folder(&folder);
    let report = house.service.check_evidence(&found).await.expect("all can be read");
    assert_eq!(report.gaps, [Gap { from: day(7), until: day(6) }, Gap { from: day(4), until: day(4) }]);
    let [Fault::AnchorFile { name, .. }] = report.faults.as_slice() else { panic!("{:?}", report.faults) };
    assert_eq!(*name, format!("anchor-{}.json", day(3)));

    std::fs::write(&cut, text).expect("written");
    let report = house.service.check_evidence(&Found::in_folder(&folder)).await.expect("all can be read");
    assert_eq!((report.verdict(), report.faults.len()), (Verdict::Incomplete, 0));
    let said = report.lines().join("\n");
    assert!(said.contains(&format!("MISSING: the anchors from {} to {}", day(7), day(6))), "{said}");

    // Days on which nobody was there to anchor them are made up for.
    for back in [3, 2] {
        std::fs::remove_file(folder.join(format!("anchor-{}.json", day(back)))).expect("removed");
    }
    let made = house.service.anchor_ended_days(&folder).await.expect("written");
    assert_eq!(made.len(), 4, "from the day after the last one to yesterday: {made:?}");
    assert_eq!(Found::in_folder(&folder).gaps(), [Gap { from: day(7), until: day(6) }]);

    // The oldest has none before it that would miss it: the next one names it.
    let file = |back| folder.join(format!("anchor-{}.json", day(back)));
    std::fs::remove_file(file(9)).expect("removed");
    let gaps = [Gap { from: day(9), until: day(9) }, Gap { from: day(7), until: day(6) }];
    assert_eq!(Found::in_folder(&folder).gaps(), gaps);
    // One that is made again is another one, although nothing in it is wrong.
    anchor(house, day(5)).await.write(house.folder()).expect("written");
    std::fs::rename(house.folder().join(format!("anchor-{}.json", day(5))), file(5)).expect("exchanged");
    let report = house.service.check_evidence(&Found::in_folder(&folder)).await.expect("all can be read");
    assert_eq!(report.faults, [Fault::AnchorExchanged(day(5).to_string())]);
    std::fs::copy(file(8), file(1)).expect("copied");
    let [copied] = &Found::in_folder(&folder).unreadable[..] else { panic!("one file holds another day's anchor") };
    assert_eq!((copied.day(), copied.why.as_str()), (Some(day(1)), &*format!("it holds the anchor of {}", day(8))));
}

async fn altered_names_and_addresses_are_found_by_an_anchor(house: &House) {
    let scene = Scene::open(house).await;
    scene.job().await;
    let today = house.service.centre.day_of(house.service.time.now());
    let before = anchor(house, today).await;
    scene.job().await;
    let after = anchor(house, today).await;
    let (from, until) = (before.changes.length + 1, after.changes.length);
    let anchors = [before, after];
    assert_eq!(faults(house, &anchors).await, []);
    let named = [Fault::AnchorNames { day: today.to_string(), from, until }];
    for column in ["person_name", "address"] {
        let swapped = |to: String| format!("UPDATE changes SET {column} = {to} WHERE seq = {until}");
        tamper(house, &swapped(format!("{column} || '!'"))).await;
        assert_eq!(faults(house, &anchors).await, named, "{column}");
        tamper(house, &swapped(format!("replace({column}, '!', '')"))).await;
        assert_eq!(faults(house, &anchors).await, []);
    }
}

async fn what_was_removed_from_everywhere_is_found_by_an_anchor(house: &House) {
    let scene = Scene::open(house).await;
    let (newer, _) = quarantined(&scene).await;
    house.let_pass(2 * 3_600_000);
    let today = house.service.centre.day_of(house.service.time.now());
    let anchors = [anchor(house, today).await];
    assert_eq!(faults(house, &anchors).await, []);
    let id = newer["id"].as_str().expect("an id");
    tamper(house, &format!("DELETE FROM quarantine WHERE id = '{id}'")).await;
    tamper(house, &format!("DELETE FROM envelopes WHERE id = '{id}'")).await;
    let found = faults(house, &anchors).await;
    assert!(
        matches!(found.as_slice(), [Fault::AnchorReceived { anchored, now, .. }] if *now + 1 == *anchored),
        "{found:?}"
    );
}

async fn anchors_of_the_first_version_still_verify(house: &House) {
    let today = house.service.centre.day_of(house.service.time.now());
    let anchor = anchor(house, today).await;
    assert_eq!(anchor.version, 3);
    // As they were written before: without what came later.
    let mut old = serde_json::to_value(&anchor).expect("JSON");
    for later in ["version", "names", "received", "sig"] {
        old.as_object_mut().expect("an object").remove(later).expect("it is there now");
    }
    let (_, sig) = house.service.keys.sign(&old);
    old["sig"] = sig.into();
    let old: Anchor = serde_json::from_value(old).expect("it is read");
    assert_eq!((old.version, &old.names, &old.received), (1, &None, &None));
    assert_eq!(faults(house, &[old]).await, []);
}

/// Two centres with the same keys and beginnings: what happened in one is the rewritten past of the other.
#[tokio::test]
async fn a_past_rewritten_with_all_its_hashes_is_another_one_than_the_anchored() {
    let (house, other) = (House::open(Engine::Sqlite).await, House::open(Engine::Sqlite).await);
    Scene::open(&house).await.job().await;
    let today = house.service.centre.day_of(house.service.time.now());
    let anchor = anchor(&house, today).await;
    let scene = Scene::open(&other).await;
    scene.job().await;
    scene.job().await;
    assert_eq!(faults(&other, &[]).await, []);
    assert_eq!(faults(&other, std::slice::from_ref(&anchor)).await, [Fault::AnchorChanges(today.to_string())]);
}
