//! The buttons for what can be done about a request now.

use domain::{
    command::Command,
    people::Actor,
    request::{RequestState, ServiceRequest},
};
use leptos::prelude::*;
use ui::{Said, t, use_desk};
use words::{
    Text,
    office::{acts as texts, clocks},
};

use super::{Act, Acts, Shown, give::Asked, possible, undo::Back, use_acts};
use crate::tell::use_tell;

/// The buttons; the first is the usual next step. `on_assign` shows who could be sent.
#[component]
pub fn ActBar(request: Shown, #[prop(into)] on_assign: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let acts = Memo::new(move |_| {
        let person = desk.person();
        let actor = person.as_ref().map(Actor::from);
        request.with(|request| match (actor, request) {
            (Some(actor), Some(request)) => possible(&actor, request),
            _ => Vec::new(),
        })
    });
    let buttons = move || {
        acts.with(|all| {
            let first = all.first().copied();
            all.iter().map(|act| button(*act, Some(*act) == first, request, on_assign)).collect_view()
        })
    };
    view! {
        <div class="act-bar" role="group" aria-label=t(texts::ACTIONS)>
            {buttons}
        </div>
    }
}

fn button(act: Act, is_first: bool, request: Shown, on_assign: Callback<()>) -> impl IntoView + use<> {
    let acts = use_acts();
    let label = move || {
        let declined =
            request.with(|request| request.as_ref().is_some_and(|request| request.state == RequestState::Declined));
        label(act, declined)
    };
    let tell = use_tell();
    let click = move |_| {
        if act == Act::Assign {
            on_assign.run(());
        } else if let Some(request) = request.get_untracked() {
            press(acts, act, &request);
        }
    };
    let class = match act {
        _ if is_first => "button primary",
        Act::Decline | Act::Cancel => "button quiet",
        _ => "button",
    };
    view! { <button type="button" class=class on:click=click>{move || tell.say(label())}</button> }
}

/// What needs nothing else is done at once; the rest opens its dialog.
fn press(acts: Acts, act: Act, request: &ServiceRequest) {
    let done = |text: Text| Said::filled(text, &[("unit", &request.unit)]);
    match act {
        Act::Verify => {
            acts.run(request.id, Command::VerifyRequest { corrections: None }, done(texts::VERIFIED), None);
        }
        Act::Submit => acts.run(request.id, Command::SubmitRequest, done(texts::SUBMITTED), None),
        Act::Archive => acts.run(request.id, Command::Archive, done(texts::ARCHIVED), None),
        _ => acts.asked.set(Some(Asked { act, request: request.clone(), rule: String::new() })),
    }
}

fn label(act: Act, is_declined: bool) -> Text {
    match act {
        Act::Verify => texts::VERIFY,
        Act::Submit if is_declined => texts::SUBMIT_AGAIN,
        Act::Submit => texts::SUBMIT,
        Act::Assign => texts::ASSIGN,
        Act::Edit => texts::EDIT,
        Act::Move => texts::MOVE,
        Act::Recall => texts::RECALL,
        Act::WriteOff => texts::WRITE_OFF,
        Act::SendBack => texts::SEND_BACK,
        Act::Archive => texts::ARCHIVE,
        Act::Decline => texts::DECLINE,
        Act::Cancel => texts::CANCEL_REQUEST,
        Act::PauseClock => clocks::PAUSE,
        Act::ChangeDue => clocks::CHANGE_DUE,
    }
}

/// How a decline is taken back.
pub(super) fn back_of(act: Act) -> Option<Back> {
    (act == Act::Decline).then_some(Back::Resubmit)
}
