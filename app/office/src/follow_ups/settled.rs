//! What the customer said, and the case of one who was not content.

use std::sync::Arc;

use domain::{command::Command, follow_up::Complaint, request::ServiceRequest};
use leptos::{ev::SubmitEvent, prelude::*};
use ui::{Said, t};
use words::office::follow_ups as texts;

use super::questions::Questions;
use crate::{acts::use_acts, describe::afterwards, field::Field, tell::use_tell};

#[component]
pub(super) fn Settled(request: Arc<ServiceRequest>, may: bool) -> impl IntoView {
    let tell = use_tell();
    let corrects = RwSignal::new(false);
    let follow_up = request.follow_up.clone().unwrap_or_default();
    let said = follow_up.call.as_ref().map(|call| {
        let by = tell.fill(texts::CALLED_BY, &[("who", &call.by_name), ("time", &tell.near(call.at))]);
        view! { <p>{afterwards::answers(&call.answers, tell)}</p><small>{by}</small> }
    });
    let complaint = follow_up.complaint.clone();
    let may_correct = may && complaint.is_none();
    let again = request.clone();
    view! {
        <section>
            <h3>{t(texts::DONE)}</h3>
            {said}
        </section>
        {complaint.map(|complaint| view! { <Case request=request.clone() complaint may/> })}
        <Show when=move || may_correct && !corrects.get()>
            <p><button type="button" class="button" on:click=move |_| corrects.set(true)>{t(texts::CORRECT)}</button></p>
        </Show>
        {move || corrects.get().then(|| view! { <Questions request=again.clone()/> })}
    }
}

#[component]
fn Case(request: Arc<ServiceRequest>, complaint: Complaint, may: bool) -> impl IntoView {
    let (acts, tell) = (use_acts(), use_tell());
    let note = RwSignal::new(String::new());
    let mistake = RwSignal::new(None::<String>);
    let (id, unit) = (request.id, StoredValue::new(request.unit.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let note = note.get_untracked();
        if note.trim().is_empty() {
            mistake.set(Some(tell.say(texts::CASE_NOTE_EMPTY).to_owned()));
            return;
        }
        mistake.set(None);
        let said = Said::filled(texts::CASE_CLOSED, &[("unit", &unit.get_value())]);
        acts.run(id, Command::CloseFollowUpCase { note }, said, None);
    };
    let state = match &complaint.closed {
        None => {
            let since = tell.fill(texts::CASE_SINCE, &[("time", &tell.near(complaint.opened_at))]);
            view! { <p><span class="chip late">{tell.say(texts::CASE_OPEN)}</span> " " {since}</p> }.into_any()
        }
        Some(end) => {
            let by = tell.fill(texts::ENDED_BY, &[("who", &end.by_name), ("time", &tell.near(end.at))]);
            view! { <p><span class="chip ok">{tell.say(texts::CASE_SETTLED)}</span> " " {end.note.clone()}</p><small>{by}</small> }
                .into_any()
        }
    };
    let is_open = complaint.closed.is_none();
    view! {
        <section>
            <h3>{complaint.title.clone()}</h3>
            {state}
            {(is_open && may).then(|| view! {
                <form novalidate on:submit=submit>
                    <Field label=texts::CASE_NOTE mistake=mistake>
                        <textarea class="input" rows="2" name="note" prop:value=note
                            on:input:target=move |event| note.set(event.target().value())></textarea>
                    </Field>
                    <div class="dialog-end"><button type="submit" class="button primary">{t(texts::CASE_CLOSE)}</button></div>
                </form>
            })}
        </section>
    }
}
