//! A lane: an engineer's day across the hours.

use std::sync::Arc;

use domain::{DispatchId, PersonId, RequestId, people::Person};
use leptos::prelude::*;
use words::office::{board as texts, shared};

use super::{
    ghost::{percent, pixels},
    index::is_wholly_seen,
    job::Job,
    off::{Off, away_today},
    stack::Stack,
    state::use_board,
};
use crate::plan;

/// A jobs' identity within its lane.
type Key = (RequestId, DispatchId);

#[component]
pub fn Lane(engineer: PersonId) -> impl IntoView {
    let board = use_board();
    let tell = board.tell;
    let person = Memo::new(move |_| board.people.with(|people| people.iter().find(|one| one.id == engineer).cloned()));
    // The index hands on the same lane as long as nothing in it changes.
    let is_another = |before: Option<&Option<Arc<plan::Lane>>>, lane: Option<&Option<Arc<plan::Lane>>>| {
        let at = |lane: Option<&Option<Arc<plan::Lane>>>| lane.map(|lane| lane.as_ref().map(Arc::as_ptr));
        at(before) != at(lane)
    };
    let lane =
        Memo::new_with_compare(move |_| board.index.with(|index| index.lanes.get(&engineer).cloned()), is_another);
    let jobs = Memo::new(move |_| {
        let of = |lane: &Arc<plan::Lane>| lane.jobs.iter().map(|job| (job.request, job.dispatch)).collect::<Vec<Key>>();
        lane.with(|lane| lane.as_ref().map(of).unwrap_or_default())
    });
    let load = Memo::new(move |_| lane.with(|lane| lane.as_ref().map_or(0, |lane| lane.load)));
    let rows = Memo::new(move |_| lane.with(|lane| lane.as_ref().map_or(1, |lane| lane.rows)));
    let top = Memo::new(move |_| board.stack.with(|stack| stack.span(engineer)).map(|span| pixels(span.start)));
    let place =
        Memo::new(move |_| board.stack.with(|stack| stack.place(engineer)).map(|place| (place + 1).to_string()));
    let count = Memo::new(move |_| board.stack.with(Stack::len).to_string());
    let is_target = Memo::new(move |_| board.carried.get().is_some() && board.target.get() == Some(engineer));
    let name = move || person.with(|person| person.as_ref().map(|person| person.name.clone()).unwrap_or_default());
    let skills = move || person.with(|person| person.as_ref().map(skills).unwrap_or_default());
    let label = move || {
        // Before what hangs on it.
        let day = board.day.get();
        let (jobs, load) = (jobs.with(Vec::len).to_string(), load.get().to_string());
        let known = skills();
        let known = if known.is_empty() { tell.say(texts::NO_SKILLS) } else { &known };
        let lane =
            tell.fill(texts::LANE_LABEL, &[("name", &name()), ("skills", known), ("jobs", &jobs), ("load", &load)]);
        let away = person.with(|person| person.as_ref().map(|person| away_today(person, day, tell)));
        tell.sentence(&[&[lane], &away.unwrap_or_default()[..]].concat())
    };
    // A load that is not all of it would be a false one.
    let is_partial = Memo::new(move |_| {
        let me = board.desk.person();
        person.with(|person| person.as_ref().is_some_and(|person| !is_wholly_seen(person, me.as_ref())))
    });
    // Cards may lie over the words in the lane; who is away is said beside it.
    let away = move || {
        let away = person.with(|person| person.as_ref().map(|person| away_today(person, board.day.get(), tell)));
        tell.sentence(&away.unwrap_or_default())
    };
    let beneath = move || match (away(), is_partial.get()) {
        (away, _) if !away.is_empty() => away,
        (_, true) => tell.say(texts::ONLY_OWN_REGION).to_owned(),
        (_, false) => skills(),
    };
    let is_full = move || load.get() >= 100;
    let load_title = move || tell.fill(texts::LOAD_TITLE, &[("load", &load.get().to_string())]);
    view! {
        <li class="lane-place" style:top=move || top.get() aria-posinset=move || place.get() aria-setsize=move || count.get()>
        <div class="lane" class:target=is_target role="group" aria-label=label style=("--rows", move || rows.get().to_string())>
            <div class="who">
                <Show when=move || !is_partial.get()><small title=load_title>{load} "%"</small></Show>
                <b>{name}</b>
                <span class="skills" class:away=move || !away().is_empty() title=away>{beneath}</span>
                <span class="load" class:full=is_full aria-hidden="true">
                    <i style:width=move || percent(load.get().min(100) as f64)></i>
                </span>
            </div>
            <div class="day" data-engineer=engineer.to_string()>
                <Off engineer/>
                <Ways lane/>
                <For
                    each=move || jobs.get()
                    key=|(_, dispatch)| *dispatch
                    children=move |(request, dispatch)| view! { <Job request dispatch lane/> }
                />
            </div>
        </div>
        </li>
    }
}

/// Product lines, shortest list that still tells the lanes apart.
fn skills(person: &Person) -> String {
    let mut skills: Vec<_> = person.skills.iter().collect();
    skills.sort_by_key(|skill| std::cmp::Reverse(skill.level));
    let names: Vec<&str> = skills.iter().map(|skill| skill.product.as_str()).collect();
    names.join("·")
}

/// The ways between jobs, dotted; too little time is said in words on the line.
#[component]
fn Ways(lane: Memo<Option<Arc<plan::Lane>>>) -> impl IntoView {
    let board = use_board();
    let ways = Memo::new(move |_| {
        (lane.with(|lane| lane.as_ref().map(|lane| lane.ways.clone()).unwrap_or_default()), board.hours.get())
    });
    move || {
        let (ways, hours) = ways.get();
        let line = |way: plan::Way| {
            let minutes = (way.until.since(way.from) / domain::time::MINUTE).to_string();
            let title = if way.is_tight {
                board.tell.say(texts::WAY_TIGHT).to_owned()
            } else {
                board.tell.fill(shared::MINUTES_SHORT, &[("n", &minutes)])
            };
            view! {
                <div
                    class="way"
                    class:tight=way.is_tight
                    title=title
                    style:left=percent(hours.percent(way.from))
                    style:width=percent(hours.width(way.from, way.until))
                    style=("--row", way.row.to_string())
                ></div>
            }
        };
        ways.into_iter().map(line).collect_view()
    }
}
