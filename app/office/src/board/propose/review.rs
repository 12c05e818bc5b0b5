//! What the proposal would change, and why: looked through before any of it happens.

use domain::{
    RequestId, availability,
    proposal::{Change, Proposal, Why},
    request::{Dispatch, RequestState},
};
use leptos::{html, prelude::*, task::spawn_local};
use ui::t;
use words::{common, office::propose as texts};

use super::{Proposing, Stage};
use crate::{
    acts::{Moved, NotBrought},
    board::state::{Board, use_board},
    tell::Tell,
};

#[component]
pub(super) fn Review(proposing: Proposing, proposal: Proposal) -> impl IntoView {
    let board = use_board();
    let tell = board.tell;
    let Proposal { changes, left, before, after } = proposal;
    let is_new = |change: &&Change| change.before.is_none();
    let placed = changes.iter().filter(is_new).count();
    let numbers = [placed, changes.len() - placed, left.len()].map(|number| number.to_string());
    let summary = match (changes.is_empty(), left.is_empty()) {
        (true, true) if after.visits == 0 => tell.say(texts::NOTHING_TO_PLAN).to_owned(),
        (true, true) => tell.say(texts::NOTHING_BETTER).to_owned(),
        _ => tell.fill(texts::SUMMARY, &[("n", &numbers[0]), ("m", &numbers[1]), ("k", &numbers[2])]),
    };
    let totals = (!changes.is_empty()).then(|| {
        let text = |number: i64| number.to_string();
        let values = [
            ("late", &*before.late.to_string()),
            ("late_after", &*after.late.to_string()),
            ("driving", &*text(before.driving)),
            ("driving_after", &*text(after.driving)),
            ("longest", &*text(before.longest)),
            ("longest_after", &*text(after.longest)),
        ];
        let totals = tell.fill(texts::TOTALS, &values);
        view! { <p class="muted">{totals}</p> <p class="muted">{t(texts::HINT)}</p> }
    });
    let all: Vec<RequestId> = changes.iter().map(|change| change.request).collect();
    let rows = changes.iter().map(|change| row(board, proposing, change)).collect_view();
    let count = all.len();
    let wanted = move || count - proposing.unwanted.with(Vec::len);
    let toggle_all = move |event: web_sys::Event| {
        let takes = event_target_checked(&event);
        proposing.unwanted.set(if takes { Vec::new() } else { all.clone() });
    };
    let table = (count > 0).then(|| {
        view! {
            <div class="proposal-scroll">
                <table class="proposal-table">
                    <thead>
                        <tr>
                            <th><input type="checkbox" aria-label=t(texts::TAKE_ALL) prop:checked=move || proposing.unwanted.with(Vec::is_empty) on:change=toggle_all/></th>
                            <th scope="col">{t(texts::WHEN)}</th>
                            <th scope="col">{t(texts::VISIT)}</th>
                            <th scope="col">{t(texts::WHO)}</th>
                            <th scope="col">{t(texts::BEFORE)}</th>
                            <th scope="col">{t(texts::WHY)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let left = (!left.is_empty()).then(|| {
        let line = |(request, why): &(RequestId, _)| {
            let parts = [board.acts.unit_of(*request), tell.say(texts::obstacle(*why)).to_owned()];
            view! { <li>{tell.dotted(&parts)}</li> }
        };
        let lines = left.iter().map(line).collect_view();
        view! { <h3>{t(texts::LEFT)}</h3> <ul class="proposal-left">{lines}</ul> }
    });
    // The search had the focus; what comes next has it now.
    let first = NodeRef::<html::Button>::new();
    Effect::new(move || {
        if let Some(button) = first.get() {
            let _ = button.focus();
        }
    });
    let accept = move |_| {
        let chosen = proposing.unwanted.with_untracked(|unwanted| {
            changes.iter().filter(|change| !unwanted.contains(&change.request)).cloned().collect::<Vec<_>>()
        });
        carry_out(board, proposing, chosen);
    };
    view! {
        <div class="proposal">
            <p role="status"><strong>{summary}</strong></p>
            {totals} {table} {left}
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| proposing.open.set(false)>{t(common::CANCEL)}</button>
                <Show when=move || { count > 0 }>
                    <button type="button" class="button primary" node_ref=first disabled=move || wanted() == 0 on:click=accept.clone()>
                        {move || tell.fill(texts::ACCEPT, &[("n", &wanted().to_string())])}
                    </button>
                </Show>
            </div>
        </div>
    }
}

fn row(board: Board, proposing: Proposing, change: &Change) -> impl IntoView + use<> {
    let (tell, id) = (board.tell, change.request);
    let request = board.request(id);
    // Whoever plans it says that the record is right.
    let is_unverified = request.as_ref().is_some_and(|request| request.state == RequestState::Submitted);
    let waits = if is_unverified { texts::WAITS_UNVERIFIED } else { texts::WAITS };
    let (unit, symptom) = request.map(|request| (request.unit.clone(), request.symptom.clone())).unwrap_or_default();
    let place = |(engineer, slot): (domain::PersonId, domain::request::Slot)| {
        [tell.person(engineer), " ".to_owned(), tell.near(slot.from)].concat()
    };
    let before = change.before.map_or_else(|| tell.say(waits).to_owned(), place);
    let is_late = change.margin.is_some_and(|margin| margin < 0);
    let margin = change.margin.map(|margin| {
        let text = if is_late { texts::LATE } else { texts::IN_TIME };
        tell.fill(text, &[("time", &tell.span(margin.abs()))])
    });
    let drive = change.drive.map(|minutes| tell.fill(texts::DRIVE, &[("n", &minutes.to_string())]));
    let facts: Vec<String> = margin.into_iter().chain(drive).collect();
    let facts = tell.dotted(&facts);
    let why = in_words(change, board, tell);
    let is_wanted = move || proposing.unwanted.with(|unwanted| !unwanted.contains(&id));
    let toggle = move |event: web_sys::Event| {
        let takes = event_target_checked(&event);
        proposing.unwanted.update(|unwanted| {
            unwanted.retain(|other| *other != id);
            if !takes {
                unwanted.push(id);
            }
        });
    };
    let label = tell.fill(texts::TAKE, &[("unit", &unit)]);
    view! {
        <tr class:is-off=move || !is_wanted()>
            <td><input type="checkbox" aria-label=label prop:checked=is_wanted on:change=toggle/></td>
            <td class="clock">{tell.time(change.slot.from)}</td>
            <th scope="row">{unit} <small>{symptom}</small></th>
            <td>{tell.person(change.engineer)}</td>
            <td>{before}</td>
            <td>{why} <small class:late=is_late>{facts}</small></td>
        </tr>
    }
}

fn in_words(change: &Change, board: Board, tell: Tell) -> String {
    let former = || change.before.map(|(engineer, _)| tell.person(engineer)).unwrap_or_default();
    match change.why {
        Why::Waited => tell.say(texts::WHY_WAITED).to_owned(),
        Why::Away => tell.fill(texts::WHY_AWAY, &[("name", &former())]),
        Why::Overrun => tell.fill(texts::WHY_OVERRUN, &[("name", &former())]),
        Why::WasLate => tell.say(texts::WHY_LATE).to_owned(),
        Why::MakesRoom(request) => tell.fill(texts::WHY_ROOM, &[("unit", &board.acts.unit_of(request))]),
        Why::Better => tell.say(texts::WHY_BETTER).to_owned(),
    }
}

/// Whether a change takes time that another visit of the engineer needs: one that is not to be moved away by the others.
fn collides(board: Board, change: &Change, goes: &[RequestId]) -> bool {
    let Some(client) = board.desk.client() else { return false };
    let now = board.desk.now();
    let span = (change.slot.from, change.slot.until());
    client.requests().iter().filter(|request| !goes.contains(&request.id)).any(|request| {
        let is_theirs =
            |dispatch: &&Dispatch| dispatch.engineer == change.engineer || dispatch.goes_along(change.engineer);
        let dispatch = request.active_dispatch().filter(is_theirs);
        dispatch.is_some_and(|dispatch| availability::meet(dispatch.span(now), span))
    })
}

/// Gives the commands one after the other. Closing the dialog ends it; what was given by then stays, with its undo.
fn carry_out(board: Board, proposing: Proposing, chosen: Vec<Change>) {
    let (all, run) = (chosen.len(), proposing.run.get_value());
    proposing.stage.set(Stage::Giving { done: 0, all });
    spawn_local(async move {
        let (mut made, mut not) = (Vec::new(), Vec::<(&Change, NotBrought)>::new());
        for (done, change) in chosen.iter().enumerate() {
            if !proposing.is_still(run) {
                break;
            }
            proposing.stage.try_set(Stage::Giving { done, all });
            let moved = Moved::of(change);
            // Without the others that make room for it, or beside what somebody else has planned meanwhile.
            let goes: Vec<RequestId> = chosen
                .iter()
                .map(|other| other.request)
                .filter(|id| !not.iter().any(|(stays, _)| stays.request == *id))
                .collect();
            if collides(board, change, &goes) {
                not.push((change, NotBrought::Collides));
                continue;
            }
            let is_late = change.margin.is_some_and(|margin| margin < 0);
            let despite = is_late.then(|| untrack(|| board.tell.say(texts::REASON_LATE)));
            match board.acts.bring_quietly(&moved, despite).await {
                Ok(()) => made.push(moved),
                Err(why) => not.push((change, why)),
            }
        }
        board.acts.say_brought(made);
        let told = |(change, why): (&Change, NotBrought)| {
            let unit = board.acts.unit_of(change.request);
            match why {
                NotBrought::Collides => {
                    let name = untrack(|| board.tell.person(change.engineer));
                    untrack(|| board.tell.fill(texts::COLLIDES, &[("unit", &unit), ("name", &name)]))
                }
                NotBrought::Changed => untrack(|| board.tell.fill(texts::CHANGED, &[("unit", &unit)])),
                NotBrought::Refused => unit,
            }
        };
        let lines: Vec<String> = not.into_iter().map(told).collect();
        if !proposing.is_still(run) {
            return;
        }
        if lines.is_empty() {
            proposing.open.try_set(false);
        } else {
            proposing.stage.try_set(Stage::Told(lines));
        }
    });
}
