//! The board by keyboard. Single letters work only outside of fields and dialogs and can be switched off.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{index::Section, placing, state::Board};
use crate::acts::go_to_list;

/// Id of the field that filters the board.
pub const FIND: &str = "board-find";

/// Hears keys as long as the board is on screen.
pub fn listen(board: Board) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| pressed(board, &event));
    on_cleanup(move || handle.remove());
}

fn pressed(board: Board, event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_inside =
        |selector: &str| target.as_ref().is_some_and(|target| target.closest(selector).ok().flatten().is_some());
    if event.default_prevented() || event.is_composing() || is_inside("dialog") {
        return;
    }
    let key = event.key();
    let is_typing = is_inside("input, select, textarea, [contenteditable]");
    if key == "Escape" {
        return escape(board, event, is_typing);
    }
    if is_typing {
        return;
    }
    if (event.ctrl_key() || event.meta_key()) && !event.shift_key() && key.eq_ignore_ascii_case("z") {
        event.prevent_default();
        return board.acts.undo();
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() || !board.keys_on.get_untracked() {
        return;
    }
    let is_held = board.held.with_untracked(Option::is_some);
    let is_chosen = board.selected.with_untracked(Option::is_some);
    let on_tabs = is_inside("[role=tablist]");
    match key.as_str() {
        "j" | "J" => walk(board, 1),
        "k" | "K" => walk(board, -1),
        "a" | "A" => go_assign(board),
        "ArrowLeft" if is_chosen && !on_tabs => placing::nudge(board, -1, 0),
        "ArrowRight" if is_chosen && !on_tabs => placing::nudge(board, 1, 0),
        "ArrowUp" if is_chosen => placing::nudge(board, 0, -1),
        "ArrowDown" if is_chosen => placing::nudge(board, 0, 1),
        "Enter" if is_held => placing::put_down(board),
        "/" => focus(FIND),
        "?" => board.shows_keys.set(true),
        _ => return,
    }
    event.prevent_default();
}

/// Lets go of what is held; with nothing held, closes the panel; in a field, leaves the field.
fn escape(board: Board, event: &KeyboardEvent, is_typing: bool) {
    if board.held.with_untracked(Option::is_some) {
        placing::let_go(board);
    } else if is_typing {
        let active = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(active) = active {
            let _ = active.blur();
        }
    } else if board.selected.with_untracked(Option::is_some) {
        board.selected.set(None);
    } else {
        return;
    }
    event.prevent_default();
}

/// Chooses the next card of the open list and takes focus there.
fn walk(board: Board, step: i64) {
    let listed = board.listed();
    let Some(last) = listed.len().checked_sub(1) else { return };
    let here = board.selected.get_untracked().and_then(|id| listed.iter().position(|one| *one == id));
    let next = match here {
        None if step > 0 => 0,
        None => last,
        Some(here) => {
            let there = i64::try_from(here).unwrap_or(0) + step;
            usize::try_from(there.max(0)).unwrap_or(0).min(last)
        }
    };
    let id = listed[next];
    board.held.set(None);
    board.selected.set(Some(id));
    focus(&card_id(&id.to_string()));
}

/// Id of a card in the list at the left.
#[must_use]
pub fn card_id(request: &str) -> String {
    ["card-", request].concat()
}

/// To the list of who could be sent; with nothing chosen, for what is due first.
fn go_assign(board: Board) {
    if board.selected.with_untracked(Option::is_none) {
        board.section.set(Section::Queue);
        walk(board, 1);
    }
    // The list may be about to appear.
    request_animation_frame(go_to_list);
}

fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
