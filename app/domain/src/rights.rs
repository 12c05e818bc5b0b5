//! Who may do what (ADM-3): one table of role × action with its reach, asked by one function.

use serde::{Deserialize, Serialize};

use crate::{
    PersonId, Timestamp,
    command::Command,
    fees::FeeStep,
    follow_up::FOLLOW_UP,
    people::{Actor, Role},
    request::{DispatchState, RequestState, ServiceRequest},
    time::DAY,
};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    SubmitRequest,
    ReadRequest,
    /// Verify, assign, recall, reschedule, write off, send back.
    ManageDispatch,
    FillVisit,
    /// Hand a customer's data on, end its custody, tell the customer how things stand.
    Custody,
    SettleDispute,
    SeeQuarantine,
    ReplayQuarantine,
    /// The server's receipts for what somebody did: one's own, or anybody's.
    SeeReceipts,
    SeeDevices,
    /// The list of devices that owe a word: whoever phones the engineer needs it, without any right to the devices.
    SeeSilentDevices,
    RevokeDevice,
    ManagePeople,
    SeeKnowledge,
    /// Clocks and calendars (ADM-4).
    ManageSettings,
    /// The fee table (CUS-8).
    ManageFees,
    /// Approve a discount, or refuse it.
    ApproveDiscount,
    /// Read the queue of calls after visits (QA-1).
    SeeFollowUps,
    MakeFollowUps,
    ReadRoster,
    /// Let somebody take another's place, with a reason; review the month (HOT-1).
    ChangeRoster,
    /// Plan the month, and close it.
    MakeRoster,
}

impl Action {
    pub const ALL: [Action; 22] = [
        Action::SubmitRequest,
        Action::ReadRequest,
        Action::ManageDispatch,
        Action::FillVisit,
        Action::Custody,
        Action::SettleDispute,
        Action::SeeQuarantine,
        Action::ReplayQuarantine,
        Action::SeeReceipts,
        Action::SeeDevices,
        Action::SeeSilentDevices,
        Action::RevokeDevice,
        Action::ManagePeople,
        Action::SeeKnowledge,
        Action::ManageSettings,
        Action::ManageFees,
        Action::ApproveDiscount,
        Action::SeeFollowUps,
        Action::MakeFollowUps,
        Action::ReadRoster,
        Action::ChangeRoster,
        Action::MakeRoster,
    ];
}

/// How far a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    None,
    /// Only what is in the archive.
    Archived,
    /// Only what is the person's own.
    Own,
    /// Only the person's region.
    Region,
    All,
}

/// The table of 08-platform, one cell.
#[must_use]
pub fn reach(role: Role, action: Action) -> Reach {
    use Action as A;
    use Role as R;
    match (action, role) {
        (A::SubmitRequest, R::Hotline | R::DutyManager | R::RegionManager | R::SupportManager | R::Quality) => {
            Reach::All
        }
        (A::SubmitRequest, R::Field) => Reach::Own,
        (A::ReadRequest, R::Hotline | R::DutyManager | R::SupportManager | R::Quality) => Reach::All,
        (A::ReadRequest, R::RegionManager) => Reach::Region,
        (A::ReadRequest, R::Field) => Reach::Own,
        (A::ReadRequest, R::Archivist) => Reach::Archived,
        (A::ManageDispatch | A::SettleDispute, R::DutyManager | R::SupportManager) => Reach::All,
        (A::ManageDispatch | A::SettleDispute, R::RegionManager) => Reach::Region,
        (A::FillVisit | A::Custody, R::Field) => Reach::Own,
        (A::Custody, R::DutyManager | R::SupportManager) => Reach::All,
        (A::SeeQuarantine, R::Field) => Reach::Own,
        (A::SeeQuarantine | A::ReplayQuarantine, R::Admin) => Reach::All,
        (A::SeeReceipts, R::Admin) => Reach::All,
        (A::SeeReceipts, _) => Reach::Own,
        (A::SeeDevices | A::SeeSilentDevices | A::RevokeDevice, R::SupportManager | R::Admin) => Reach::All,
        (A::SeeDevices | A::SeeSilentDevices | A::RevokeDevice, R::Hotline | R::Field) => Reach::Own,
        (A::SeeSilentDevices, R::DutyManager) => Reach::All,
        (A::SeeSilentDevices, R::RegionManager) => Reach::Region,
        (A::ManagePeople | A::ManageSettings | A::ManageFees, R::Admin) => Reach::All,
        (A::ManageFees | A::ApproveDiscount, R::SupportManager) => Reach::All,
        (A::ApproveDiscount, R::RegionManager) => Reach::Region,
        (A::SeeKnowledge, R::Hotline | R::Field | R::DutyManager | R::SupportManager) => Reach::All,
        (A::SeeFollowUps, R::DutyManager | R::SupportManager | R::Quality) => Reach::All,
        (A::SeeFollowUps, R::RegionManager) => Reach::Region,
        (A::MakeFollowUps, R::Quality) => Reach::All,
        (A::ReadRoster, R::Hotline | R::Field | R::RegionManager | R::Quality) => Reach::All,
        (A::ReadRoster | A::ChangeRoster, R::DutyManager | R::SupportManager) => Reach::All,
        (A::MakeRoster, R::SupportManager) => Reach::All,
        _ => Reach::None,
    }
}

/// What a right is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    pub region: &'a str,
    /// Whose own the thing is.
    pub owners: &'a [PersonId],
    pub archived: bool,
}

/// Whether the actor may do it; a person with several roles has the union.
#[must_use]
pub fn permits(actor: &Actor, action: Action, scope: &Scope) -> bool {
    actor.roles.iter().any(|role| match reach(*role, action) {
        Reach::None => false,
        Reach::Archived => scope.archived,
        Reach::Own => scope.owners.contains(&actor.person),
        Reach::Region => scope.region == actor.region,
        Reach::All => true,
    })
}

/// Whether the actor may do it to anything at all: for offering a page or a list.
#[must_use]
pub fn permits_somewhere(actor: &Actor, action: Action) -> bool {
    actor.roles.iter().any(|role| reach(*role, action) != Reach::None)
}

/// The widest reach of the actor's roles.
#[must_use]
pub fn widest(actor: &Actor, action: Action) -> Reach {
    actor.roles.iter().map(|role| reach(*role, action)).max().unwrap_or(Reach::None)
}

/// The right a command needs.
#[must_use]
pub fn needed(command: &Command) -> Action {
    match command {
        Command::DraftRequest { .. }
        | Command::SubmitNewRequest { .. }
        | Command::SubmitRequest
        | Command::EditRequest { .. } => Action::SubmitRequest,
        Command::SettleDispute { .. } | Command::ResolveDispute { .. } | Command::ReopenDispute => {
            Action::SettleDispute
        }
        Command::HandOverData { .. } | Command::EndCustody { .. } | Command::TellCustomer { .. } => Action::Custody,
        Command::LogFollowUpAttempt { .. } | Command::RecordFollowUp { .. } | Command::CloseFollowUpCase { .. } => {
            Action::MakeFollowUps
        }
        Command::SettleDiscount { .. } | Command::TakeBackFeeStep { step: FeeStep::Discount, .. } => {
            Action::ApproveDiscount
        }
        // Whose clock it is.
        Command::PauseClock { rule, .. } | Command::ResumeClock { rule } | Command::ChangeDue { rule, .. }
            if rule == FOLLOW_UP =>
        {
            Action::MakeFollowUps
        }
        premises if premises.is_from_premises() => Action::FillVisit,
        _ => Action::ManageDispatch,
    }
}

/// Whether the actor may see a request: it exists for nobody else.
#[must_use]
pub fn may_read(actor: &Actor, request: &ServiceRequest) -> bool {
    let owners = [request.engineers(), request.followers()].concat();
    let scope = Scope { region: &request.region, owners: &owners, archived: request.state == RequestState::Archived };
    permits(actor, Action::ReadRequest, &scope) || (request.submitted_by == Some(actor.person))
}

/// Whether a request belongs on an engineer's tablet: work that is theirs now, or was within `days` (SYN-2), that they
/// go along with, or a case that they follow.
///
/// A dispatch taken back leaves the tablet, except while its work is in dispute or still going on.
#[must_use]
pub fn on_tablet(person: PersonId, request: &ServiceRequest, now: Timestamp, days: i64) -> bool {
    let follows = request.first_engineer.as_ref().is_some_and(|first| first.person == person);
    if follows && !request.is_done() {
        return true;
    }
    request.dispatches.iter().any(|dispatch| {
        let is_held = dispatch.state.is_active() || dispatch.state == DispatchState::Disputed || dispatch.goes_on();
        let is_recent = !request.is_done() || now.since(dispatch.slot.from) <= days * DAY;
        let goes_along = dispatch.goes_along(person) && dispatch.state.is_active();
        (dispatch.engineer == person && is_held || goes_along) && is_recent
    })
}

/// Whether the actor may give a command about a request.
#[must_use]
pub fn may_command(actor: &Actor, command: &Command, request: &ServiceRequest, owner: Option<PersonId>) -> bool {
    let own: Vec<PersonId> = match owner {
        Some(owner) => vec![owner],
        None => request.engineers(),
    };
    let scope = Scope { region: &request.region, owners: &own, archived: request.state == RequestState::Archived };
    let action = needed(command);
    if action == Action::SubmitRequest && permits(actor, Action::ManageDispatch, &scope) {
        return true;
    }
    permits(actor, action, &scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change of rights shows up in review as a change of this file.
    #[test]
    fn the_matrix_is_the_reviewed_one() {
        let mut table = String::new();
        for action in Action::ALL {
            for role in Role::ALL {
                let reach = reach(role, action);
                if reach != Reach::None {
                    let line = format!("{action:?} {}: {reach:?}\n", role.word());
                    table.push_str(&line);
                }
            }
        }
        insta::assert_snapshot!("rights_matrix", table);
    }
}
