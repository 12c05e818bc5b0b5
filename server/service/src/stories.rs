//! Loads people, customers and stories of work through the same write path as everything else: for demo centres.

use std::collections::HashMap;

use domain::{
    DeviceId, PersonId, Timestamp,
    command::Command,
    customer::Customer,
    people::{Actor, Person},
    sync::Subject,
    time::Attested,
};
use store::{NewChange, StoreError, customers, devices, numbers, people};

use crate::{
    Result, Service, ServiceError,
    apply::{Applied, Office, Order},
    devices::read_key,
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

impl Service {
    /// Stores people with one password for all, and customers.
    ///
    /// # Errors
    /// A login or archive number is taken; the store.
    pub async fn load_people_and_customers(
        &self,
        staff: Vec<Person>,
        units: Vec<Customer>,
        password: &str,
    ) -> Result<()> {
        let hash = crate::passwords::hash(password).await?;
        let at = self.time.now().millis();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for person in &staff {
                        let version = people::save(tx, person).await?;
                        people::set_password(tx, person.id, &hash).await?;
                        tx.record(NewChange {
                            at,
                            kind: "person",
                            id: person.id.0,
                            version,
                            command: "load".into(),
                            facts: "[]".into(),
                            ..NewChange::default()
                        });
                    }
                    for customer in &units {
                        let version = customers::save(tx, customer).await?;
                        tx.record(NewChange {
                            at,
                            kind: "customer",
                            id: customer.id.0,
                            version,
                            command: "load".into(),
                            facts: "[]".into(),
                            ..NewChange::default()
                        });
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(())
    }

    /// Registers the device the stories' signatures were made on.
    ///
    /// # Errors
    /// The store.
    pub async fn load_device(&self, id: DeviceId, public_key: String, people: Vec<PersonId>) -> Result<()> {
        let at = self.time.now().millis();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    devices::insert(tx, id, "demo", &public_key, at).await?;
                    for person in people {
                        devices::add_person(tx, id, person).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(())
    }

    /// Carries out steps in order, in one transaction. A step that a rule rejects is an error: stories must be legal.
    ///
    /// # Errors
    /// A step was rejected; the store.
    pub async fn load_steps(&self, steps: Vec<Step>, device: Option<(DeviceId, String)>) -> Result<()> {
        let (centre, keys) = (self.centre.clone(), self.keys.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let key = device.and_then(|(id, jwk)| Some((id, read_key(&jwk)?)));
                    let staff: HashMap<PersonId, Actor> = people::list(tx.conn())
                        .await?
                        .iter()
                        .map(|(person, _)| (person.id, Actor::from(person)))
                        .collect();
                    let office = Office { centre: &centre, keys: &keys };
                    let mut highest: HashMap<String, i64> = HashMap::new();
                    for step in &steps {
                        let actor = staff
                            .get(&step.actor)
                            .ok_or_else(|| StoreError::NotCommitted("a story without its actor".to_owned()))?;
                        let order = Order {
                            actor,
                            command: &step.command,
                            subject: step.subject,
                            attested: Attested { at: step.at, proven: true },
                            received_at: step.at,
                            device: key.as_ref().map(|(id, key)| (*id, key)),
                            address: "",
                            envelope: "",
                            number: step.number.clone(),
                        };
                        if let Applied::Rejected(rejection) = office.apply(tx, &order).await? {
                            return Err(StoreError::NotCommitted(format!(
                                "{} was rejected: {rejection}",
                                step.command.word()
                            )));
                        }
                        if let Some((counter, value)) =
                            step.number.as_deref().and_then(|number| number.rsplit_once('-'))
                        {
                            let value: i64 = value.parse().unwrap_or(0);
                            let known = highest.entry(counter.to_owned()).or_default();
                            *known = value.max(*known);
                        }
                    }
                    for (counter, value) in highest {
                        numbers::raise(tx, &counter, value).await?;
                    }
                    Ok(())
                })
            })
            .await
            .map_err(ServiceError::from)
    }
}
