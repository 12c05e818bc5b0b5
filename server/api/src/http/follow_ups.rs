//! The queue of calls after visits (QA-1). What is done about them are commands.

use axum::{Json, extract::State};
use domain::follow_up::{self, Stage};
use serde::Deserialize;
use serde_json::{Value, json};
use words::rejections;

use super::{
    caller::{Parameters, SignedIn},
    problem::ProblemAnswer,
};
use crate::Shared;

#[derive(Deserialize)]
pub struct Asked {
    stage: Option<String>,
    cursor: Option<String>,
}

/// `GET /api/follow-ups`
pub async fn list(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    Parameters(Asked { stage, cursor }): Parameters<Asked>,
) -> Result<Json<Value>, ProblemAnswer> {
    let Some(stage) = stage.as_deref().map_or(Some(Stage::Due), Stage::parse) else {
        return Err(ProblemAnswer::field("/stage", rejections::FIELD_INVALID, "invalid", lang));
    };
    let page = shared.service.follow_ups(&caller, stage, cursor.as_deref()).await;
    let page = page.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let items: Vec<Value> = page
        .items
        .into_iter()
        .map(|stored| {
            let at = follow_up::place(&stored.request).map(|(_, at)| at);
            json!({"id": stored.request.id, "version": stored.version, "at": at, "record": stored.request})
        })
        .collect();
    Ok(Json(json!({"items": items, "next": page.next})))
}
