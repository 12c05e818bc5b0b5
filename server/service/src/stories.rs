//! Fills an empty centre with people, customers and stories of work through the same write path as everything else: for
//! demo centres and simulations.

use std::collections::HashMap;

use domain::{
    DeviceId, PersonId, Timestamp,
    command::Command,
    customer::Customer,
    people::{Actor, Person},
    roster::Roster,
    sync::Subject,
    time::Attested,
};
use store::{NewChange, StoreError, Tx, customers, devices, numbers, people};
use uuid::Uuid;

use crate::{
    Result, Service,
    apply::{Applied, Office, Order},
    devices::{DeviceKey, read_key},
    rosters,
};

/// One step of a story, as it happened at its time.
#[derive(Clone, Debug)]
pub struct Step {
    pub at: Timestamp,
    pub actor: PersonId,
    pub subject: Subject,
    pub command: Command,
    /// The form number this step uses up.
    pub number: Option<String>,
}

/// What an empty centre begins with.
#[derive(Default)]
pub struct Beginnings {
    pub people: Vec<Person>,
    /// One password for all of them; without it they sign in by a link.
    pub password: Option<String>,
    pub customers: Vec<Customer>,
    pub rosters: Vec<Roster>,
    /// Id and public key of the device the stories' signatures were made on; all people share it.
    pub device: Option<(DeviceId, String)>,
    /// Carried out in this order. Stories must be legal: a step that a rule rejects is an error.
    pub steps: Vec<Step>,
}

impl Service {
    /// Fills an empty centre, all at once or not at all, and notes it by `fact`. Of several nodes that start together one
    /// does it; the others wait for its end and answer false.
    ///
    /// # Errors
    /// A login or archive number is taken; a step was rejected; the store.
    pub async fn begin_with(&self, fact: &'static str, beginnings: Beginnings) -> Result<bool> {
        let hash = match &beginnings.password {
            Some(password) => Some(crate::passwords::hash(password).await?),
            None => None,
        };
        let at = self.time.now().millis();
        let (centre, keys) = (self.centre.clone(), self.keys.clone());
        let begun = self.db.write(move |tx| {
            Box::pin(async move {
                if !numbers::claim_fact(tx, fact, "yes").await? {
                    return Ok(false);
                }
                for person in &beginnings.people {
                    let version = people::save(tx, person).await?;
                    if let Some(hash) = &hash {
                        people::set_password(tx, person.id, hash).await?;
                    }
                    tx.record(loaded(at, "person", person.id.0, version));
                }
                for customer in &beginnings.customers {
                    let version = customers::save(tx, customer).await?;
                    tx.record(loaded(at, "customer", customer.id.0, version));
                }
                rosters::load(tx, &beginnings.rosters, at).await?;
                if let Some((id, public_key)) = &beginnings.device {
                    devices::insert(tx, *id, "demo", public_key, at).await?;
                    for person in &beginnings.people {
                        devices::add_person(tx, *id, person.id).await?;
                    }
                }
                let key = beginnings.device.and_then(|(id, jwk)| Some((id, read_key(&jwk)?)));
                let office = Office { centre: &centre, keys: &keys };
                carry_out(tx, &office, &beginnings.steps, key.as_ref()).await?;
                Ok(true)
            })
        });
        Ok(begun.await?)
    }
}

fn loaded(at: i64, kind: &'static str, id: Uuid, version: i64) -> NewChange {
    NewChange { at, kind, id, version, command: "load".into(), facts: "[]".into(), ..NewChange::default() }
}

async fn carry_out(
    tx: &mut Tx,
    office: &Office<'_>,
    steps: &[Step],
    key: Option<&(DeviceId, DeviceKey)>,
) -> store::Result<()> {
    let staff: HashMap<PersonId, Actor> =
        people::list(tx.conn()).await?.iter().map(|(person, _)| (person.id, Actor::from(person))).collect();
    let mut highest: HashMap<String, i64> = HashMap::new();
    for step in steps {
        let actor =
            staff.get(&step.actor).ok_or_else(|| StoreError::NotCommitted("a story without its actor".to_owned()))?;
        let order = Order {
            actor,
            command: &step.command,
            subject: step.subject,
            attested: Attested { at: step.at, proven: true },
            received_at: step.at,
            device: key.map(|(id, key)| (*id, key)),
            address: "",
            envelope: "",
            number: step.number.clone(),
        };
        if let Applied::Rejected(rejection) = office.apply(tx, &order).await? {
            let why = format!("{} was rejected: {rejection}", step.command.word());
            return Err(StoreError::NotCommitted(why));
        }
        if let Some((counter, value)) = step.number.as_deref().and_then(|number| number.rsplit_once('-')) {
            let value: i64 = value.parse().unwrap_or(0);
            let known = highest.entry(counter.to_owned()).or_default();
            *known = value.max(*known);
        }
    }
    for (counter, value) in highest {
        numbers::raise(tx, &counter, value).await?;
    }
    Ok(())
}
