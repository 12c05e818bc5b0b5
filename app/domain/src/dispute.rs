//! What the office and the premises have to agree on afterwards (SYN-7): what was kept, what has to be decided, how it
//! was decided and how that is taken back.

pub(crate) mod merge;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use merge::{Conflict, Field, Fields, Merged, merge};

use crate::{
    DispatchId, PersonId, Rejection, Timestamp,
    command::Command,
    request::{Dispatch, DispatchState, ServiceRequest},
    time::Attested,
};

/// An action that a rule objected to when it arrived: kept whole with the request until somebody decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptAction {
    /// Id of the envelope it came in.
    pub envelope: String,
    /// The dispatch it is about; None when it is about the request itself.
    pub dispatch: Option<DispatchId>,
    /// The command as JSON: whoever only shows records needs no reader for all commands.
    #[cfg_attr(feature = "schema", schemars(with = "Command"))]
    pub command: Value,
    pub by: PersonId,
    pub by_name: String,
    /// When it was done.
    pub attested: Attested,
    pub received_at: Timestamp,
    /// Why it has no effect yet.
    pub because: Rejection,
}

impl KeptAction {
    /// The command; None when this version does not know it.
    #[must_use]
    pub fn command(&self) -> Option<Command> {
        serde_json::from_value(self.command.clone()).ok()
    }

    /// The word of the command.
    #[must_use]
    pub fn word(&self) -> &str {
        self.command.get("type").and_then(Value::as_str).unwrap_or_default()
    }
}

/// Whose word stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Office,
    Premises,
}

/// Whether the work on a dispatch taken back counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormChoice {
    pub dispatch: DispatchId,
    pub accept: bool,
}

/// Whether a kept action takes effect or only stays in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionChoice {
    /// Id of the envelope.
    pub envelope: String,
    pub apply: bool,
}

/// Whose value a field gets that both sides changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldChoice {
    pub field: Field,
    pub side: Side,
}

/// What the duty manager decides, in one step. What is not named stays undecided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Resolution {
    pub forms: Vec<FormChoice>,
    pub actions: Vec<ActionChoice>,
    pub fields: Vec<FieldChoice>,
    /// Needed where something that was done on the premises is not to count.
    pub reason: String,
}

/// A decision as it was taken. It stays with the request until something else happens to it, and can be taken back so long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settlement {
    pub resolution: Resolution,
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
    /// Ids of the envelopes that are decided.
    pub closed: Vec<String>,
    /// The request as it stood before.
    pub before: Box<ServiceRequest>,
}

/// Dispatches whose work is in dispute.
pub fn forms(request: &ServiceRequest) -> impl Iterator<Item = &Dispatch> {
    request.dispatches.iter().filter(|dispatch| dispatch.state == DispatchState::Disputed)
}

/// Whether somebody has to decide something about the request.
#[must_use]
pub fn is_open(request: &ServiceRequest) -> bool {
    !request.kept.is_empty() || forms(request).next().is_some()
}

/// Since when the oldest open matter waits; None when there is none.
#[must_use]
pub fn since(request: &ServiceRequest) -> Option<Timestamp> {
    let disputed = forms(request).map(|dispatch| dispatch.visit.disputed_at.unwrap_or(dispatch.dispatched_at));
    disputed.chain(request.kept.iter().map(|kept| kept.received_at)).min()
}

/// Fields with two values, as they stand now: both sides changed them, or a customer signed for what the office changed
/// meanwhile.
#[must_use]
pub fn conflicts(request: &ServiceRequest) -> BTreeMap<Field, Conflict> {
    let office = merge::of_request(request);
    let mut all = BTreeMap::new();
    for kept in &request.kept {
        match kept.command() {
            Some(Command::EditRequest { patch, seen: Some(seen) }) => {
                all.extend(merge(&merge::of_patch(&seen), &office, &merge::of_patch(&patch)).conflicts);
            }
            Some(Command::Sign { record }) => {
                for (field, name) in [(Field::ContactName, "contact"), (Field::Symptom, "symptom")] {
                    let (signed, ours) = (record.content["head"].get(name).cloned(), office.get(&field).cloned());
                    if signed.is_some() && signed != ours {
                        all.insert(field, Conflict { base: signed.clone(), office: ours, premises: signed });
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// What is proposed for a kept action: what happened on the premises takes effect, what was only planned for a visit that
/// is somebody else's by now does not.
#[must_use]
pub fn proposal(request: &ServiceRequest, kept: &KeptAction) -> bool {
    let plans = ["confirm", "refuse", "ask_help", "appoint", "wish_appointment", "report_delay", "depart"];
    let is_plan = plans.contains(&kept.word());
    let dispatch = kept.dispatch.and_then(|id| request.dispatch(id));
    match dispatch {
        Some(_) if kept.command().is_none() => false,
        Some(dispatch) => !is_plan || (dispatch.state.is_active() && kept.word() == "appoint"),
        None => false,
    }
}

/// The decision that is proposed: fields stay as the office has them, work on the premises takes effect, and a form whose
/// visit nobody else is on counts.
#[must_use]
pub fn proposed(request: &ServiceRequest) -> Resolution {
    let is_free = request.active_dispatch().is_none_or(|other| other.state.is_recallable());
    let mut is_first = true;
    let forms = forms(request).map(|dispatch| {
        let accept = is_free && std::mem::take(&mut is_first);
        FormChoice { dispatch: dispatch.id, accept }
    });
    let actions = request
        .kept
        .iter()
        .map(|kept| ActionChoice { envelope: kept.envelope.clone(), apply: proposal(request, kept) });
    let fields = conflicts(request).into_keys().map(|field| FieldChoice { field, side: Side::Office });
    Resolution { forms: forms.collect(), actions: actions.collect(), fields: fields.collect(), reason: String::new() }
}
