//! The server's records as they were last heard, and requests with the waiting actions applied on top.

use std::{collections::BTreeMap, rc::Rc};

use domain::{
    CustomerId, DispatchId, PersonId, Rejection, RequestId, Timestamp,
    command::Command,
    customer::Customer,
    fact::Fact,
    people::{Actor, Person},
    request::{Context, OfficeKnowledge, ServiceRequest},
    sync::{Changed, Subject, SubjectKind},
    time::Attested,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{client::Rules, outbox::Item};

/// A record, parsed.
enum Record {
    Request {
        /// The server's version.
        base: Rc<ServiceRequest>,
        /// The same with waiting actions applied.
        view: Rc<ServiceRequest>,
        /// The server has taken it away; it stays until the actions about it are gone.
        is_gone: bool,
    },
    Customer(Rc<Customer>),
    Person(Rc<Person>),
    /// Of a kind that only its screen understands.
    Other(Rc<Value>),
}

struct Known {
    version: i64,
    /// Counts how often the records were fetched from nothing: what is older afterwards is no longer there.
    epoch: u64,
    record: Record,
}

/// All records of one person on this device.
#[derive(Default)]
pub(crate) struct Replica {
    /// By kind and id: a customer and their history share an id.
    known: BTreeMap<(String, Uuid), Known>,
    settings: Rc<Value>,
    settings_version: i64,
    /// How many office commands about a request are under way. Until they are settled nobody here knows whether a
    /// version of the server has their effect already, so the request stays as it is shown.
    under_way: BTreeMap<RequestId, usize>,
}

/// Where and as what a record is kept.
pub(crate) struct Place {
    pub kind: String,
    pub id: String,
}

fn key(kind: &str, id: Uuid) -> (String, Uuid) {
    (kind.to_owned(), id)
}

impl Replica {
    /// Takes in a record. False when a newer version is here already, or when it cannot be read.
    ///
    /// `rebuilds` says that records are being fetched from nothing: then every version counts.
    pub(crate) fn put(&mut self, changed: Changed, epoch: u64, rebuilds: bool) -> bool {
        let Changed { kind, id, version, record } = changed;
        if kind == "settings" {
            if version >= self.settings_version || rebuilds {
                self.settings = Rc::new(record);
                self.settings_version = version;
            }
            return true;
        }
        let Ok(id) = Uuid::parse_str(&id) else { return false };
        let key = (kind, id);
        if self.known.get(&key).is_some_and(|known| known.version > version && !rebuilds) {
            return false;
        }
        let record = match key.0.as_str() {
            "request" => serde_json::from_value(record).ok().map(|request: ServiceRequest| {
                let base = Rc::new(request);
                let shown = self.request(base.id).filter(|shown| self.under_way.contains_key(&shown.id));
                Record::Request { view: shown.unwrap_or(&base).clone(), base, is_gone: false }
            }),
            "customer" => serde_json::from_value(record).ok().map(|customer| Record::Customer(Rc::new(customer))),
            "person" => serde_json::from_value(record).ok().map(|person| Record::Person(Rc::new(person))),
            _ => Some(Record::Other(Rc::new(record))),
        };
        let Some(record) = record else { return false };
        self.known.insert(key, Known { version, epoch, record });
        true
    }

    /// Forgets a record; one that actions still concern is only marked.
    pub(crate) fn remove(&mut self, kind: &str, id: &str, has_work: bool) {
        let Ok(id) = Uuid::parse_str(id) else { return };
        let key = key(kind, id);
        match self.known.get_mut(&key) {
            Some(Known { record: Record::Request { is_gone, .. }, .. }) if has_work => *is_gone = true,
            _ => {
                self.known.remove(&key);
            }
        }
    }

    /// Forgets every record that is not named.
    pub(crate) fn keep_only(&mut self, places: &[Place]) {
        let kept = |kind: &str, id: &str| places.iter().any(|place| place.kind == kind && place.id == id);
        self.known.retain(|(kind, id), _| kept(kind, &id.to_string()));
    }

    /// Records of an earlier epoch: not heard of when everything was fetched anew.
    pub(crate) fn older_than(&self, epoch: u64) -> Vec<Place> {
        self.places(|known| known.epoch < epoch)
    }

    /// Requests that the server has taken away.
    pub(crate) fn gone(&self) -> Vec<Place> {
        self.places(|known| matches!(known.record, Record::Request { is_gone: true, .. }))
    }

    /// Requests in which nothing more is expected to happen: they can be fetched again.
    pub(crate) fn closed(&self) -> Vec<Place> {
        self.places(|known| matches!(&known.record, Record::Request { base, .. } if base.is_done()))
    }

    fn places(&self, chosen: impl Fn(&Known) -> bool) -> Vec<Place> {
        let chosen = self.known.iter().filter(|(_, known)| chosen(known));
        chosen.map(|((kind, id), _)| Place { kind: kind.clone(), id: id.to_string() }).collect()
    }

    pub(crate) fn version(&self, id: RequestId) -> Option<i64> {
        self.get("request", id.0).map(|known| known.version)
    }

    pub(crate) fn version_of(&self, kind: &str, id: &str) -> Option<i64> {
        Uuid::parse_str(id).ok().and_then(|id| self.get(kind, id)).map(|known| known.version)
    }

    /// A record of a kind that is not parsed here.
    pub(crate) fn other(&self, kind: &str, id: Uuid) -> Option<Rc<Value>> {
        match &self.get(kind, id)?.record {
            Record::Other(record) => Some(record.clone()),
            _ => None,
        }
    }

    fn get(&self, kind: &str, id: Uuid) -> Option<&Known> {
        self.known.get(&key(kind, id))
    }

    pub(crate) fn requests(&self) -> Vec<Rc<ServiceRequest>> {
        self.known.values().filter_map(Known::request).cloned().collect()
    }

    pub(crate) fn request(&self, id: RequestId) -> Option<&Rc<ServiceRequest>> {
        self.get("request", id.0)?.request()
    }

    pub(crate) fn by_dispatch(&self, id: DispatchId) -> Option<&Rc<ServiceRequest>> {
        self.known.values().filter_map(Known::request).find(|request| request.dispatch(id).is_some())
    }

    /// The request a command is about, as it is shown.
    pub(crate) fn about(&self, subject: Subject) -> Option<&Rc<ServiceRequest>> {
        match subject.kind {
            SubjectKind::Request => self.request(RequestId(subject.id)),
            SubjectKind::Dispatch => self.by_dispatch(DispatchId(subject.id)),
        }
    }

    pub(crate) fn customer(&self, id: CustomerId) -> Option<Rc<Customer>> {
        match &self.get("customer", id.0)?.record {
            Record::Customer(customer) => Some(customer.clone()),
            _ => None,
        }
    }

    pub(crate) fn customers(&self) -> Vec<Rc<Customer>> {
        let customers = self.known.values().filter_map(|known| match &known.record {
            Record::Customer(customer) => Some(customer.clone()),
            _ => None,
        });
        customers.collect()
    }

    pub(crate) fn person(&self, id: PersonId) -> Option<&Rc<Person>> {
        match &self.get("person", id.0)?.record {
            Record::Person(person) => Some(person),
            _ => None,
        }
    }

    pub(crate) fn people(&self) -> Vec<Rc<Person>> {
        let people = self.known.values().filter_map(|known| match &known.record {
            Record::Person(person) => Some(person.clone()),
            _ => None,
        });
        people.collect()
    }

    pub(crate) fn settings(&self) -> Rc<Value> {
        self.settings.clone()
    }

    /// Applies the waiting actions to one request anew.
    pub(crate) fn refresh(&mut self, id: RequestId, items: &[Item], actor: &Actor, rules: Option<Rules>) {
        if self.under_way.contains_key(&id) {
            return;
        }
        let Some(Known { record: Record::Request { base, .. }, .. }) = self.get("request", id.0) else { return };
        let shown = base.clone();
        self.show(id, shown, items, actor, rules);
    }

    /// Shows a request with the effect of an office command that is under way.
    pub(crate) fn begin(&mut self, id: RequestId, item: &Item, actor: &Actor, rules: Option<Rules>) {
        *self.under_way.entry(id).or_default() += 1;
        if let Some(shown) = self.request(id).cloned() {
            self.show(id, shown, std::slice::from_ref(item), actor, rules);
        }
    }

    /// An office command is settled, or nothing more is heard of it. What the server says counts again with the next
    /// [`Replica::refresh`].
    pub(crate) fn end(&mut self, id: RequestId) {
        if let Some(count) = self.under_way.get_mut(&id) {
            *count -= 1;
            if *count == 0 {
                self.under_way.remove(&id);
            }
        }
    }

    fn show(
        &mut self,
        id: RequestId,
        mut shown: Rc<ServiceRequest>,
        items: &[Item],
        actor: &Actor,
        rules: Option<Rules>,
    ) {
        for item in items.iter().filter(|item| item.request == Some(id) && item.has_effect()) {
            let (Some(envelope), Some(rules)) = (&item.envelope, rules) else { continue };
            let at = envelope.done_at();
            // A rule that objects by now is the server's to judge; the action stays in the outbox.
            if let Ok(facts) = self.judge(rules, Some(&*shown), &envelope.command, envelope.subject, at, actor)
                && !facts.is_empty()
            {
                let changed = Rc::make_mut(&mut shown);
                facts.iter().for_each(|fact| (rules.evolve)(changed, fact));
            }
        }
        if let Some(Known { record: Record::Request { view, .. }, .. }) = self.known.get_mut(&key("request", id.0)) {
            *view = shown;
        }
    }

    /// What a command leads to, as far as it can be known here. No facts when only the office can say.
    ///
    /// # Errors
    /// The rule that objects.
    pub(crate) fn judge(
        &self,
        rules: Rules,
        request: Option<&ServiceRequest>,
        command: &Command,
        subject: Subject,
        at: Timestamp,
        actor: &Actor,
    ) -> Result<Vec<Fact>, Rejection> {
        if request.is_none() && !command.is_from_premises() {
            // A record that is not here may well be there: the server judges.
            return Ok(Vec::new());
        }
        let engineer = command.sends().and_then(|engineer| self.person(engineer));
        let companion = command.sends_along().and_then(|companion| self.person(companion));
        let companion = companion.map(|companion| (**companion).clone());
        // Without the midnight of that day: whether it is within the hours of work is for the server to judge.
        let office = engineer.map(|engineer| OfficeKnowledge {
            engineer: Some((**engineer).clone()),
            companion,
            ..Default::default()
        });
        let context = Context { actor, attested: Attested { at, proven: true }, office: office.as_ref() };
        match (rules.decide)(request, command, subject, &context) {
            Ok(decided) => Ok(decided.facts),
            Err(Rejection::OfficeOnly) => Ok(Vec::new()),
            Err(rejection) => Err(rejection),
        }
    }
}

impl Known {
    fn request(&self) -> Option<&Rc<ServiceRequest>> {
        match &self.record {
            Record::Request { view, .. } => Some(view),
            _ => None,
        }
    }
}
