//! Quarantine: what could not be taken in, whole, and trying again (SYN-7).

use std::collections::HashMap;

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{
    DeviceId, PersonId,
    sync::{Problem, PushResult},
};
use serde::Deserialize;
use serde_json::{Value, json};
use service::push::{About, place_on_device};
use store::{StoreError, people, quarantine::Held, quarantine::Replay};

use super::{
    caller::{Parameters, SignedIn},
    instant,
    problem::ProblemAnswer,
};
use crate::Shared;

type Answer = Result<Json<Value>, ProblemAnswer>;

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    all: bool,
    device: Option<DeviceId>,
    cursor: Option<String>,
}

/// `GET /api/quarantine`
pub async fn list(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Parameters(ListQuery { all, device, cursor }): Parameters<ListQuery>,
) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let trouble = |error: service::ServiceError| ProblemAnswer::from_service(error, lang);
    let page = shared.service.quarantine(&caller, all, device, cursor.as_deref()).await.map_err(trouble)?;
    let names = names(&shared).await.map_err(|error| trouble(error.into()))?;
    let line = |held: &Held| line(held, page.about.get(&held.sha256), page.devices.get(&held.device), &names);
    let items: Vec<Value> = page.items.iter().map(line).collect();
    Ok(Json(json!({"items": items, "next": page.next})))
}

/// `GET /api/quarantine/{sha256}`
pub async fn one(State(shared): State<Shared>, signed_in: SignedIn, Path(sha256): Path<String>) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let trouble = |error: service::ServiceError| ProblemAnswer::from_service(error, lang);
    let whole = shared.service.quarantined(&caller, &sha256).await.map_err(trouble)?;
    let names = names(&shared).await.map_err(|error| trouble(error.into()))?;
    let mut answer = line(&whole.held, whole.about.as_ref(), Some(&whole.device), &names);
    let content: Value = serde_json::from_str(&whole.held.body).unwrap_or_default();
    answer["content"] = content;
    answer["first_answer"] = answer_of(&whole.held.result);
    answer["replays"] = whole.replays.iter().map(replay_line).collect();
    Ok(Json(answer))
}

/// `POST /api/quarantine/{sha256}/replay`
pub async fn replay(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Path(sha256): Path<String>,
) -> Result<Json<PushResult>, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let result = shared.service.replay(&caller, &sha256, lang).await;
    result.map(Json).map_err(|error| ProblemAnswer::from_service(error, lang))
}

/// `POST /api/quarantine/replay`
pub async fn replay_all(State(shared): State<Shared>, signed_in: SignedIn) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let round = shared.service.replay_all(&caller, lang).await;
    let round = round.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!({
        "accepted": round.accepted,
        "kept": round.kept,
        "still": round.still,
        "for_review": round.for_review,
    })))
}

async fn names(shared: &Shared) -> Result<HashMap<PersonId, String>, StoreError> {
    let people = people::list(&mut shared.service.db.read().await?).await?;
    Ok(people.into_iter().map(|(person, _)| (person.id, person.name)).collect())
}

fn answer_of(stored: &str) -> Value {
    serde_json::from_str(stored).unwrap_or_default()
}

fn problem_of(stored: &str) -> Option<Problem> {
    serde_json::from_str::<PushResult>(stored).ok()?.problem
}

/// What stands in the list: enough to know whose it is, what it wants and why it is here.
fn line(held: &Held, about: Option<&About>, device: Option<&String>, names: &HashMap<PersonId, String>) -> Value {
    let content: Value = serde_json::from_str(&held.body).unwrap_or_default();
    let text = |pointer: &str| content.pointer(pointer).and_then(Value::as_str);
    json!({
        "id": held.id,
        "sha256": held.sha256,
        "device": held.device,
        "device_name": device,
        "device_seq": place_on_device(held),
        "person": held.person,
        "person_name": names.get(&PersonId(held.person)),
        "command": text("/command/type"),
        "step": text("/command/step"),
        "subject": text("/subject/id"),
        "about": about.map(about_line),
        "occurred_at": text("/occurred_at"),
        "received_at": instant(held.received_at),
        "problem": problem_of(&held.result),
        "attempts": held.attempts,
        "taken_in_at": held.taken_in_at.map(instant),
    })
}

/// A request as people know it.
pub(super) fn about_line(about: &About) -> Value {
    json!({"request": about.request, "number": about.number, "unit": about.unit})
}

fn replay_line(replay: &Replay) -> Value {
    json!({
        "attempt": replay.attempt,
        "at": instant(replay.at),
        "person": replay.person,
        "person_name": replay.person_name,
        "answer": answer_of(&replay.result),
    })
}
