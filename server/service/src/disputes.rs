//! What a manager has to decide about work from the premises: how it gets onto the list, and the list (SYN-7).

use domain::{
    DispatchId, Rejection, RequestId,
    command::Command,
    dispute::KeptAction,
    fact::Fact,
    request::{self, Remainder, ServiceRequest},
    rights::{self, Action, Reach},
    sync::SubjectKind,
};
use store::{
    Tx, disputes,
    requests::{self, Stored},
};

use crate::{
    Caller, Result, Service, ServiceError,
    apply::{Office, Order, change},
};

/// Requests in dispute that are listed at most.
const LIST: i64 = 500;

/// What came of keeping an action to which a rule objected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// It stands with its request until a manager decides.
    WithRequest,
    /// What it is about is not here: only the whole envelope is kept.
    Nowhere,
    /// Whoever gave it waited for the answer and has it.
    NotNeeded,
}

impl Office<'_> {
    /// Keeps an action from the premises with its request, so that somebody decides about it. What somebody in the office
    /// was told at once needs no list.
    pub async fn keep(&self, tx: &mut Tx, order: &Order<'_>, because: &Rejection) -> store::Result<Listed> {
        if !order.command.is_from_away() {
            return Ok(Listed::NotNeeded);
        }
        let (stored, dispatch) = match order.subject.kind {
            SubjectKind::Request => (requests::lock(tx, RequestId(order.subject.id)).await?, None),
            SubjectKind::Dispatch => {
                let dispatch = DispatchId(order.subject.id);
                (requests::lock_of_dispatch(tx, dispatch).await?, Some(dispatch))
            }
        };
        let Some(Stored { request: before, .. }) = stored else { return Ok(Listed::Nowhere) };
        if !concerns(order, &before) {
            return Ok(Listed::Nowhere);
        }
        let kept = kept_action(order, dispatch, order.command.clone(), because.clone());
        let mut request = before.clone();
        request::evolve(&mut request, &kept);
        let version = requests::save(tx, Some(&before), &request, order.received_at).await?;
        tx.record(change(order, "request", request.id.0, version, &[kept])?);
        Ok(Listed::WithRequest)
    }

    /// The fact that keeps what is left of a command that was applied in part.
    pub fn remainder(order: &Order<'_>, remainder: &Remainder) -> Fact {
        kept_action(order, None, remainder.command.clone(), remainder.because.clone())
    }
}

/// Nobody can put anything with a request that is not theirs: only whoever may read it, or was sent there.
fn concerns(order: &Order<'_>, request: &ServiceRequest) -> bool {
    rights::may_read(order.actor, request) || request.engineers().contains(&order.actor.person)
}

fn kept_action(order: &Order<'_>, dispatch: Option<DispatchId>, command: Command, because: Rejection) -> Fact {
    let action = KeptAction {
        envelope: order.envelope.to_owned(),
        dispatch,
        command: serde_json::to_value(command).unwrap_or_default(),
        by: order.actor.person,
        by_name: order.actor.name.clone(),
        attested: order.attested,
        received_at: order.received_at,
        because,
    };
    Fact::ActionKept { action: Box::new(action) }
}

impl Service {
    /// Requests about which the caller has to decide, the oldest matter first.
    ///
    /// # Errors
    /// The caller decides about none; the store.
    pub async fn disputes(&self, caller: &Caller) -> Result<Vec<Stored>> {
        let actor = caller.actor();
        let region = match rights::widest(&actor, Action::SettleDispute) {
            Reach::All => "",
            Reach::Region => actor.region.as_str(),
            _ => return Err(ServiceError::NotFound),
        };
        Ok(disputes::list(&mut self.db.read().await?, region, LIST).await?)
    }
}
