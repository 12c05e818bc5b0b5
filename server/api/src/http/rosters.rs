//! The duty roster of a month (HOT-1). Its paper QR/01 is among the lists of the office.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
};
use domain::roster::{Month, RosterMonth, Wanted};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use words::Lang;

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

/// What is no month has no roster.
fn month(text: &str, lang: Lang) -> Result<Month, ProblemAnswer> {
    text.parse().map_err(|_| ProblemAnswer::not_found(lang))
}

/// `GET /api/rosters/{month}`, such as `2026-11`
pub async fn one(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(text): Path<String>,
) -> Result<Json<RosterMonth>, ProblemAnswer> {
    let roster = shared.service.roster(&caller, month(&text, lang)?).await;
    roster.map(Json).map_err(|error| ProblemAnswer::from_service(error, lang))
}

/// The month as it is to stand.
#[derive(Deserialize, JsonSchema)]
pub struct ChangedRoster {
    roster: Wanted,
    /// The version the person saw; with it, nobody's change is overwritten unseen.
    #[serde(default)]
    version: Option<i64>,
}

/// `PUT /api/rosters/{month}`
pub async fn change(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(text): Path<String>,
    body: Result<Json<ChangedRoster>, JsonRejection>,
) -> Result<Json<RosterMonth>, ProblemAnswer> {
    let Json(ChangedRoster { roster, version }) =
        body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let kept = shared.service.change_roster(&caller, month(&text, lang)?, &roster, version).await;
    kept.map(Json).map_err(|error| ProblemAnswer::from_service(error, lang))
}

/// `POST /api/rosters/{month}/proposal`: stores nothing.
pub async fn propose(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Path(text): Path<String>,
) -> Result<Json<Value>, ProblemAnswer> {
    let turns = shared.service.proposed_roster(&caller, month(&text, lang)?).await;
    let turns = turns.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!({"turns": turns})))
}
