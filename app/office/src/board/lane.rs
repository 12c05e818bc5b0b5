//! The lanes: the hours of the day across, an engineer's day in each row.

use domain::{DispatchId, PersonId, RequestId, people::Person};
use leptos::prelude::*;
use ui::t;
use words::office::{board as texts, shared};

use super::{
    ghost::{Ghost, percent},
    index::is_wholly_seen,
    job::Job,
    off::{Off, away_today},
    state::use_board,
};

#[component]
pub fn Lanes() -> impl IntoView {
    let board = use_board();
    let tell = board.tell;
    let hours = Memo::new(move |_| board.index.with(|index| index.hours));
    let is_empty = move || board.lanes.with(Vec::is_empty);
    let count = move || tell.fill(texts::ENGINEERS, &[("n", &board.lanes.with(Vec::len).to_string())]);
    let labels = move || {
        let hours = hours.get();
        (hours.first..hours.last).map(|hour| view! { <span>{format!("{hour:02}")}</span> }).collect_view()
    };
    view! {
        <div class="grid" style=("--hours", move || hours.get().count().to_string())>
            <div class="hours" aria-hidden="true"><span>{count}</span><div>{labels}</div></div>
            <For each=move || board.lanes.get() key=|engineer| *engineer children=move |engineer| view! { <Lane engineer/> }/>
            <Show when=is_empty><p class="empty">{t(texts::NO_ENGINEERS)}</p></Show>
            <NowLine/>
        </div>
    }
}

/// A jobs' identity within its lane.
type Key = (RequestId, DispatchId);

#[component]
fn Lane(engineer: PersonId) -> impl IntoView {
    let board = use_board();
    let tell = board.tell;
    let person = Memo::new(move |_| board.people.with(|people| people.iter().find(|one| one.id == engineer).cloned()));
    let jobs = Memo::new(move |_| {
        let of =
            |lane: &crate::plan::Lane| lane.jobs.iter().map(|job| (job.request, job.dispatch)).collect::<Vec<Key>>();
        board.index.with(|index| index.lanes.get(&engineer).map(of).unwrap_or_default())
    });
    let load = Memo::new(move |_| board.index.with(|index| index.lanes.get(&engineer).map_or(0, |lane| lane.load)));
    let rows = Memo::new(move |_| board.index.with(|index| index.lanes.get(&engineer).map_or(1, |lane| lane.rows)));
    let is_target = Memo::new(move |_| {
        board.held.with(|held| {
            held.as_ref().and_then(|held| held.landing()).is_some_and(|landing| landing.engineer == engineer)
        })
    });
    let name = move || person.with(|person| person.as_ref().map(|person| person.name.clone()).unwrap_or_default());
    let skills = move || person.with(|person| person.as_ref().map(skills).unwrap_or_default());
    let label = move || {
        let (jobs, load) = (jobs.with(Vec::len).to_string(), load.get().to_string());
        let known = skills();
        let known = if known.is_empty() { tell.say(texts::NO_SKILLS) } else { &known };
        let lane =
            tell.fill(texts::LANE_LABEL, &[("name", &name()), ("skills", known), ("jobs", &jobs), ("load", &load)]);
        let away = person.with(|person| person.as_ref().map(|person| away_today(person, board.day.get(), tell)));
        tell.sentence(&[&[lane], &away.unwrap_or_default()[..]].concat())
    };
    // A load that is not all of it would be a false one.
    let is_partial = Memo::new(move |_| {
        let me = board.desk.person();
        person.with(|person| person.as_ref().is_some_and(|person| !is_wholly_seen(person, me.as_ref())))
    });
    let is_full = move || load.get() >= 100;
    let load_title = move || tell.fill(texts::LOAD_TITLE, &[("load", &load.get().to_string())]);
    view! {
        <div class="lane" class:target=is_target role="group" aria-label=label style=("--rows", move || rows.get().to_string())>
            <div class="who">
                <Show when=move || !is_partial.get()><small title=load_title>{load} "%"</small></Show>
                <b>{name}</b>
                <span class="skills">{move || if is_partial.get() { tell.say(texts::ONLY_OWN_REGION).to_owned() } else { skills() }}</span>
                <span class="load" class:full=is_full aria-hidden="true">
                    <i style:width=move || percent(load.get().min(100) as f64)></i>
                </span>
            </div>
            <div class="day" data-engineer=engineer.to_string()>
                <Off engineer/>
                <Ways engineer/>
                <For
                    each=move || jobs.get()
                    key=|(_, dispatch)| *dispatch
                    children=move |(request, dispatch)| view! { <Job engineer request dispatch/> }
                />
                <Ghost engineer/>
            </div>
        </div>
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
fn Ways(engineer: PersonId) -> impl IntoView {
    let board = use_board();
    let ways = Memo::new(move |_| {
        board.index.with(|index| {
            let ways = index.lanes.get(&engineer).map(|lane| lane.ways.clone()).unwrap_or_default();
            (ways, index.hours)
        })
    });
    move || {
        let (ways, hours) = ways.get();
        let line = |way: crate::plan::Way| {
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

#[component]
fn NowLine() -> impl IntoView {
    let board = use_board();
    let at = Memo::new(move |_| {
        let now = board.minute.get();
        let hours = board.index.with(|index| index.hours);
        let is_inside = now >= hours.opens() && now <= hours.closes();
        is_inside.then(|| (format!("{:.5}", hours.percent(now) / 100.0), now))
    });
    move || {
        at.get().map(|(share, now)| {
            view! { <div class="now" style=("--at", share) aria-hidden="true"><span>{board.tell.time(now)}</span></div> }
        })
    }
}
