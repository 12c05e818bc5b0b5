//! Records to store, told apart by a number.

use domain::{
    CaseId, CustomerId, DeviceId, DispatchId, PersonId, RequestId, Timestamp,
    case::{Case, CaseState},
    customer::{Contact, Customer, Product},
    deadline::{Clock, ClockState},
    entitlement::{Entitlement, Standing},
    people::{Person, Role},
    request::{Channel, Dispatch, DispatchState, RequestState, ServiceRequest, Slot, Urgency},
    visit::Visit,
};
use store::{Db, NewChange, StoreError, Tx, cases, customers, people, requests};
use uuid::Uuid;

pub const NOW: Timestamp = Timestamp(1_795_415_000_000);

pub fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x019d_1b3a_0000_7000_8000_0000_0000_0000 + number)
}

pub fn device(number: u128) -> DeviceId {
    DeviceId(uuid(number))
}

pub fn person(number: u128) -> Person {
    Person {
        id: PersonId(uuid(number)),
        name: "赵勇".to_owned(),
        login: format!("login{number}"),
        roles: vec![Role::Field],
        region: "taiyuan".to_owned(),
        badge_number: String::new(),
        initials: "ZY".to_owned(),
        skills: Vec::new(),
        base: None,
        photo: None,
        working_hours: None,
        absences: Vec::new(),
        active: true,
    }
}

pub fn customer(number: u128) -> Customer {
    Customer {
        id: CustomerId(uuid(number)),
        archive_number: format!("TY-{number:05}"),
        name: "太原机械厂".to_owned(),
        address: String::new(),
        region: "taiyuan".to_owned(),
        place: None,
        distance_km: 8.5,
        service_code: String::new(),
        tier: "premium".to_owned(),
        agreement_until: None,
        named_engineer: None,
        contacts: Vec::new(),
        products: Vec::new(),
    }
}

pub fn case(number: u128, customer: &Customer) -> Case {
    Case {
        id: CaseId(uuid(number)),
        customer: customer.id,
        title: "凭证无法保存".to_owned(),
        state: CaseState::Open,
        requests: Vec::new(),
        opened_at: NOW,
        concerns: None,
    }
}

/// A draft of the case 1 of the customer 1.
pub fn request(number: u128) -> ServiceRequest {
    let Customer { id: customer, archive_number, name: unit, region, address, distance_km, service_code, tier, .. } =
        customer(1);
    ServiceRequest {
        former: None,
        first_engineer: None,
        failed_before: 0,
        unresolved: domain::unresolved::Unresolved::default(),
        id: RequestId(uuid(number)),
        case: CaseId(uuid(1)),
        number: String::new(),
        state: RequestState::Draft,
        customer,
        archive_number,
        unit,
        region,
        address,
        place: None,
        distance_km,
        service_code,
        contact: Contact { name: "王会计".to_owned(), title: String::new(), phone: "0351-5550101".to_owned() },
        product: Product { name: "U8".to_owned(), ..Product::default() },
        category: "login_failure".to_owned(),
        symptom: "凭证无法保存".to_owned(),
        channel: Channel::Phone,
        urgency: Urgency::Normal,
        wished_at: None,
        entitlement: Entitlement { standing: Standing::Covered, tier, agreement_until: None, named_engineer: None },
        clocks: Vec::new(),
        opened_at: NOW,
        submitted_at: None,
        submitted_by: None,
        submitted_by_name: String::new(),
        dispatches: Vec::new(),
        reason: None,
        write_off: None,
        follows: None,
        kept: Vec::new(),
        follow_up: None,
        settlement: None,
    }
}

pub fn clock(due: Timestamp) -> Clock {
    Clock {
        rule: "onsite.arrive_near".to_owned(),
        started: NOW,
        due,
        warn: due,
        reasons: Vec::new(),
        state: ClockState::Running,
        stopped: None,
        proven: true,
        pauses: Vec::new(),
    }
}

pub fn dispatch(number: u128, engineer: &Person) -> Dispatch {
    Dispatch {
        companion: None,
        help_answer: None,
        id: DispatchId(uuid(number)),
        engineer: engineer.id,
        engineer_name: engineer.name.clone(),
        state: DispatchState::Offered,
        dispatched_at: NOW,
        dispatched_by: engineer.id,
        dispatched_by_name: String::new(),
        slot: Slot { from: NOW, minutes: 90 },
        window: None,
        appointment: None,
        wish: None,
        help: None,
        delay: None,
        reason: None,
        despite: None,
        visit: Visit::default(),
    }
}

pub fn change(number: i64) -> NewChange {
    NewChange {
        at: NOW.millis(),
        kind: "request",
        id: uuid(1),
        version: number,
        person: Some(uuid(1)),
        person_name: "赵勇".to_owned(),
        device: Some(uuid(2)),
        address: "10.0.0.7".to_owned(),
        command: "confirm".to_owned(),
        envelope: uuid(3).to_string(),
        facts: format!(r#"[{{"number":{number}}}]"#),
    }
}

/// Writes with a function that needs nothing but the transaction.
macro_rules! write {
    ($db:expr, |$tx:ident| $body:expr) => {
        $db.write(move |$tx| Box::pin(async move { $body })).await
    };
}
pub(crate) use write;

/// The persons 1 and 2, the customer 1 with the case 1: what the other records refer to.
pub async fn prepare(db: &Db) {
    write!(db, |tx| {
        for number in [1, 2] {
            people::save(tx, &person(number)).await?;
        }
        customers::save(tx, &customer(1)).await?;
        cases::save(tx, &case(1, &customer(1))).await?;
        Ok(())
    })
    .expect("prepared");
}

pub async fn save(db: &Db, request: &ServiceRequest) -> store::Result<i64> {
    save_at(db, request, NOW).await
}

pub async fn save_at(db: &Db, request: &ServiceRequest, now: Timestamp) -> store::Result<i64> {
    let request = request.clone();
    write!(db, |tx| requests::save(tx, None, &request, now).await)
}

/// Saves a request that stood as `before`.
pub async fn replace_at(
    db: &Db,
    before: &ServiceRequest,
    request: &ServiceRequest,
    now: Timestamp,
) -> store::Result<i64> {
    let (before, request) = (before.clone(), request.clone());
    write!(db, |tx| requests::save(tx, Some(&before), &request, now).await)
}

/// Records a change and nothing else; gives its version back.
pub async fn record(tx: &mut Tx, number: i64) -> Result<i64, StoreError> {
    tx.record(change(number));
    Ok(number)
}
