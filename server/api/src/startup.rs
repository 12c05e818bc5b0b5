//! Opens the centre: database, keys, blobs; the first administrator; the demo (ADM-5).

use std::sync::Arc;

use anyhow::{Context, bail};
use domain::{
    PersonId,
    people::{Person, Role},
};
use service::{
    Caller, Centre, Chance, ServerKeys, Service, Time,
    live::Hub,
    push::Delivery,
    stories::{Beginnings, Step},
};
use store::{Db, NewChange, numbers, people, search};
use words::Lang;

use crate::config::Config;

/// The password of every demo log-in.
pub const DEMO_PASSWORD: &str = "paidan-demo";
/// Marks a database as a demo's.
const DEMO_FACT: &str = "demo";
/// Marks a database whose first administrator was made.
const FIRST_START_FACT: &str = "first_start";
/// The demo is the same every time, but for its dates.
const DEMO_SEED: u64 = 20_020_828;

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
    search::renew(&db).await.context("requests can't be made to be found")?;
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
        let is_empty = people::count(&mut service.db.read().await?).await? == 0;
        // Asked again: another node may have filled it meanwhile.
        if !is_empty && numbers::fact(&mut service.db.read().await?, DEMO_FACT).await?.is_none() {
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
    // In the order of time, so that the record of change reads as if it had happened.
    let mut steps: Vec<_> = centre.stories.into_iter().flat_map(|story| story.steps).collect();
    steps.sort_by_key(|step| step.at);
    let steps = steps.into_iter().map(|step| Step {
        at: step.at,
        actor: step.actor,
        subject: step.subject,
        command: step.command,
        number: step.number,
    });
    let beginnings = Beginnings {
        people: centre.people,
        password: Some(DEMO_PASSWORD.to_owned()),
        customers: centre.customers,
        rosters: centre.rosters,
        device: Some((device, key.to_string())),
        steps: steps.collect(),
    };
    if !service.begin_with(DEMO_FACT, beginnings).await? {
        return Ok(());
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
    // A node that starts at the same time may be faster: then it says so.
    let Some(admin) = first_administrator(service).await? else { return Ok(Vec::new()) };
    let token = service.one_time_link(admin).await?;
    Ok(vec![
        "This centre has nobody yet. Its administrator signs in once, within a day, at".to_owned(),
        format!("http://{}/welcome/{token}", config.addr),
        "and sets a password under “my account”.".to_owned(),
    ])
}

async fn first_administrator(service: &Service) -> anyhow::Result<Option<PersonId>> {
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
    let made = service
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !numbers::claim_fact(tx, FIRST_START_FACT, "yes").await? {
                    return Ok(false);
                }
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
                Ok(true)
            })
        })
        .await?;
    Ok(made.then_some(id))
}
