//! Questions answered with one text: why, or what is needed.

use domain::command::Command;
use leptos::prelude::*;
use ui::t;
use words::{Text, field as say};

use super::{Answer, Ask, End};
use crate::{acting::use_acting, input::TextField};

/// The words of a question, and the command its answer becomes.
struct Wording {
    lead: Text,
    label: Text,
    send: Text,
    command: fn(String) -> Command,
}

fn wording(ask: Ask) -> Wording {
    match ask {
        Ask::Refuse => Wording {
            lead: say::REFUSE_HINT,
            label: say::REASON,
            send: say::REFUSE_SEND,
            command: |reason| Command::Refuse { reason },
        },
        Ask::NotMet => Wording {
            lead: say::NOT_MET_HINT,
            label: say::NOTE,
            send: say::NOT_MET_SEND,
            command: |note| Command::ReportNotMet { note },
        },
        Ask::Unsigned => Wording {
            lead: say::UNSIGNED_HINT,
            label: say::REASON,
            send: say::UNSIGNED_SEND,
            command: |reason| Command::LeaveUnsigned { reason },
        },
        Ask::NoBackup => Wording {
            lead: say::NO_BACKUP_HINT,
            label: say::REASON,
            send: say::NO_BACKUP_SEND,
            command: |reason| Command::DeclineBackup { reason },
        },
        _ => Wording {
            lead: say::ASK_HELP_HINT,
            label: say::NOTE,
            send: say::ASK_HELP_SEND,
            command: |note| Command::AskHelp { note },
        },
    }
}

#[component]
pub fn ReasonForm(answer: Answer) -> impl IntoView {
    let acting = use_acting();
    let Wording { lead, label, send, command } = wording(answer.ask);
    let (text, keep) = answer.kept();
    let missing = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked().trim().to_owned();
        missing.set(text.is_empty());
        if !text.is_empty() {
            answer.give(acting, command(text));
        }
    };
    let mistake = Signal::derive(move || {
        let still = missing.get() && text.with(|text| text.trim().is_empty());
        still.then(|| acting.words.say(say::TEXT_MISSING).to_owned())
    });
    let phone = (answer.ask == Ask::Help).then(|| duty_phone(acting)).flatten().map(|number| {
        let address = ["tel:", &number.replace(' ', "")].concat();
        view! { <p><a class="button" href=address>{t(say::CALL_DUTY)} " " {number}</a></p> }
    });
    view! {
        <form on:submit=submit>
            <p class="field-hint">{t(lead)}</p>
            {phone}
            <TextField label=label value=text typed=keep mistake=mistake lines=true/>
            <End answer=answer send=send/>
        </form>
    }
}

/// The duty manager's number, from the centre's settings.
fn duty_phone(acting: crate::acting::Acting) -> Option<String> {
    let settings = acting.desk.client()?.settings();
    settings.get("duty_phone")?.as_str().filter(|number| !number.is_empty()).map(str::to_owned)
}
