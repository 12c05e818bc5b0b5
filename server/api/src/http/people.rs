//! Accounts (ADM-1).

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use domain::{
    PersonId,
    availability::Absence,
    calendar::Hours,
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
    /// Product lines, each at most 40 characters, with a level; one that names a category counts for that only.
    #[serde(default)]
    skills: Vec<Skill>,
    /// SHA-256 of a picture that was or will be uploaded; empty: none.
    #[serde(default)]
    photo: String,
    /// Seven lists, Monday first, in the centre's zone; none: no hours of their own.
    #[serde(default)]
    working_hours: Vec<Vec<Hours>>,
    /// At most 200, with notes of at most 200 characters.
    #[serde(default)]
    absences: Vec<Absence>,
}

/// `POST /api/people`
pub async fn add(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    body: Result<Json<NewPerson>, JsonRejection>,
) -> Answer<(StatusCode, Json<Value>)> {
    let SignedIn { caller, lang } = signed_in;
    let Json(new) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let NewPerson { login, password, name, roles, region, badge_number, skills, photo, working_hours, absences } = new;
    let change = PersonChange {
        name: Some(name),
        roles: Some(roles),
        region: Some(region),
        badge_number: Some(badge_number),
        skills: Some(skills),
        photo: Some(photo),
        working_hours: Some(working_hours),
        absences: Some(absences),
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
    photo: Option<String>,
    working_hours: Option<Vec<Vec<Hours>>>,
    absences: Option<Vec<Absence>>,
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
    let Json(changed) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let ChangedPerson { name, roles, region, badge_number, skills, photo, working_hours, absences, active, password } =
        changed;
    let change =
        PersonChange { name, roles, region, badge_number, skills, photo, working_hours, absences, active, password };
    let person = shared.service.change_person(&caller, PersonId(id), change).await;
    let person = person.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!(person)))
}
