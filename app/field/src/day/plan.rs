//! Puts the dispatches of one engineer in order: what is left over, today's route, what is coming, what is done.

use std::rc::Rc;

use domain::{
    DispatchId, PersonId, Timestamp,
    geo::{self, Place},
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
};

/// One stop of the route: a request and the engineer's dispatch of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    pub request: ServiceRequest,
    pub dispatch: Dispatch,
}

/// The dispatches of one engineer by when they matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Open, from days before.
    pub earlier: Vec<Stop>,
    /// Today's: done first, then under way, then to come.
    pub today: Vec<Stop>,
    /// Open, for later days.
    pub coming: Vec<Stop>,
    /// Done on days before, the last one first: as many as are shown.
    pub past: Vec<Stop>,
    /// How many there are.
    pub past_count: usize,
}

impl Plan {
    #[must_use]
    pub fn stop(&self, dispatch: DispatchId) -> Option<&Stop> {
        let all = self.earlier.iter().chain(&self.today).chain(&self.coming).chain(&self.past);
        all.into_iter().find(|stop| stop.dispatch.id == dispatch)
    }

    /// Everything that is still to be done.
    pub fn open(&self) -> impl Iterator<Item = &Stop> {
        let all = self.earlier.iter().chain(&self.today).chain(&self.coming);
        all.filter(|stop| is_open(&stop.request, &stop.dispatch))
    }
}

/// Whether the engineer still has to do something.
#[must_use]
pub fn is_open(request: &ServiceRequest, dispatch: &Dispatch) -> bool {
    use DispatchState as S;
    match dispatch.lived_state() {
        S::Returned => request.state == RequestState::SentBack,
        S::Refused | S::Recalled | S::Disputed | S::Superseded => false,
        _ => true,
    }
}

/// Orders the dispatches of `engineer` for the day from `start` until `end`, with so many of the `past` ones as are shown:
/// a busy month is long, and few look at it.
#[must_use]
pub fn plan(
    requests: &[Rc<ServiceRequest>],
    engineer: PersonId,
    (start, end): (Timestamp, Timestamp),
    past: usize,
) -> Plan {
    let mut plan = Plan::default();
    let mut done = Vec::new();
    let stop =
        |request: &ServiceRequest, dispatch: &Dispatch| Stop { request: request.clone(), dispatch: dispatch.clone() };
    for request in requests {
        for dispatch in request.dispatches.iter().filter(|dispatch| is_shown(dispatch, engineer)) {
            let open = is_open(request, dispatch);
            let day = if open { dispatch.slot.from } else { dispatch.visit.left_at.unwrap_or(dispatch.slot.from) };
            let group = match (day < start, day < end, open) {
                (true, _, true) => &mut plan.earlier,
                (true, _, false) => {
                    done.push((request, dispatch));
                    continue;
                }
                (false, true, _) => &mut plan.today,
                (false, false, true) => &mut plan.coming,
                // Closed ahead of its day: nothing is left to see.
                (false, false, false) => continue,
            };
            group.push(stop(request, dispatch));
        }
    }
    plan.earlier.sort_by_key(route_order);
    plan.today.sort_by_key(route_order);
    plan.coming.sort_by_key(route_order);
    plan.past_count = done.len();
    done.sort_by_key(|(_, dispatch)| std::cmp::Reverse(dispatch.slot.from));
    plan.past = done.into_iter().take(past).map(|(request, dispatch)| stop(request, dispatch)).collect();
    plan
}

fn is_shown(dispatch: &Dispatch, engineer: PersonId) -> bool {
    let is_over = matches!(dispatch.lived_state(), DispatchState::Refused | DispatchState::Superseded);
    dispatch.engineer == engineer && !is_over
}

/// Done, then under way, then to come; by time within each.
fn route_order(stop: &Stop) -> (u8, Timestamp) {
    let rank = match stop.dispatch.lived_state() {
        DispatchState::EnRoute | DispatchState::OnSite => 1,
        _ if is_open(&stop.request, &stop.dispatch) => 2,
        _ => 0,
    };
    let started = stop.dispatch.visit.arrived_at.filter(|_| rank == 0);
    (rank, started.unwrap_or(stop.dispatch.slot.from))
}

/// The way between two stops: road kilometres and minutes; None when a place is unknown.
#[must_use]
pub fn leg(from: Option<Place>, to: Option<Place>) -> Option<(i64, i64)> {
    let km = geo::road_km(from?, to?);
    Some((km.round() as i64, geo::travel_minutes(km)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        request::Slot,
        time::{DAY, HOUR},
    };
    use serde_json::json;

    const START: Timestamp = Timestamp(1_795_363_200_000);

    fn engineer() -> PersonId {
        PersonId(uuid::Uuid::from_u128(1))
    }

    fn request(n: u128, state: RequestState, dispatch_state: DispatchState, from: i64) -> Rc<ServiceRequest> {
        let id = uuid::Uuid::from_u128(n);
        let dispatch = json!({
            "id": id, "engineer": engineer(), "engineer_name": "王立", "state": dispatch_state, "dispatched_at": START,
            "dispatched_by": id, "dispatched_by_name": "李建军", "slot": Slot { from: START.plus(from), minutes: 60 }, "window": null,
        });
        let request = json!({
            "id": id, "case": id, "number": n.to_string(), "state": state, "customer": id, "archive_number": "", "unit": "", "region": "",
            "address": "", "place": null, "distance_km": 1.0, "service_code": "", "contact": {"name": "", "title": "", "phone": ""},
            "product": {"name": "", "version": ""}, "category": "", "symptom": "", "channel": "phone", "urgency": "normal",
            "wished_at": null, "entitlement": {"standing": "covered", "tier": "", "agreement_until": null}, "clocks": [],
            "opened_at": START, "submitted_at": null, "submitted_by": null, "submitted_by_name": "", "dispatches": [dispatch],
            "reason": null, "write_off": null, "follows": null,
        });
        Rc::new(serde_json::from_value(request).expect("a request"))
    }

    fn numbers(stops: &[Stop]) -> Vec<&str> {
        stops.iter().map(|stop| stop.request.number.as_str()).collect()
    }

    #[test]
    fn what_is_under_way_stands_between_what_is_done_and_what_is_to_come() {
        use {DispatchState as D, RequestState as R};
        let requests = [
            request(1, R::Dispatched, D::Offered, 15 * HOUR),
            request(2, R::Dispatched, D::OnSite, 13 * HOUR),
            request(3, R::Returned, D::Returned, 14 * HOUR),
            request(4, R::SentBack, D::Returned, -DAY),
            request(5, R::Returned, D::Returned, -2 * DAY),
            request(6, R::Dispatched, D::Confirmed, 30 * HOUR),
            request(7, R::Verified, D::Refused, 9 * HOUR),
        ];
        let plan = plan(&requests, engineer(), (START, START.plus(DAY)), 1);
        assert_eq!(numbers(&plan.earlier), ["4"]);
        assert_eq!(numbers(&plan.today), ["3", "2", "1"]);
        assert_eq!(numbers(&plan.coming), ["6"]);
        assert_eq!((numbers(&plan.past), plan.past_count), (vec!["5"], 1));
        assert_eq!(plan.open().count(), 4);
    }

    #[test]
    fn of_a_long_past_the_last_ones_are_shown_and_all_are_counted() {
        use {DispatchState as D, RequestState as R};
        let requests: Vec<_> = (1..=5).map(|n| request(n, R::Archived, D::Returned, -(n as i64) * DAY)).collect();
        let plan = plan(&requests, engineer(), (START, START.plus(DAY)), 2);
        assert_eq!((numbers(&plan.past), plan.past_count), (vec!["1", "2"], 5));
    }

    #[test]
    fn another_engineers_dispatch_is_not_mine() {
        let requests = [request(1, RequestState::Dispatched, DispatchState::Offered, HOUR)];
        let other = PersonId(uuid::Uuid::from_u128(99));
        assert_eq!(super::plan(&requests, other, (START, START.plus(DAY)), 9), Plan::default());
    }
}
