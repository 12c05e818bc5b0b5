//! Which actions a request offers to a person: by its state and their rights. The server checks again.

use domain::{
    dispute,
    people::Actor,
    request::{RequestState, ServiceRequest},
    rights::{self, Action, Scope},
};

/// Something that can be done about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Verify,
    Submit,
    Assign,
    Edit,
    Move,
    Recall,
    WriteOff,
    SendBack,
    Archive,
    Decline,
    Cancel,
    /// About one clock; offered beside it.
    PauseClock,
    ChangeDue,
}

/// Whether the person may verify, assign, move and write off this request.
#[must_use]
pub fn may_manage(actor: &Actor, request: &ServiceRequest) -> bool {
    let owners = request.engineers();
    let scope = Scope { region: &request.region, owners: &owners, archived: request.state == RequestState::Archived };
    rights::permits(actor, Action::ManageDispatch, &scope)
}

fn may_submit(actor: &Actor, request: &ServiceRequest) -> bool {
    let owners = request.engineers();
    let scope = Scope { region: &request.region, owners: &owners, archived: request.state == RequestState::Archived };
    rights::permits(actor, Action::SubmitRequest, &scope)
}

/// What the person can do now, the usual next step first.
#[must_use]
pub fn possible(actor: &Actor, request: &ServiceRequest) -> Vec<Act> {
    let manages = may_manage(actor, request);
    let is_recallable = request.active_dispatch().is_some_and(|dispatch| dispatch.state.is_recallable());
    let is_disputed = dispute::forms(request).next().is_some();
    let by_manager: &[Act] = match request.state {
        RequestState::Draft => &[Act::Cancel],
        RequestState::Submitted => &[Act::Verify, Act::Assign, Act::Decline, Act::Cancel],
        RequestState::Verified => &[Act::Assign, Act::Cancel],
        RequestState::Dispatched if is_recallable => &[Act::Move, Act::Recall, Act::Cancel],
        RequestState::Returned => &[Act::WriteOff, Act::SendBack],
        RequestState::WrittenOff => &[Act::Archive],
        RequestState::Declined => &[Act::Cancel],
        _ => &[],
    };
    let mut acts: Vec<Act> = if manages { by_manager.to_vec() } else { Vec::new() };
    // Whether disputed work counts is decided before anything else is planned.
    if is_disputed {
        acts.retain(|act| !matches!(act, Act::Assign | Act::Cancel));
    }
    if manages || may_submit(actor, request) {
        if matches!(request.state, RequestState::Draft | RequestState::Declined) {
            acts.insert(0, Act::Submit);
        }
        if !request.state.is_closed() {
            let after_main = acts.len().min(1);
            acts.insert(after_main, Act::Edit);
        }
    }
    acts
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        CaseId, CustomerId, PersonId, RequestId, Timestamp,
        customer::{Contact, Product},
        entitlement::{Entitlement, Standing},
        people::Role,
        request::{Channel, Urgency},
    };
    use uuid::Uuid;

    fn request(state: RequestState) -> ServiceRequest {
        ServiceRequest {
            id: RequestId(Uuid::nil()),
            case: CaseId(Uuid::nil()),
            number: String::new(),
            state,
            customer: CustomerId(Uuid::nil()),
            archive_number: String::new(),
            unit: String::new(),
            region: "city_south".to_owned(),
            address: String::new(),
            place: None,
            distance_km: 0.0,
            service_code: String::new(),
            contact: Contact::default(),
            product: Product::default(),
            category: String::new(),
            symptom: String::new(),
            channel: Channel::Phone,
            urgency: Urgency::Normal,
            wished_at: None,
            entitlement: Entitlement {
                standing: Standing::Unknown,
                tier: String::new(),
                agreement_until: None,
                named_engineer: None,
            },
            clocks: Vec::new(),
            opened_at: Timestamp(0),
            submitted_at: None,
            submitted_by: None,
            submitted_by_name: String::new(),
            dispatches: Vec::new(),
            reason: None,
            write_off: None,
            follows: None,
            former: None,
            first_engineer: None,
            failed_before: 0,
            unresolved: domain::unresolved::Unresolved::default(),
            kept: Vec::new(),
            follow_up: None,
            settlement: None,
        }
    }

    fn check(role: Role, region: &str, state: RequestState, expected: &[Act]) {
        let actor =
            Actor { person: PersonId(Uuid::nil()), name: String::new(), roles: vec![role], region: region.to_owned() };
        assert_eq!(possible(&actor, &request(state)), expected, "{role:?} {state:?}");
    }

    #[test]
    fn the_usual_next_step_comes_first_and_rights_decide() {
        let submitted = [Act::Verify, Act::Edit, Act::Assign, Act::Decline, Act::Cancel];
        check(Role::DutyManager, "", RequestState::Submitted, &submitted);
        check(Role::RegionManager, "city_south", RequestState::Submitted, &submitted);
        check(Role::RegionManager, "outer", RequestState::Submitted, &[Act::Edit]);
        check(Role::Hotline, "", RequestState::Submitted, &[Act::Edit]);
        check(Role::Hotline, "", RequestState::Declined, &[Act::Submit, Act::Edit]);
        check(Role::DutyManager, "", RequestState::Returned, &[Act::WriteOff, Act::Edit, Act::SendBack]);
        check(Role::Quality, "", RequestState::WrittenOff, &[]);
        check(Role::DutyManager, "", RequestState::WrittenOff, &[Act::Archive]);
    }
}
