//! The lanes: the hours of the day across, the engineers down. Only the lanes in sight are in the document, each at its
//! height in a room as tall as all of them.

use leptos::prelude::*;
use ui::t;
use words::office::board as texts;

use super::{
    ghost::{Ghost, pixels},
    lane::Lane,
    stack::Stack,
    state::use_board,
};

#[component]
pub fn Lanes() -> impl IntoView {
    let board = use_board();
    let (tell, sight, hours) = (board.tell, board.sight, board.hours);
    let is_empty = Memo::new(move |_| board.lanes.with(Vec::is_empty));
    let count = move || tell.fill(texts::ENGINEERS, &[("n", &board.lanes.with(Vec::len).to_string())]);
    let labels = move || {
        let hours = hours.get();
        (hours.first..hours.last).map(|hour| view! { <span>{format!("{:02}", hour % 24)}</span> }).collect_view()
    };
    let height = Memo::new(move |_| board.stack.with(Stack::height));
    sight.watch();
    Effect::new(move |before: Option<Stack>| {
        let stack = board.stack.get();
        if let Some(before) = before {
            sight.hold(&before, &stack);
        }
        stack
    });
    view! {
        <div class="grid" node_ref=sight.grid on:scroll=move |_| sight.look() style=("--hours", move || hours.get().count().to_string())>
            <div class="hours" aria-hidden="true"><span>{count}</span><div node_ref=sight.hours>{labels}</div></div>
            <div
                class="room"
                node_ref=sight.room
                style:min-height=move || pixels(height.get())
                on:focusin=move |event| sight.focus(&event, true)
                on:focusout=move |event| sight.focus(&event, false)
            >
                <ol>
                    <For each=move || board.drawn.get() key=|engineer| *engineer children=move |engineer| view! { <Lane engineer/> }/>
                </ol>
                <Show when=move || is_empty.get()><p class="empty">{t(texts::NO_ENGINEERS)}</p></Show>
                <Ghost/>
                <NowLine/>
            </div>
        </div>
    }
}

#[component]
fn NowLine() -> impl IntoView {
    let board = use_board();
    let at = Memo::new(move |_| {
        let (now, hours) = (board.minute.get(), board.hours.get());
        let is_inside = now >= hours.opens() && now <= hours.closes();
        is_inside.then(|| (hours.percent(now) / 100.0, now))
    });
    move || {
        at.get().map(|(share, now)| {
            // At the edge the time stands at the other side of the line.
            let is_at_end = share > 0.92;
            let share = format!("{share:.5}");
            view! { <div class="now" class:at-end=is_at_end style=("--at", share) aria-hidden="true"><span>{board.tell.time(now)}</span></div> }
        })
    }
}
