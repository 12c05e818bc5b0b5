//! The foot: the day in numbers, and the keys.

use leptos::prelude::*;
use ui::t;
use words::{Text, office::board as texts};

use super::{
    index::{Counts, Section},
    state::use_board,
};

#[component]
pub fn Foot() -> impl IntoView {
    let board = use_board();
    let counts = Memo::new(move |_| board.index.with(|index| index.counts));
    // Before everything has come no number is known, not even nought.
    let known = move |value: usize| if board.is_loading.get() { "…".to_owned() } else { value.to_string() };
    let number = move |label: Text, of: fn(&Counts) -> usize, tone: &'static str| {
        let value = Memo::new(move |_| counts.with(of));
        let class = move || if value.get() == 0 { "" } else { tone };
        view! { <span>{t(label)} <b class=class>{move || known(value.get())}</b></span> }
    };
    let opens = move |label: Text, of: fn(&Counts) -> usize, tone: &'static str, section: Section| {
        let value = Memo::new(move |_| counts.with(of));
        let class = move || if value.get() == 0 { "" } else { tone };
        view! {
            <button type="button" class="plain" on:click=move |_| board.section.set(section)>
                {t(label)} <b class=class>{move || known(value.get())}</b>
            </button>
        }
    };
    view! {
        <div class="foot">
            <div class="counts" role="group" aria-label=t(texts::COUNTS)>
                {opens(texts::UNASSIGNED, |counts| counts.unassigned, "", Section::Queue)}
                {number(texts::DUE_SOON, |counts| counts.due_soon, "soon")}
                {number(texts::OVERDUE, |counts| counts.overdue, "late")}
                {number(texts::AT_WORK, |counts| counts.on_site, "")}
                {opens(texts::RETURNED, |counts| counts.returned, "", Section::WriteOff)}
                {opens(texts::UNSOLVED, |counts| counts.unsolved_before, "soon", Section::WriteOff)}
            </div>
            <div class="keys-line">
                <span><kbd>"J"</kbd> <kbd>"K"</kbd> {t(texts::KEY_WALK_SHORT)}</span>
                <span><kbd>"A"</kbd> {t(texts::KEY_ASSIGN_SHORT)}</span>
                <span><kbd>"←"</kbd> <kbd>"→"</kbd> {t(texts::KEY_TIME_SHORT)}</span>
                <button type="button" class="plain" on:click=move |_| board.shows_keys.set(true)><kbd>"?"</kbd> {t(texts::ALL_KEYS)}</button>
            </div>
        </div>
    }
}
