//! Taking in all of one device, one action after the other in the order in which they were done, with what came of each.

use domain::sync::{Outcome, PushResult};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use ui::{Desk, outcome_chip, t};
use words::conflicts as texts;

use super::{
    Page,
    row::{Held, outcome},
};
use crate::{remote, tell::Tell};

/// How far it has got. It stays on the page when the list has moved on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Round {
    device: String,
    all: usize,
    lines: Vec<Line>,
    is_running: bool,
    /// Why it ended before its end.
    stopped: Option<String>,
}

/// What came of one action.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    what: String,
    outcome: Outcome,
    why: String,
}

impl Round {
    pub(super) fn is_running(&self) -> bool {
        self.is_running
    }
}

/// Takes in everything of a device, in its order.
pub(super) fn take_in(desk: Desk, device: String, name: String, page: Page, round: RwSignal<Option<Round>>) {
    round.set(Some(Round { device: name, is_running: true, ..Round::default() }));
    spawn_local(async move {
        let stopped = run(desk, &device, page.tell, round).await.err();
        round.try_update(|round| {
            if let Some(round) = round {
                (round.is_running, round.stopped) = (false, stopped);
            }
        });
        page.refresh.try_run(());
    });
}

async fn run(desk: Desk, device: &str, tell: Tell, round: RwSignal<Option<Round>>) -> Result<(), String> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = ["/api/quarantine?device=", device, "&cursor=", &ui::encoded(&cursor)].concat();
        let list = remote::list::<Held>(desk, tell, &path).await.map_err(|found| found.sentence)?;
        all.extend(list.items);
        match list.next {
            Some(next) => cursor = next,
            None => break,
        }
    }
    all.sort_by_key(|held| (held.device_seq, held.received_at));
    let count = all.len();
    round.try_update(|round| round.iter_mut().for_each(|round| round.all = count));
    for held in all {
        let path = ["/api/quarantine/", &held.sha256, "/replay"].concat();
        let nothing = Some(Value::Object(Default::default()));
        let answer = remote::send(desk, tell, "POST", &path, nothing).await.map_err(|found| found.sentence)?;
        let result = serde_json::from_value::<PushResult>(answer);
        let result = result.map_err(|_| untrack(|| tell.say(words::common::SERVER_TROUBLE).to_owned()))?;
        let why = result.problem.map(|problem| problem.title).unwrap_or_default();
        let line = Line { what: untrack(|| held.what(None, tell)), outcome: result.outcome, why };
        round.try_update(|round| round.iter_mut().for_each(|round| round.lines.push(line.clone())));
    }
    Ok(())
}

/// What came of it so far, action by action.
#[component]
pub(super) fn RoundSoFar(round: RwSignal<Option<Round>>, tell: Tell) -> impl IntoView {
    let line = move |line: &Line| {
        let class = outcome_chip(line.outcome);
        let (outcome, why) = (tell.say(outcome(line.outcome)), line.why.clone());
        view! { <li><span>{line.what.clone()}</span> <span class=class>{outcome}</span> <small>{why}</small></li> }
    };
    move || {
        round.with(|round| {
            let round = round.as_ref()?;
            let lines = round.lines.iter().map(line).collect_view();
            Some(view! {
                <section class="quarantine-round card" aria-label=t(texts::REPLAY_DEVICE)>
                    <h2>{round.device.clone()}</h2>
                    <p role="status">{summary(round, tell)}</p>
                    {round.is_running.then(|| view! { <progress max=round.all.max(1) value=round.lines.len()></progress> })}
                    <ol>{lines}</ol>
                </section>
            })
        })
    }
}

fn summary(round: &Round, tell: Tell) -> String {
    let of = |outcome: Outcome| round.lines.iter().filter(|line| line.outcome == outcome).count();
    if round.is_running {
        let (done, all) = (round.lines.len().to_string(), round.all.to_string());
        return tell.fill(texts::REPLAY_DEVICE_RUNNING, &[("done", &done), ("all", &all)]);
    }
    if let Some(why) = &round.stopped {
        return tell.fill(texts::REPLAY_DEVICE_STOPPED, &[("why", why)]);
    }
    let [accepted, kept] = [Outcome::Accepted, Outcome::Kept].map(|outcome| of(outcome).to_string());
    let still = (of(Outcome::Quarantined) + of(Outcome::Retry)).to_string();
    let values = [("accepted", accepted.as_str()), ("kept", &kept), ("still", &still)];
    tell.fill(texts::REPLAY_DEVICE_DONE, &values)
}
