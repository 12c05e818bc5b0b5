//! `/field`: the page itself.

use domain::{
    DispatchId, Timestamp,
    geo::Place,
    time::{DAY, HOUR},
};
use leptos::prelude::*;
use ui::{Desk, format, t, use_desk, use_language, use_now};
use words::{Text, common, field as say};

use super::{
    actions::focus_main_action,
    along::Along,
    card::StopCard,
    plan::{self, Plan, Stop, is_open},
    readiness::Readiness,
};
use crate::{
    asks::{Ask, AskDialog, provide_asks},
    choose_pin::ChoosePin,
    handover::EngineersOnly,
    input::{Push, use_title},
    later::{Later, Part},
    not_found::is_fetching,
    sync_badge::SyncBadge,
};

/// How many visits of the past are shown at a time.
const PAST: usize = 30;

/// The engineer's day.
#[component]
pub fn DayPage() -> impl IntoView {
    view! { <EngineersOnly><Day/></EngineersOnly> }
}

#[component]
fn Day() -> impl IntoView {
    let desk = use_desk();
    let words = use_language();
    use_title(common::FIELD);
    provide_asks(Callback::new(move |(_, dispatch): (Ask, DispatchId)| focus_main_action(dispatch)));
    let day = today(desk);
    let shown_past = RwSignal::new(0);
    let plan = Memo::new(move |_| {
        let known = desk.records().and_then(|client| Some((client.person()?, client.requests())));
        let past = shown_past.get();
        known.map_or_else(Plan::default, |(person, requests)| plan::plan(&requests, person.id, day.get(), past))
    });
    let date = move || format::instant(day.get().0, format::Shape::Day, words.lang(), &desk.zone());
    let count = move |group: fn(&Plan) -> &Vec<Stop>| Memo::new(move |_| plan.with(|plan| group(plan).len()));
    let (earlier, today, coming) = (count(|plan| &plan.earlier), count(|plan| &plan.today), count(|plan| &plan.coming));
    let past = Memo::new(move |_| plan.with(|plan| plan.past_count));
    let more_of_the_past = Callback::new(move |()| shown_past.update(|shown| *shown += PAST));
    view! {
        <header class="field-head">
            <div class="field-head-row"><h1>{t(common::FIELD)} " · " {date}</h1><SyncBadge/></div>
            <Readiness plan=plan/>
            <ChoosePin/>
        </header>
        <main id="content" class="day-stops">
            <Show when=move || { earlier.get() > 0 }>
                <h2>{t(say::EARLIER)}</h2>
                <Stops plan=plan group=|plan| &plan.earlier with_day=true/>
            </Show>
            <h2 class=move || if earlier.get() + coming.get() == 0 { "visually-hidden" } else { "" }>{t(common::FIELD)}</h2>
            <Show when=move || { today.get() > 0 } fallback=NothingToday>
                <Stops plan=plan group=|plan| &plan.today with_day=false/>
            </Show>
            <Along/>
            <Show when=move || { coming.get() > 0 }>
                <h2>{t(say::COMING)}</h2>
                <Stops plan=plan group=|plan| &plan.coming with_day=true/>
            </Show>
            <Show when=move || { past.get() > 0 }>
                <details class="past-stops">
                    <summary on:click=move |_| shown_past.update(|shown| *shown = PAST.max(*shown))>{move || words.fill(say::PAST, &[("n", &past.get().to_string())])}</summary>
                    <Stops plan=plan group=|plan| &plan.past with_day=true/>
                    <Show when=move || { past.get() > shown_past.get() }>
                        <p><Push text=say::EARLIER_STILL run=more_of_the_past/></p>
                    </Show>
                </details>
            </Show>
        </main>
        <FieldNav here="/field"/>
        <AskDialog/>
    }
}

/// The cards of one group, with the way between them.
#[component]
fn Stops(plan: Memo<Plan>, group: fn(&Plan) -> &Vec<Stop>, with_day: bool) -> impl IntoView {
    let desk = use_desk();
    let words = use_language();
    let ids = move || plan.with(|plan| group(plan).iter().map(|stop| stop.dispatch.id).collect::<Vec<_>>());
    let row = move |id: DispatchId| {
        let leg = Memo::new(move |_| {
            let base = desk.client().and_then(|client| client.person()?.base).filter(|_| !with_day);
            plan.with(|plan| leg_before(group(plan), id, base))
        });
        let leg = move || {
            let (km, minutes) = leg.get()?;
            let text = words.fill(say::LEG, &[("km", &km.to_string()), ("n", &minutes.to_string())]);
            Some(view! { <p class="stop-leg">{text}</p> })
        };
        view! { {leg} <StopCard plan=plan id=id with_day=with_day/> }
    };
    view! { <For each=ids key=|id| *id children=row/> }
}

/// The way to a stop that is still ahead, from the stop before it or from where the day starts.
fn leg_before(stops: &[Stop], id: DispatchId, base: Option<Place>) -> Option<(i64, i64)> {
    let at = stops.iter().position(|stop| stop.dispatch.id == id)?;
    let stop = &stops[at];
    if !is_open(&stop.request, &stop.dispatch) || stop.dispatch.visit.arrived_at.is_some() {
        return None;
    }
    let before = if at == 0 { base } else { stops[at - 1].request.place };
    plan::leg(before, stop.request.place)
}

#[component]
fn NothingToday() -> impl IntoView {
    let desk = use_desk();
    let words = use_language();
    let text = move || words.say(if is_fetching(desk) { say::FETCHING } else { say::NOTHING_TODAY });
    view! { <p class="empty">{text}</p> }
}

/// Today in the centre's zone, from its first instant to the first of tomorrow; moves on at midnight.
fn today(desk: Desk) -> Memo<(Timestamp, Timestamp)> {
    let now = use_now();
    Memo::new(move |before: Option<&(Timestamp, Timestamp)>| {
        // The ticking starts a moment after the desk is open.
        let now = now.get().max(desk.now());
        if let Some(day) = before.filter(|(start, end)| *start <= now && now < *end) {
            return *day;
        }
        desk.stage.track();
        let zone = desk.zone();
        let start = format::start_of_day(now, &zone);
        // Two hours more than a day lie in tomorrow even where clocks change.
        (start, format::start_of_day(start.plus(DAY + 2 * HOUR), &zone))
    })
}

/// The way between the engineer's pages.
#[component]
pub fn FieldNav(here: &'static str) -> impl IntoView {
    let desk = use_desk();
    let device = RwSignal::new(false);
    // Stays once it is there: the dialog gives the focus back when it closes.
    let was_asked = RwSignal::new(false);
    let open_device = move |_| {
        was_asked.set(true);
        device.set(true);
    };
    let link = move |path: &'static str, text: Text, more: AnyView| {
        view! { <a href=path aria-current=(path == here).then_some("page")>{t(text)} {more}</a> }
    };
    let waiting = Memo::new(move |_| desk.outbox().map_or(0, |client| client.status().waiting));
    let waiting = move || (waiting.get() > 0).then(|| view! { <b>{waiting.get()}</b> });
    view! {
        <nav class="field-nav" aria-label=t(say::PAGES)>
            {link("/field", common::FIELD, ().into_any())}
            {link("/field/badge", words::badge::BADGE, ().into_any())}
            {link("/field/outbox", common::OUTBOX, waiting.into_any())}
            <button type="button" on:click=open_device>{t(say::THIS_DEVICE)}</button>
        </nav>
        <Show when=move || was_asked.get()><Later part=Part::Device(device)/></Show>
    }
}
