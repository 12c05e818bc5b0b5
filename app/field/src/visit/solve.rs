//! Solving: kind of problem, cause, what was done, photos (ONS-13, ONS-14).

use domain::visit::ProblemType;
use leptos::{prelude::*, task::spawn_local};
use ui::t;
use words::{field as say, states};

use super::{
    fees::FeesFirst,
    finding_form::use_finding_form,
    form::use_form,
    panel::{Main, PanelFrame},
    progress::Panel,
};
use crate::{input::TextField, photos::VisitPhotos};

const KINDS: [ProblemType; 4] =
    [ProblemType::Quality, ProblemType::Requirement, ProblemType::Usage, ProblemType::Other];

#[component]
pub fn SolvePanel() -> impl IntoView {
    let form = use_form();
    let finding = use_finding_form();
    let missing = RwSignal::new(false);
    // On the phone nobody tries it out and nobody signs.
    let by_phone = form.now_with(|_, dispatch| dispatch.visit.solved_by_phone).unwrap_or_default();
    let done = if by_phone { say::PHONE_DONE } else { say::SOLVE_DONE };
    let run = Callback::new(move |()| {
        let nothing = finding.solution.with_untracked(|text| text.trim().is_empty());
        missing.set(nothing);
        if nothing {
            form.acting.toasts.failed(say::SOLUTION_MISSING);
            return;
        }
        spawn_local(async move {
            if finding.save().await {
                if by_phone {
                    form.go(Panel::Sign);
                } else {
                    form.finish(Panel::Solve).await;
                }
            }
        });
    });
    let kind = move |kind: ProblemType| {
        let choose = move |_| {
            finding.problem_type.set(Some(kind));
            finding.typed.run(());
            finding.left.run(());
        };
        view! {
            <label>
                <input type="radio" name="problem-type" prop:checked=move || finding.problem_type.get() == Some(kind) on:change=choose/>
                {t(states::problem_type(kind))}
            </label>
        }
    };
    let mistake = Signal::derive(move || {
        let nothing = missing.get() && finding.solution.with(|text| text.trim().is_empty());
        nothing.then(|| form.acting.words.say(say::SOLUTION_MISSING).to_owned())
    });
    view! {
        <PanelFrame panel=Panel::Solve title=say::SOLVE_TITLE lead=say::SOLVE_HINT main=Some(Main { text: done, run })>
            <FeesFirst/>
            <fieldset class="form-field">
                <legend>{t(say::PROBLEM_TYPE)}</legend>
                <div class="pick">{KINDS.map(kind).collect_view()}</div>
                <small>{t(say::PROBLEM_TYPE_HINT)}</small>
            </fieldset>
            <TextField label=say::CAUSE value=finding.cause lines=true typed=finding.typed left=finding.left/>
            <TextField label=say::SOLUTION hint=say::SOLUTION_HINT value=finding.solution lines=true
                typed=finding.typed left=finding.left mistake=mistake/>
            <TextField label=say::ARTICLE hint=say::ARTICLE_HINT value=finding.article typed=finding.typed left=finding.left/>
            <VisitPhotos/>
        </PanelFrame>
    }
}
