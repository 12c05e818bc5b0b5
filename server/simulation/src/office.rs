//! What the office does meanwhile: takes down, assigns, edits, takes away, cancels, decides; lets engineers in and out.

use std::rc::Rc;

use domain::{
    CaseId, DispatchId, PersonId, RequestId,
    command::Command,
    dispute::{self, Resolution, Side},
    people::Role,
    request::{Dispatch, DispatchState, RequestPatch, RequestState, ServiceRequest, Slot},
    sync::{Subject, SubjectKind},
    visit::ProblemType,
};
use offline::Client;
use serde_json::json;
use uuid::Uuid;

use crate::{
    book::Told,
    centre,
    correction::correct,
    device::{Device, Tab},
    world::World,
};

/// Requests that are there at most: more would only make runs longer.
const ENOUGH: usize = 9;

/// Whoever sits at this browser does something, if there is anything to do.
pub fn work(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client) {
    let world = device.world.clone();
    let Some(person) = client.person() else { return };
    if person.roles.contains(&Role::Admin) {
        return let_in_and_out(device, tab, client);
    }
    let requests = client.requests();
    let is_manager = person.roles.contains(&Role::DutyManager);
    let chosen = if requests.len() < ENOUGH && (!is_manager || world.happens(150)) {
        Some(take_down(&world))
    } else {
        pick(&world, &requests, is_manager).and_then(|request| {
            Some((request.id, if is_manager { manage(&world, request)? } else { note(&world, request) }))
        })
    };
    let Some((request, command)) = chosen else { return };
    let subject = Subject { kind: SubjectKind::Request, id: request.0 };
    if !matches!(command, Command::EditRequest { seen: Some(_), .. }) {
        return ask(device, tab, client, person.id, subject, command);
    }
    // A form that stays open for a while: what was seen in it may not be there any more.
    let (device, tab, client) = (device.clone(), tab.clone(), client.clone());
    world.clone().after(world.between(0, 20_000), move || {
        let is_same = client.person().is_some_and(|other| other.id == person.id);
        if tab.is_open.get() && is_same && !world.faults.is_over() {
            ask(&device, &tab, &client, person.id, subject, command);
        }
    });
}

/// Managers look at what is in dispute, or was decided, before anything else.
fn pick<'a>(world: &World, requests: &'a [Rc<ServiceRequest>], is_manager: bool) -> Option<&'a Rc<ServiceRequest>> {
    if is_manager && world.happens(300) {
        let matters: Vec<_> = requests
            .iter()
            .filter(|request| dispute::is_open(request) || request.settlement.is_some() || wished(request).is_some())
            .collect();
        if let Some(request) = world.pick(&matters) {
            return Some(request);
        }
    }
    world.pick(requests)
}

/// What the hotline does to a request.
fn note(world: &World, request: &ServiceRequest) -> Command {
    match request.state {
        RequestState::Draft | RequestState::Declined if world.happens(600) => Command::SubmitRequest,
        _ if world.happens(600) => correct(world, request),
        _ => edit(world),
    }
}

fn ask(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client, person: PersonId, subject: Subject, command: Command) {
    let (device, client) = (device.clone(), client.clone());
    let world = device.world.clone();
    tab.spawn(async move {
        let place = world.book.borrow_mut().ask(device.number, person, subject, command.clone());
        let told = match client.submit(subject, command.clone()).await {
            Ok(result) => Told::Answered(Box::new(result)),
            Err(error) => Told::NotDone(format!("{error:?}")),
        };
        world.note(|| {
            let said = match &told {
                Told::Answered(result) => result.outcome.word().to_owned(),
                other => format!("{other:?}"),
            };
            format!("office {} {} -> {said}", device.number, command.word())
        });
        world.book.borrow_mut().tell(place, told);
    });
}

/// An engineer leaves the company, or comes back.
fn let_in_and_out(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client) {
    let world = device.world.clone();
    if world.happens(60) {
        return try_quarantine_again(device, tab, client);
    }
    if !world.happens(300) {
        return;
    }
    let Some(login) = world.pick(&centre::ENGINEERS) else { return };
    let is_active = world.happens(600);
    set_active(device, tab, client, login, is_active);
}

/// An administrator has everything in quarantine tried again.
pub fn try_quarantine_again(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client) {
    let (device, client) = (device.clone(), client.clone());
    tab.spawn(async move {
        let told = client.send_json("POST", "/api/quarantine/replay", Some(&json!({}))).await;
        let count = |name: &str| told.as_ref().ok().and_then(|round| round[name].as_u64()).unwrap_or(0);
        let (taken_in, still) = (count("accepted") + count("kept"), count("still"));
        if taken_in > 0 {
            device.world.faults.count("quarantined actions are taken in");
        }
        if still > 0 {
            device.world.faults.count("quarantined actions stay there");
        }
        device.world.note(|| format!("quarantine: {} taken in: {taken_in}, still: {still}", told.is_ok()));
    });
}

/// Activates or deactivates somebody's account.
pub fn set_active(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client, login: &str, is_active: bool) {
    let Some(person) = centre::person(login) else { return };
    let (device, client) = (device.clone(), client.clone());
    if !is_active {
        device.world.faults.count("an engineer is deactivated");
    }
    tab.spawn(async move {
        let path = format!("/api/people/{}", person.id);
        let told = client.send_json("PATCH", &path, Some(&json!({"active": is_active}))).await;
        device.world.note(|| format!("{} active: {is_active} -> {}", person.login, told.is_ok()));
    });
}

fn new_id(world: &World) -> Uuid {
    let mut bytes = [0; 10];
    world.fill(&mut bytes);
    let millis = u64::try_from(world.now()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

fn take_down(world: &World) -> (RequestId, Command) {
    let customer = centre::customer(usize::try_from(world.below(3)).unwrap_or_default());
    let draft = Box::new(centre::draft(customer, &mark(world)));
    let (request, case) = (RequestId(new_id(world)), CaseId(new_id(world)));
    let is_draft = world.happens(200);
    let command =
        if is_draft { Command::DraftRequest { case, draft } } else { Command::SubmitNewRequest { case, draft } };
    (request, command)
}

fn mark(world: &World) -> String {
    format!("mark {}", world.book.borrow().intents.len())
}

fn manage(world: &World, request: &ServiceRequest) -> Option<Command> {
    let chance = world.below(100);
    let disputed = request.dispatches.iter().find(|dispatch| dispatch.state == DispatchState::Disputed);
    if let Some(dispatch) = disputed
        && chance < 30
    {
        return Some(Command::SettleDispute { dispatch: dispatch.id, accept: chance < 15 });
    }
    if dispute::is_open(request) && chance < 45 {
        let mut resolution = Resolution { reason: mark(world), ..dispute::proposed(request) };
        for choice in &mut resolution.fields {
            choice.side = if world.happens(500) { Side::Premises } else { Side::Office };
        }
        count(world, "a dispute is decided");
        return Some(Command::ResolveDispute { resolution: Box::new(resolution) });
    }
    if request.settlement.is_some() && chance < 25 {
        count(world, "a decision is taken back");
        return Some(Command::ReopenDispute);
    }
    if let Some(dispatch) = wished(request)
        && chance < 70
    {
        return Some(Command::SettleAppointment { dispatch: dispatch.id, accept: chance < 45 });
    }
    let active = request.active_dispatch();
    match request.state {
        RequestState::Draft => Some(if chance < 70 { Command::SubmitRequest } else { edit(world) }),
        RequestState::Declined => Some(if chance < 70 { Command::SubmitRequest } else { cancel(world) }),
        RequestState::Submitted if chance >= 80 => Some(match chance {
            80..90 => Command::VerifyRequest { corrections: None },
            90..95 => Command::VerifyRequest {
                corrections: Some(Box::new(RequestPatch { address: Some(mark(world)), ..RequestPatch::default() })),
            },
            _ => Command::DeclineRequest { reason: mark(world) },
        }),
        RequestState::Submitted | RequestState::Verified => Some(match chance {
            0..75 => assign(world)?,
            75..80 => cancel(world),
            _ => edit(world),
        }),
        RequestState::Dispatched => {
            let dispatch = active?;
            Some(match chance {
                0..20 => edit(world),
                20..40 => correct(world, request),
                40..62 => {
                    count(world, "the office reassigns");
                    let engineer = centre::person(world.pick(&centre::ENGINEERS)?)?.id;
                    let (slot, reason) = (slot(world), mark(world));
                    Command::Reassign { from: dispatch.id, dispatch: DispatchId(new_id(world)), engineer, slot, reason }
                }
                62..70 => {
                    count(world, "the office recalls");
                    Command::Recall { dispatch: dispatch.id, reason: mark(world) }
                }
                70..78 => cancel(world),
                _ => Command::Reschedule { dispatch: dispatch.id, slot: slot(world), reason: Some(mark(world)) },
            })
        }
        RequestState::Returned => Some(match chance {
            0..40 => Command::SendBack { reason: mark(world) },
            _ => Command::WriteOff {
                problem_type: ProblemType::Usage,
                decision: None,
                advice: mark(world),
                follow_up: None,
            },
        }),
        RequestState::SentBack if chance < 30 => Some(edit(world)),
        RequestState::WrittenOff if chance < 30 => Some(Command::Archive),
        _ => None,
    }
}

/// The dispatch that waits for an answer to a wished time.
fn wished(request: &ServiceRequest) -> Option<&Dispatch> {
    request.active_dispatch().filter(|dispatch| dispatch.wish.is_some())
}

fn count(world: &World, what: &'static str) {
    world.faults.count(what);
}

fn assign(world: &World) -> Option<Command> {
    let engineer = centre::person(world.pick(&centre::ENGINEERS)?)?.id;
    Some(Command::Assign {
        companion: None,
        dispatch: DispatchId(new_id(world)),
        engineer,
        slot: slot(world),
        window: None,
        reason: Some(mark(world)),
    })
}

fn cancel(world: &World) -> Command {
    count(world, "the office cancels");
    Command::CancelRequest { reason: mark(world) }
}

fn edit(world: &World) -> Command {
    count(world, "the office edits");
    Command::EditRequest {
        patch: Box::new(RequestPatch { symptom: Some(mark(world)), ..RequestPatch::default() }),
        seen: None,
    }
}

fn slot(world: &World) -> Slot {
    Slot { from: domain::Timestamp(world.now()).plus(world.between(600_000, 20_000_000)), minutes: 90 }
}
