//! The states and every transition between them, read from the domain's own table.

use domain::request::{DispatchState, RequestState};
use serde_json::{Map, Value, json};

/// States of requests and dispatches: each with the states it may become.
pub fn describe() -> Value {
    let requests: Map<String, Value> = RequestState::ALL
        .into_iter()
        .map(|from| {
            let to: Vec<&str> =
                RequestState::ALL.into_iter().filter(|to| from.may_become(*to)).map(RequestState::word).collect();
            (from.word().to_owned(), json!(to))
        })
        .collect();
    let dispatches: Map<String, Value> = DispatchState::ALL
        .into_iter()
        .map(|from| {
            let to: Vec<&str> =
                DispatchState::ALL.into_iter().filter(|to| from.may_become(*to)).map(DispatchState::word).collect();
            (from.word().to_owned(), json!(to))
        })
        .collect();
    json!({"request": requests, "dispatch": dispatches})
}
