//! Clocks, calendars and fees (ADM-4).

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
};
use domain::{calendar::CalendarData, deadline::ClockRule, fees::FeeItem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use service::configuration::Setting;

use super::{caller::SignedIn, instant, problem::ProblemAnswer};
use crate::Shared;

type Answer = Result<Json<Value>, ProblemAnswer>;

fn line<T: Serialize + PartialEq>(setting: &Setting<T>) -> Value {
    let Setting { now, predefined, version } = setting;
    json!({"now": now, "predefined": predefined, "is_changed": now != predefined, "version": version})
}

fn lines<T: Serialize + PartialEq>(settings: &[Setting<T>]) -> Json<Value> {
    let items: Vec<Value> = settings.iter().map(line).collect();
    Json(json!({"items": items}))
}

/// `GET /api/settings/clocks`
pub async fn clocks(State(shared): State<Shared>, SignedIn { caller, lang }: SignedIn) -> Answer {
    let settings = shared.service.clock_settings(&caller).await;
    Ok(lines(&settings.map_err(|error| ProblemAnswer::from_service(error, lang))?))
}

/// A rule as it is to count for clocks that start from now on.
#[derive(Deserialize, JsonSchema)]
pub struct ChangedClock {
    /// Its `id` is that of the address.
    rule: ClockRule,
    /// The version the person saw; with it, nobody's change is overwritten unseen.
    #[serde(default)]
    version: Option<i64>,
}

/// `PUT /api/settings/clocks/{id}`
pub async fn change_clock(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(id): Path<String>,
    body: Result<Json<ChangedClock>, JsonRejection>,
) -> Answer {
    let Json(ChangedClock { rule, version }) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let setting = shared.service.change_clock(&caller, &id, Some(rule), version).await;
    Ok(Json(line(&setting.map_err(|error| ProblemAnswer::from_service(error, lang))?)))
}

/// `DELETE /api/settings/clocks/{id}`: as predefined again.
pub async fn reset_clock(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(id): Path<String>,
) -> Answer {
    let setting = shared.service.change_clock(&caller, &id, None, None).await;
    Ok(Json(line(&setting.map_err(|error| ProblemAnswer::from_service(error, lang))?)))
}

/// `GET /api/settings/calendars`
pub async fn calendars(State(shared): State<Shared>, SignedIn { caller, lang }: SignedIn) -> Answer {
    let settings = shared.service.calendar_settings(&caller).await;
    Ok(lines(&settings.map_err(|error| ProblemAnswer::from_service(error, lang))?))
}

/// A calendar as it is to count for clocks that start from now on.
#[derive(Deserialize, JsonSchema)]
pub struct ChangedCalendar {
    /// Its `name` is that of the address, its `zone` the centre's.
    calendar: CalendarData,
    /// The version the person saw.
    #[serde(default)]
    version: Option<i64>,
}

/// `PUT /api/settings/calendars/{name}`
pub async fn change_calendar(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(name): Path<String>,
    body: Result<Json<ChangedCalendar>, JsonRejection>,
) -> Answer {
    let Json(ChangedCalendar { calendar, version }) =
        body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let setting = shared.service.change_calendar(&caller, &name, Some(calendar), version).await;
    Ok(Json(line(&setting.map_err(|error| ProblemAnswer::from_service(error, lang))?)))
}

/// `DELETE /api/settings/calendars/{name}`: as predefined again.
pub async fn reset_calendar(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(name): Path<String>,
) -> Answer {
    let setting = shared.service.change_calendar(&caller, &name, None, None).await;
    Ok(Json(line(&setting.map_err(|error| ProblemAnswer::from_service(error, lang))?)))
}

/// `GET /api/settings/fees`
pub async fn fees(State(shared): State<Shared>, SignedIn { caller, lang }: SignedIn) -> Answer {
    let settings = shared.service.fee_settings(&caller).await;
    Ok(lines(&settings.map_err(|error| ProblemAnswer::from_service(error, lang))?))
}

/// A row of the fee table as it is to count from now on.
#[derive(Deserialize, JsonSchema)]
pub struct ChangedFee {
    /// Its `id` is that of the address.
    item: FeeItem,
    /// The version the person saw.
    #[serde(default)]
    version: Option<i64>,
}

/// `PUT /api/settings/fees/{id}`
pub async fn change_fee(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(id): Path<String>,
    body: Result<Json<ChangedFee>, JsonRejection>,
) -> Answer {
    let Json(ChangedFee { item, version }) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let setting = shared.service.change_fee(&caller, &id, Some(item), version).await;
    Ok(Json(line(&setting.map_err(|error| ProblemAnswer::from_service(error, lang))?)))
}

/// `DELETE /api/settings/fees/{id}`: as predefined again; a row of one's own is gone.
pub async fn reset_fee(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(id): Path<String>,
) -> Answer {
    let setting = shared.service.change_fee(&caller, &id, None, None).await;
    Ok(Json(line(&setting.map_err(|error| ProblemAnswer::from_service(error, lang))?)))
}

/// `GET /api/settings/history`
pub async fn history(State(shared): State<Shared>, SignedIn { caller, lang }: SignedIn) -> Answer {
    let changes = shared.service.settings_history(&caller).await;
    let changes = changes.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let items: Vec<Value> = changes
        .into_iter()
        .map(|change| {
            let facts: Value = serde_json::from_str(&change.facts).unwrap_or_default();
            let fact = facts.get(0).cloned().unwrap_or_default();
            json!({
                "seq": change.seq, "at": instant(change.at), "person": change.person, "person_name": change.person_name,
                "kind": change.kind, "command": change.command, "name": fact["name"], "before": fact["before"],
                "after": fact["after"],
            })
        })
        .collect();
    Ok(Json(json!({"items": items})))
}
