//! A request in the list at the left: three lines, its clock, who else looks at it.

use domain::{
    RequestId, Timestamp,
    deadline::{Clock, Phase},
    entitlement::Standing,
    request::{RequestState, ServiceRequest, Urgency},
    unresolved::{CHASE, TELL_CUSTOMER, TO_HEADQUARTERS, next_step},
};
use leptos::prelude::*;
use ui::{Remaining, use_now};
use words::{
    office::{board as texts, reasons, shared},
    states,
};

use super::{
    faces::Watchers,
    index::is_stuck,
    keys::card_id,
    state::{Board, use_board},
};
use crate::tell::Tell;

/// A card's words and clock; drawn anew only when one of them changes.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    unit: String,
    symptom: String,
    product: String,
    km: f64,
    region: String,
    urgency: Urgency,
    chips: Vec<Chip>,
    /// What the customer said in the end, for returned forms.
    wished_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Chip {
    ToVerify,
    Again,
    LastVisit,
    Premium,
    Result(domain::visit::Solved),
    Further,
    /// The engineer asked for help and waits for a plan (UNR-1).
    Help,
    /// What has to be done next about an unsolved problem (UNR-9).
    Step(&'static str),
}

#[component]
pub fn Card(id: RequestId) -> impl IntoView {
    let board = use_board();
    let now = use_now();
    let face = board.about(id, face);
    let clock = board.about(id, |request| request.next_due().cloned());
    let clock = Memo::new(move |_| clock.get().flatten());
    let phase = Memo::new(move |_| clock.with(|clock| clock.as_ref().map(|clock| clock.phase(now.get()))));
    let is_chosen = Memo::new(move |_| board.selected.get() == Some(id));
    let is_held = Memo::new(move |_| board.carried.get().is_some_and(|(held, _)| held == id));
    let choose = move |_| {
        board.held.set(None);
        board.selected.set(Some(id));
    };
    let tell = board.tell;
    let label = move || {
        board.minute.track();
        face.with(|face| face.as_ref().map(|face| clock.with(|clock| label(face, clock.as_ref(), board))))
    };
    let lines = move || face.get().map(|face| lines(face, tell));
    view! {
        <li>
            <button
                type="button"
                class="req"
                class:late=move || phase.get() == Some(Phase::Late)
                class:soon=move || phase.get() == Some(Phase::Soon)
                class:sel=is_chosen
                class:held=is_held
                id=card_id(&id.to_string())
                data-request=id.to_string()
                aria-label=label
                aria-current=move || is_chosen.get().then_some("true")
                on:click=choose
            >
                <b>{move || face.with(|face| face.as_ref().map(|face| face.unit.clone()))}</b>
                <span class="req-clock">{move || clock.get().map(|clock| view! { <Remaining clock/> })}</span>
                {lines}
                <Watchers request=id/>
            </button>
        </li>
    }
}

fn face(request: &ServiceRequest) -> Face {
    let mut chips = Vec::new();
    let result = request.active_dispatch().and_then(|dispatch| dispatch.visit.result.as_ref());
    if let Some(result) = result {
        chips.push(Chip::Result(result.solved));
        if !result.further_needs.trim().is_empty() {
            chips.push(Chip::Further);
        }
    }
    let flags = [
        (request.state == RequestState::Submitted, Chip::ToVerify),
        (request.follows.is_some(), Chip::Again),
        (request.entitlement.standing == Standing::LastVisitAvailable, Chip::LastVisit),
        (request.entitlement.tier == "premium", Chip::Premium),
    ];
    chips.extend(flags.into_iter().filter(|(holds, _)| *holds).map(|(_, chip)| chip));
    chips.extend(is_stuck(request).then_some(Chip::Help));
    let step = next_step(request).filter(|_| request.unresolved.is_open());
    let rules = [TO_HEADQUARTERS, CHASE, TELL_CUSTOMER].into_iter();
    chips.extend(step.and_then(|step| rules.clone().find(|rule| *rule == step.rule)).map(Chip::Step));
    Face {
        unit: request.unit.clone(),
        symptom: request.symptom.clone(),
        product: [&request.product.name, " ", &request.product.version].concat().trim().to_owned(),
        km: request.distance_km,
        region: request.region.clone(),
        urgency: request.urgency,
        chips,
        wished_at: request.wished_at,
    }
}

fn lines(face: Face, tell: Tell) -> impl IntoView {
    let urgent = (face.urgency != Urgency::Normal)
        .then(|| view! { <span class="chip late">{tell.say(states::urgency(face.urgency))}</span> });
    let wished = face
        .wished_at
        .map(|at| view! { <span class="chip">{tell.fill(texts::WISHED, &[("time", &tell.near(at))])}</span> });
    let chips = face.chips.iter().map(|chip| chip_view(*chip, tell)).collect_view();
    view! {
        <span class="req-line">{face.symptom}</span>
        <span class="req-meta">
            {urgent}
            <span class="chip">{face.product}</span>
            {chips}
            {wished}
            <small>{tell.dotted(&[tell.region(&face.region), tell.km(face.km)])}</small>
        </span>
    }
}

fn chip_view(chip: Chip, tell: Tell) -> impl IntoView {
    let (class, words) = chip_words(chip, tell);
    view! { <span class=class>{words}</span> }
}

fn chip_words(chip: Chip, tell: Tell) -> (&'static str, &'static str) {
    use domain::visit::Solved;
    match chip {
        Chip::ToVerify => ("chip accent", tell.say(states::SUBMITTED)),
        Chip::Again => ("chip soon", tell.say(texts::AGAIN)),
        Chip::LastVisit => ("chip soon", tell.say(shared::LAST_VISIT)),
        Chip::Premium => ("chip accent", tell.say(shared::TIER_PREMIUM)),
        Chip::Result(Solved::All) => ("chip ok", tell.say(states::SOLVED_ALL)),
        Chip::Result(solved) => ("chip soon", tell.say(states::solved(solved))),
        Chip::Help => ("chip late", tell.say(texts::ASKS_FOR_HELP)),
        Chip::Step(rule) => ("chip soon", tell.say(reasons::rule(rule))),
        Chip::Further => ("chip soon", tell.say(words::office::form::FURTHER_NEEDS)),
    }
}

/// The card as one sentence.
fn label(face: &Face, clock: Option<&Clock>, board: Board) -> String {
    let tell = board.tell;
    let due = match clock {
        Some(clock) => {
            let left = clock.due.since(board.minute.get_untracked());
            let what = tell.say(reasons::rule(&clock.rule));
            let due = tell.fill(texts::DUE_AT, &[("what", what), ("time", &tell.near(clock.due))]);
            tell.sentence(&[due, tell.margin(left)])
        }
        None => tell.say(texts::NO_DUE).to_owned(),
    };
    let urgency = (face.urgency != Urgency::Normal).then(|| tell.say(states::urgency(face.urgency)).to_owned());
    let mut details = vec![urgency.unwrap_or_default(), face.product.clone()];
    details.extend(face.chips.iter().map(|chip| chip_words(*chip, tell).1.to_owned()));
    details.extend([tell.region(&face.region), tell.km(face.km)]);
    let details = tell.sentence(&details);
    tell.fill(
        texts::CARD_LABEL,
        &[("unit", &face.unit), ("symptom", &face.symptom), ("details", &details), ("due", &due)],
    )
}
