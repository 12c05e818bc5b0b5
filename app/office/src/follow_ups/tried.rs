//! The customer was not reached: a note, and when to try again.

use std::sync::Arc;

use domain::{
    command::Command,
    request::ServiceRequest,
    time::{DAY, HOUR},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use ui::{
    Said,
    format::{self, Shape},
    t, use_desk,
};
use words::{Lang, office::follow_ups as texts};

use crate::{acts::use_acts, field::Field, tell::use_tell};

#[component]
pub(super) fn Tried(request: Arc<ServiceRequest>) -> impl IntoView {
    let (acts, desk, tell) = (use_acts(), use_desk(), use_tell());
    let zone = desk.zone();
    // Tomorrow at nine: by then somebody is there again.
    let again = format::start_of_day(desk.now().plus(DAY), &zone).plus(9 * HOUR);
    let next = RwSignal::new(format::instant(again, Shape::Local, Lang::En, &zone));
    let note = RwSignal::new(String::new());
    let mistake = RwSignal::new(None::<String>);
    let (id, unit) = (request.id, StoredValue::new(request.unit.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = next.get_untracked();
        let at = format::parse_local(&typed, &desk.zone());
        let now = desk.now();
        if !typed.is_empty() && !at.is_some_and(|at| at > now && at.since(now) <= 60 * DAY) {
            mistake.set(Some(tell.say(texts::NEXT_TRY_PAST).to_owned()));
            return;
        }
        mistake.set(None);
        let said = Said::filled(texts::ATTEMPT_SAVED, &[("unit", &unit.get_value())]);
        let command = Command::LogFollowUpAttempt { note: note.get_untracked(), next_try: at };
        spawn_local(async move {
            match acts.give(id, command).await {
                Ok(()) => {
                    acts.say_done(id, said, None);
                    note.try_set(String::new());
                }
                Err(refusal) => {
                    mistake.try_set(Some(refusal.sentence));
                }
            }
        });
    };
    view! {
        <details class="call-tried">
            <summary>{t(texts::NOT_REACHED)}</summary>
            <form novalidate on:submit=submit>
                <div class="pair">
                    <Field label=texts::NOTE>
                        <input class="input" type="text" maxlength="200" name="note" prop:value=note
                            on:input:target=move |event| note.set(event.target().value())/>
                    </Field>
                    <Field label=texts::NEXT_TRY mistake=mistake>
                        <input class="input" type="datetime-local" step="300" name="next" prop:value=next
                            on:input:target=move |event| next.set(event.target().value())/>
                    </Field>
                </div>
                <button type="submit" class="button">{t(texts::NOT_REACHED)}</button>
            </form>
        </details>
    }
}
