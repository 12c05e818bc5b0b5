//! Who to send: engineers ranked by skill, time and distance, each with the sentence that says why (ONS-4).

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    PersonId, RequestId, Timestamp, availability,
    people::{Level, Person},
    request::{DispatchState, RequestState, ServiceRequest, Slot},
    sending::{Fitness, Objection},
    time::{DAY, HOUR, MINUTE},
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use ui::{Desk, format::start_of_day, t, use_desk, use_now};
use wasm_bindgen::JsCast;
use words::{
    office::{acts as texts, staff},
    states,
};

use super::{Shown, VISIT_MINUTES, may_manage, use_acts};
use crate::{
    plan::{self, Around, Candidate, Hours, Job, Landing, Pull, Record},
    tell::{Tell, use_tell},
};

/// How many are shown before "more".
const FIRST: usize = 5;
/// Id of the list.
const WHO_TO_SEND: &str = "who-to-send";

/// The ranked list with a button each. Renders nothing while the request cannot be assigned. `day` is the shown day;
/// `preview` hears which place is being considered.
#[component]
pub fn WhoToSend(
    request: Shown,
    #[prop(into)] day: Signal<Timestamp>,
    #[prop(optional)] preview: Option<RwSignal<Option<Landing>>>,
) -> impl IntoView {
    let desk = use_desk();
    let can_assign = Memo::new(move |_| {
        let person = desk.person();
        request.with(|request| match (person, request) {
            (Some(person), Some(request)) => is_assignable(request) && may_manage(&(&person).into(), request),
            _ => false,
        })
    });
    view! {
        <Show when=move || can_assign.get()>
            <section class="panel-part">
                <h3>{t(texts::WHO_TO_SEND)}</h3>
                <Ranked request day preview/>
            </section>
        </Show>
    }
}

/// Takes focus to the list's first button, if the list is there.
pub fn go_to_list() {
    let first = document().query_selector(&["#", WHO_TO_SEND, " button"].concat()).ok().flatten();
    if let Some(button) = first.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

fn is_assignable(request: &ServiceRequest) -> bool {
    let is_disputed = request.dispatches.iter().any(|dispatch| dispatch.state == DispatchState::Disputed);
    matches!(request.state, RequestState::Submitted | RequestState::Verified) && !is_disputed
}

#[component]
fn Ranked(request: Shown, day: Signal<Timestamp>, preview: Option<RwSignal<Option<Landing>>>) -> impl IntoView {
    let (desk, now, tell) = (use_desk(), use_now(), use_tell());
    let minute = Memo::new(move |_| Timestamp(now.get().millis().div_euclid(MINUTE) * MINUTE));
    let ranked = Memo::new(move |_| {
        let request = request.get();
        request.map(|request| ranking(desk, &request, day.get(), minute.get())).unwrap_or_default()
    });
    let shows_all = RwSignal::new(false);
    let companion = RwSignal::new(None);
    let list = NodeRef::<html::Ol>::new();
    let shown = Memo::new(move |_| {
        let count = if shows_all.get() { usize::MAX } else { FIRST };
        ranked.with(|ranked| ranked.iter().take(count).map(|candidate| candidate.engineer).collect::<Vec<_>>())
    });
    let is_empty = move || shown.with(Vec::is_empty);
    view! {
        <Companion request ranked companion/>
        <ol class="rank" id=WHO_TO_SEND node_ref=list on:keydown=move |event| walk(&event, list)>
            <For
                each=move || shown.get()
                key=|engineer| *engineer
                children=move |engineer| view! { <Choice engineer ranked request companion preview/> }
            />
        </ol>
        <Show when=is_empty><p class="quiet-line">{t(texts::WHO_NONE)}</p></Show>
        <p class="rank-end">
            <small>{move || tell.say(texts::RANK_HINT)}</small>
            <Show when=move || !shows_all.get() && ranked.with(|ranked| ranked.len() > FIRST)>
                <button type="button" class="button quiet" on:click=move |_| shows_all.set(true)>{t(words::office::shared::MORE)}</button>
            </Show>
        </p>
    }
}

/// Who is to go along, for the request that it was chosen for.
type Chosen = Option<(RequestId, PersonId)>;

/// A second engineer who goes along, the most experienced with the product first (UNR-4).
#[component]
fn Companion(request: Shown, ranked: Memo<Vec<Candidate>>, companion: RwSignal<Chosen>) -> impl IntoView {
    let tell = use_tell();
    let id = Memo::new(move |_| request.with(|request| request.as_ref().map(|request| request.id)));
    let chosen = move || companion.get().filter(|(of, _)| Some(*of) == id.get()).map(|(_, companion)| companion);
    let people = Memo::new(move |_| {
        ranked.with(|ranked| {
            let level = |one: &Candidate| one.skill.as_ref().map(|(_, _, level)| *level);
            let mut people: Vec<_> = ranked.iter().map(|one| (level(one), one.name.clone(), one.engineer)).collect();
            people.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
            people
        })
    });
    let options = move || {
        let chosen = chosen();
        let option = |(level, name, person): (Option<Level>, String, PersonId)| {
            let level = level.map(|level| tell.say(states::level(level)).to_owned()).unwrap_or_default();
            let text = tell.dotted(&[name, level]);
            view! { <option value=person.to_string() selected=chosen == Some(person)>{text}</option> }
        };
        people.get().into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let person = event_target_value(&event).parse().ok();
        companion.set(id.get_untracked().zip(person));
    };
    view! {
        <label class="rank-along">
            {t(texts::COMPANION)}
            <select class="input" on:change=choose>
                <option value="" selected=move || chosen().is_none()>{t(texts::NO_COMPANION)}</option>
                {options}
            </select>
        </label>
    }
}

#[component]
fn Choice(
    engineer: PersonId,
    ranked: Memo<Vec<Candidate>>,
    request: Shown,
    companion: RwSignal<Chosen>,
    preview: Option<RwSignal<Option<Landing>>>,
) -> impl IntoView {
    let (acts, tell) = (use_acts(), use_tell());
    let place = Memo::new(move |_| ranked.with(|ranked| ranked.iter().position(|one| one.engineer == engineer)));
    let candidate =
        Memo::new(move |_| ranked.with(|ranked| ranked.iter().find(|one| one.engineer == engineer).cloned()));
    let name = move || candidate.with(|one| one.as_ref().map(|one| one.name.clone()));
    let why = Memo::new(move |_| candidate.with(|one| one.as_ref().map(|one| why(one, tell)).unwrap_or_default()));
    let margin = Memo::new(move |_| candidate.with(|one| one.as_ref().and_then(|one| one.landing.margin)));
    let label = move || {
        let name = name().unwrap_or_default();
        let why = [why.get(), margin.get().map(|margin| tell.margin(margin)).unwrap_or_default()];
        tell.fill(texts::ASSIGN_TO, &[("engineer", &name), ("why", &tell.sentence(&why))])
    };
    let assign = move |_| {
        let landing = candidate.with_untracked(|one| one.as_ref().map(|one| one.landing));
        if let (Some(request), Some(landing)) = (request.get_untracked(), landing) {
            let along = companion.get_untracked().filter(|(id, _)| *id == request.id).map(|(_, companion)| companion);
            acts.place_with(&request, &landing, along);
        }
    };
    let show = move |is_shown: bool| {
        if let Some(preview) = preview {
            preview.set(if is_shown { candidate.get_untracked().map(|one| one.landing) } else { None });
        }
    };
    on_cleanup(move || {
        if let Some(preview) = preview {
            preview.try_set(None);
        }
    });
    view! {
        <li class:best=move || place.get() == Some(0) on:pointerenter=move |_| show(true) on:pointerleave=move |_| show(false)>
            <b>{move || place.get().map(|place| place + 1)}</b>
            <b>{name}</b>
            <button
                type="button"
                class="button"
                class:primary=move || place.get() == Some(0)
                aria-label=label
                on:click=assign
                on:focus=move |_| show(true)
                on:blur=move |_| show(false)
            >
                {t(texts::ASSIGN)}
            </button>
            <small>
                {why}
                {move || margin.get().map(|margin| view! {
                    {tell.say(words::office::shared::COMMA)}
                    <span class="clock" class:late=margin < 0>{tell.margin(margin)}</span>
                })}
            </small>
        </li>
    }
}

/// Up and down walk through the buttons; the board's own arrow keys do not hear of it.
fn walk(event: &KeyboardEvent, list: NodeRef<html::Ol>) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    let Some(list) = list.get_untracked() else { return };
    let Ok(buttons) = list.query_selector_all("button") else { return };
    let active = document().active_element();
    let here = (0..buttons.length()).find(|index| buttons.item(*index).as_ref() == active.as_ref().map(AsRef::as_ref));
    let next = i64::from(here.unwrap_or(0)) + step;
    let next = next.clamp(0, i64::from(buttons.length()) - 1);
    let button = u32::try_from(next).ok().and_then(|next| buttons.item(next));
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

fn why(candidate: &Candidate, tell: Tell) -> String {
    let landing = &candidate.landing;
    let skill = match &candidate.skill {
        Some((product, category, level)) => {
            let category = if category.is_empty() { String::new() } else { tell.category(category) };
            let parts = [product.as_str(), &category, tell.say(states::level(*level))];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        None => tell.say(texts::NO_SKILL).to_owned(),
    };
    let below = match candidate.fitness() {
        Fitness::BelowLevel => tell.fill(texts::BELOW_LEVEL, &[("level", tell.say(states::level(candidate.asked)))]),
        Fitness::Enough | Fitness::NoSkill => String::new(),
    };
    let way = landing.km.map(|km| {
        let text = if candidate.jobs == 0 { texts::FROM_BASE } else { texts::FROM_LAST };
        tell.fill(text, &[("km", &tell.km(km))])
    });
    let count = |text, count: usize, least: usize| {
        if count >= least { tell.fill(text, &[("n", &count.to_string())]) } else { String::new() }
    };
    let hours = (candidate.week_minutes / 60) as usize;
    tell.dotted(&[
        candidate.away.map(|away| away_in_words(away, tell)).unwrap_or_default(),
        if candidate.is_named { tell.say(texts::NAMED_ENGINEER).to_owned() } else { String::new() },
        skill,
        if candidate.is_same_region { String::new() } else { tell.say(texts::OTHER_REGION).to_owned() },
        below,
        count(texts::BEEN_THERE, candidate.visits, 1),
        count(texts::JOBS_TODAY, candidate.jobs, 1),
        count(texts::HOURS_THIS_WEEK, hours, 1),
        tell.fill(texts::FREE_AT, &[("time", &tell.near(landing.free_at))]),
        way.unwrap_or_default(),
        tell.fill(texts::ARRIVES, &[("time", &tell.near(landing.arrives))]),
    ])
}

fn ranking(desk: Desk, request: &Arc<ServiceRequest>, day: Timestamp, now: Timestamp) -> Vec<Candidate> {
    let Some(client) = desk.records() else { return Vec::new() };
    // Nobody can be sent yesterday, and after hours nobody is sent before the morning.
    let mut day = day.max(start_of_day(now, &desk.zone()));
    if now >= Hours::around(day, std::iter::empty()).ends() {
        day = start_of_day(day.plus(DAY + HOUR), &desk.zone());
    }
    let requests = client.requests();
    let people = client.people();
    let engineers: Vec<Person> = engineers(people.iter().map(|person| &**person)).collect();
    let base = |id| engineers.iter().find(|person| person.id == id).and_then(|person| person.base);
    let lanes = plan::lanes(requests.iter().map(|request| &**request), day, now, base);
    let hours = Hours::around(day, std::iter::empty());
    let monday = day.plus(-i64::from(availability::weekday(day).num_days_from_monday()) * DAY);
    let week = (monday, monday.plus(7 * DAY));
    let is_here = |slot: &Slot| availability::meet((slot.from, slot.until()), week);
    let mut week_minutes: BTreeMap<PersonId, u32> = BTreeMap::new();
    let others = requests.iter().filter(|other| other.id != request.id);
    for dispatch in others.filter_map(|other| other.active_dispatch()).filter(|dispatch| is_here(&dispatch.slot)) {
        *week_minutes.entry(dispatch.engineer).or_default() += dispatch.slot.minutes;
    }
    let here: Vec<_> =
        requests.iter().filter(|other| other.customer == request.customer && other.id != request.id).collect();
    let visits = |id| {
        here.iter().filter(|other| other.active_dispatch().is_some_and(|dispatch| dispatch.engineer == id)).count()
    };
    let record = |id| Record { visits: visits(id), week_minutes: week_minutes.get(&id).copied().unwrap_or_default() };
    plan::rank(request, &engineers, &lanes, hours, now, VISIT_MINUTES, record)
}

/// Why somebody is not at work, in few words.
#[must_use]
pub fn away_in_words(away: Objection, tell: Tell) -> String {
    match away {
        Objection::Absent(kind, until) => {
            let kind = tell.say(staff::absence(kind));
            tell.fill(texts::AWAY_UNTIL, &[("kind", kind), ("time", &tell.near(until))])
        }
        _ => tell.say(texts::OFF_HOURS).to_owned(),
    }
}

/// What a written time means for a request: the engineer's day around it, from the records at hand. None for a time
/// that has passed.
#[must_use]
pub(super) fn landing_at(desk: Desk, request: &ServiceRequest, engineer: PersonId, slot: Slot) -> Option<Landing> {
    let client = desk.client()?;
    let (requests, people) = (client.requests(), client.people());
    let person = people.iter().find(|person| person.id == engineer)?;
    let (day, now) = (start_of_day(slot.from, &desk.zone()), desk.now());
    let lanes = plan::lanes(requests.iter().map(|request| &**request), day, now, |_| person.base);
    let hours = Hours::around(day, std::iter::empty());
    let stops = lanes.get(&engineer).map(|lane| lane.stops(Some(request.id))).unwrap_or_default();
    let around = Around { engineer, stops, base: person.base, windows: plan::windows(person, hours), hours, now };
    let landing = plan::land(&around, &Job::of(request, slot.minutes), slot.from, Pull::Exact)?;
    // To the minute that was written, not to the board's grid.
    Some(Landing { slot, ..landing })
}

/// The people who can be sent.
pub fn engineers<'a>(people: impl Iterator<Item = &'a Person>) -> impl Iterator<Item = Person> {
    people.filter(|person| person.can_be_sent()).cloned()
}
