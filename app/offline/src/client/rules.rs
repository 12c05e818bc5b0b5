//! The rules of acting: what a command leads to, and what an action in the outbox says.
//!
//! A page that only shows records needs none of this, so in the browser it lies in a part of the app of its own, which is
//! fetched when the first action waits or is done.

use domain::{
    Rejection,
    command::Command,
    fact::Fact,
    request::{self, Context, Decided, ServiceRequest},
    sync::{Envelope, Subject},
};
use serde_json::Value;

use crate::client::Client;

/// Where the rules begin, once they are here.
#[derive(Clone, Copy)]
pub struct Rules {
    pub decide: fn(Option<&ServiceRequest>, &Command, Subject, &Context<'_>) -> Result<Decided, Rejection>,
    pub evolve: fn(&mut ServiceRequest, &Fact),
    /// An envelope as it was kept; None when this version of the app cannot read it.
    pub read: fn(Value) -> Option<Envelope>,
    pub write: fn(&Envelope) -> Value,
}

/// The part of the app with the rules could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRules;

impl Rules {
    /// All there is to them; on the server and in tests they are always here.
    pub(crate) const fn here() -> Self {
        Self {
            decide: request::decide,
            evolve: request::evolve,
            read: |value| serde_json::from_value(value).ok(),
            write: |envelope| serde_json::to_value(envelope).unwrap_or_default(),
        }
    }
}

#[cfg(target_arch = "wasm32")]
#[wasm_split_helpers::wasm_split(rules_part, fallible)]
fn rules_part() -> Result<Rules, wasm_split_helpers::SplitLoaderError> {
    Ok(Rules::here())
}

#[cfg(not(target_arch = "wasm32"))]
async fn rules_part() -> Result<Rules, NoRules> {
    Ok(Rules::here())
}

impl Client {
    /// The rules; the first time they may have to be fetched.
    pub(crate) async fn rules(&self) -> Result<Rules, NoRules> {
        let known = self.0.state.borrow().rules;
        if let Some(rules) = known {
            return Ok(rules);
        }
        let rules = self.0.machine.released(rules_part().await.map_err(|_| NoRules)?);
        let mut state = self.0.state.borrow_mut();
        state.rules = Some(rules);
        // What was kept before can be understood from now on.
        state.outbox.items.iter_mut().for_each(|item| item.read(rules));
        state.refresh_all();
        Ok(rules)
    }
}
