//! Before the form opens: confirm, appoint, drive, arrive; then the courtesy steps at the door (ONS-7 to ONS-11).

use domain::{
    command::Command,
    request::{Dispatch, DispatchState},
    visit::Step,
};
use leptos::{prelude::*, task::spawn_local};
use ui::{format, t};
use words::{Text, field as say, states};

use super::{
    form::{Form, use_form},
    information::{Actions, Remarks},
    panel::{Main, PanelFrame},
    progress::{self, COURTESY, Panel},
};
use crate::{asks::use_asks, day::Next};

/// Before the form opens: what has been agreed, and what to do next.
#[component]
pub fn BeforePanel(panel: Panel) -> impl IntoView {
    let form = use_form();
    let asks = use_asks();
    let words = form.acting.words;
    let appointment = move || {
        let agreed =
            |dispatch: &Dispatch| dispatch.appointment.clone().filter(|_| dispatch.state != DispatchState::NotMet);
        let at = form.with(|_, dispatch| agreed(dispatch)).flatten()?;
        let time = format::instant(at.at, format::Shape::DayTime, words.lang(), &form.acting.desk.zone());
        let text = words.fill(say::AGREED, &[("time", &time), ("who", &at.note)]);
        Some(view! { <p>{text}</p> })
    };
    let address = move || {
        let address = form.with(|request, _| request.address.clone())?;
        (panel == Panel::Arrive).then(|| view! { <p>{address}</p> })
    };
    let hint = match panel {
        Panel::Confirm => say::CONFIRM_HINT,
        Panel::Arrive => say::WAY_HINT,
        _ => say::APPOINT_HINT,
    };
    // The buttons of the state the dispatch is in; a step that is done or lies ahead has none.
    let next =
        Memo::new(move |_| form.with(|request, dispatch| (progress::next(request, dispatch), dispatch.lived_state())));
    move || {
        let state = next.get().filter(|(next, _)| *next == panel).map(|(_, state)| state);
        let main = state.and_then(Next::of).map(|next| Main {
            text: next.text(),
            run: next.run(form.acting, asks, form.id, Some(Callback::new(move |()| form.mark_saved()))),
        });
        view! {
            <PanelFrame panel=panel title=panel.title() lead=hint main=main always_open=true>
                <Remarks/>
                {appointment}
                {address}
                {state.map(|_| view! { <Actions/> })}
            </PanelFrame>
        }
    }
}

/// Drive and arrive; on the premises badge, knock and introduction, folded into one step.
#[component]
pub fn ArrivePanel() -> impl IntoView {
    let form = use_form();
    let on_site = Memo::new(move |_| {
        form.with(|_, dispatch| dispatch.lived_state() == DispatchState::OnSite).unwrap_or_default()
    });
    move || {
        if on_site.get() {
            view! { <Courtesy/> }.into_any()
        } else {
            view! { <BeforePanel panel=Panel::Arrive/> }.into_any()
        }
    }
}

#[component]
fn Courtesy() -> impl IntoView {
    let form = use_form();
    let all = Callback::new(move |()| {
        spawn_local(async move {
            for step in COURTESY {
                if !form.has_ticked(step) && !form.act(Command::TickStep { step }).await {
                    return;
                }
            }
            form.panel.try_set(Panel::Demonstrate);
        });
    });
    let row = move |step: Step| {
        let hint = match step {
            Step::Badge => say::BADGE_HINT,
            Step::Knock => say::KNOCK_HINT,
            _ => say::INTRODUCE_HINT,
        };
        view! { <TickRow form=form step=step hint=hint/> }
    };
    view! {
        <PanelFrame panel=Panel::Arrive title=say::STEP_ARRIVE lead=say::ARRIVE_HINT
            main=Some(Main { text: say::COURTESY_DONE, run: all })>
            <ul class="ticks">{COURTESY.map(row).collect_view()}</ul>
        </PanelFrame>
    }
}

/// A step with its hint, to be ticked on its own.
#[component]
fn TickRow(form: Form, step: Step, hint: Text) -> impl IntoView {
    let words = form.acting.words;
    let at = Memo::new(move |_| {
        form.with(|_, dispatch| dispatch.visit.ticks.iter().find(|tick| tick.step == step).map(|tick| tick.at))
            .flatten()
    });
    let time =
        move || at.get().map(|at| format::instant(at, format::Shape::Time, words.lang(), &form.acting.desk.zone()));
    let tick = move |_| {
        spawn_local(async move {
            form.act(Command::TickStep { step }).await;
        })
    };
    view! {
        <li>
            <label>
                <input type="checkbox" prop:checked=move || at.get().is_some() disabled=move || at.get().is_some() on:change=tick/>
                <span><strong>{t(states::step(step))}</strong> " " <small>{t(hint)}</small></span>
                <small>{time}</small>
            </label>
            {(step == Step::Badge).then(|| {
                let badge = ["/field/badge?visit=", &form.id.to_string()].concat();
                view! { <a class="button" href=badge>{t(words::badge::SHOW)}</a> }
            })}
        </li>
    }
}
