//! The centre every run begins with: a handful of people and customers, and some visits that are planned already.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use api::config::Config;
use chrono_tz::Asia::Shanghai;
use clap::Parser;
use domain::{
    CaseId, CustomerId, DispatchId, PersonId, RequestId, Timestamp,
    command::Command,
    customer::{Contact, Customer, Product},
    people::{Level, Person, Role, Skill},
    request::{Channel, Draft, Slot, Urgency},
    sync::{Subject, SubjectKind},
    time::{DAY, HOUR},
};
use service::{
    Centre, Chance, ServerKeys, Service, Time,
    live::Hub,
    stories::{Beginnings, Step},
};
use store::Db;
use uuid::Uuid;

use crate::world::START;

/// Who does what: log-in, name, role.
const STAFF: [(&str, &str, Role); 7] = [
    ("admin", "管理员", Role::Admin),
    ("duty", "郭志强", Role::DutyManager),
    ("support", "韩雪梅", Role::SupportManager),
    ("hotline", "李娜", Role::Hotline),
    ("field1", "王立", Role::Field),
    ("field2", "陈晓东", Role::Field),
    ("field3", "赵敏", Role::Field),
];
/// Log-ins of the engineers.
pub const ENGINEERS: [&str; 3] = ["field1", "field2", "field3"];
const CUSTOMERS: usize = 3;
const VISITS: usize = 5;

fn id(number: usize) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + number as u128)
}

/// A person by log-in.
#[must_use]
pub fn person(login: &str) -> Option<Person> {
    let place = STAFF.iter().position(|(known, ..)| *known == login)?;
    let (login, name, role) = STAFF[place];
    Some(Person {
        id: PersonId(id(100 + place)),
        name: name.to_owned(),
        login: login.to_owned(),
        roles: vec![role],
        region: "太原".to_owned(),
        badge_number: String::new(),
        initials: "XX".to_owned(),
        skills: vec![Skill { product: "U8".to_owned(), category: String::new(), level: Level::Senior }],
        base: None,
        photo: None,
        working_hours: None,
        absences: Vec::new(),
        active: true,
    })
}

fn id_of(login: &str) -> PersonId {
    person(login).map_or(PersonId(Uuid::nil()), |person| person.id)
}

/// The customers, by place.
#[must_use]
pub fn customer(place: usize) -> CustomerId {
    CustomerId(id(200 + place % CUSTOMERS))
}

fn customers() -> Vec<Customer> {
    let one = |place: usize| Customer {
        id: customer(place),
        archive_number: format!("TY-{place:05}"),
        name: format!("客户{place}"),
        address: "迎泽大街 1 号".to_owned(),
        region: "太原".to_owned(),
        place: None,
        distance_km: 5.0,
        service_code: String::new(),
        tier: "standard".to_owned(),
        agreement_until: Some("2030-12-31".to_owned()),
        named_engineer: None,
        contacts: Vec::new(),
        products: Vec::new(),
    };
    (0..CUSTOMERS).map(one).collect()
}

/// What the hotline takes down.
#[must_use]
pub fn draft(customer: CustomerId, symptom: &str) -> Draft {
    Draft {
        customer,
        contact: Contact {
            name: "周素珍".to_owned(), title: "会计".to_owned(), phone: "0351-700 1234".to_owned()
        },
        product: Product { name: "U8".to_owned(), version: "8.12".to_owned(), ..Product::default() },
        category: "login_failure".to_owned(),
        symptom: symptom.to_owned(),
        channel: Channel::Phone,
        urgency: Urgency::Normal,
        wished_at: None,
        follows: None,
    }
}

/// The centre's settings.
#[must_use]
pub fn settings() -> Arc<Centre> {
    Arc::new(simulated())
}

pub(crate) fn simulated() -> Centre {
    Centre::new("simulated", Shanghai, true)
}

/// The server's keys.
#[must_use]
pub fn keys() -> Arc<ServerKeys> {
    Arc::new(ServerKeys::from_seed([7; 32]))
}

/// A configuration that asks the environment for nothing that matters here.
#[must_use]
pub fn config() -> Arc<Config> {
    Arc::new(Config::parse_from(["paidan"]))
}

/// Fills an empty database.
///
/// # Errors
/// The database cannot be opened or filled.
pub fn fill(address: &str, blobs: &Path) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let filled = runtime.block_on(async {
        let service = Service {
            db: Db::open(address).await?,
            keys: keys(),
            centre: settings(),
            blobs: Arc::new(blobs.to_owned()),
            live: Hub::new(),
            time: Time::from(|| Timestamp(START - DAY)),
            chance: Chance::from(|bytes| bytes.fill(7)),
        };
        let people = STAFF.iter().filter_map(|(login, ..)| person(login)).collect();
        let steps = (0..VISITS).flat_map(visit).collect();
        service
            .begin_with("simulated", Beginnings { people, customers: customers(), steps, ..Default::default() })
            .await?;
        anyhow::Ok(())
    });
    let handle = runtime.handle().clone();
    let _inside = handle.enter();
    drop(runtime);
    filled.context("the centre is filled")
}

/// A request that is taken down and sent to an engineer.
fn visit(place: usize) -> Vec<Step> {
    let subject = Subject { kind: SubjectKind::Request, id: RequestId(id(300 + place)).0 };
    let step = |hours: i64, actor: &str, command: Command| Step {
        at: Timestamp(START - DAY + hours * HOUR),
        actor: id_of(actor),
        subject,
        command,
        number: None,
    };
    let submit = Command::SubmitNewRequest {
        case: CaseId(id(400 + place)),
        draft: Box::new(draft(customer(place), &format!("symptom {place}"))),
    };
    let assign = Command::Assign {
        companion: None,
        dispatch: DispatchId(id(500 + place)),
        engineer: id_of(ENGINEERS[place % ENGINEERS.len()]),
        slot: Slot { from: Timestamp(START + HOUR), minutes: 90 },
        window: None,
        reason: Some("离客户最近".to_owned()),
    };
    vec![step(0, "hotline", submit), step(1, "duty", assign)]
}
