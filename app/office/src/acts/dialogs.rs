//! The place where an action's dialog opens. One at a time; the request in it is the one the person saw.

use leptos::prelude::*;
use ui::Dialog;
use words::{
    Text,
    office::{acts as texts, clocks},
};

use super::{
    Act, clock::ClockForm, despite::DespiteDialog, edit::EditForm, give::Asked, move_job::MoveForm, reason::ReasonForm,
    use_acts, write_off::WriteOffForm,
};
use crate::unresolved::HelpDialog;

/// Put once on every page that has an `ActBar`.
#[component]
pub fn ActDialogs() -> impl IntoView {
    let acts = use_acts();
    view! {
        {move || acts.asked.get().map(|asked| view! { <Opened asked/> })}
        <DespiteDialog/>
        <HelpDialog/>
    }
}

/// Takes a closed dialog off the page. It closes itself first, so that focus returns to where it came from.
pub fn leave_when_closed<T: Send + Sync + 'static>(open: RwSignal<bool>, asked: RwSignal<Option<T>>) {
    Effect::new(move || {
        if !open.get() {
            request_animation_frame(move || {
                // Another question may have been asked meanwhile: then this dialog is no more, and the other one stays.
                if open.try_get_untracked().is_some() {
                    asked.try_set(None);
                }
            });
        }
    });
}

/// The place where a dialog opens for whatever is asked: its title, and the form in it, which closes it.
pub fn dialog_of<Q: Clone + Send + Sync + 'static>(
    asked: RwSignal<Option<Q>>,
    title: fn(&Q) -> Text,
    form: fn(Q, RwSignal<bool>) -> AnyView,
) -> impl IntoView {
    let opened = move |question: Q| {
        let open = RwSignal::new(true);
        leave_when_closed(open, asked);
        let title = title(&question);
        let question = StoredValue::new(question);
        view! { <Dialog title open>{move || form(question.get_value(), open)}</Dialog> }
    };
    move || asked.get().map(opened)
}

#[component]
fn Opened(asked: Asked) -> impl IntoView {
    let acts = use_acts();
    let open = RwSignal::new(true);
    leave_when_closed(open, acts.asked);
    let asked = StoredValue::new(asked);
    let title = title(asked.with_value(|asked| asked.act));
    view! {
        <Dialog title open>
            {move || {
                let Asked { act, request, rule } = asked.get_value();
                match act {
                    Act::Edit => view! { <EditForm request open/> }.into_any(),
                    Act::Move => view! { <MoveForm request open/> }.into_any(),
                    Act::WriteOff => view! { <WriteOffForm request open/> }.into_any(),
                    Act::PauseClock | Act::ChangeDue => view! { <ClockForm act request rule open/> }.into_any(),
                    act => view! { <ReasonForm act request open/> }.into_any(),
                }
            }}
        </Dialog>
    }
}

fn title(act: Act) -> Text {
    match act {
        Act::Edit => texts::EDIT_TITLE,
        Act::Move => texts::MOVE_TITLE,
        Act::WriteOff => texts::WRITE_OFF_TITLE,
        Act::SendBack => texts::SEND_BACK,
        Act::Recall => texts::RECALL,
        Act::Decline => texts::DECLINE,
        Act::PauseClock => clocks::PAUSE,
        Act::ChangeDue => clocks::CHANGE_DUE,
        _ => texts::CANCEL_REQUEST,
    }
}
