//! Which visit an envelope was to be about: people know a visit by its number and place, not by ids.

use std::collections::HashMap;

use domain::{
    DispatchId, RequestId,
    rights::{self, Reach},
};
use serde_json::Value;
use store::{Conn, requests};
use uuid::Uuid;

use crate::{Caller, Result};

/// A request as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub request: RequestId,
    /// Empty before it was submitted.
    pub number: String,
    pub unit: String,
}

/// What is known of the requests that envelopes name, by the hashes of the envelopes, which come with their content. Whoever
/// sees everybody's envelopes reads them anyway; everybody else hears only of requests they may read.
pub(crate) async fn about(
    conn: &mut Conn,
    caller: &Caller,
    reach: Reach,
    envelopes: impl Iterator<Item = (&String, &String)>,
) -> Result<HashMap<String, About>> {
    let mut named = Vec::new();
    for (sha256, body) in envelopes {
        if let Some(request) = named_by(conn, body).await? {
            named.push((sha256.clone(), request));
        }
    }
    let ids: Vec<RequestId> = named.iter().map(|(_, id)| *id).collect();
    let actor = caller.actor();
    let found = requests::find_all(conn, &ids).await?.into_iter().map(|stored| stored.request);
    let known: HashMap<RequestId, About> = found
        .filter(|request| reach == Reach::All || rights::may_read(&actor, request))
        .map(|request| (request.id, About { request: request.id, number: request.number, unit: request.unit }))
        .collect();
    Ok(named.into_iter().filter_map(|(sha256, id)| Some((sha256, known.get(&id)?.clone()))).collect())
}

/// The request that an envelope names, as far as that much of it can be read.
async fn named_by(conn: &mut Conn, body: &str) -> Result<Option<RequestId>> {
    let content: Value = serde_json::from_str(body).unwrap_or_default();
    let text = |pointer: &str| content.pointer(pointer).and_then(Value::as_str);
    let Some(id) = text("/subject/id").and_then(|id| Uuid::parse_str(id).ok()) else { return Ok(None) };
    Ok(match text("/subject/kind") {
        Some("request") => Some(RequestId(id)),
        Some("dispatch") => requests::of_dispatch(conn, DispatchId(id)).await?,
        _ => None,
    })
}
