//! What the server has signed for somebody, and what somebody had begun and gets back.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{PersonId, sealed::Begun, sync::PushResult};
use serde::Deserialize;
use serde_json::{Value, json};
use service::receipts::ReceiptPage;
use store::envelopes::Received;

use super::{
    caller::{Parameters, SignedIn},
    instant,
    problem::ProblemAnswer,
    quarantine::about_line,
};
use crate::Shared;

type Answer = Result<Json<Value>, ProblemAnswer>;

#[derive(Deserialize)]
pub struct ListQuery {
    person: Option<PersonId>,
    cursor: Option<String>,
}

/// `GET /api/receipts`
pub async fn list(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Parameters(ListQuery { person, cursor }): Parameters<ListQuery>,
) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let page = shared.service.receipts(&caller, person, cursor.as_deref()).await;
    let page = page.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let items: Vec<Value> = page.items.iter().map(|received| line(received, &page)).collect();
    Ok(Json(json!({"items": items, "next": page.next})))
}

/// `GET /api/receipts/{id}`
pub async fn one(State(shared): State<Shared>, signed_in: SignedIn, Path(id): Path<String>) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let page = shared.service.receipts_of(&caller, &id).await;
    let page = page.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let whole = |received: &Received| {
        let mut line = line(received, &page);
        line["content"] = serde_json::from_str(&received.body).unwrap_or_default();
        line
    };
    let items: Vec<Value> = page.items.iter().map(whole).collect();
    Ok(Json(json!({"items": items})))
}

/// What stands in the list: what it was, about which visit, from which device, and the receipt.
fn line(received: &Received, page: &ReceiptPage) -> Value {
    let content: Value = serde_json::from_str(&received.body).unwrap_or_default();
    let text = |pointer: &str| content.pointer(pointer).and_then(Value::as_str);
    let answer = serde_json::from_str::<PushResult>(&received.result).ok();
    let (receipt, problem) = answer.map(|answer| (answer.receipt, answer.problem)).unzip();
    json!({
        "id": received.id,
        "sha256": received.sha256,
        "device": received.device,
        "device_name": page.devices.get(&received.device),
        "person": received.person,
        "command": text("/command/type"),
        "step": text("/command/step"),
        "about": page.about.get(&received.sha256).map(about_line),
        "occurred_at": text("/occurred_at"),
        "received_at": instant(received.received_at),
        "outcome": received.outcome,
        "problem": problem.flatten(),
        "receipt": receipt.flatten(),
    })
}

/// `GET /api/begun`
pub async fn begun(State(shared): State<Shared>, signed_in: SignedIn) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let waiting = shared.service.begun(&caller).await.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let drafts = |stored: &str| serde_json::from_str::<Vec<Begun>>(stored).unwrap_or_default();
    let items = waiting.items.iter().map(|left| {
        json!({
            "sha256": left.sha256,
            "device": left.device,
            "device_name": waiting.devices.get(&left.device),
            "received_at": instant(left.received_at),
            "drafts": drafts(&left.drafts),
        })
    });
    Ok(Json(json!({"items": items.collect::<Vec<_>>()})))
}

/// `DELETE /api/begun/{sha256}`
pub async fn take_up(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Path(sha256): Path<String>,
) -> Result<StatusCode, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let done = shared.service.take_up(&caller, &sha256).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|error| ProblemAnswer::from_service(error, lang))
}
