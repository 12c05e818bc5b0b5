//! The board's index kept from change to change: what a change of one request costs does not grow with how many others
//! there are.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use domain::{PersonId, RequestId, request::ServiceRequest};

use super::index::{Entry, Index, View};
use crate::plan::{Hours, Lane, Placed, jobs_of};

/// What is known of all requests, with the request it was read from.
#[derive(Default)]
pub struct Book {
    view: Option<Arc<View>>,
    pages: BTreeMap<RequestId, Page>,
    /// By engineer, in no order.
    jobs: BTreeMap<PersonId, Vec<Placed>>,
    lanes: BTreeMap<PersonId, Arc<Lane>>,
    /// Counts the changes.
    edition: u64,
}

struct Page {
    source: Rc<ServiceRequest>,
    edition: u64,
    entry: Entry,
    /// Whose lanes it has jobs in.
    engineers: Vec<PersonId>,
}

impl Book {
    /// The index after what has changed since `before`, and whether anything has. `requests` in the order of their ids.
    pub fn read(&mut self, requests: &[Rc<ServiceRequest>], view: &Arc<View>, before: Option<Index>) -> (Index, bool) {
        let is_other_view = self.view.as_ref().is_none_or(|known| !Arc::ptr_eq(known, view));
        self.view = Some(view.clone());
        self.edition += 1;
        let mut touched = BTreeSet::new();
        let mut is_changed = is_other_view;
        let day = Hours::around(view.day, std::iter::empty());
        for request in requests {
            let known = self.pages.get(&request.id);
            let is_same = known.is_some_and(|page| Rc::ptr_eq(&page.source, request));
            if is_same && !is_other_view {
                continue;
            }
            is_changed = true;
            let edition = known.filter(|_| is_same).map_or(self.edition, |page| page.edition);
            touched.extend(self.remove(request.id));
            let mut engineers = Vec::new();
            for (engineer, job) in jobs_of(request, day, view.now) {
                self.jobs.entry(engineer).or_default().push(Placed { edition, ..job });
                engineers.push(engineer);
            }
            touched.extend(engineers.iter().copied());
            let page = Page { source: request.clone(), edition, entry: Entry::of(request, view), engineers };
            self.pages.insert(request.id, page);
        }
        if self.pages.len() > requests.len() {
            is_changed = true;
            let is_gone = |id: &&RequestId| requests.binary_search_by_key(*id, |request| request.id).is_err();
            let gone: Vec<RequestId> = self.pages.keys().filter(is_gone).copied().collect();
            for id in gone {
                touched.extend(self.remove(id));
            }
        }
        for engineer in touched {
            match self.jobs.get(&engineer).filter(|jobs| !jobs.is_empty()) {
                Some(jobs) => {
                    let lane = Lane::of(jobs.clone(), view.bases.get(&engineer).copied());
                    self.lanes.insert(engineer, Arc::new(lane));
                }
                None => {
                    self.lanes.remove(&engineer);
                }
            }
        }
        match before {
            Some(before) if !is_changed => (before, false),
            _ => {
                let entries = self.pages.iter().map(|(id, page)| (*id, &page.entry));
                (Index::of(entries, self.lanes.clone(), view.day), true)
            }
        }
    }

    /// Takes a request out; whose lanes it had jobs in.
    fn remove(&mut self, id: RequestId) -> Vec<PersonId> {
        let engineers = self.pages.remove(&id).map(|page| page.engineers).unwrap_or_default();
        for engineer in &engineers {
            if let Some(jobs) = self.jobs.get_mut(engineer) {
                jobs.retain(|job| job.request != id);
            }
        }
        engineers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Timestamp, people::Colleague, request::RequestState, time::HOUR};
    use serde_json::json;
    use uuid::Uuid;

    /// A request that is dispatched to an engineer at an hour of the first day of all.
    fn visit(number: u128, engineer: PersonId, hour: i64) -> Rc<ServiceRequest> {
        let id = |number| Uuid::from_u128(number);
        let dispatch = json!({
            "id": id(number + 1000), "engineer": engineer, "engineer_name": "", "state": "offered",
            "dispatched_at": Timestamp(0), "dispatched_by": id(2), "dispatched_by_name": "",
            "slot": {"from": Timestamp(hour * HOUR), "minutes": 90}, "window": null,
        });
        let value = json!({
            "id": id(number), "case": id(9), "number": "", "state": "dispatched", "customer": id(9),
            "archive_number": "", "unit": "", "region": "", "address": "", "place": null, "distance_km": 0.0,
            "service_code": "", "contact": {"name": "", "title": "", "phone": ""},
            "product": {"name": "U8", "version": ""}, "category": "", "symptom": "",
            "channel": "phone", "urgency": "normal", "wished_at": null,
            "entitlement": {"standing": "covered", "tier": "standard", "agreement_until": null},
            "clocks": [], "opened_at": Timestamp(0), "submitted_at": null, "submitted_by": null,
            "submitted_by_name": "", "dispatches": [dispatch], "reason": null, "write_off": null, "follows": null,
        });
        Rc::new(serde_json::from_value(value).expect("a request"))
    }

    fn view() -> Arc<View> {
        let (filter, bases) = (Default::default(), BTreeMap::new());
        Arc::new(View { day: Timestamp(0), today: Timestamp(0), now: Timestamp(0), filter, me: None, bases })
    }

    const ANNE: PersonId = PersonId(Uuid::from_u128(51));
    const BERT: PersonId = PersonId(Uuid::from_u128(52));

    /// What stands in the lanes, without how often it was read.
    fn jobs(index: &Index) -> Vec<(PersonId, Vec<RequestId>, i64)> {
        let of = |(engineer, lane): (&PersonId, &Arc<Lane>)| {
            (*engineer, lane.jobs.iter().map(|job| job.request).collect(), lane.load)
        };
        index.lanes.iter().map(of).collect()
    }

    #[test]
    fn after_every_change_the_board_stands_as_if_it_were_read_from_nothing() {
        let view = view();
        let mut book = Book::default();
        let mut requests = vec![visit(1, ANNE, 9), visit(2, ANNE, 11), visit(3, BERT, 9)];
        let mut index = None;
        let mut check = |requests: &[Rc<ServiceRequest>]| {
            let (after, is_changed) = book.read(requests, &view, index.take());
            let (from_nothing, _) = Book::default().read(requests, &view, None);
            assert!(is_changed);
            assert_eq!(jobs(&after), jobs(&from_nothing));
            assert_eq!((&after.decide, after.hours), (&from_nothing.decide, from_nothing.hours));
            index = Some(after);
        };
        check(&requests);
        requests[1] = visit(2, BERT, 19);
        check(&requests);
        requests.remove(0);
        check(&requests);
        requests.push(visit(4, ANNE, 6));
        check(&requests);
        requests[0] = visit(2, BERT, 30);
        check(&requests);
    }

    #[test]
    fn whoever_goes_along_is_as_little_free_as_whoever_was_sent() {
        let mut request = (*visit(1, ANNE, 9)).clone();
        request.dispatches[0].companion = Some(Colleague { person: BERT, name: "Bert".to_owned() });
        let (index, _) = Book::default().read(&[Rc::new(request)], &view(), None);
        let of = |person| index.lanes[&person].jobs.iter().map(|job| (job.from, job.is_along)).collect::<Vec<_>>();
        assert_eq!(of(ANNE), [(Timestamp(9 * HOUR), false)]);
        assert_eq!(of(BERT), [(Timestamp(9 * HOUR), true)]);
    }

    #[test]
    fn who_has_to_hear_of_an_unsolved_problem_today_stands_among_the_decisions() {
        let (today, day_after) = (Timestamp(17 * HOUR), Timestamp(41 * HOUR));
        for (rule, due, stands) in [
            ("unresolved.chase_hq", today, true),
            ("unresolved.tell_customer", today, true),
            ("unresolved.to_hq", day_after, false),
            ("custody.end", today, false),
        ] {
            let mut request = (*visit(1, ANNE, 9)).clone();
            request.state = RequestState::WrittenOff;
            let clock = json!({
                "rule": rule, "started": Timestamp(0), "due": due, "warn": due, "reasons": [], "state": "running",
                "proven": true,
            });
            request.clocks.push(serde_json::from_value(clock).expect("a clock"));
            let (index, _) = Book::default().read(&[Rc::new(request)], &view(), None);
            assert_eq!(!index.decide.is_empty(), stands, "{rule}");
        }
    }

    #[test]
    fn only_the_lanes_of_what_changed_are_made_anew() {
        let view = view();
        let mut book = Book::default();
        let mut requests = vec![visit(1, ANNE, 9), visit(2, ANNE, 11), visit(3, BERT, 9)];
        let (before, _) = book.read(&requests, &view, None);
        let lanes = before.lanes.clone();
        let (same, is_changed) = book.read(&requests, &view, Some(before));
        assert!(!is_changed);
        // Another record of the same visit: its words may differ although its place does not.
        requests[2] = visit(3, BERT, 9);
        let (after, is_changed) = book.read(&requests, &view, Some(same));
        assert!(is_changed);
        assert!(Arc::ptr_eq(&after.lanes[&ANNE], &lanes[&ANNE]));
        assert_ne!(after.lanes[&BERT], lanes[&BERT]);
    }
}
