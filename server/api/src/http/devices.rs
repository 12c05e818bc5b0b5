//! Devices and the server's own keys.

use std::collections::HashMap;

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use domain::{DeviceId, PersonId};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use store::people;

use super::{
    caller::{Id, SignedIn, Visitor},
    instant,
    problem::ProblemAnswer,
};
use crate::Shared;

type Answer<T> = Result<T, ProblemAnswer>;

#[derive(Deserialize, JsonSchema)]
pub struct Registration {
    #[schemars(with = "super::docs::PublicKey")]
    public_key: Value,
    /// What people call the device; cut after 80 characters.
    #[serde(default)]
    name: String,
}

/// `POST /api/devices`
pub async fn register(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    body: Result<Json<Registration>, JsonRejection>,
) -> Answer<(StatusCode, Json<Value>)> {
    let Json(Registration { public_key, name }) =
        body.map_err(|rejection| ProblemAnswer::from_json(&rejection, signed_in.lang))?;
    let id = shared.service.register_device(&signed_in.caller, &public_key, &name).await;
    let id = id.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok((StatusCode::CREATED, Json(json!({"device_id": id}))))
}

/// `GET /api/devices`
pub async fn list(State(shared): State<Shared>, signed_in: SignedIn) -> Answer<Json<Value>> {
    let devices = shared.service.devices(&signed_in.caller).await;
    let devices = devices.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    let trouble = |error: store::StoreError| ProblemAnswer::from_service(error.into(), signed_in.lang);
    let mut conn = shared.service.db.read().await.map_err(trouble)?;
    let names: HashMap<PersonId, String> = people::list(&mut conn)
        .await
        .map_err(trouble)?
        .into_iter()
        .map(|(person, _)| (person.id, person.name))
        .collect();
    let items: Vec<Value> = devices
        .into_iter()
        .map(|device| {
            json!({
                "id": device.id,
                "name": device.name,
                "person": device.person,
                "person_name": names.get(&PersonId(device.person)),
                "created_at": instant(device.created_at),
                "last_contact": instant(device.heard_at),
                "revoked": device.revoked_at.is_some(),
                "wiped_at": device.wiped_at.map(instant),
            })
        })
        .collect();
    Ok(Json(json!({"items": items})))
}

/// `GET /api/devices/silent`
pub async fn silent(State(shared): State<Shared>, signed_in: SignedIn) -> Answer<Json<Value>> {
    let silent = shared.service.silent_devices(&signed_in.caller).await;
    let silent = silent.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    let line = |silent: service::silence::Silent| {
        let service::silence::Silent { device, request, planned_end } = silent;
        let engineer = request.dispatches.iter().find(|dispatch| dispatch.engineer.0 == device.person);
        json!({
            "id": device.id,
            "name": device.name,
            "person": device.person,
            "person_name": engineer.map(|dispatch| dispatch.engineer_name.clone()),
            "last_contact": instant(device.heard_at),
            "request": request.id,
            "number": request.number,
            "unit": request.unit,
            "planned_end": planned_end,
        })
    };
    Ok(Json(json!({"items": silent.into_iter().map(line).collect::<Vec<Value>>()})))
}

/// `POST /api/devices/{id}/revoke`
pub async fn revoke(State(shared): State<Shared>, signed_in: SignedIn, Id(id): Id) -> Answer<StatusCode> {
    let revoked = shared.service.revoke_device(&signed_in.caller, DeviceId(id)).await;
    revoked.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/devices/{id}/revoke`
pub async fn restore(State(shared): State<Shared>, signed_in: SignedIn, Id(id): Id) -> Answer<StatusCode> {
    let restored = shared.service.restore_device(&signed_in.caller, DeviceId(id)).await;
    restored.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/devices/{id}/state`: for the device itself, which may have no session any more.
pub async fn state(State(shared): State<Shared>, visitor: Visitor, Id(id): Id) -> Answer<Json<Value>> {
    let revoked = shared.service.is_revoked(DeviceId(id)).await;
    let revoked = revoked.map_err(|error| ProblemAnswer::from_service(error, visitor.lang))?;
    Ok(Json(json!({"revoked": revoked})))
}

#[derive(Deserialize, JsonSchema)]
pub struct Wiped {
    /// ES256 of the device's key over `paidan wiped ` and its id, base64url.
    sig: String,
}

/// `POST /api/devices/{id}/wiped`
pub async fn wiped(
    State(shared): State<Shared>,
    visitor: Visitor,
    Id(id): Id,
    body: Result<Json<Wiped>, JsonRejection>,
) -> Answer<StatusCode> {
    let Json(Wiped { sig }) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, visitor.lang))?;
    let noted = shared.service.note_wiped(DeviceId(id), &sig).await;
    noted.map_err(|error| ProblemAnswer::from_service(error, visitor.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/keys`: the server's keys by id, for verifying and for sealing; public.
pub async fn keys(State(shared): State<Shared>) -> Json<Value> {
    let keys: HashMap<String, Value> = shared
        .service
        .keys
        .receipt_keys()
        .into_iter()
        .map(|key| (key.id, json!({"kty": "OKP", "crv": "Ed25519", "x": key.public_key})))
        .collect();
    let sealing = shared.service.keys.sealing();
    let current_sealing = sealing.last().map(|key| key.id.clone());
    let sealing: HashMap<String, String> = sealing.into_iter().map(|key| (key.id, key.public_key)).collect();
    Json(json!({
        "keys": keys,
        "current": shared.service.keys.current(),
        "sealing": sealing,
        "current_sealing": current_sealing,
    }))
}
