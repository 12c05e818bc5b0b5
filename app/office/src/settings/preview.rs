//! What a rule would say, asked of the server while it is typed: it alone knows zone and calendars.

use domain::{
    Timestamp,
    deadline::{Clock, ClockRule, Deadline, Limit, Question},
    time::{HOUR, MINUTE},
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::json;
use ui::{
    format::{self, Shape},
    t, use_desk,
};
use words::{
    Lang,
    office::{settings as texts, shared},
};

use super::clock_form::TIERS;
use crate::{
    describe::reasons,
    field::Field,
    remote,
    tell::{Tell, use_tell},
};

/// A near customer, as most are.
const KILOMETRES: f64 = 12.0;

#[component]
pub(super) fn Preview(
    /// None while something that is typed can't be read.
    rule: Signal<Option<ClockRule>>,
) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let zone = desk.zone();
    let late_today = format::start_of_day(desk.now(), &zone).plus(16 * HOUR + 40 * MINUTE);
    let start = RwSignal::new(format::instant(late_today, Shape::Local, Lang::En, &zone));
    let tier = RwSignal::new("standard".to_owned());
    let answer = RwSignal::new(None::<Result<Deadline, String>>);
    let asked = StoredValue::new(0_u32);
    let question = Memo::new(move |_| {
        let rule = rule.get()?;
        let started = format::parse_local(&start.get(), &desk.zone())?;
        Some((rule, started, tier.get()))
    });
    Effect::new(move || {
        let Some((rule, started, tier)) = question.get() else {
            answer.set(None);
            return;
        };
        let number = asked.get_value() + 1;
        asked.set_value(number);
        spawn_local(async move {
            let body = json!({
                "rule": rule.id, "started": started, "tier": tier, "distance_km": distance(&rule), "as_if": rule,
            });
            let found = remote::send(desk, tell, "POST", "/api/deadlines/preview", Some(body)).await;
            let found = match found {
                Ok(value) => serde_json::from_value(value).map_err(|error| error.to_string()),
                Err(refusal) => Err(refusal.sentence),
            };
            // An answer to what was typed before comes too late.
            if asked.try_get_value() == Some(number) {
                answer.try_set(Some(found));
            }
        });
    });
    let tiers = move || {
        let one = |word: &'static str| {
            let name = move || shared::tier(word).map_or(word, |text| tell.say(text));
            view! { <option value=word selected=move || tier.with(|tier| tier == word)>{name}</option> }
        };
        TIERS.map(one).collect_view()
    };
    let is_rings = move || rule.with(|rule| rule.as_ref().is_some_and(|rule| matches!(rule.limit, Limit::Rings(_))));
    let shown = move || {
        let (rule, started, tier) = question.get()?;
        let deadline = answer.get()?;
        Some(match deadline {
            Ok(deadline) => said(&rule, started, &tier, deadline, tell).into_any(),
            Err(why) => view! { <p class="mistake">{tell.say(texts::PREVIEW_NONE)} " " {why}</p> }.into_any(),
        })
    };
    view! {
        <section class="preview" aria-live="polite">
            <h3>{t(texts::PREVIEW)}</h3>
            <Show when=move || !is_rings() fallback=move || view! { <p>{t(texts::PREVIEW_RINGS)}</p> }>
                <div class="pair">
                    <Field label=texts::PREVIEW_START>
                        <input class="input" type="datetime-local" step="300" name="start" prop:value=start
                            on:input:target=move |event| start.set(event.target().value())/>
                    </Field>
                    <Field label=texts::PREVIEW_TIER>
                        <select class="input" name="tier" on:change:target=move |event| tier.set(event.target().value())>
                            {tiers()}
                        </select>
                    </Field>
                </div>
                {shown}
            </Show>
        </section>
    }
}

/// A customer the rule is meant for.
fn distance(rule: &ClockRule) -> f64 {
    match rule.reach {
        Some(domain::deadline::Reach::Beyond { km }) => km + KILOMETRES,
        _ => KILOMETRES,
    }
}

fn said(rule: &ClockRule, started: Timestamp, tier: &str, deadline: Deadline, tell: Tell) -> impl IntoView + use<> {
    let question = Question { rule: &rule.id, started, distance_km: Some(distance(rule)), tier };
    let clock = Clock::start(&question, deadline);
    let due = tell.fill(texts::PREVIEW_DUE, &[("time", &[tell.day(clock.due), tell.time(clock.due)].join(" "))]);
    let warn = tell.fill(texts::PREVIEW_WARN, &[("time", &tell.day_time(clock.warn))]);
    let lines = reasons::lines(&clock, tell)
        .into_iter()
        .map(|line| view! { <li><span>{line.what}</span> <span>{line.value}</span></li> })
        .collect_view();
    view! {
        <p><b>{due}</b> " · " {warn}</p>
        <ul class="why">{lines}</ul>
    }
}
