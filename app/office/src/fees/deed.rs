//! What the office can do about money on site: which deeds are possible, the command of each, and how it is taken back.

use domain::{
    DispatchId, Money,
    command::Command,
    fees::{FeeStage, FeeStep, VisitFees, is_open, stage},
    people::Actor,
    request::{Dispatch, DispatchState, ServiceRequest},
    rights,
};
use words::{Text, fees as texts};

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Approve,
    Refuse,
    Receive,
    Invoice,
}

impl Deed {
    pub fn title(self) -> Text {
        match self {
            Deed::Approve => texts::APPROVE,
            Deed::Refuse => texts::REFUSE,
            Deed::Receive => texts::RECEIVE,
            Deed::Invoice => texts::INVOICE,
        }
    }

    /// What is said when it is done.
    pub fn said(self) -> Text {
        match self {
            Deed::Approve => texts::APPROVED,
            Deed::Refuse => texts::REFUSED,
            Deed::Receive => texts::RECEIVED,
            Deed::Invoice => texts::INVOICED,
        }
    }

    fn step(self) -> FeeStep {
        match self {
            Deed::Approve | Deed::Refuse => FeeStep::Discount,
            Deed::Receive => FeeStep::Received,
            Deed::Invoice => FeeStep::Invoice,
        }
    }

    /// The command that takes it back.
    pub fn back(self, dispatch: DispatchId) -> Command {
        Command::TakeBackFeeStep { dispatch, step: self.step() }
    }

    /// The command; `text` is the note or the number.
    pub fn command(self, dispatch: DispatchId, counted: Money, text: String) -> Command {
        match self {
            Deed::Approve => Command::SettleDiscount { dispatch, approve: true, note: text },
            Deed::Refuse => Command::SettleDiscount { dispatch, approve: false, note: text },
            Deed::Receive => Command::ReceiveMoney { dispatch, counted, note: text },
            Deed::Invoice => Command::RecordInvoice { dispatch, number: text },
        }
    }
}

/// The money of a dispatch.
pub fn fees(dispatch: &Dispatch) -> Option<&VisitFees> {
    dispatch.visit.fees.as_deref()
}

/// Something is to be seen on the page: money out, a discount to be decided, or a customer who did not want to pay while the
/// form is not closed.
pub fn is_shown(request: &ServiceRequest, dispatch: &Dispatch) -> bool {
    let waits = fees(dispatch).is_some_and(|fees| fees.charges() && fees.waiting_discount().is_some());
    let is_declined = stage(dispatch) == Some(FeeStage::Declined) && !request.state.is_closed();
    is_open(dispatch) || waits || is_declined || stage(dispatch) == Some(FeeStage::Agreed)
}

/// What this person can do now, the usual next step first.
pub fn possible(actor: &Actor, request: &ServiceRequest, dispatch: &Dispatch) -> Vec<Deed> {
    let Some(fees) = fees(dispatch).filter(|fees| fees.charges()) else { return Vec::new() };
    let mut deeds = Vec::new();
    if fees.waiting_discount().is_some() {
        deeds.extend([Deed::Approve, Deed::Refuse]);
    }
    match stage(dispatch) {
        Some(FeeStage::WithEngineer) => deeds.push(Deed::Receive),
        Some(FeeStage::ToInvoice) => deeds.push(Deed::Invoice),
        Some(FeeStage::Agreed) if dispatch.state == DispatchState::Returned => deeds.push(Deed::Invoice),
        _ => {}
    }
    let may = |deed: &Deed| {
        let command = deed.command(dispatch.id, Money::ZERO, String::new());
        rights::may_command(actor, &command, request, None)
    };
    deeds.into_iter().filter(may).collect()
}
