//! Questions a step asks before it is taken: why, when, what was found. One dialog at a time.

mod reason;
mod time;

use domain::{DispatchId, command::Command, visit::Finding};
use leptos::prelude::*;
use ui::{Dialog, t};
use words::{Text, common, field as say};

use crate::{
    acting::use_acting,
    drafts::Draft,
    input::{Push, TextField},
    later::{Later, Part},
};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Support from the duty manager.
    Help,
    /// Why the dispatch is refused.
    Refuse,
    /// Which time was agreed.
    Appoint,
    /// Why it gets later, and what the customer says.
    Delay,
    /// What was found and done on the phone.
    Phone,
    /// What is known about nobody being there.
    NotMet,
    /// Why the customer does not sign.
    Unsigned,
    /// Why there is no backup.
    NoBackup,
}

impl Ask {
    fn title(self) -> Text {
        match self {
            Ask::Help => say::ASK_HELP,
            Ask::Refuse => say::REFUSE,
            Ask::Appoint => say::APPOINT,
            Ask::Delay => say::DELAY,
            Ask::Phone => say::BY_PHONE,
            Ask::NotMet => say::NOT_MET,
            Ask::Unsigned => say::UNSIGNED,
            Ask::NoBackup => say::NO_BACKUP,
        }
    }

    /// Names the draft of what is typed into the dialog.
    fn word(self) -> &'static str {
        match self {
            Ask::Help => "help",
            Ask::Refuse => "refuse",
            Ask::Appoint => "appoint",
            Ask::Delay => "delay",
            Ask::Phone => "phone",
            Ask::NotMet => "not-met",
            Ask::Unsigned => "unsigned",
            Ask::NoBackup => "no-backup",
        }
    }
}

/// The question that is open, about which dispatch.
#[derive(Clone, Copy)]
pub struct Asks {
    open: RwSignal<Option<(Ask, DispatchId)>>,
    /// Runs after an answer was saved.
    answered: Callback<(Ask, DispatchId)>,
}

impl Asks {
    pub fn ask(self, ask: Ask, dispatch: DispatchId) {
        self.open.set(Some((ask, dispatch)));
    }
}

/// Provides the page's questions. `answered` runs after an answer was saved.
pub fn provide_asks(answered: Callback<(Ask, DispatchId)>) -> Asks {
    let asks = Asks { open: RwSignal::new(None), answered };
    provide_context(asks);
    asks
}

#[must_use]
pub fn use_asks() -> Asks {
    expect_context::<Asks>()
}

/// The dialog of the open question.
#[component]
pub fn AskDialog() -> impl IntoView {
    let asks = use_asks();
    move || asks.open.get().map(|(ask, dispatch)| view! { <Later part=Part::Question(ask, dispatch)/> })
}

/// One question in its dialog.
#[component]
pub fn Question(ask: Ask, dispatch: DispatchId) -> impl IntoView {
    let asks = use_asks();
    let open = RwSignal::new(true);
    // The dialog closes first and gives the focus back; then it goes.
    Effect::new(move || {
        if !open.get() {
            set_timeout(
                move || {
                    asks.open.try_set(None);
                },
                std::time::Duration::ZERO,
            );
        }
    });
    let draft = Draft::named(&[ask.word(), "-", &dispatch.to_string()]);
    let answer = Answer { ask, dispatch, open, answered: asks.answered, draft };
    view! {
        <Dialog title=ask.title() open=open>
            {move || match ask {
                Ask::Appoint => view! { <time::AppointForm answer=answer/> }.into_any(),
                Ask::Delay => view! { <time::DelayForm answer=answer/> }.into_any(),
                Ask::Phone => view! { <PhoneForm answer=answer/> }.into_any(),
                _ => view! { <reason::ReasonForm answer=answer/> }.into_any(),
            }}
        </Dialog>
    }
}

/// What a form of a question needs to answer it.
#[derive(Clone, Copy)]
struct Answer {
    ask: Ask,
    dispatch: DispatchId,
    open: RwSignal<bool>,
    answered: Callback<(Ask, DispatchId)>,
    draft: Draft,
}

impl Answer {
    /// Saves the answer; closes the dialog when it is saved.
    fn give(self, acting: crate::acting::Acting, command: Command) {
        let done = Callback::new(move |()| {
            self.draft.forget();
            self.open.set(false);
            self.answered.run((self.ask, self.dispatch));
        });
        acting.start(self.dispatch, command, Some(done));
    }

    /// A field of the answer that survives a reload.
    fn kept(self) -> (RwSignal<String>, Callback<()>) {
        let value = RwSignal::new(self.draft.read().unwrap_or_default());
        let keep = Callback::new(move |()| self.draft.keep(&value.get_untracked()));
        (value, keep)
    }
}

/// The lower end of a question: away, or on.
#[component]
fn End(answer: Answer, send: Text) -> impl IntoView {
    let close = Callback::new(move |()| answer.open.set(false));
    view! {
        <div class="dialog-end">
            <Push text=common::CANCEL quiet=true run=close/>
            <button class="button primary" type="submit">{t(send)}</button>
        </div>
    }
}

/// Solved on the phone before driving: what was found and done.
#[component]
fn PhoneForm(answer: Answer) -> impl IntoView {
    let acting = use_acting();
    let cause = RwSignal::new(String::new());
    let (solution, keep) = answer.kept();
    let mistake = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let solution = solution.get_untracked().trim().to_owned();
        mistake.set(solution.is_empty());
        if !solution.is_empty() {
            let finding = Finding { cause: cause.get_untracked().trim().to_owned(), solution, ..Finding::default() };
            answer.give(acting, Command::SolveByPhone { finding: Box::new(finding) });
        }
    };
    let mistake = Signal::derive(move || {
        let still = mistake.get() && solution.with(|text| text.trim().is_empty());
        still.then(|| acting.words.say(say::SOLUTION_MISSING).to_owned())
    });
    view! {
        <form on:submit=submit>
            <p class="field-hint">{t(say::BY_PHONE_HINT)}</p>
            <TextField label=say::CAUSE value=cause lines=true/>
            <TextField label=say::SOLUTION value=solution typed=keep mistake=mistake lines=true/>
            <End answer=answer send=say::BY_PHONE_SEND/>
        </form>
    }
}
