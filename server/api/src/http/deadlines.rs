//! `POST /api/deadlines/preview`: when something would be due, and why. Pure, for checking.

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use domain::{
    Timestamp,
    deadline::{ClockRule, Deadline, DeadlineError, Question},
};
use schemars::JsonSchema;
use serde::Deserialize;
use words::rejections;

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

/// Half around the earth, in kilometres.
const FARTHEST: f64 = 20_038.0;

#[derive(Deserialize, JsonSchema)]
pub struct Preview {
    /// An id of the clocks, or `onsite.contact` / `onsite.arrive` for the one that fits tier and distance.
    rule: String,
    started: Timestamp,
    #[serde(default)]
    distance_km: Option<f64>,
    #[serde(default)]
    tier: String,
    /// Name of a calendar: `centre`, `5x8`, `6x8`, `7x12`, `7x24`.
    #[serde(default)]
    calendar: Option<String>,
    /// Asks what a rule would answer if it were like this; `rule` and `calendar` do not count then.
    #[serde(default)]
    as_if: Option<ClockRule>,
}

/// Answers with `{due, warn, reasons}`.
pub async fn preview(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    body: Result<Json<Preview>, JsonRejection>,
) -> Result<Json<Deadline>, ProblemAnswer> {
    let lang = signed_in.lang;
    let Json(asked) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    if asked.distance_km.is_some_and(|km| !(0.0..=FARTHEST).contains(&km)) {
        return Err(ProblemAnswer::field("/distance_km", rejections::FIELD_INVALID, "invalid", lang));
    }
    let question =
        Question { rule: &asked.rule, started: asked.started, distance_km: asked.distance_km, tier: &asked.tier };
    let centre = &shared.service.centre;
    let answer = match asked.as_if {
        Some(rule) => centre.preview_as_if(rule, &question),
        None => centre.preview(&question, asked.calendar.as_deref()),
    };
    match answer {
        Ok(deadline) => Ok(Json(deadline)),
        Err(DeadlineError::UnknownRule(_) | DeadlineError::NotATime(_)) => {
            Err(ProblemAnswer::field("/rule", rejections::FIELD_INVALID, "unknown_rule", lang))
        }
        Err(DeadlineError::Calendar(_)) => {
            Err(ProblemAnswer::new(StatusCode::UNPROCESSABLE_ENTITY, "no_answer", rejections::FIELD_INVALID, lang))
        }
    }
}
