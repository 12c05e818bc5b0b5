//! The lists of the office: calls of a day QR/02, dispatches of a day QR/04, the headquarters log QR/06 (ONS-6, HOT-11,
//! UNR-8).

use axum::{
    Json,
    extract::{Path, State},
};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use service::lists::List;

use super::{
    caller::{Parameters, SignedIn},
    problem::ProblemAnswer,
};
use crate::Shared;

#[derive(Deserialize)]
pub struct Day {
    date: Option<NaiveDate>,
}

impl Day {
    /// The date asked for, else the centre's today.
    pub(super) fn or_today(self, shared: &Shared) -> NaiveDate {
        self.date.unwrap_or_else(|| shared.service.centre.day_of(shared.service.time.now()))
    }
}

/// `GET /api/lists/{form}`, such as `QR-04`
pub async fn one(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Path(form): Path<String>,
    Parameters(day): Parameters<Day>,
) -> Result<Json<Value>, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let date = day.or_today(&shared);
    let list = List::of(&form, date).ok_or_else(|| ProblemAnswer::not_found(lang))?;
    let rows = shared.service.list(&caller, list).await;
    let rows = rows.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!({"date": date, "items": rows})))
}
