//! Closes a returned form: the type of problem, and what happens next when not all is solved (ONS-18, UNR-2).

use domain::{RequestId, command::Command, fact::Decision, request::ServiceRequest, visit::ProblemType};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};
use ui::{Said, t, use_desk};
use words::{
    common,
    office::{acts as texts, facts},
    states,
};

use super::{new_id, use_acts};
use crate::{field::Field, refusal::Refusal, tell::use_tell};

const TYPES: [ProblemType; 4] =
    [ProblemType::Quality, ProblemType::Requirement, ProblemType::Usage, ProblemType::Other];
const DECISIONS: [Decision; 4] = [Decision::Consult, Decision::ReDispatch, Decision::Escalate, Decision::Close];

#[component]
pub(super) fn WriteOffForm(request: ServiceRequest, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell, desk) = (use_acts(), use_tell(), use_desk());
    let visit = request.active_dispatch().map(|dispatch| dispatch.visit.clone()).unwrap_or_default();
    let needs_decision = visit.needs_decision() || (visit.result.is_none() && !visit.solved_by_phone);
    let proposed = visit.finding.problem_type;
    let kind = RwSignal::new(proposed.unwrap_or(ProblemType::Usage));
    let decision = RwSignal::new(None::<Decision>);
    let advice = NodeRef::<html::Textarea>::new();
    let refusal = RwSignal::new(None::<Refusal>);
    let is_busy = RwSignal::new(false);
    let (id, unit) = (request.id, StoredValue::new(request.unit));

    let refuse = move |field: &str, text| {
        refusal.set(Some(Refusal::at(field, tell.say(text).to_owned())));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let advice = advice.get_untracked().map(|input| input.value()).unwrap_or_default();
        let decision = decision.get_untracked();
        if needs_decision && decision.is_none() {
            return refuse("/decision", texts::DECISION_EMPTY);
        }
        if decision == Some(Decision::Close) && advice.trim().is_empty() {
            return refuse("/advice", texts::ADVICE_EMPTY);
        }
        let follow_up = (decision == Some(Decision::ReDispatch)).then(|| RequestId(new_id(desk.now())));
        let command = Command::WriteOff { problem_type: kind.get_untracked(), decision, advice, follow_up };
        is_busy.set(true);
        spawn_local(async move {
            match acts.give(id, command).await {
                Ok(()) => {
                    let said = Said::filled(texts::WRITTEN_OFF, &[("unit", &unit.get_value())]);
                    acts.say_done(id, said, None);
                    open.set(false);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
            is_busy.try_set(false);
        });
    };
    let field_mistake = move |field: &'static str| {
        move || refusal.with(|refusal| refusal.as_ref().and_then(|refusal| refusal.of_field(field)))
    };
    let types = TYPES.map(|one| {
        view! {
            <label>
                <input type="radio" name="problem-type" prop:checked=move || kind.get() == one on:change=move |_| kind.set(one)/>
                {t(states::problem_type(one))}
            </label>
        }
    });
    let decisions = DECISIONS.map(|one| {
        view! {
            <label>
                <input type="radio" name="decision" prop:checked=move || decision.get() == Some(one) on:change=move |_| decision.set(Some(one))/>
                {t(facts::decision(one))}
            </label>
        }
    });
    let none = (!needs_decision).then(|| {
        view! {
            <label>
                <input type="radio" name="decision" prop:checked=move || decision.get().is_none() on:change=move |_| decision.set(None)/>
                {t(texts::DECISION_NONE)}
            </label>
        }
    });
    let hint = proposed.map(|kind| {
        let words = move || tell.fill(texts::PROPOSED, &[("type", tell.say(states::problem_type(kind)))]);
        view! { <small>{words}</small> }
    });
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{unit.get_value()}</p>
            <fieldset class="form-field">
                <legend>{t(texts::PROBLEM_TYPE)}</legend>
                <div class="pick">{types.collect_view()}</div>
                {hint}
            </fieldset>
            <fieldset class="form-field">
                <legend>{t(if needs_decision { texts::DECISION } else { texts::DECISION_OPTIONAL })}</legend>
                <div class="pick">{none}{decisions.collect_view()}</div>
                <p class="mistake" role="alert">{field_mistake("/decision")}</p>
            </fieldset>
            <Field label=texts::ADVICE id="write-off-advice" hint=texts::ADVICE_HINT mistake=Signal::derive(field_mistake("/advice"))>
                <textarea class="input" node_ref=advice rows="3" aria-describedby="write-off-advice"></textarea>
            </Field>
            <p class="mistake" role="alert">{move || refusal.with(|refusal| refusal.as_ref().map(|refusal| refusal.sentence.clone()))}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(texts::WRITE_OFF)}</button>
            </div>
        </form>
    }
}
