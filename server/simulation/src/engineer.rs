//! What engineers do: a step of a visit, chosen by chance among those that make sense where the visit stands.

use std::rc::Rc;

use domain::{
    DispatchId, Money, PersonId, RequestId,
    command::Command,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    signature::{DocumentKind, Ink, sha256_hex},
    sync::{Subject, SubjectKind},
    visit::{Backup, Costs, CustomerResult, Finding, Part, Photo, ProblemType, Solved, Step},
};
use offline::{ActError, Client};

use crate::{
    book::{KeptBlob, Told},
    correction::correct,
    device::{Device, Tab},
    world::World,
};

/// Something an engineer wants to do.
enum Wish {
    Do(Command),
    /// Corrects the request itself.
    Correct(RequestId, Command),
    TakePhoto,
    LetSign(DocumentKind),
}

/// The engineer does something on a page, if there is anything to do.
pub fn work(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client) {
    let world = device.world.clone();
    let Some(person) = client.person() else { return };
    let mine: Vec<(Rc<ServiceRequest>, DispatchId)> = client
        .requests()
        .into_iter()
        .flat_map(|request| {
            let own = request.dispatches.iter().filter(|dispatch| dispatch.engineer == person.id);
            own.map(|dispatch| (request.clone(), dispatch.id)).collect::<Vec<_>>()
        })
        .collect();
    let Some((request, id)) = world.pick(&mine) else { return };
    let Some(dispatch) = request.dispatch(*id) else { return };
    let Some(wish) = wish(&world, request, dispatch, client) else { return };
    let (device, client, id) = (device.clone(), client.clone(), *id);
    tab.spawn(async move {
        match wish {
            Wish::Do(command) => act(&device, &client, person.id, visit(id), command).await,
            Wish::Correct(request, command) => {
                let subject = Subject { kind: SubjectKind::Request, id: request.0 };
                act(&device, &client, person.id, subject, command).await;
            }
            Wish::TakePhoto => take_photo(&device, &client, person.id, id).await,
            Wish::LetSign(kind) => let_sign(&device, &client, person.id, id, kind).await,
        }
    });
}

fn visit(dispatch: DispatchId) -> Subject {
    Subject { kind: SubjectKind::Dispatch, id: dispatch.0 }
}

async fn act(device: &Rc<Device>, client: &Client, person: PersonId, subject: Subject, command: Command) {
    let world = &device.world;
    let place = world.book.borrow_mut().ask(device.number, person, subject, command.clone());
    let told = match client.act(subject, command.clone()).await {
        Ok(id) => Told::Saved(id),
        Err(error) => Told::NotDone(match error {
            ActError::Rejected(rejection) => rejection.word().to_owned(),
            other => format!("{other:?}"),
        }),
    };
    world.note(|| format!("device {} {} -> {told:?}", device.number, command.word()));
    world.book.borrow_mut().tell(place, told);
}

async fn take_photo(device: &Rc<Device>, client: &Client, person: PersonId, dispatch: DispatchId) {
    let world = &device.world;
    let bytes = picture(world);
    let sha256 = sha256_hex(&bytes);
    let size = bytes.len() as u64;
    let kept = KeptBlob { sha256: sha256.clone(), bytes: bytes.clone(), is_told: false };
    world.book.borrow_mut().blobs.insert(sha256.clone(), kept);
    let told = client.keep_blob(bytes, "image/jpeg").await;
    world.note(|| format!("device {} photo of {size} bytes -> {told:?}", device.number));
    if told.is_err() {
        return;
    }
    if let Some(blob) = world.book.borrow_mut().blobs.get_mut(&sha256) {
        blob.is_told = true;
    }
    let caption = String::new();
    let photo = Photo { sha256, media_type: "image/jpeg".to_owned(), size, caption, taken_at: client.now() };
    act(device, client, person, visit(dispatch), Command::AttachPhoto { photo }).await;
}

async fn let_sign(device: &Rc<Device>, client: &Client, person: PersonId, dispatch: DispatchId, kind: DocumentKind) {
    let ink = Ink { width: 600, height: 200, strokes: vec![vec![[0, 0, 0, 500], [700, 900, 50, 500]]] };
    let shown_at = client.now();
    let record = client.new_signature(dispatch, kind, ink, "周素珍", shown_at).await;
    if let Ok(record) = record {
        act(device, client, person, visit(dispatch), Command::Sign { record: Box::new(record) }).await;
    }
}

/// Bytes that begin like a JPEG; some too many for one piece.
fn picture(world: &World) -> Vec<u8> {
    let size = match world.below(8) {
        0 => 300_000,
        1 => 90_000,
        _ => 400,
    };
    let mut noise = [0; 32];
    world.fill(&mut noise);
    [0xff, 0xd8, 0xff].into_iter().chain(noise).chain((0..size).map(|place| (place % 251) as u8)).collect()
}

/// A text that nobody else writes: what becomes of it can be followed.
fn mark(world: &World) -> String {
    format!("mark {}", world.book.borrow().intents.len())
}

fn wish(world: &World, request: &ServiceRequest, dispatch: &Dispatch, client: &Client) -> Option<Wish> {
    use DispatchState as S;
    if world.happens(50) {
        return Some(Wish::Correct(request.id, correct(world, request)));
    }
    let chance = world.below(100);
    let help = || Command::AskHelp { note: mark(world) };
    let soon = || client.now().plus(world.between(600_000, 7_200_000));
    let delay = || Command::ReportDelay { reason: mark(world), new_time: soon(), agreed: true };
    let appoint = || Command::Appoint { at: soon(), agreed_with: mark(world) };
    let command = match dispatch.state {
        S::Offered => match chance {
            0..85 => Command::Confirm,
            85..90 => Command::Refuse { reason: mark(world) },
            _ => help(),
        },
        S::Confirmed => match chance {
            0..80 => appoint(),
            80..84 => Command::SolveByPhone { finding: finding(world) },
            _ => help(),
        },
        S::Appointed => match chance {
            0..65 => Command::Depart,
            65..75 => appoint(),
            75..85 => delay(),
            85..90 => Command::WishAppointment { at: soon(), note: mark(world) },
            _ => help(),
        },
        S::EnRoute => match chance {
            0..85 => Command::Arrive,
            _ => delay(),
        },
        S::OnSite => return on_site(world, dispatch, client),
        S::Signed | S::Unsigned => match chance {
            0..60 => Command::ReturnForm,
            _ => Command::TickStep { step: Step::Farewell },
        },
        S::NotMet => match chance {
            0..50 => appoint(),
            _ => Command::ReturnForm,
        },
        S::Returned if request.state == RequestState::SentBack => match chance {
            0..30 => return Some(Wish::LetSign(DocumentKind::SignOff)),
            30..60 => Command::RecordFinding { finding: finding(world), seen: None },
            _ => Command::ReturnForm,
        },
        _ => return None,
    };
    Some(Wish::Do(command))
}

fn on_site(world: &World, dispatch: &Dispatch, client: &Client) -> Option<Wish> {
    let visit = &dispatch.visit;
    let is_declined = matches!(visit.backup, Some(Backup::Declined { .. }));
    let is_agreed = !is_declined || visit.consent_to_no_backup().is_some();
    let command = match world.below(100) {
        0..8 => return Some(Wish::TakePhoto),
        8..14 => Command::TickStep {
            step: *world.pick(&[Step::Badge, Step::Knock, Step::Introduce, Step::Demonstrate, Step::Solve])?,
        },
        14..18 => Command::AskHelp { note: mark(world) },
        18..22 => Command::RecordFinding { finding: finding(world), seen: None },
        22 => Command::ReportNotMet { note: mark(world) },
        23 => Command::LeaveUnsigned { reason: mark(world) },
        24..26 if !visit.photos.is_empty() => Command::RemovePhoto { sha256: visit.photos.first()?.sha256.clone() },
        // What it cost; vouchers are photos that were taken before.
        _ if visit.costs == Costs::default() && world.happens(200) => Command::RecordCosts {
            travel: Money::from_fen(world.between(0, 20_000)),
            materials: Money::from_fen(world.between(0, 90_000)),
            other: Money::ZERO,
            paid: Money::ZERO,
            parts: vec![Part { name: mark(world), quantity: 1, unit_price: Money::from_fen(1_250) }],
            vouchers: visit.photos.iter().map(|photo| photo.sha256.clone()).collect(),
        },
        // What is still missing, in its order.
        26..50 if visit.backup.is_none() => Command::DeclineBackup { reason: mark(world) },
        _ if visit.backup.is_none() => {
            Command::RecordBackup { account_sets: vec!["001".to_owned()], reports_included: true, path: mark(world) }
        }
        _ if !is_agreed => return Some(Wish::LetSign(DocumentKind::NoBackup)),
        _ if visit.finding.solution.is_empty() => Command::RecordFinding { finding: finding(world), seen: None },
        _ if visit.result.is_none() => Command::RecordResult { result: result(world) },
        _ if visit.left_at.is_none() => Command::PresentForm { left_at: client.now() },
        _ => return Some(Wish::LetSign(DocumentKind::SignOff)),
    };
    Some(Wish::Do(command))
}

fn finding(world: &World) -> Box<Finding> {
    let text = mark(world);
    let problem_type = Some(ProblemType::Usage);
    Box::new(Finding { problem_type, cause: text.clone(), solution: text, ..Finding::default() })
}

fn result(world: &World) -> Box<CustomerResult> {
    Box::new(CustomerResult {
        solved: Solved::All,
        told_prevention: true,
        satisfaction: 5,
        opinion: mark(world),
        further_needs: String::new(),
    })
}
