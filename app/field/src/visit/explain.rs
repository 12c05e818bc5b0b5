//! The steps that are ticked with the customer: demonstrate, trial run, explain and prevent (ONS-11).

use leptos::{prelude::*, task::spawn_local};
use ui::t;
use words::field as say;

use super::{
    finding_form::use_finding_form,
    form::use_form,
    panel::{Main, PanelFrame},
    progress::Panel,
};
use crate::{input::TextField, photos::VisitPhotos};

/// The customer shows what goes wrong.
#[component]
pub fn DemonstratePanel() -> impl IntoView {
    let form = use_form();
    let run = Callback::new(move |()| spawn_local(form.finish(Panel::Demonstrate)));
    let symptom = move || form.with(|request, _| request.symptom.clone());
    view! {
        <PanelFrame panel=Panel::Demonstrate title=say::DEMONSTRATE_TITLE lead=say::DEMONSTRATE_HINT
            main=Some(Main { text: say::DEMONSTRATE_DONE, run })>
            <p class="quote"><small>{t(say::SYMPTOM)}</small> {symptom}</p>
            <VisitPhotos/>
        </PanelFrame>
    }
}

/// The customer tries it.
#[component]
pub fn TrialRunPanel() -> impl IntoView {
    let form = use_form();
    let run = Callback::new(move |()| spawn_local(form.finish(Panel::TrialRun)));
    let solution = move || form.with(|_, dispatch| dispatch.visit.finding.solution.clone());
    view! {
        <PanelFrame panel=Panel::TrialRun title=say::TRIAL_RUN_TITLE lead=say::TRIAL_RUN_HINT
            main=Some(Main { text: say::TRIAL_RUN_DONE, run })>
            <p class="quote"><small>{t(say::SOLUTION)}</small> {solution}</p>
            <VisitPhotos/>
        </PanelFrame>
    }
}

/// The engineer explains the cause and how to prevent it.
#[component]
pub fn ExplainPanel() -> impl IntoView {
    let form = use_form();
    let finding = use_finding_form();
    let run = Callback::new(move |()| {
        spawn_local(async move {
            if finding.save().await {
                form.finish(Panel::Explain).await;
            }
        });
    });
    let cause = move || form.with(|_, dispatch| dispatch.visit.finding.cause.clone());
    view! {
        <PanelFrame panel=Panel::Explain title=say::EXPLAIN_TITLE lead=say::EXPLAIN_HINT
            main=Some(Main { text: say::EXPLAIN_DONE, run })>
            <p class="quote"><small>{t(say::CAUSE)}</small> {cause}</p>
            <TextField label=say::PREVENTION hint=say::PREVENTION_HINT value=finding.prevention lines=true
                typed=finding.typed left=finding.left/>
        </PanelFrame>
    }
}
