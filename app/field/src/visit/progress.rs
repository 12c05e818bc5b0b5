//! Which step of a visit is done, when, and which comes next (ONS-11). Pure.

use domain::{
    Timestamp, fees,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    signature::DocumentKind,
    visit::{Backup, Finding, Step, Visit},
};
use words::{Text, fees as fee_texts, field as say, states, unresolved};

/// A step as the page shows it: the courtesy steps on arrival are one, and the costs have their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Panel {
    Information,
    /// Data of the customer that is taken away; beside the steps, because few visits need it (UNR-6).
    Data,
    /// What is charged; beside the steps, because most visits are covered (CUS-8).
    Fees,
    Confirm,
    Appoint,
    Arrive,
    Demonstrate,
    BackUp,
    Solve,
    TrialRun,
    Explain,
    Costs,
    Sign,
    Farewell,
}

impl Panel {
    /// The steps in order. The information stands beside them.
    pub const STEPS: [Panel; 11] = [
        Panel::Confirm,
        Panel::Appoint,
        Panel::Arrive,
        Panel::Demonstrate,
        Panel::BackUp,
        Panel::Solve,
        Panel::TrialRun,
        Panel::Explain,
        Panel::Costs,
        Panel::Sign,
        Panel::Farewell,
    ];

    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Panel::Information => say::INFORMATION,
            Panel::Data => unresolved::TAKE_AWAY,
            Panel::Fees => fee_texts::TITLE,
            Panel::Confirm => states::STEP_CONFIRM,
            Panel::Appoint => states::STEP_APPOINT,
            Panel::Arrive => say::STEP_ARRIVE,
            Panel::Demonstrate => states::STEP_DEMONSTRATE,
            Panel::BackUp => states::STEP_BACK_UP,
            Panel::Solve => states::STEP_SOLVE,
            Panel::TrialRun => states::STEP_TRIAL_RUN,
            Panel::Explain => states::STEP_EXPLAIN,
            Panel::Costs => say::STEP_COSTS,
            Panel::Sign => states::STEP_SIGN,
            Panel::Farewell => states::STEP_FAREWELL,
        }
    }

    /// The step of the domain that is ticked when the panel is done, where it is one.
    #[must_use]
    pub fn step(self) -> Option<Step> {
        match self {
            Panel::Demonstrate => Some(Step::Demonstrate),
            Panel::BackUp => Some(Step::BackUp),
            Panel::Solve => Some(Step::Solve),
            Panel::TrialRun => Some(Step::TrialRun),
            Panel::Explain => Some(Step::Explain),
            Panel::Farewell => Some(Step::Farewell),
            _ => None,
        }
    }

    /// The panel after this one.
    #[must_use]
    pub fn following(self) -> Panel {
        Panel::STEPS.into_iter().find(|panel| *panel > self).unwrap_or(Panel::Farewell)
    }
}

/// The courtesy steps of arriving, which may be folded away.
pub const COURTESY: [Step; 3] = [Step::Badge, Step::Knock, Step::Introduce];

/// When a step was done; None while it is not.
#[must_use]
pub fn done_at(panel: Panel, dispatch: &Dispatch) -> Option<Timestamp> {
    let visit = &dispatch.visit;
    let ticked = |step: Step| visit.ticks.iter().find(|tick| tick.step == step).map(|tick| tick.at);
    match panel {
        Panel::Information => None,
        Panel::Data => visit.custody().and_then(domain::custody::Custody::taken_at),
        Panel::Fees => consented_at(visit),
        Panel::Confirm => ticked(Step::Confirm),
        Panel::Appoint => ticked(Step::Appoint),
        // Whoever has gone on has arrived properly: the courtesy steps may be folded away.
        Panel::Arrive => visit
            .arrived_at
            .filter(|_| ticked(Step::Introduce).or(ticked(Step::Demonstrate)).or(ticked(Step::BackUp)).is_some()),
        Panel::BackUp => ticked(Step::BackUp).or_else(|| signed_without_backup(visit)),
        // Costs are final when the customer has been shown them.
        Panel::Costs => visit.left_at,
        Panel::Sign => visit.sign_off().map(|record| record.signed_at),
        other => other.step().and_then(ticked),
    }
}

/// When the customer consented to all that is charged; None where nothing is.
fn consented_at(visit: &Visit) -> Option<Timestamp> {
    let charged = visit.fees.as_deref().filter(|fees| fees.charges() && fees::is_agreed(visit));
    let signed = visit.signatures.iter().rev().find(|record| record.kind == DocumentKind::Fees);
    signed.filter(|_| charged.is_some()).map(|record| record.signed_at)
}

/// The customer has signed for going without a backup (ONS-12).
#[must_use]
pub fn signed_without_backup(visit: &Visit) -> Option<Timestamp> {
    let declined = matches!(visit.backup, Some(Backup::Declined { .. }));
    let signed = visit.signatures.iter().rev().find(|record| record.kind == DocumentKind::NoBackup);
    signed.filter(|_| declined).map(|record| record.signed_at)
}

/// The visit has ended and nobody has signed (ONS-16).
#[must_use]
pub fn is_left_unsigned(visit: &Visit) -> bool {
    visit.sign_off().is_none() && visit.unsigned_reason.is_some()
}

/// Something was done in there that nobody does before a closed door.
#[must_use]
pub fn was_let_in(visit: &Visit) -> bool {
    visit.backup.is_some() || visit.finding != Finding::default() || visit.has_ticked(Step::Demonstrate)
}

/// The step to go on with.
#[must_use]
pub fn next(request: &ServiceRequest, dispatch: &Dispatch) -> Panel {
    use DispatchState as S;
    match dispatch.lived_state() {
        S::Offered => Panel::Confirm,
        S::Confirmed | S::NotMet => Panel::Appoint,
        S::Appointed | S::EnRoute => Panel::Arrive,
        S::OnSite => {
            let open = Panel::STEPS.into_iter().skip(2).find(|panel| done_at(*panel, dispatch).is_none());
            let next = open.unwrap_or(Panel::Sign).min(Panel::Sign);
            // What is charged and not consented to stands in the way of the work.
            if next >= Panel::Solve && !fees::is_agreed(&dispatch.visit) { Panel::Fees } else { next }
        }
        // On the phone nothing was signed: what is sent back is completed, not signed again.
        S::Returned if request.state == RequestState::SentBack && dispatch.visit.solved_by_phone => Panel::Solve,
        S::Returned if request.state == RequestState::SentBack => Panel::Sign,
        S::Signed | S::Unsigned => Panel::Sign,
        _ => Panel::Information,
    }
}

/// Why a panel can't be filled yet, or not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    NotThereYet,
    BackupFirst,
    /// Something is charged to which the customer has not consented (ONS-14).
    FeesFirst,
    Sealed,
    /// Given to somebody else or taken back meanwhile; the office decides (SYN-7).
    Disputed,
}

/// Whether the form can be filled at this panel.
///
/// # Errors
/// What stands in the way.
pub fn may_fill(panel: Panel, request: &ServiceRequest, dispatch: &Dispatch) -> Result<(), Closed> {
    use DispatchState as S;
    let state = dispatch.lived_state();
    let open = match state {
        S::OnSite => true,
        S::Returned => request.state == RequestState::SentBack,
        _ => false,
    };
    let ahead = matches!(state, S::Offered | S::Confirmed | S::Appointed | S::EnRoute | S::NotMet);
    if ahead {
        return Err(Closed::NotThereYet);
    }
    // Nothing was done here before it was taken back, or everything has been handed in.
    if matches!(state, S::Superseded | S::Recalled) {
        return Err(Closed::Disputed);
    }
    if !open {
        return Err(Closed::Sealed);
    }
    let needs_backup = matches!(panel, Panel::Solve | Panel::TrialRun | Panel::Explain | Panel::Sign);
    match () {
        () if needs_backup && !is_backed_up(&dispatch.visit) => Err(Closed::BackupFirst),
        () if needs_backup && !fees::is_agreed(&dispatch.visit) => Err(Closed::FeesFirst),
        () => Ok(()),
    }
}

/// A backup was made, or the customer has signed for none (ONS-12); on the phone nothing was touched.
#[must_use]
pub fn is_backed_up(visit: &Visit) -> bool {
    visit.solved_by_phone || matches!(visit.backup, Some(Backup::Made { .. })) || signed_without_backup(visit).is_some()
}
