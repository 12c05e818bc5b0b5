//! What arrives from the tablets after the plan has changed: for the duty manager's list and for quarantine (SYN-7).

use domain::{
    DispatchId, PersonId, RequestId, Timestamp,
    command::Command,
    customer::Contact,
    people::Role,
    request::RequestPatch,
    signature::canonical,
    sync::{PROTOCOL, Subject, SubjectKind},
    time::MINUTE,
};
use serde_json::{Value, json};

use crate::{DemoCentre, Story, chance::Chance, device};

/// An envelope of the demo's tablet and who delivers it.
#[derive(Clone, Debug, PartialEq)]
pub struct Late {
    pub by: PersonId,
    pub envelope: Value,
}

/// Envelopes that arrive now, in order: the office and an engineer correct the same telephone number, and a tablet with a
/// newer version says something that this server does not know yet.
#[must_use]
pub fn late(centre: &DemoCentre, now: Timestamp) -> Vec<Late> {
    let Some(job) = centre.stories.iter().rev().find_map(confirmed) else { return Vec::new() };
    let manager = centre.people.iter().find(|person| person.roles.contains(&Role::DutyManager));
    let Some(manager) = manager.map(|person| person.id) else { return Vec::new() };
    let phone = |number: &str| RequestPatch {
        contact: Some(Contact { phone: number.to_owned(), ..job.contact.clone() }),
        ..RequestPatch::default()
    };
    let seen = RequestPatch { contact: Some(job.contact.clone()), ..RequestPatch::default() };
    let edit = |number: &str| {
        json!(Command::EditRequest { patch: Box::new(phone(number)), seen: Some(Box::new(seen.clone())) })
    };
    let request = Subject { kind: SubjectKind::Request, id: job.request.0 };
    let visit = Subject { kind: SubjectKind::Dispatch, id: job.dispatch.0 };
    let reading = json!({"type": "record_meter_reading", "reading": "004711", "unit": "GJ"});
    let mut pen = Pen { chance: Chance::new(0, "late", 0), number: 0, now };
    vec![
        pen.write(manager, request, edit("0351-552 0188"), PROTOCOL, 25),
        pen.write(job.engineer, request, edit("139 3512 0088"), PROTOCOL, 40),
        pen.write(job.engineer, visit, reading, PROTOCOL + 1, 12),
    ]
}

/// A visit to come, as its engineer knows it.
struct Job {
    request: RequestId,
    dispatch: DispatchId,
    engineer: PersonId,
    contact: Contact,
}

/// The visit of a story whose last step is that an engineer confirmed it.
fn confirmed(story: &Story) -> Option<Job> {
    let last = story.steps.last().filter(|step| step.command == Command::Confirm)?;
    let mut taken_down = story.steps.iter().filter_map(|step| match &step.command {
        Command::DraftRequest { draft, .. } | Command::SubmitNewRequest { draft, .. } => Some((step.subject.id, draft)),
        _ => None,
    });
    let (request, draft) = taken_down.next()?;
    Some(Job {
        request: RequestId(request),
        dispatch: DispatchId(last.subject.id),
        engineer: last.actor,
        contact: draft.contact.clone(),
    })
}

struct Pen {
    chance: Chance,
    number: u64,
    now: Timestamp,
}

impl Pen {
    /// An envelope of so many minutes ago, signed by the demo's tablet.
    fn write(&mut self, by: PersonId, subject: Subject, command: Value, protocol: u32, minutes: i64) -> Late {
        self.number += 1;
        let at = self.now.plus(-minutes * MINUTE);
        let mut envelope = json!({
            "id": self.chance.id(at),
            "device_seq": self.number,
            "actor": by,
            "command": command,
            "subject": subject,
            "occurred_at": at,
            "clock_offset_ms": 0,
            "protocol": protocol,
        });
        envelope["sig"] = Value::String(device::signature(&canonical(&envelope)));
        Late { by, envelope }
    }
}
