//! A year at a glance: twelve months, holidays and make-up days marked, each day a button.

use chrono::{Datelike, Days, NaiveDate};
use domain::calendar::CalendarData;
use leptos::{ev::KeyboardEvent, prelude::*};
use ui::t;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::{Text, office::settings as texts};

use crate::tell::{Tell, use_tell};

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Working,
    Off,
    Holiday,
    MakeUp,
}

impl Kind {
    pub(super) fn of(calendar: &CalendarData, day: NaiveDate) -> Self {
        let weekday = day.weekday().num_days_from_monday() as usize;
        if calendar.make_up_days.contains(&day) {
            Kind::MakeUp
        } else if calendar.holidays.contains(&day) {
            Kind::Holiday
        } else if calendar.weekly[weekday].is_empty() {
            Kind::Off
        } else {
            Kind::Working
        }
    }

    fn class(self) -> &'static str {
        match self {
            Kind::Working => "day",
            Kind::Off => "day off",
            Kind::Holiday => "day holiday",
            Kind::MakeUp => "day make-up",
        }
    }

    fn name(self) -> Text {
        match self {
            Kind::Working => texts::WORKING,
            Kind::Off => texts::WEEKEND,
            Kind::Holiday => texts::HOLIDAY,
            Kind::MakeUp => texts::MAKE_UP,
        }
    }

    /// The sign beside the number: state is never colour alone.
    fn sign(self) -> Option<Text> {
        match self {
            Kind::Holiday => Some(texts::LEGEND_HOLIDAY),
            Kind::MakeUp => Some(texts::LEGEND_MAKE_UP),
            Kind::Working | Kind::Off => None,
        }
    }
}

/// Switches a day: holiday, make-up day, as usual.
pub(super) fn switch(calendar: &mut CalendarData, day: NaiveDate) {
    let kind = Kind::of(calendar, day);
    calendar.holidays.retain(|known| *known != day);
    calendar.make_up_days.retain(|known| *known != day);
    match kind {
        Kind::Working | Kind::Off => calendar.holidays.push(day),
        Kind::Holiday => calendar.make_up_days.push(day),
        Kind::MakeUp => {}
    }
    calendar.holidays.sort_unstable();
    calendar.make_up_days.sort_unstable();
}

pub(super) const WEEKDAYS: [Text; 7] =
    [texts::MONDAY, texts::TUESDAY, texts::WEDNESDAY, texts::THURSDAY, texts::FRIDAY, texts::SATURDAY, texts::SUNDAY];

#[component]
pub(super) fn Year(year: RwSignal<i32>, calendar: RwSignal<CalendarData>) -> impl IntoView {
    let tell = use_tell();
    let months = move || (1..=12).map(|month| self::month(year.get(), month, calendar, tell)).collect_view();
    view! {
        <p class="lead">{t(texts::DAY_HINT)}</p>
        <div class="year" role="group" aria-label=move || year.get().to_string() on:keydown=walk>{months}</div>
    }
}

fn month(year: i32, month: u32, calendar: RwSignal<CalendarData>, tell: Tell) -> impl IntoView {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    let blank = first.weekday().num_days_from_monday();
    let days = first.iter_days().take_while(move |day| day.month() == month);
    let heads = WEEKDAYS.map(|text| view! { <abbr aria-hidden="true">{tell.say(text)}</abbr> });
    let day = move |day: NaiveDate| {
        let kind = Memo::new(move |_| calendar.with(|calendar| Kind::of(calendar, day)));
        let label = move || {
            let what = tell.say(kind.get().name());
            tell.fill(texts::DAY_LABEL, &[("date", &day.to_string()), ("what", what)])
        };
        let sign = move || kind.get().sign().map(|text| view! { <i aria-hidden="true">{tell.say(text)}</i> });
        // One day is in the order of the tab key; arrows lead to the others.
        let order = if day.ordinal() == 1 { "0" } else { "-1" };
        view! {
            <button type="button" class=move || kind.get().class() data-day=day.to_string() tabindex=order aria-label=label
                on:click=move |_| calendar.update(|calendar| switch(calendar, day))>
                {day.day()} {sign}
            </button>
        }
    };
    view! {
        <section class="month">
            <h3>{tell.fill(texts::MONTH, &[("n", &month.to_string())])}</h3>
            <div class="days">
                {heads.into_iter().collect_view()}
                {(0..blank).map(|_| view! { <span></span> }).collect_view()}
                {days.map(day).collect_view()}
            </div>
        </section>
    }
}

/// Arrow keys move from day to day and from week to week.
fn walk(event: KeyboardEvent) {
    let by: i64 = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        "ArrowDown" => 7,
        "ArrowUp" => -7,
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let day = target.and_then(|target| target.get_attribute("data-day")).and_then(|day| day.parse::<NaiveDate>().ok());
    let days = Days::new(by.unsigned_abs());
    let next = day.and_then(|day| if by > 0 { day.checked_add_days(days) } else { day.checked_sub_days(days) });
    let Some(next) = next else { return };
    event.prevent_default();
    let found = document().query_selector(&["[data-day=\"", &next.to_string(), "\"]"].concat()).ok().flatten();
    if let Some(button) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_goes_round_from_usual_to_holiday_to_make_up_and_back() {
        let mut calendar = CalendarData::centre();
        let day: NaiveDate = "2026-12-05".parse().expect("a Saturday");
        let kinds = [0; 4].map(|_| {
            let kind = Kind::of(&calendar, day);
            switch(&mut calendar, day);
            kind
        });
        assert_eq!(kinds, [Kind::Off, Kind::Holiday, Kind::MakeUp, Kind::Off]);
    }
}
