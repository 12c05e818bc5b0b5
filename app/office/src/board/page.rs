//! The board's page: the three panels, the foot, the dialogs; pointer and keys.

use domain::rights::Action;
use leptos::{html, prelude::*};
use ui::{shell::OfficeShell, t, use_desk, use_language};
use words::office::board as texts;

use super::{
    bar::{Bar, TopExtras},
    chosen::Chosen,
    drag::Drag,
    foot::Foot,
    ghost::Carried,
    keys,
    lanes::Lanes,
    queue::Queue,
    shortcuts::Shortcuts,
    state::{provide_board, use_board},
};
use crate::{
    acts::ActDialogs,
    frame::{WhenReady, office_desk},
    not_found::NotFound,
};

/// `/board`
#[component]
pub fn BoardPage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    provide_board();
    view! {
        <OfficeShell here="/board" extras=ViewFn::from(|| view! { <TopExtras/> })>
            <WhenReady>
                <Show when=move || desk.may(Action::ReadRequest) fallback=NotFound><Open/></Show>
            </WhenReady>
        </OfficeShell>
    }
}

#[component]
fn Open() -> impl IntoView {
    let board = use_board();
    let root = NodeRef::<html::Div>::new();
    let drag = Drag::new(board, root);
    keys::listen(board);
    board.follow_address();
    let words = use_language();
    let said = move || board.said.with(|said| said.as_ref().map(|said| said.in_words(words)));
    let is_carrying = Memo::new(move |_| board.carried.get().is_some());
    view! {
        <div
            class="board"
            class:carrying=is_carrying
            node_ref=root
            on:pointerdown=move |event| drag.down(&event)
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.up(&event)
            on:pointercancel=move |event| drag.cancelled(&event)
        >
            <h1 class="visually-hidden">{t(texts::TITLE)}</h1>
            <Queue/>
            <section class="lanes" aria-label=t(texts::LANES)>
                <Bar/>
                <Lanes/>
            </section>
            <Chosen/>
            <Foot/>
            <Carried/>
            <p class="visually-hidden" role="status" aria-live="assertive">{said}</p>
        </div>
        <Shortcuts/>
        <ActDialogs/>
    }
}
