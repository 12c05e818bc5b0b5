//! Accounts (ADM-1).

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use domain::{
    PersonId,
    people::{Role, Skill},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use service::people::PersonChange;

use super::{
    caller::{Id, SignedIn},
    problem::ProblemAnswer,
};
use crate::Shared;

type Answer<T> = Result<T, ProblemAnswer>;

/// `GET /api/people`
pub async fn list(State(shared): State<Shared>, signed_in: SignedIn) -> Answer<Json<Value>> {
    let people = shared.service.people(&signed_in.caller).await;
    let people = people.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(Json(json!({"items": people})))
}

#[derive(Deserialize, JsonSchema)]
pub struct NewPerson {
    /// Letters, digits and `. - _ @`, at most 64; kept in lower case.
    login: String,
    /// At least 10 characters.
    password: String,
    /// At most 40 characters.
    name: String,
    #[serde(default)]
    roles: Vec<Role>,
    #[serde(default)]
    region: String,
    /// At most 20 characters.
    #[serde(default)]
    badge_number: String,
    /// Product lines, each at most 40 characters, with a level.
    #[serde(default)]
    skills: Vec<Skill>,
}

/// `POST /api/people`
pub async fn add(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    body: Result<Json<NewPerson>, JsonRejection>,
) -> Answer<(StatusCode, Json<Value>)> {
    let SignedIn { caller, lang } = signed_in;
    let Json(NewPerson { login, password, name, roles, region, badge_number, skills }) =
        body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let change = PersonChange {
        name: Some(name),
        roles: Some(roles),
        region: Some(region),
        badge_number: Some(badge_number),
        skills: Some(skills),
        ..PersonChange::default()
    };
    let person = shared.service.add_person(&caller, &login, &password, change).await;
    let person = person.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok((StatusCode::CREATED, Json(json!(person))))
}

/// What is absent stays.
#[derive(Deserialize, JsonSchema)]
pub struct ChangedPerson {
    name: Option<String>,
    roles: Option<Vec<Role>>,
    region: Option<String>,
    badge_number: Option<String>,
    skills: Option<Vec<Skill>>,
    active: Option<bool>,
    password: Option<String>,
}

/// `PATCH /api/people/{id}`
pub async fn change(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Id(id): Id,
    body: Result<Json<ChangedPerson>, JsonRejection>,
) -> Answer<Json<Value>> {
    let SignedIn { caller, lang } = signed_in;
    let Json(ChangedPerson { name, roles, region, badge_number, skills, active, password }) =
        body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let change = PersonChange { name, roles, region, badge_number, skills, active, password };
    let person = shared.service.change_person(&caller, PersonId(id), change).await;
    let person = person.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!(person)))
}
