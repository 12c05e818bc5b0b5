//! Asks for a reason and gives the command that needs it: decline, cancel, take back, send back.

use domain::{command::Command, request::ServiceRequest};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};
use ui::{Said, t};
use words::{Text, common, office::acts as texts};

use super::{Act, bar::back_of, undo::Back, use_acts};
use crate::{field::Field, plan::Plan, refusal::Refusal, tell::use_tell};

#[component]
pub(super) fn ReasonForm(act: Act, request: ServiceRequest, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell) = (use_acts(), use_tell());
    let reason = NodeRef::<html::Textarea>::new();
    let mistake = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let request = StoredValue::new(request);
    let (hint, confirm, done) = wording(act);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = reason.get_untracked().map(|input| input.value()).unwrap_or_default();
        if text.trim().is_empty() {
            mistake.set(Some(tell.say(texts::REASON_EMPTY).to_owned()));
            return;
        }
        let (command, back) = request.with_value(|request| command(act, request, text));
        let Some(command) = command else { return };
        is_busy.set(true);
        spawn_local(async move {
            let (id, unit) = request.with_value(|request| (request.id, request.unit.clone()));
            match acts.give(id, command).await {
                Ok(()) => {
                    let said = Said::filled(done, &[("unit", &unit)]);
                    acts.say_done(id, said, back);
                    open.set(false);
                }
                Err(Refusal { sentence, .. }) => {
                    mistake.try_set(Some(sentence));
                }
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{request.with_value(|request| request.unit.clone())}</p>
            <Field label=common::REASON id="ask-reason" hint mistake>
                <textarea
                    class="input"
                    node_ref=reason
                    rows="3"
                    autofocus
                    aria-invalid=move || mistake.with(Option::is_some).then_some("true")
                    aria-describedby="ask-reason"
                ></textarea>
            </Field>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(confirm)}</button>
            </div>
        </form>
    }
}

/// Hint, name of the button, what is said afterwards.
fn wording(act: Act) -> (Text, Text, Text) {
    match act {
        Act::Decline => (texts::DECLINE_HINT, texts::DECLINE, texts::DECLINED),
        Act::Recall => (texts::RECALL_HINT, texts::RECALL, texts::RECALLED),
        Act::SendBack => (texts::SEND_BACK_HINT, texts::SEND_BACK, texts::SENT_BACK),
        _ => (texts::CANCEL_HINT, texts::CANCEL_REQUEST, texts::CANCELLED),
    }
}

fn command(act: Act, request: &ServiceRequest, reason: String) -> (Option<Command>, Option<Back>) {
    match act {
        Act::Decline => (Some(Command::DeclineRequest { reason }), back_of(act)),
        Act::SendBack => (Some(Command::SendBack { reason }), None),
        Act::Recall => {
            let dispatch = request.active_dispatch().map(|dispatch| dispatch.id);
            let back = Back::Plan { before: Plan::of(request), made: Plan::Unassigned };
            (dispatch.map(|dispatch| Command::Recall { dispatch, reason }), Some(back))
        }
        _ => (Some(Command::CancelRequest { reason }), None),
    }
}
