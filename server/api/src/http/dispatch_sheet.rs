//! The dispatch sheet QR/04 of a day (ONS-6).

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

#[derive(Deserialize)]
pub struct Day {
    date: Option<NaiveDate>,
}

/// `GET /api/dispatch-sheet`
pub async fn of_day(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    query: Result<Query<Day>, QueryRejection>,
) -> Result<Json<Value>, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let Query(Day { date }) = query.map_err(|rejection| ProblemAnswer::from_query(&rejection, lang))?;
    let date = date.unwrap_or_else(|| shared.service.centre.day_of(shared.service.time.now()));
    let rows = shared.service.dispatch_sheet(&caller, date).await;
    let rows = rows.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!({"date": date, "items": rows})))
}
