//! Moves a dispatched job by writing the time and choosing the engineer: the way without drag or arrow keys.

use domain::{
    Timestamp,
    request::{ServiceRequest, Slot},
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use ui::{
    format::{self, Shape},
    t, use_desk,
};
use words::{Lang, common, office::acts as texts};

use super::{VISIT_MINUTES, assign::landing_at, despite::companion_of, use_acts};
use crate::{field::Field, plan::Plan, tell::use_tell};

#[component]
pub(super) fn MoveForm(request: ServiceRequest, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell, desk) = (use_acts(), use_tell(), use_desk());
    let (engineer, start, minutes) =
        (NodeRef::<html::Select>::new(), NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let mistake = RwSignal::new(None::<String>);
    let zone = desk.zone();
    let slot = request.active_dispatch().map(|dispatch| dispatch.slot);
    let slot = slot.unwrap_or(Slot { from: desk.now(), minutes: VISIT_MINUTES });
    let chosen = request.active_dispatch().map(|dispatch| dispatch.engineer);
    let people = desk.client().map(|client| client.people()).unwrap_or_default();
    let options = people
        .iter()
        .filter(|person| person.can_be_sent())
        .map(|person| {
            let is_chosen = Some(person.id) == chosen;
            view! { <option value=person.id.to_string() selected=is_chosen>{person.name.clone()}</option> }
        })
        .collect_view();
    let local = format::instant(slot.from, Shape::Local, Lang::En, &zone);
    let unit = request.unit.clone();
    let request = StoredValue::new(request);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let value = |node: NodeRef<html::Input>| node.get_untracked().map(|input| input.value()).unwrap_or_default();
        let engineer = engineer.get_untracked().and_then(|select| select.value().parse().ok());
        let from: Option<Timestamp> = format::parse_local(&value(start), &desk.zone());
        let minutes = value(minutes).trim().parse().ok().filter(|minutes| (5..=1440).contains(minutes));
        match (engineer, from, minutes) {
            (Some(engineer), Some(from), Some(minutes)) => {
                let slot = Slot { from, minutes };
                open.set(false);
                request.with_value(|request| match landing_at(desk, request, engineer, slot) {
                    Some(landing) => acts.place(request, &landing),
                    // Work that has begun is written down as it was.
                    None => acts.bring(request, Plan::At { engineer, slot, companion: companion_of(request) }),
                });
            }
            (_, _, None) => mistake.set(Some(tell.say(texts::BAD_DURATION).to_owned())),
            _ => mistake.set(Some(tell.say(texts::BAD_TIME).to_owned())),
        }
    };
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{unit}</p>
            <Field label=texts::ENGINEER>
                <select class="input" node_ref=engineer autofocus>{options}</select>
            </Field>
            <div class="pair">
                <Field label=texts::START>
                    <input class="input" type="datetime-local" step="300" node_ref=start value=local/>
                </Field>
                <Field label=texts::DURATION>
                    <input class="input" type="number" min="5" max="1440" step="5" node_ref=minutes value=slot.minutes.to_string()/>
                </Field>
            </div>
            <p class="mistake" role="alert">{mistake}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary">{t(common::SAVE)}</button>
            </div>
        </form>
    }
}
