//! Corrections of a request's fields, with what their author saw in them: they merge field by field (SYN-7).

use domain::{
    command::Command,
    customer::Contact,
    request::{RequestPatch, ServiceRequest, Urgency},
};

use crate::world::World;

/// Corrects one or two fields.
#[must_use]
pub fn correct(world: &World, request: &ServiceRequest) -> Command {
    let (mut patch, mut seen) = (RequestPatch::default(), RequestPatch::default());
    for _ in 0..=world.below(2) {
        let text = format!("mark {}", world.book.borrow().intents.len());
        match world.below(5) {
            0 => {
                patch.symptom = Some(text);
                seen.symptom = Some(request.symptom.clone());
            }
            1 => {
                patch.address = Some(text);
                seen.address = Some(request.address.clone());
            }
            2 => {
                patch.contact = Some(Contact { name: text, ..request.contact.clone() });
                seen.contact = Some(request.contact.clone());
            }
            3 => {
                patch.contact = Some(Contact { phone: text, ..request.contact.clone() });
                seen.contact = Some(request.contact.clone());
            }
            _ => {
                let others = [Urgency::Payroll, Urgency::Audit, Urgency::Normal];
                patch.urgency = world.pick(&others).copied();
                seen.urgency = Some(request.urgency);
            }
        }
    }
    world.faults.count("somebody corrects what others may have corrected");
    Command::EditRequest { patch: Box::new(patch), seen: Some(Box::new(seen)) }
}
