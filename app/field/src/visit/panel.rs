//! The frame of a panel: title, what it is about, its fields, and below the main action with the ways around it.

use domain::request::DispatchState;
use leptos::prelude::*;
use ui::{format, t};
use words::{Text, field as say};

use super::{
    form::{Form, use_form},
    progress::{self, Closed, Panel},
};
use crate::{
    asks::{Ask, use_asks},
    day::{guidance, plan_changed},
    input::Push,
};

/// The main action of a panel.
#[derive(Clone, Copy)]
pub struct Main {
    pub text: Text,
    pub run: Callback<()>,
}

/// A panel. Its fields can be used only while the form may be filled at this step.
#[component]
pub fn PanelFrame(
    panel: Panel,
    title: Text,
    #[prop(optional)] lead: Option<Text>,
    #[prop(optional_no_strip)] main: Option<Main>,
    /// A button of this panel alone, beside the main action.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// What can be used whether or not the fields can.
    #[prop(optional)]
    unlocked: Option<AnyView>,
    /// Holds more than fields: nothing is locked, and no reason is given.
    #[prop(optional)]
    always_open: bool,
    children: Children,
) -> impl IntoView {
    let form = use_form();
    let closed = Memo::new(move |_| {
        form.with(|request, dispatch| progress::may_fill(panel, request, dispatch).err())
            .flatten()
            .filter(|_| !always_open)
    });
    let notice = move || closed.get().map(|closed| view! { <ClosedNotice closed=closed/> });
    let main = move || {
        closed
            .get()
            .is_none()
            .then_some(main)
            .flatten()
            .map(|main| view! { <Push text=main.text run=main.run primary=true/> })
    };
    view! {
        <main id="content" class="panel" tabindex="-1">
            <PlanChanged/>
            <h2>{t(title)}</h2>
            {lead.map(|lead| view! { <p class="field-hint">{t(lead)}</p> })}
            {(!always_open && shows_guidance(panel)).then(|| view! { <Guidance/> })}
            {notice}
            {unlocked}
            <fieldset class="panel-fields" disabled=move || closed.get().is_some()>
                <legend class="visually-hidden">{t(title)}</legend>
                {children()}
            </fieldset>
        </main>
        <footer class="panel-foot">
            {aside}
            <Support/>
            <Saved/>
            {main}
        </footer>
    }
}

/// The office has changed the plan meanwhile: the visit goes on all the same (SYN-7).
#[component]
fn PlanChanged() -> impl IntoView {
    let form = use_form();
    let text = move || form.with(|request, dispatch| plan_changed(form.acting.words, request, dispatch)).flatten();
    move || text().map(|text| view! { <p class="notice" role="status">{text}</p> })
}

/// Where the engineer works on the problem; before it and after it the panels show all remarks.
fn shows_guidance(panel: Panel) -> bool {
    use Panel as P;
    matches!(panel, P::Arrive | P::Demonstrate | P::BackUp | P::Solve | P::TrialRun | P::Explain)
}

/// What the office says about how to solve it, beside the step at which it is needed (UNR-1, UNR-4).
#[component]
fn Guidance() -> impl IntoView {
    let form = use_form();
    let lines = Memo::new(move |_| {
        form.with(|request, dispatch| guidance(form.acting.words, request, dispatch)).unwrap_or_default()
    });
    let shown = move || lines.get().into_iter().map(|line| view! { <p class="notice">{line}</p> }).collect_view();
    view! { <div role="status">{shown}</div> }
}

/// Why the panel can't be filled, and where to go instead.
#[component]
fn ClosedNotice(closed: Closed) -> impl IntoView {
    let form = use_form();
    let backup = Callback::new(move |()| form.go(Panel::BackUp));
    let fees = Callback::new(move |()| form.go(Panel::Fees));
    match closed {
        Closed::NotThereYet => view! { <p class="notice">{t(say::NOT_THERE_YET)}</p> }.into_any(),
        Closed::Sealed => view! { <p class="notice ok">{t(say::FORM_CLOSED)}</p> }.into_any(),
        Closed::Disputed => view! { <p class="notice late">{t(say::FORM_DISPUTED)}</p> }.into_any(),
        Closed::FeesFirst => view! {
            <div class="notice">
                <p>{t(words::fees::CONSENT_FIRST)}</p>
                <Push text=words::fees::GO_TO_FEES run=fees/>
            </div>
        }
        .into_any(),
        Closed::BackupFirst => view! {
            <div class="notice">
                <p>{t(say::BACKUP_FIRST)}</p>
                <Push text=say::GO_TO_BACKUP run=backup/>
            </div>
        }
        .into_any(),
    }
}

/// Help is never further away than this; so is saying that nobody is there.
#[component]
fn Support() -> impl IntoView {
    let form = use_form();
    let asks = use_asks();
    let state = Memo::new(move |_| form.with(|_, dispatch| dispatch.lived_state()));
    let signed = Memo::new(move |_| form.with(|_, dispatch| !dispatch.visit.signatures.is_empty()).unwrap_or_default());
    let ask = move |ask: Ask| Callback::new(move |()| asks.ask(ask, form.id));
    let under_way = move || state.get().is_some_and(|state| state.is_recallable() || state == DispatchState::OnSite);
    // Whoever has been let in has met somebody.
    let was_let_in =
        Memo::new(move |_| form.with(|_, dispatch| progress::was_let_in(&dispatch.visit)).unwrap_or_default());
    let on_site = move || state.get() == Some(DispatchState::OnSite) && !signed.get() && !was_let_in.get();
    view! {
        <Show when=under_way><Push text=say::ASK_HELP run=ask(Ask::Help)/></Show>
        <Show when=on_site><Push text=say::NOT_MET quiet=true run=ask(Ask::NotMet)/></Show>
    }
}

/// When something was last saved on this device.
#[component]
fn Saved() -> impl IntoView {
    let Form { saved_at, acting, .. } = use_form();
    let text = move || {
        let time = format::instant(saved_at.get()?, format::Shape::Time, acting.words.lang(), &acting.desk.zone());
        Some(acting.words.fill(say::SAVED_AT, &[("time", &time)]))
    };
    view! { <span class="saved-at" role="status">{text}</span> }
}
