//! Cases that a follow-up call opens because the customer is not content (QA-1).

use domain::{
    case::{Case, CaseState},
    fact::Fact,
    request::ServiceRequest,
};
use store::{Tx, cases};

use crate::apply::{Order, change};

/// Opens and closes the cases that facts about a request speak of.
pub(crate) async fn save(
    tx: &mut Tx,
    order: &Order<'_>,
    request: &ServiceRequest,
    facts: &[Fact],
) -> store::Result<()> {
    for fact in facts {
        let case = match fact {
            Fact::ComplaintOpened { complaint } => Some(Case {
                id: complaint.case,
                customer: request.customer,
                title: complaint.title.clone(),
                state: CaseState::Open,
                requests: Vec::new(),
                opened_at: complaint.opened_at,
                concerns: Some(request.id),
            }),
            Fact::ComplaintClosed { case, .. } => {
                let found = cases::find(tx.conn(), *case).await?;
                found.map(|(case, _)| Case { state: CaseState::Solved, ..case })
            }
            _ => None,
        };
        if let Some(case) = case {
            let version = cases::save(tx, &case).await?;
            tx.record(change(order, "case", case.id.0, version, &[])?);
        }
    }
    Ok(())
}
