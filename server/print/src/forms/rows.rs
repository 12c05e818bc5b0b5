//! The lists on paper from what stands on them.

use domain::{
    Timestamp, day_sheet, dispatch_sheet, headquarters_log,
    roster::{self, Duty, Month, Post},
};
use words::office::roster as texts;

use super::{
    Call, DaySheet, DispatchRow, DispatchSheet, HeadquartersCase, HeadquartersLog, ListForm, Printing, Roster,
    RosterDay,
};

/// What stands on a list of a day, a month or a year that begins at `from`; `number` is its day, month or year.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    pub number: &'a str,
    pub from: Timestamp,
}

impl Contents<'_> {
    /// QR/01
    #[must_use]
    pub fn roster(self, rows: &[roster::Row], printing: &Printing) -> ListForm {
        let day = |row: &roster::Row| {
            let changed = |duty: &Duty| duty.changed_to.clone().map(|to| (duty.post, to));
            let planned = |duty: &Duty| Some((duty.post, duty.name.clone()));
            RosterDay {
                date: row.date,
                engineer: engineers(row.duties.iter().filter_map(planned), printing),
                engineer_changed_to: engineers(row.duties.iter().filter_map(changed), printing),
                manager: manager(row.duties.iter().filter_map(planned)),
                manager_changed_to: manager(row.duties.iter().filter_map(changed)),
            }
        };
        let of_month = |name: fn(&roster::Row) -> &String| rows.first().map(name).cloned().unwrap_or_default();
        let month = Month::of(self.from.to_utc().with_timezone(&printing.centre.zone).date_naive());
        let sheet = Roster {
            number: self.number.to_owned(),
            from: month.first(),
            to: month.last(),
            days: rows.iter().map(day).collect(),
            prepared_by: of_month(|row| &row.prepared_by),
            reviewed_by: of_month(|row| &row.reviewed_by),
            archived_by: of_month(|row| &row.archived_by),
        };
        sheet.form(printing)
    }

    /// QR/02
    #[must_use]
    pub fn calls(self, calls: &[day_sheet::Call], printing: &Printing) -> ListForm {
        let row = |call: &day_sheet::Call| Call {
            unit: call.unit.clone(),
            record: call.record.clone(),
            result: call.result,
            request_number: call.request_number.clone(),
        };
        let sheet = DaySheet {
            number: self.number.to_owned(),
            engineer: names(calls.iter().map(|call| call.taken_by_name.as_str())),
            date: self.from,
            calls: calls.iter().map(row).collect(),
            manager: names(calls.iter().map(|call| call.manager_name.as_str())),
            archived_on: None,
        };
        sheet.form(printing)
    }

    /// QR/04
    #[must_use]
    pub fn dispatches(self, rows: &[dispatch_sheet::Row], printing: &Printing) -> ListForm {
        let row = |row: &dispatch_sheet::Row| DispatchRow {
            request_number: row.request_number.clone(),
            unit: row.unit.clone(),
            engineer: row.engineer_name.clone(),
            dispatched_at: row.dispatched_at,
            returned_at: row.returned_at,
            outcome: row.outcome,
            re_dispatch_number: Some(row.redispatch_number.clone()).filter(|number| !number.is_empty()),
        };
        let sheet = DispatchSheet {
            number: self.number.to_owned(),
            manager: names(rows.iter().map(|row| row.manager_name.as_str())),
            date: self.from,
            dispatches: rows.iter().map(row).collect(),
        };
        sheet.form(printing)
    }

    /// QR/06
    #[must_use]
    pub fn cases(self, cases: &[headquarters_log::Case], printing: &Printing) -> ListForm {
        let row = |case: &headquarters_log::Case| HeadquartersCase {
            engineer: case.engineer_name.clone(),
            unit: case.unit.clone(),
            data_version: case.data_version.clone(),
            submission_number: case.submission_number.clone(),
            contacts: case.contacts.iter().map(|contact| (contact.at, contact.state.clone())).collect(),
        };
        HeadquartersLog { number: self.number.to_owned(), cases: cases.iter().map(row).collect() }.form(printing)
    }
}

/// The engineers with their shifts; whoever is nobody is a dash.
fn engineers(duties: impl Iterator<Item = (Post, String)>, printing: &Printing) -> String {
    let say = printing.say();
    let named = |(post, name): (Post, String)| {
        let name = if name.is_empty() { "—".to_owned() } else { name };
        format!("{} {name}", say.text(texts::post(post)))
    };
    duties.filter(|(post, _)| *post != Post::Manager).map(named).collect::<Vec<_>>().join(" · ")
}

fn manager(mut duties: impl Iterator<Item = (Post, String)>) -> String {
    let found = duties.find(|(post, _)| *post == Post::Manager).map(|(_, name)| name);
    found.map(|name| if name.is_empty() { "—".to_owned() } else { name }).unwrap_or_default()
}

/// Every name once, in the order of the rows.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut once: Vec<&str> = Vec::new();
    for name in all.filter(|name| !name.is_empty()) {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once.join("、")
}
