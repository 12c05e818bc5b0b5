//! One clock: its limit, what it is counted on, for whom, when it warns; with what would come of it.

use domain::deadline::{ClockRule, DefaultFor, Limit, Reach, RuleCalendar};
use leptos::{ev::SubmitEvent, prelude::*};
use serde_json::{Value, json};
use ui::t;
use words::{
    Text, common,
    office::{settings as texts, shared},
};

use super::{Setting, clocks, preview::Preview, saving::Saving};
use crate::{describe::reasons, field::Field, refusal::Refusal, tell::use_tell};

/// Tiers the product knows by name.
pub(super) const TIERS: [&str; 3] = ["none", "standard", "premium"];

const UNITS: [(&str, Text); 9] = [
    ("minutes", texts::UNIT_MINUTES),
    ("hours", texts::UNIT_HOURS),
    ("days", texts::UNIT_DAYS),
    ("working_days", texts::UNIT_WORKING_DAYS),
    ("end_of_day", words::office::reasons::END_OF_DAY),
    ("end_of_next_day", words::office::reasons::END_OF_NEXT_DAY),
    ("end_of_working_day", words::office::reasons::END_OF_WORKING_DAY),
    ("end_of_next_working_day", words::office::reasons::END_OF_NEXT_WORKING_DAY),
    ("next_working_day_at", texts::UNIT_NEXT_WORKING_DAY),
];

const CALENDARS: [(&str, RuleCalendar); 4] = [
    ("clock", RuleCalendar::Clock),
    ("clock_to_opening", RuleCalendar::ClockToOpening),
    ("service_hours", RuleCalendar::ServiceHours),
    ("working_days", RuleCalendar::WorkingDays),
];

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Typed {
    unit: RwSignal<String>,
    amount: RwSignal<String>,
    time: RwSignal<String>,
    calendar: RwSignal<RuleCalendar>,
    for_all: RwSignal<bool>,
    tiers: RwSignal<Vec<String>>,
    stays_for: RwSignal<Vec<String>>,
    warn: RwSignal<String>,
    km: RwSignal<String>,
}

impl Typed {
    fn of(rule: &ClockRule) -> Self {
        let limit = serde_json::to_value(rule.limit).unwrap_or_default();
        let amount = &limit["amount"];
        let (for_all, tiers) = match &rule.default_for {
            DefaultFor::All => (true, Vec::new()),
            DefaultFor::Tiers(names) => (false, names.clone()),
        };
        let number = |value: &Value| value.as_u64().map(|number| number.to_string()).unwrap_or_default();
        Self {
            unit: RwSignal::new(limit["unit"].as_str().unwrap_or_default().to_owned()),
            amount: RwSignal::new(number(amount)),
            time: RwSignal::new(amount.as_str().unwrap_or("10:00").to_owned()),
            calendar: RwSignal::new(rule.calendar),
            for_all: RwSignal::new(for_all),
            tiers: RwSignal::new(tiers),
            stays_for: RwSignal::new(rule.stays_for.clone()),
            warn: RwSignal::new(rule.warn_percent.map(|percent| percent.to_string()).unwrap_or_default()),
            km: RwSignal::new(rule.reach.map(|reach| reach.limit_km().to_string()).unwrap_or_default()),
        }
    }

    /// The rule as it is typed, or the field that can't be read. Tracked.
    fn rule(self, known: &ClockRule) -> Result<ClockRule, &'static str> {
        let unit = self.unit.get();
        let limit = match unit.as_str() {
            "minutes" | "hours" | "days" | "working_days" | "rings" => {
                let amount: u32 = self.amount.get().trim().parse().map_err(|_| "/limit/amount")?;
                json!({"unit": unit, "amount": amount})
            }
            "next_working_day_at" => json!({"unit": unit, "amount": self.time.get()}),
            _ => json!({"unit": unit}),
        };
        let limit: Limit = serde_json::from_value(limit).map_err(|_| "/limit/amount")?;
        let warn = self.warn.get();
        let warn_percent = match warn.trim() {
            "" => None,
            text => Some(text.parse::<u8>().map_err(|_| "/warn_percent")?),
        };
        let km = self.km.get();
        let reach = match known.reach {
            None => None,
            Some(reach) => {
                let km: f64 = km.trim().parse().map_err(|_| "/reach/km")?;
                Some(match reach {
                    Reach::UpTo { .. } => Reach::UpTo { km },
                    Reach::Beyond { .. } => Reach::Beyond { km },
                })
            }
        };
        let default_for = if self.for_all.get() { DefaultFor::All } else { DefaultFor::Tiers(self.tiers.get()) };
        Ok(ClockRule {
            id: known.id.clone(),
            limit,
            calendar: self.calendar.get(),
            default_for,
            warn_percent,
            reach,
            stays_for: self.stays_for.get(),
        })
    }
}

#[component]
pub(super) fn ClockForm(setting: Setting<ClockRule>, open: RwSignal<bool>, changed: Trigger) -> impl IntoView {
    let tell = use_tell();
    let name = clocks::name(&setting.now.id, tell);
    let typed = Typed::of(&setting.now);
    let has_reach = setting.now.reach.is_some();
    let is_rings = matches!(setting.now.limit, Limit::Rings(_));
    let is_changed = setting.is_changed;
    let usual = tell.fill(texts::DEFAULT_IS, &[("limit", &reasons::limit(setting.predefined.limit, tell))]);
    let setting = StoredValue::new(setting);
    let rule = Signal::derive(move || setting.with_value(|setting| typed.rule(&setting.now)));

    let (id, former) = setting.with_value(|setting| (setting.now.id.clone(), setting.now.clone()));
    let path = ["/api/settings/clocks/", &id].concat();
    let saving = Saving::of(path, name.clone(), ("PUT", Some(json!({"rule": former}))), changed);
    let Saving { refusal, is_busy, .. } = saving;
    let send = move |method: &'static str, body: Option<Value>, done: Text| {
        let name = untrack(|| setting.with_value(|setting| clocks::name(&setting.now.id, tell)));
        saving.send((method, body), done, name, move || {
            open.try_set(false);
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match rule.get_untracked() {
            Ok(rule) => {
                let version = setting.with_value(|setting| setting.version);
                send("PUT", Some(json!({"rule": rule, "version": version})), texts::SAVED);
            }
            Err(pointer) => refusal.set(Refusal::at(pointer, tell.say(words::rejections::FIELD_INVALID).to_owned())),
        }
    };
    let mistake = move |field: &'static str| saving.mistake(field);
    let general = move || saving.general();
    let units = UNITS.iter().map(move |&(word, text)| {
        view! { <option value=word selected=move || typed.unit.with(|unit| unit == word)>{move || tell.say(text)}</option> }
    });
    let calendars = CALENDARS.map(|(word, calendar)| {
        let is_chosen = move || typed.calendar.get() == calendar;
        view! { <option value=word selected=is_chosen>{move || tell.say(clocks::counted_on(calendar))}</option> }
    });
    let choose_calendar = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlSelectElement>| {
        let word = event.target().value();
        if let Some((_, calendar)) = CALENDARS.iter().find(|(known, _)| *known == word) {
            typed.calendar.set(*calendar);
        }
    };
    let counts = move || {
        typed.unit.with(|unit| matches!(unit.as_str(), "minutes" | "hours" | "days" | "working_days" | "rings"))
    };
    let has_time = move || typed.unit.with(|unit| unit == "next_working_day_at");
    let number = move |value: RwSignal<String>, name: &'static str| {
        view! {
            <input class="input" type="text" inputmode="numeric" name=name prop:value=value
                on:input:target=move |event| value.set(event.target().value())/>
        }
    };
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{name} " · " {usual}</p>
            <div class="pair">
                {(!is_rings).then(|| view! {
                    <Field label=texts::LIMIT>
                        <select class="input" name="unit" autofocus on:change:target=move |event| typed.unit.set(event.target().value())>
                            {units.collect_view()}
                        </select>
                    </Field>
                })}
                <Show when=counts>
                    <Field label=if is_rings { texts::UNIT_RINGS } else { texts::AMOUNT } mistake=mistake("/amount")>
                        {number(typed.amount, "amount")}
                    </Field>
                </Show>
                <Show when=has_time>
                    <Field label=texts::TIME mistake=mistake("/amount")>
                        <input class="input" type="time" name="time" prop:value=typed.time
                            on:input:target=move |event| typed.time.set(event.target().value())/>
                    </Field>
                </Show>
            </div>
            {(!is_rings).then(|| view! {
                <Field label=texts::COUNTED_ON>
                    <select class="input" name="calendar" on:change:target=choose_calendar>{calendars.collect_view()}</select>
                </Field>
            })}
            <Show when=move || { typed.calendar.get() == RuleCalendar::ClockToOpening }>
                {tier_choice(texts::STAYS_FOR, typed.stays_for, mistake("/stays_for"))}
            </Show>
            <fieldset class="form-field">
                <legend>{t(texts::FOR_WHOM)}</legend>
                <div class="pick tight">
                    <label><input type="radio" name="for" prop:checked=typed.for_all on:change=move |_| typed.for_all.set(true)/>{t(texts::ALL_TIERS)}</label>
                    <label><input type="radio" name="for" prop:checked=move || !typed.for_all.get() on:change=move |_| typed.for_all.set(false)/>{t(texts::TIER_CHOICE)}</label>
                </div>
            </fieldset>
            <Show when=move || !typed.for_all.get()>
                {tier_choice(texts::TIER_CHOICE, typed.tiers, mistake("/default_for"))}
            </Show>
            {(!is_rings).then(|| view! {
                <Field label=texts::WARN_PERCENT mistake=mistake("/warn_percent")>{number(typed.warn, "warn")}</Field>
            })}
            {has_reach.then(|| view! {
                <Field label=texts::DISTANCE hint=texts::DISTANCE_HINT mistake=mistake("/km")>{number(typed.km, "km")}</Field>
            })}
            <Preview rule=Signal::derive(move || rule.get().ok())/>
            <p class="mistake" role="alert">{general}</p>
            <div class="dialog-end">
                {is_changed.then(|| view! {
                    <button type="button" class="button to-start" disabled=is_busy on:click=move |_| send("DELETE", None, texts::RESET_DONE)>{t(texts::RESET)}</button>
                })}
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(common::SAVE)}</button>
            </div>
        </form>
    }
}

fn tier_choice(legend: Text, chosen: RwSignal<Vec<String>>, mistake: Signal<Option<String>>) -> impl IntoView {
    let tell = use_tell();
    let one = move |tier: &'static str| {
        let is_on = move || chosen.with(|names| names.iter().any(|name| name == tier));
        let change = move |on: bool| {
            chosen.update(|names| {
                names.retain(|name| name != tier);
                if on {
                    names.push(tier.to_owned());
                }
            });
        };
        let name = move || shared::tier(tier).map_or(tier, |text| tell.say(text));
        view! {
            <label>
                <input type="checkbox" prop:checked=is_on on:change:target=move |event| change(event.target().checked())/>
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(legend)}</legend>
            <div class="pick tight">{TIERS.map(one).collect_view()}</div>
            <span class="mistake" role="alert">{move || mistake.get()}</span>
        </fieldset>
    }
}
