//! “Propose all” (ONS-20): the search with its progress, the review of what it would change, and carrying it out.

mod review;
mod search;

use domain::{
    RequestId,
    people::Actor,
    proposal::Proposal,
    rights::{Action, Reach, widest},
};
use leptos::prelude::*;
use ui::{Dialog, t};
use words::office::propose as texts;

use super::state::use_board;
use review::Review;
use search::{Searching, begin};

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stage {
    /// The share that is done, 0 to 1.
    Searching(f64),
    Review(Box<Proposal>),
    /// So many of all have been given; names of those that could not be.
    Giving {
        done: usize,
        all: usize,
    },
    /// Some could not be planned: why, one by one.
    Told(Vec<String>),
}

/// What the parts of the dialog share.
#[derive(Clone, Copy)]
pub(super) struct Proposing {
    pub stage: RwSignal<Stage>,
    pub open: RwSignal<bool>,
    /// Counts how often it was opened: what was closed does not go on in the next.
    pub run: StoredValue<u32>,
    /// Requests that the person does not want planned.
    pub unwanted: RwSignal<Vec<RequestId>>,
}

impl Proposing {
    /// Whether the dialog is still the one that was opened then.
    pub fn is_still(self, run: u32) -> bool {
        self.open.try_get_untracked().unwrap_or(false) && self.run.try_get_value() == Some(run)
    }
}

/// Opens the proposal for the shown day.
#[component]
pub fn ProposeButton() -> impl IntoView {
    let board = use_board();
    let stage = RwSignal::new(Stage::Searching(0.0));
    let (open, unwanted) = (RwSignal::new(false), RwSignal::new(Vec::new()));
    let proposing = Proposing { stage, open, run: StoredValue::new(0), unwanted };
    let offers = move || {
        board.desk.stage.track();
        // Whoever does not see all visits does not know when the engineers are free.
        let person = board.desk.client().and_then(|client| client.person());
        let sees_all = person.is_some_and(|person| widest(&Actor::from(&*person), Action::ReadRequest) == Reach::All);
        sees_all && board.desk.may(Action::ManageDispatch) && board.day.get() >= board.today.get()
    };
    view! {
        <Show when=offers>
            <button type="button" class="button" disabled=move || board.is_loading.get() on:click=move |_| begin(board, proposing)>
                {t(texts::PROPOSE)}
            </button>
        </Show>
        <Dialog title=texts::TITLE open=proposing.open><Content proposing/></Dialog>
    }
}

#[component]
fn Content(proposing: Proposing) -> impl IntoView {
    let kind = Memo::new(move |_| proposing.stage.with(std::mem::discriminant));
    move || {
        // Asked for, not only tracked: a memo that nobody asks never looks.
        let _ = kind.get();
        match proposing.stage.get_untracked() {
            Stage::Searching(_) => view! { <Searching proposing/> }.into_any(),
            Stage::Review(proposal) => view! { <Review proposing proposal=*proposal/> }.into_any(),
            Stage::Giving { .. } => view! { <Giving proposing/> }.into_any(),
            Stage::Told(lines) => view! { <Told proposing lines/> }.into_any(),
        }
    }
}

#[component]
fn Giving(proposing: Proposing) -> impl IntoView {
    let tell = use_board().tell;
    let so_far = move || match proposing.stage.get() {
        Stage::Giving { done, all } => (done, all),
        _ => (0, 1),
    };
    let text = move || {
        let (done, all) = so_far();
        tell.fill(texts::GIVING, &[("done", &done.to_string()), ("all", &all.to_string())])
    };
    view! {
        <div class="proposal">
            <p role="status">{text}</p>
            <progress max=move || so_far().1 value=move || so_far().0></progress>
            <div class="dialog-end">
                <button type="button" class="button" on:click=move |_| proposing.open.set(false)>{t(words::common::CANCEL)}</button>
            </div>
        </div>
    }
}

#[component]
fn Told(proposing: Proposing, lines: Vec<String>) -> impl IntoView {
    let tell = use_board().tell;
    let units = lines.join(tell.say(words::office::shared::AND));
    let said = tell.fill(texts::NOT_DONE, &[("n", &lines.len().to_string()), ("units", &units)]);
    view! {
        <div class="proposal">
            <p class="notice" role="alert">{said}</p>
            <div class="dialog-end">
                <button type="button" class="button primary" on:click=move |_| proposing.open.set(false)>{t(words::common::CLOSE)}</button>
            </div>
        </div>
    }
}
