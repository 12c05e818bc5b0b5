//! The clocks of a form: why each is due when it is, and what a manager can do about it.

use domain::{
    deadline::{Clock, ClockState},
    follow_up::FOLLOW_UP,
    people::{Actor, Role},
    request::ServiceRequest,
    visit::Visit,
};
use leptos::prelude::*;
use ui::{Remaining, t, use_desk};
use words::office::{clocks as clock_texts, form as texts, reasons as reason_texts};

use crate::{
    acts::{Act, Shown, may_manage, use_acts},
    describe::reasons,
    tell::{Tell, use_tell},
};

/// All clocks of a request, each with its reasons folded below it.
#[component]
pub fn Clocks(request: Shown) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let actor = Memo::new(move |_| desk.person().as_ref().map(Actor::from));
    move || {
        let request = request.get()?;
        let actor = actor.get()?;
        let rows = request.clocks.iter().map(|clock| row(&request, clock, may_change(&actor, &request, clock), tell));
        let rows = rows.collect_view();
        (!request.clocks.is_empty()).then(|| {
            view! {
                <section class="panel-part">
                    <h2>{t(texts::DEADLINES)}</h2>
                    {rows}
                </section>
            }
        })
    }
}

/// Quality's clock is quality's; the others are the managers'.
fn may_change(actor: &Actor, request: &ServiceRequest, clock: &Clock) -> bool {
    let is_theirs = if clock.rule == FOLLOW_UP { actor.has(Role::Quality) } else { may_manage(actor, request) };
    is_theirs && !clock.is_stopped()
}

fn row(request: &ServiceRequest, clock: &Clock, may_change: bool, tell: Tell) -> impl IntoView + use<> {
    let what = tell.say(reason_texts::rule(&clock.rule));
    let stopped = clock.stopped.map(|at| tell.near(at)).unwrap_or_default();
    let state = match clock.state {
        ClockState::Running => {
            let clock = clock.clone();
            let due = tell.near(clock.due);
            view! { {due} " " <Remaining clock/> }.into_any()
        }
        ClockState::Paused => tell.say(texts::CLOCK_PAUSED).into_any(),
        ClockState::Kept if needed_no_visit(request, clock) => {
            tell.fill(texts::NO_VISIT_NEEDED, &[("time", &stopped)]).into_any()
        }
        ClockState::Kept => tell.fill(texts::KEPT, &[("time", &stopped)]).into_any(),
        ClockState::Missed => {
            let words = tell.fill(texts::MISSED, &[("time", &stopped)]);
            view! { <span class="clock late">{words}</span> }.into_any()
        }
        ClockState::Cancelled => tell.say(texts::CLOCK_CANCELLED).into_any(),
    };
    let unproven =
        (!clock.proven).then(|| view! { <small class="mistake">{tell.say(reason_texts::CLOCK_UNPROVEN)}</small> });
    let pause = clock.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| {
        let since = tell.near(pause.from);
        let words = tell.fill(clock_texts::PAUSED_SINCE, &[("time", &since), ("reason", &pause.reason)]);
        view! { <small>{words}</small> }
    });
    let lines = reasons::lines(clock, tell)
        .into_iter()
        .map(|line| view! { <li><span>{line.what}</span> <span>{line.value}</span></li> })
        .collect_view();
    view! {
        <details class="clock-row">
            <summary><span>{what}</span> <span>{state}</span></summary>
            <ul class="why">{lines}</ul>
            {pause}
            {unproven}
            {may_change.then(|| by_hand(request, clock, tell))}
        </details>
    }
}

/// The limit was for an arrival, and a telephone call made it unnecessary: nobody was in time, because nobody went.
fn needed_no_visit(request: &ServiceRequest, clock: &Clock) -> bool {
    let went = |visit: &Visit| visit.arrived_at.is_some();
    let visits = || request.dispatches.iter().map(|dispatch| &dispatch.visit);
    clock.rule.starts_with("onsite.arrive") && visits().any(|visit| visit.solved_by_phone) && !visits().any(went)
}

fn by_hand(request: &ServiceRequest, clock: &Clock, tell: Tell) -> impl IntoView + use<> {
    let acts = use_acts();
    let of = ("rule", tell.say(reason_texts::rule(&clock.rule)));
    let is_paused = clock.state == ClockState::Paused;
    let (text, label) = if is_paused {
        (clock_texts::RESUME, clock_texts::RESUME_LABEL)
    } else {
        (clock_texts::PAUSE, clock_texts::PAUSE_LABEL)
    };
    let request = StoredValue::new(request.clone());
    let rule = StoredValue::new(clock.rule.clone());
    let toggle = move |_| {
        if is_paused {
            acts.resume_clock(&request.get_value(), &rule.get_value());
        } else {
            acts.ask_about_clock(Act::PauseClock, request.get_value(), rule.get_value());
        }
    };
    let change = move |_| acts.ask_about_clock(Act::ChangeDue, request.get_value(), rule.get_value());
    view! {
        <p class="clock-acts">
            <button type="button" class="button" aria-label=tell.fill(label, &[of]) on:click=toggle>{tell.say(text)}</button>
            <button type="button" class="button" aria-label=tell.fill(clock_texts::CHANGE_LABEL, &[of]) on:click=change>
                {tell.say(clock_texts::CHANGE_DUE)}
            </button>
        </p>
    }
}
