//! All keys in one dialog, and the switch that turns single letters off.

use leptos::prelude::*;
use ui::{Dialog, t};
use words::{Text, office::board as texts};

use super::state::use_board;

const KEYS: [(&[&str], Text); 9] = [
    (&["J", "K"], texts::KEY_WALK),
    (&["A"], texts::KEY_ASSIGN),
    (&["←", "→"], texts::KEY_TIME),
    (&["↑", "↓"], texts::KEY_LANE),
    (&["Enter"], texts::KEY_CONFIRM),
    (&["Esc"], texts::KEY_CANCEL),
    (&["Ctrl Z"], texts::KEY_UNDO),
    (&["/"], texts::KEY_FIND),
    (&["?"], texts::KEY_HELP),
];

#[component]
pub fn Shortcuts() -> impl IntoView {
    let board = use_board();
    let rows = move || {
        KEYS.map(|(keys, what)| {
            let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " }).collect_view();
            view! { <dt>{keys}</dt> <dd>{t(what)}</dd> }
        })
        .collect_view()
    };
    view! {
        <Dialog title=texts::SHORTCUTS open=board.shows_keys>
            <dl class="pairs keys">{rows()}</dl>
            <label class="switch">
                <input
                    type="checkbox"
                    prop:checked=board.keys_on
                    on:change:target=move |event| board.switch_keys(event.target().checked())
                />
                {t(texts::KEYS_SWITCH)}
            </label>
            <p><small>{t(texts::KEYS_SWITCH_HINT)}</small></p>
            <div class="dialog-end">
                <button type="button" class="button" on:click=move |_| board.shows_keys.set(false)>{t(words::common::CLOSE)}</button>
            </div>
        </Dialog>
    }
}
