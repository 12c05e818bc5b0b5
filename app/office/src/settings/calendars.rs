//! The calendars: weekly hours, holidays and make-up days of a year, and what is not published yet (HOT-13).

use domain::calendar::CalendarData;
use leptos::prelude::*;
use serde_json::{Value, json};
use ui::{format, t, use_desk};
use words::{Text, common, office::settings as texts};

use super::{
    Setting,
    fetched::Fetched,
    history::{History, calendar_name},
    hours,
    saving::Saving,
    year::{WEEKDAYS, Year},
};
use crate::{
    refusal::Refusal,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

#[component]
pub(super) fn Calendars() -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let fetched = Fetched::<CalendarData>::from("/api/settings/calendars");
    let Fetched { all, refusal, changed, .. } = fetched;
    let chosen = RwSignal::new("centre".to_owned());
    let year = RwSignal::new(this_year(desk.now(), &desk.zone()));
    let choice = move |setting: Setting<CalendarData>| {
        let name = setting.now.name;
        let is_chosen = {
            let name = name.clone();
            move || chosen.with(|chosen| *chosen == name).to_string()
        };
        let shown = calendar_name(&name, tell);
        let mark = setting.is_changed.then(|| view! { " " <small>{tell.say(texts::CHANGED)}</small> });
        view! { <button type="button" aria-pressed=is_chosen on:click=move |_| chosen.set(name.clone())>{shown} {mark}</button> }
    };
    let opened = move || {
        let name = chosen.get();
        let setting = all.get()?.into_iter().find(|setting| setting.now.name == name)?;
        Some(view! { <Calendar setting year changed/> })
    };
    view! {
        <p class="lead">{t(texts::CLOCKS_LEAD)}</p>
        <Trouble refusal retry=move |()| fetched.fetch()/>
        <Show when=move || fetched.is_loading()><p class="empty" role="status">{t(common::LOADING)}</p></Show>
        <div class="tabs choices" role="group" aria-label=t(texts::CALENDARS)>
            {move || all.get().unwrap_or_default().into_iter().map(choice).collect_view()}
        </div>
        {opened}
        <History kind="calendar" changed/>
    }
}

/// One calendar while it is edited. What is typed stays here until it is saved.
#[component]
fn Calendar(setting: Setting<CalendarData>, year: RwSignal<i32>, changed: Trigger) -> impl IntoView {
    let tell = use_tell();
    let calendar = RwSignal::new(setting.now.clone());
    let week: [RwSignal<String>; 7] =
        std::array::from_fn(|day| RwSignal::new(hours::written(&setting.now.weekly[day])));
    let is_changed = setting.is_changed;
    let setting = StoredValue::new(setting);

    // What is typed about the week counts at once where it can be read.
    let typed = Memo::new(move |_| {
        let mut typed = calendar.get();
        for (day, text) in week.iter().enumerate() {
            typed.weekly[day] = hours::read(&text.get()).ok_or(day)?;
        }
        Ok::<CalendarData, usize>(typed)
    });
    Effect::new(move || {
        if let Ok(typed) = typed.get()
            && calendar.with_untracked(|calendar| calendar.weekly != typed.weekly)
        {
            calendar.update(|calendar| calendar.weekly = typed.weekly);
        }
    });
    let is_touched = Memo::new(move |_| match typed.get() {
        Ok(typed) => setting.with_value(|setting| setting.now != typed),
        Err(_) => true,
    });

    let former = setting.with_value(|setting| setting.now.clone());
    let path = ["/api/settings/calendars/", &former.name].concat();
    let former_name = calendar_name(&former.name, tell);
    let saving = Saving::of(path, former_name, ("PUT", Some(json!({"calendar": former}))), changed);
    let Saving { refusal, is_busy, .. } = saving;
    let send = move |method: &'static str, body: Option<Value>, done: Text| {
        let name = untrack(|| setting.with_value(|setting| calendar_name(&setting.now.name, tell)));
        saving.send((method, body), done, name, || ());
    };
    let save = move |_| {
        refusal.set(Refusal::default());
        match typed.get_untracked() {
            Ok(calendar) => {
                let version = setting.with_value(|setting| setting.version);
                send("PUT", Some(json!({"calendar": calendar, "version": version})), texts::SAVED);
            }
            Err(day) => {
                let words = tell.fill(texts::BAD_HOURS, &[("day", tell.say(WEEKDAYS[day]))]);
                refusal.set(Refusal { sentence: words, ..Refusal::default() });
            }
        }
    };
    let discard = move |_| {
        let now = setting.with_value(|setting| setting.now.clone());
        for (text, hours) in week.iter().zip(&now.weekly) {
            text.set(hours::written(hours));
        }
        calendar.set(now);
        refusal.set(Refusal::default());
    };
    let day = move |(text, value): (Text, RwSignal<String>)| {
        let is_wrong = move || hours::read(&value.get()).is_none().then_some("true");
        view! {
            <label>
                <span>{t(text)}</span>
                <input class="input" type="text" prop:value=value aria-invalid=is_wrong
                    on:input:target=move |event| value.set(event.target().value())/>
            </label>
        }
    };
    let is_published = move || calendar.with(|calendar| calendar.years_published.contains(&year.get()));
    let publish = move |on: bool| {
        calendar.update(|calendar| {
            calendar.years_published.retain(|known| *known != year.get_untracked());
            if on {
                calendar.years_published.push(year.get_untracked());
                calendar.years_published.sort_unstable();
            }
        });
    };
    let counts = move || calendar.with(|calendar| self::counts(calendar, year.get(), tell));
    let works_every_day = move || {
        calendar.with(|calendar| calendar.weekly.iter().all(|hours| !hours.is_empty()) && calendar.holidays.is_empty())
    };
    let of_year = move |text: Text| move || tell.fill(text, &[("year", &year.get().to_string())]);
    view! {
        <section class="calendar-week">
            <h2>{t(texts::WEEKLY)}</h2>
            <p class="lead">{t(texts::WEEKLY_HINT)}</p>
            <div class="week">{WEEKDAYS.into_iter().zip(week).map(day).collect_view()}</div>
        </section>
        <section>
            <div class="year-head">
                <button type="button" class="button" aria-label=t(texts::YEAR_BEFORE) on:click=move |_| year.update(|year| *year -= 1)>"‹"</button>
                <h2>{move || year.get()}</h2>
                <button type="button" class="button" aria-label=t(texts::YEAR_AFTER) on:click=move |_| year.update(|year| *year += 1)>"›"</button>
                <span>{counts}</span>
                <Show when=move || !works_every_day()>
                    <label class="switch">
                        <input type="checkbox" prop:checked=is_published on:change:target=move |event| publish(event.target().checked())/>
                        {of_year(texts::PUBLISHED)}
                    </label>
                </Show>
            </div>
            <Show when=works_every_day><p class="lead">{t(texts::EVERY_DAY)}</p></Show>
            <Show when=move || !works_every_day() && !is_published()>
                <p class="notice" role="status">{of_year(texts::UNPUBLISHED)}</p>
            </Show>
            <Year year calendar/>
        </section>
        <div class="save-bar" class:touched=is_touched>
            <span>{move || is_touched.get().then(|| tell.say(texts::UNSAVED))}</span>
            <span class="mistake" role="alert">{move || refusal.with(|refusal| refusal.sentence.clone())}</span>
            {is_changed.then(|| view! {
                <button type="button" class="button" disabled=is_busy on:click=move |_| send("DELETE", None, texts::RESET_DONE)>{t(texts::RESET)}</button>
            })}
            <button type="button" class="button quiet" disabled=move || !is_touched.get() on:click=discard>{t(texts::DISCARD)}</button>
            <button type="button" class="button primary" disabled=move || is_busy.get() || !is_touched.get() on:click=save>{t(common::SAVE)}</button>
        </div>
    }
}

fn counts(calendar: &CalendarData, year: i32, tell: Tell) -> String {
    use chrono::Datelike;
    let of_year = |days: &[chrono::NaiveDate]| days.iter().filter(|day| day.year() == year).count().to_string();
    let (holidays, make_up) = (of_year(&calendar.holidays), of_year(&calendar.make_up_days));
    tell.fill(texts::COUNTS, &[("holidays", &holidays), ("make_up", &make_up)])
}

fn this_year(now: domain::Timestamp, zone: &str) -> i32 {
    use chrono::Datelike;
    format::date(now, zone).map_or(2026, |day| day.year())
}
