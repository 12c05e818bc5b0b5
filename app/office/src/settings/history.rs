//! Who changed which setting, and from what to what (AUD-1).

use domain::{Timestamp, calendar::CalendarData, deadline::ClockRule, fees::FeeItem};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use ui::{t, use_desk};
use words::office::settings as texts;

use super::{clocks, fees};
use crate::{
    describe::reasons,
    remote,
    tell::{Tell, use_tell},
};

/// Lines that are shown.
const LINES: usize = 20;

#[derive(Clone, Debug, Deserialize)]
struct Line {
    at: Timestamp,
    person_name: String,
    kind: String,
    command: String,
    name: String,
    before: Value,
    after: Value,
}

/// The last changes of one kind of setting; read again when something changed.
#[component]
pub(super) fn History(kind: &'static str, changed: Trigger) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let lines = RwSignal::new(None::<Vec<Line>>);
    Effect::new(move || {
        changed.track();
        spawn_local(async move {
            // The list above says what can't be fetched.
            if let Ok(page) = remote::list::<Line>(desk, tell, "/api/settings/history").await {
                lines.try_set(Some(page.items.into_iter().filter(|line| line.kind == kind).take(LINES).collect()));
            }
        });
    });
    let rows = move || lines.get().unwrap_or_default().into_iter().map(|line| row(line, tell)).collect_view();
    let is_empty = move || lines.with(|lines| lines.as_ref().is_some_and(Vec::is_empty));
    view! {
        <section class="history settings-history">
            <h2>{t(texts::HISTORY)}</h2>
            <Show when=is_empty><p class="lead">{t(texts::HISTORY_EMPTY)}</p></Show>
            <ol>{rows}</ol>
        </section>
    }
}

fn row(line: Line, tell: Tell) -> impl IntoView {
    let name = match line.kind.as_str() {
        "clock" => clocks::name(&line.name, tell),
        "fee" => fee_name(&line, tell),
        _ => tell.fill(texts::CALENDAR_NAMED, &[("name", &calendar_name(&line.name, tell))]),
    };
    let did = match line.command.split('_').next() {
        Some("reset") => texts::DID_RESET,
        Some("delete") => words::fees::DELETED,
        _ => texts::DID_CHANGE,
    };
    let (before, after) = match line.kind.as_str() {
        "clock" => (rule(line.before, tell), rule(line.after, tell)),
        "fee" => (fee(line.before, tell), fee(line.after, tell)),
        _ => (calendar(line.before, tell), calendar(line.after, tell)),
    };
    view! {
        <li>
            <div class="history-who"><b>{line.person_name}</b> <time>{tell.near(line.at)}</time></div>
            <div>
                {tell.fill(did, &[("name", &name)])}
                <span class="history-change">{before} " → " {after}</span>
            </div>
        </li>
    }
}

/// The name of a calendar.
pub(super) fn calendar_name(name: &str, tell: Tell) -> String {
    match name {
        "centre" => tell.say(texts::CENTRE).to_owned(),
        name => name.replace('x', "×"),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

fn rule(value: Value, tell: Tell) -> String {
    let Some(rule) = read::<ClockRule>(value) else { return "—".to_owned() };
    let warn = match rule.warn_percent {
        Some(percent) => [tell.say(texts::WARN), " ", &percent.to_string(), "%"].concat(),
        None => String::new(),
    };
    let reach = rule.reach.map(|reach| tell.km(reach.limit_km())).unwrap_or_default();
    let counted = tell.say(clocks::counted_on(rule.calendar)).to_owned();
    tell.dotted(&[reasons::limit(rule.limit, tell), counted, warn, reach])
}

fn fee_name(line: &Line, tell: Tell) -> String {
    let item = read::<FeeItem>(line.after.clone()).or_else(|| read(line.before.clone()));
    item.map_or_else(|| line.name.clone(), |item| fees::name(&item, tell))
}

fn fee(value: Value, tell: Tell) -> String {
    let Some(item) = read::<FeeItem>(value) else { return "—".to_owned() };
    let unit = tell.say(words::fees::unit(item.unit)).to_owned();
    tell.dotted(&[fees::price(&item, tell), unit, fees::validity(&item, tell)])
}

fn calendar(value: Value, tell: Tell) -> String {
    let Some(calendar) = read::<CalendarData>(value) else { return "—".to_owned() };
    let hours: i64 =
        calendar.weekly.iter().flatten().map(|hours| i64::from(hours.close().minutes() - hours.open().minutes())).sum();
    let (holidays, make_up) = (calendar.holidays.len().to_string(), calendar.make_up_days.len().to_string());
    let counts = tell.fill(texts::COUNTS, &[("holidays", &holidays), ("make_up", &make_up)]);
    tell.dotted(&[tell.fill(texts::WEEK_HOURS, &[("time", &ui::format::span(hours * 60_000))]), counts])
}
