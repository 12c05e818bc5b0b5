//! Who else is here: faces in the frame, initials on the card somebody looks at or moves (LIV-4).

use domain::{PersonId, RequestId, sync::Presence, time::MINUTE};
use leptos::prelude::*;
use words::office::board as texts;

use super::state::{Board, use_board};

/// Somebody not heard of for so long is no longer there.
const GONE_AFTER: i64 = 3 * MINUTE;

/// One other person, for one card.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Watcher {
    person: PersonId,
    name: String,
    is_moving: bool,
}

/// The others, without oneself and without who left silently.
fn others(board: Board) -> Vec<Presence> {
    let me = board.desk.client().and_then(|client| client.person()).map(|person| person.id);
    let now = board.minute.get();
    board.desk.presence.with(|all| {
        let here = all.iter().filter(|one| Some(one.person) != me && now.since(one.at) < GONE_AFTER);
        here.cloned().collect()
    })
}

/// Initials of those who look at a request or move it; nothing most of the time.
#[component]
pub fn Watchers(request: RequestId) -> impl IntoView {
    let board = use_board();
    let watchers = Memo::new(move |_| {
        let here = others(board).into_iter().filter(|one| one.request == Some(request));
        here.map(|one| Watcher { person: one.person, name: one.name, is_moving: one.doing == "moving" })
            .collect::<Vec<_>>()
    });
    move || {
        watchers.with(|watchers| {
            (!watchers.is_empty()).then(|| {
                let faces = watchers
                    .iter()
                    .map(|one| {
                        let text = if one.is_moving { texts::MOVING } else { texts::LOOKING };
                        let title = board.tell.fill(text, &[("name", &one.name)]);
                        view! { <b class="face" class:moving=one.is_moving title=title.clone() role="img" aria-label=title>{initial(&one.name)}</b> }
                    })
                    .collect_view();
                view! { <span class="watchers">{faces}</span> }
            })
        })
    }
}

/// Everybody else on the board.
#[component]
pub fn Faces() -> impl IntoView {
    let board = use_board();
    let names = Memo::new(move |_| {
        let mut names: Vec<(PersonId, String)> = others(board).into_iter().map(|one| (one.person, one.name)).collect();
        names.sort();
        names.dedup();
        names
    });
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let all = names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>();
            let all = all.join(board.tell.say(words::office::shared::AND));
            let title = board.tell.fill(texts::FACES, &[("names", &all)]);
            let faces = names
                .iter()
                .take(5)
                .map(|(_, name)| view! { <b class="face" aria-hidden="true">{initial(name)}</b> })
                .collect_view();
            view! { <span class="faces" role="img" title=title.clone() aria-label=title>{faces}</span> }
        })
    }
}

/// The first character of a name: the family name in Chinese.
fn initial(name: &str) -> String {
    name.trim().chars().take(1).collect()
}
