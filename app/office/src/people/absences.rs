//! When somebody is away, and why (ADM-1).

use domain::{
    Timestamp,
    availability::{Absence, AbsenceKind},
    time::{DAY, HOUR},
};
use leptos::{
    ev::{Event, Targeted},
    prelude::*,
};
use ui::{
    Desk,
    format::{self, Shape},
    t, use_desk,
};
use web_sys::HtmlSelectElement;
use words::{Lang, office::staff as texts};

use crate::tell::{Tell, use_tell};

/// An absence while it is typed, under a number that stays when others go.
#[derive(Clone, Copy)]
pub struct Row {
    number: u32,
    kind: RwSignal<AbsenceKind>,
    from: RwSignal<String>,
    until: RwSignal<String>,
    note: RwSignal<String>,
}

impl Row {
    fn of(number: u32, absence: Absence, zone: &str) -> Self {
        let local = |at| RwSignal::new(format::instant(at, Shape::Local, Lang::En, zone));
        let Absence { from, until, kind, note } = absence;
        Self { number, kind: RwSignal::new(kind), from: local(from), until: local(until), note: RwSignal::new(note) }
    }

    fn read(&self, zone: &str) -> Option<Absence> {
        let at = |text: RwSignal<String>| format::parse_local(&text.get_untracked(), zone);
        let (from, until): (Timestamp, Timestamp) = (at(self.from)?, at(self.until)?);
        let note = self.note.get_untracked().trim().to_owned();
        (from < until).then(|| Absence { from, until, kind: self.kind.get_untracked(), note })
    }
}

/// Rows for the absences somebody has.
pub fn rows(absences: Vec<Absence>, desk: Desk) -> RwSignal<Vec<Row>> {
    let zone = desk.zone();
    RwSignal::new((0..).zip(absences).map(|(number, absence)| Row::of(number, absence, &zone)).collect())
}

/// The absences as they are typed now.
///
/// # Errors
/// One can't be read, in words.
pub fn read(rows: RwSignal<Vec<Row>>, desk: Desk, tell: Tell) -> Result<Vec<Absence>, String> {
    let zone = desk.zone();
    let read = |row: &Row| row.read(&zone).ok_or_else(|| tell.say(texts::ABSENCE_WRONG).to_owned());
    rows.with_untracked(|rows| rows.iter().map(read).collect())
}

#[component]
pub fn AbsenceRows(rows: RwSignal<Vec<Row>>) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let add = move |_| {
        let zone = desk.zone();
        // Tomorrow's working day, as a start.
        let morning = format::start_of_day(desk.now().plus(DAY), &zone).plus(8 * HOUR);
        let until = morning.plus(10 * HOUR);
        rows.update(|rows| {
            let next = rows.iter().map(|row| row.number + 1).max().unwrap_or_default();
            let absence = Absence { from: morning, until, kind: AbsenceKind::Leave, note: String::new() };
            rows.push(Row::of(next, absence, &zone));
        });
    };
    let row = move |row: Row| {
        let remove = move |_| rows.update(|rows| rows.retain(|known| known.number != row.number));
        let options = AbsenceKind::ALL.map(|kind| {
            let index = AbsenceKind::ALL.iter().position(|known| *known == kind).unwrap_or_default().to_string();
            view! { <option value=index selected=move || row.kind.get() == kind>{move || tell.say(texts::absence(kind))}</option> }
        });
        let choose = move |event: Targeted<Event, HtmlSelectElement>| {
            let chosen = event.target().value().parse::<usize>().ok();
            row.kind.set(chosen.and_then(|index| AbsenceKind::ALL.get(index).copied()).unwrap_or(AbsenceKind::Other));
        };
        let label = move || {
            let (from, kind) = (row.from.get().replace('T', " "), tell.say(texts::absence(row.kind.get())));
            tell.fill(texts::ABSENCE_REMOVE, &[("from", &from), ("kind", kind)])
        };
        let time = move |label, value: RwSignal<String>| {
            view! {
                <input class="input" type="datetime-local" aria-label=move || tell.say(label) prop:value=value
                    on:input:target=move |event| value.set(event.target().value())/>
            }
        };
        view! {
            <li class="absence-row">
                <select class="input" aria-label=move || tell.say(texts::ABSENCE_KIND) on:change:target=choose>{options.collect_view()}</select>
                {time(texts::ABSENCE_FROM, row.from)}
                {time(texts::ABSENCE_UNTIL, row.until)}
                <input class="input note" type="text" maxlength="200" placeholder=move || tell.say(texts::ABSENCE_NOTE)
                    aria-label=move || tell.say(texts::ABSENCE_NOTE) prop:value=row.note
                    on:input:target=move |event| row.note.set(event.target().value())/>
                <button type="button" class="button quiet" aria-label=label on:click=remove>"×"</button>
            </li>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::ABSENCES)}</legend>
            <ul class="absence-rows"><For each=move || rows.get() key=|row| row.number children=row/></ul>
            <button type="button" class="button" on:click=add>{t(texts::ABSENCE_ADD)}</button>
        </fieldset>
    }
}
