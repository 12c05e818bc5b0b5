//! A person's working hours, a line of text for each day of the week (ADM-1).

use domain::{
    availability::WorkingWeek,
    calendar::{CalendarData, Hours, LocalTime},
};
use leptos::prelude::*;
use ui::t;
use words::office::staff as texts;

use crate::tell::{Tell, use_tell};

/// The week while it is typed.
#[derive(Clone, Copy)]
pub struct Typed {
    is_own: RwSignal<bool>,
    days: RwSignal<[String; 7]>,
}

impl Typed {
    /// The week somebody has; the centre's as a start for those without hours of their own.
    pub fn of(week: Option<WorkingWeek>) -> Self {
        let is_own = RwSignal::new(week.is_some());
        let week = week.unwrap_or_else(|| CalendarData::centre().weekly);
        Self { is_own, days: RwSignal::new(week.map(|day| written(&day))) }
    }

    /// As the server takes it: seven days, or none.
    ///
    /// # Errors
    /// Which day can't be read, in words.
    pub fn read(self, tell: Tell) -> Result<Vec<Vec<Hours>>, String> {
        if !self.is_own.get_untracked() {
            return Ok(Vec::new());
        }
        let read = |(index, text): (usize, &String)| {
            let day = tell.say(texts::WEEKDAYS[index]);
            parse(text).ok_or_else(|| tell.fill(texts::HOURS_WRONG, &[("day", day)]))
        };
        self.days.with_untracked(|days| days.iter().enumerate().map(read).collect())
    }
}

fn written(day: &[Hours]) -> String {
    let spans = day.iter().map(|hours| [hours.open().to_string(), hours.close().to_string()].join("-"));
    spans.collect::<Vec<_>>().join(" ")
}

/// Spans between blanks or commas; dashes of any length, hours with one digit too.
fn parse(text: &str) -> Option<Vec<Hours>> {
    let spans = text.split([' ', ',', '，', '、', ';']).filter(|part| !part.is_empty());
    spans.map(span).collect()
}

fn span(text: &str) -> Option<Hours> {
    let (open, close) = text.split_once(['-', '–', '—', '~', '～'])?;
    Hours::new(time(open)?, time(close)?).ok()
}

fn time(text: &str) -> Option<LocalTime> {
    let text = text.trim().replace('：', ":");
    if text.len() == 4 { ["0", &text].concat() } else { text }.parse().ok()
}

#[component]
pub fn WorkingWeekRows(typed: Typed) -> impl IntoView {
    let tell = use_tell();
    let row = move |index: usize| {
        let day = texts::WEEKDAYS[index];
        view! {
            <li class="hours-row">
                <span aria-hidden="true">{t(day)}</span>
                <input class="input" type="text" inputmode="numeric" autocomplete="off" aria-label=move || tell.say(day)
                    prop:value=move || typed.days.with(|days| days[index].clone())
                    on:input:target=move |event| typed.days.update(|days| days[index] = event.target().value())/>
            </li>
        }
    };
    view! {
        <fieldset class="form-field">
            <label class="switch">
                <input type="checkbox" prop:checked=typed.is_own on:change:target=move |event| typed.is_own.set(event.target().checked())/>
                {t(texts::OWN_HOURS)}
            </label>
            <Show when=move || typed.is_own.get()>
                <ul class="hours-rows">{(0..7).map(row).collect_view()}</ul>
                <small>{t(texts::OWN_HOURS_HINT)}</small>
            </Show>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let centre = &CalendarData::centre().weekly[0];
        assert_eq!(parse("8:30-12:00, 13：30–17:30").as_ref(), Some(centre));
        assert_eq!(parse(&written(centre)).as_ref(), Some(centre));
        assert_eq!(parse(" "), Some(Vec::new()));
        assert_eq!(parse("12:00-8:30"), None);
        assert_eq!(parse("morning"), None);
    }
}
