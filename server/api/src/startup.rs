//! Opens the centre: database, keys, blobs; the first administrator; the demo (ADM-5).

use std::sync::Arc;

use anyhow::{Context, bail};
use domain::{
    PersonId,
    people::{Person, Role},
};
use service::{Caller, Centre, Chance, ServerKeys, Service, Time, live::Hub, push::Delivery, stories::Step};
use store::{Db, NewChange, numbers, people};
use words::Lang;

use crate::config::Config;

/// The password of every demo log-in.
pub const DEMO_PASSWORD: &str = "paidan-demo";
/// Marks a database as a demo's.
const DEMO_FACT: &str = "demo";
/// The demo is the same every time, but for its dates.
const DEMO_SEED: u64 = 20_020_828;
/// Steps of the demo that share a transaction.
const STEPS_AT_A_TIME: usize = 500;

/// Opens everything a service needs and fills an empty database if the demo is asked for.
///
/// # Errors
/// The data folder or the database can't be used, or the demo is refused (ADM-5).
pub async fn open(config: &Config) -> anyhow::Result<Service> {
    if config.demo && !config.addr.ip().is_loopback() && !config.demo_public {
        bail!("the demo's password is public: it is refused on {} unless --demo-public says so", config.addr);
    }
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("the data folder {} can't be made", config.data.display()))?;
    let keys = ServerKeys::load(&config.key_file()).context("the signing keys can't be used")?;
    open_with(config, keys).await
}

/// As [`open`], with these keys instead of the centre's own.
///
/// # Errors
/// As [`open`].
pub async fn open_with(config: &Config, keys: ServerKeys) -> anyhow::Result<Service> {
    let db = Db::open(&config.database()).await.context("the database can't be opened")?;
    let is_demo = numbers::fact(&mut db.read().await?, DEMO_FACT).await?.is_some();
    let service = Service {
        db,
        keys: Arc::new(keys),
        centre: Arc::new(
            Centre::new(&config.name, config.zone, config.demo)
                .locking_after(config.lock_after)
                .archiving_after(config.archive_after),
        ),
        blobs: Arc::new(config.data.join("blobs")),
        live: Hub::new(),
        time: Time::of_the_machine(),
        chance: Chance::of_the_machine(),
    };
    service.load_configuration().await.context("the centre's settings can't be read")?;
    if config.demo && !is_demo {
        if people::count(&mut service.db.read().await?).await? > 0 {
            bail!("this database holds a real centre: the demo is refused here; give it a data folder of its own");
        }
        fill(config, &service).await.context("the demo centre could not be filled")?;
    }
    Ok(service)
}

async fn fill(config: &Config, service: &Service) -> anyhow::Result<()> {
    let size = demo::Size {
        engineers: config.demo_engineers,
        customers: config.demo_customers,
        requests: config.demo_requests,
    };
    let now = service.time.now();
    let centre = demo::centre(now, size, DEMO_SEED);
    let late = demo::late(&centre, now);
    let staff_of_late = centre.people.clone();
    let (device, key) = demo::device();
    let key = key.to_string();
    let staff: Vec<PersonId> = centre.people.iter().map(|person| person.id).collect();
    service.load_people_and_customers(centre.people, centre.customers, DEMO_PASSWORD).await?;
    service.load_rosters(centre.rosters).await?;
    service.load_device(device, key.clone(), staff).await?;
    // In the order of time, so that the record of change reads as if it had happened.
    let mut steps: Vec<_> = centre.stories.into_iter().flat_map(|story| story.steps).collect();
    steps.sort_by_key(|step| step.at);
    let mut steps = steps.into_iter().map(|step| Step {
        at: step.at,
        actor: step.actor,
        subject: step.subject,
        command: step.command,
        number: step.number,
    });
    loop {
        let some: Vec<Step> = steps.by_ref().take(STEPS_AT_A_TIME).collect();
        if some.is_empty() {
            break;
        }
        service.load_steps(some, Some((device, key.clone()))).await?;
    }
    // As tablets deliver it: what the rules make of it is theirs.
    for demo::Late { by, envelope } in late {
        let Some(person) = staff_of_late.iter().find(|person| person.id == by).cloned() else { continue };
        let caller = Caller::of(person, uuid::Uuid::nil(), "");
        service
            .push(Delivery {
                caller,
                device_id: device,
                envelopes: vec![envelope],
                lang: Lang::default(),
                sealed_by: None,
            })
            .await?;
    }
    service.db.write(|tx| Box::pin(async move { numbers::set_fact(tx, DEMO_FACT, "yes").await })).await?;
    Ok(())
}

/// What the operator is told at the start: the demo's log-ins, or the link for the first administrator.
///
/// # Errors
/// The store.
pub async fn welcome(config: &Config, service: &Service) -> anyhow::Result<Vec<String>> {
    if config.demo {
        return Ok(vec![
            "Demo centre. Sign in as: admin  duty  region  support  hotline  quality  field1 … field12".to_owned(),
            format!("Password of all of them: {DEMO_PASSWORD}"),
        ]);
    }
    if people::count(&mut service.db.read().await?).await? > 0 {
        return Ok(Vec::new());
    }
    let admin = first_administrator(service).await?;
    let token = service.one_time_link(admin).await?;
    Ok(vec![
        "This centre has nobody yet. Its administrator signs in once, within a day, at".to_owned(),
        format!("http://{}/welcome/{token}", config.addr),
        "and sets a password under “my account”.".to_owned(),
    ])
}

async fn first_administrator(service: &Service) -> anyhow::Result<PersonId> {
    #[expect(clippy::disallowed_methods, reason = "ids are made at the edge")]
    let id = PersonId(uuid::Uuid::now_v7());
    let person = Person {
        id,
        name: "管理员".to_owned(),
        login: "admin".to_owned(),
        roles: vec![Role::Admin],
        region: String::new(),
        badge_number: String::new(),
        initials: "GLY".to_owned(),
        skills: Vec::new(),
        base: None,
        photo: None,
        working_hours: None,
        absences: Vec::new(),
        active: true,
    };
    let at = service.time.now().millis();
    service
        .db
        .write(move |tx| {
            Box::pin(async move {
                let version = people::save(tx, &person).await?;
                tx.record(NewChange {
                    at,
                    kind: "person",
                    id: id.0,
                    version,
                    command: "first_start".into(),
                    facts: "[]".into(),
                    ..NewChange::default()
                });
                Ok(())
            })
        })
        .await?;
    Ok(id)
}
