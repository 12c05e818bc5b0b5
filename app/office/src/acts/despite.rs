//! A place in the plan that something speaks against: refused, or planned all the same with a reason (ONS-4).

use std::rc::Rc;

use domain::{
    PersonId,
    people::Person,
    request::ServiceRequest,
    sending::{Objection, away, needs_reason, objections},
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use ui::{Dialog, format, t};
use words::{
    common,
    office::{acts as texts, board as board_texts, staff},
    states,
};

use super::{leave_when_closed, use_acts};
use crate::{
    acts::Acts,
    field::Field,
    plan::{Landing, Plan},
    tell::{Tell, use_tell},
};

/// A place that waits for a reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Despite {
    request: ServiceRequest,
    target: Plan,
    /// What speaks against it, a sentence each.
    against: Vec<String>,
}

/// One objection in words; `name` is the engineer's.
#[must_use]
pub fn in_words(objection: Objection, product: &str, name: &str, tell: Tell) -> String {
    let span = |text, late| tell.fill(text, &[("time", &tell.span(late))]);
    match objection {
        Objection::Blocked => tell.say(texts::AGAINST_BLOCKED).to_owned(),
        Objection::NoSkill => tell.fill(texts::AGAINST_SKILL, &[("engineer", name), ("product", product)]),
        Objection::BelowLevel(level) => {
            tell.fill(texts::AGAINST_LEVEL, &[("engineer", name), ("level", tell.say(states::level(level)))])
        }
        Objection::CannotBeSent => tell.fill(texts::AGAINST_CANNOT, &[("engineer", name)]),
        Objection::Absent(kind, until) => {
            let places = [("engineer", name), ("kind", tell.say(staff::absence(kind))), ("time", &tell.near(until))];
            tell.fill(texts::AGAINST_ABSENT, &places)
        }
        Objection::OffHours => tell.fill(texts::AGAINST_OFF_HOURS, &[("engineer", name)]),
        Objection::Overlaps(shared) => span(texts::AGAINST_OVERLAPS, shared),
        Objection::Late(late) => span(texts::AGAINST_LATE, late),
        Objection::TooEarly(late) => span(texts::AGAINST_TOO_EARLY, late),
        Objection::DelaysNext(late) => span(board_texts::DELAYS_NEXT, late),
    }
}

/// Who goes along with the engineer who is sent now.
pub(super) fn companion_of(request: &ServiceRequest) -> Option<PersonId> {
    request.active_dispatch().and_then(|dispatch| dispatch.companion.as_ref()).map(|along| along.person)
}

impl Acts {
    /// Whether the server would ask why a request is planned there.
    #[must_use]
    pub fn needs_reason(self, request: &ServiceRequest, plan: Plan) -> bool {
        let Plan::At { engineer, slot, companion } = plan else { return false };
        let people = self.desk.client().map(|client| client.people()).unwrap_or_default();
        let midnight = format::start_of_day(slot.from, &self.desk.zone());
        let known = |id| people.iter().find(|person| person.id == id);
        let is_away = |along: &Rc<Person>| away(along, midnight, (slot.from, slot.until())).is_some();
        known(engineer).is_some_and(|engineer| !needs_reason(request, engineer, Some(midnight), slot).is_empty())
            || companion.and_then(known).is_some_and(is_away)
    }

    /// Puts a request where it landed; asks for a reason first where a rule speaks against it.
    pub fn place(self, request: &ServiceRequest, landing: &Landing) {
        self.place_with(request, landing, companion_of(request));
    }

    /// The same with somebody who goes along (UNR-4).
    pub fn place_with(self, request: &ServiceRequest, landing: &Landing, companion: Option<PersonId>) {
        let target = Plan::At { engineer: landing.engineer, slot: landing.slot, companion };
        // Put back where it was taken from: nothing is planned.
        if Plan::of(request) == target {
            return;
        }
        let people = self.desk.client().map(|client| client.people()).unwrap_or_default();
        let Some(engineer) = people.iter().find(|person| person.id == landing.engineer) else { return };
        let found = objections(request, engineer, landing.strain());
        let product = &request.product.name;
        let words = |objection: &Objection| in_words(*objection, product, &engineer.name, self.tell);
        // Whoever goes along has to be there too.
        let along = people.iter().find(|person| Some(person.id) == companion);
        let span = (landing.slot.from, landing.slot.until());
        let of_along = along.and_then(|along| Some((along, away(along, landing.day, span)?)));
        let of_along = of_along.map(|(along, objection)| in_words(objection, product, &along.name, self.tell));
        if let Some(objection) = found.iter().find(|objection| objection.refuses()) {
            self.toasts.failed(words(objection));
        } else if of_along.is_some() || found.iter().any(|objection| objection.needs_reason()) {
            let against = found.iter().map(words).chain(of_along).collect();
            self.despite.set(Some(Despite { request: request.clone(), target, against }));
        } else {
            self.bring(request, target);
        }
    }
}

/// The dialog that asks for the reason. Put once on every page with [`ActDialogs`](super::ActDialogs).
#[component]
pub(super) fn DespiteDialog() -> impl IntoView {
    let acts = use_acts();
    move || acts.despite.get().map(|despite| view! { <Opened despite/> })
}

#[component]
fn Opened(despite: Despite) -> impl IntoView {
    let acts = use_acts();
    let open = RwSignal::new(true);
    leave_when_closed(open, acts.despite);
    let despite = StoredValue::new(despite);
    view! { <Dialog title=texts::DESPITE_TITLE open>{move || view! { <Form despite=despite.get_value() open/> }}</Dialog> }
}

#[component]
fn Form(despite: Despite, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell) = (use_acts(), use_tell());
    let reason = NodeRef::<html::Textarea>::new();
    let mistake = RwSignal::new(None::<String>);
    let Despite { request, target, against } = despite;
    let unit = request.unit.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = reason.get_untracked().map(|input| input.value()).unwrap_or_default();
        if text.trim().is_empty() {
            mistake.set(Some(tell.say(texts::REASON_EMPTY).to_owned()));
            return;
        }
        acts.bring_despite(&request, target, text.trim());
        open.set(false);
    };
    let lines = against.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{unit}</p>
            <ul class="against">{lines}</ul>
            <Field label=common::REASON id="despite-reason" hint=texts::DESPITE_HINT mistake>
                <textarea
                    class="input"
                    node_ref=reason
                    rows="2"
                    autofocus
                    aria-invalid=move || mistake.with(Option::is_some).then_some("true")
                    aria-describedby="despite-reason"
                ></textarea>
            </Field>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary">{t(texts::DESPITE_GO)}</button>
            </div>
        </form>
    }
}
