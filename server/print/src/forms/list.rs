//! Landscape sheets with a row for each thing: days of a roster, calls of a day, dispatches of a day, cases at headquarters.

use chrono::NaiveDate;
use domain::{Timestamp, day_sheet::CallResult, dispatch_sheet::Outcome};
use serde::Serialize;
use words::{
    Lang, Text,
    office::{form as texts, sheet},
    paper, states,
};

use super::{Centre, Field, Form, Sheet, Verification};
use crate::say::Say;

/// A sheet of rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListForm {
    sheet: Sheet,
    /// Fields above the rows.
    head: Vec<Field>,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    /// What stands there instead of rows when there are none.
    empty: String,
    /// Fields below the rows.
    foot: Vec<Field>,
    #[serde(skip)]
    as_of: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Column {
    title: String,
    /// Its share of the width.
    share: u8,
}

impl Form for ListForm {
    const TEMPLATE: &'static str = "/list.typ";

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn as_of(&self) -> Timestamp {
        self.as_of
    }
}

/// Who prints a list for whom, and when the list was made.
#[derive(Clone, Debug)]
pub struct Printing<'a> {
    pub centre: &'a Centre,
    pub verification: &'a Verification,
    pub lang: Lang,
    pub as_of: Timestamp,
}

impl Printing<'_> {
    fn list(&self, form: (&str, Text), number: &str, columns: &[(Text, u8)], rows: Vec<Vec<String>>) -> ListForm {
        let say = self.centre.say(self.lang);
        let column = |(title, share): &(Text, u8)| Column { title: say.text(*title), share: *share };
        ListForm {
            sheet: Sheet::new(form, number, self.centre, self.verification, self.as_of, self.lang),
            head: Vec::new(),
            columns: columns.iter().map(column).collect(),
            rows,
            empty: say.text(paper::NO_ROWS),
            foot: Vec::new(),
            as_of: self.as_of,
        }
    }

    pub(super) fn say(&self) -> Say {
        self.centre.say(self.lang)
    }
}

/// QR/01, the duty roster.
#[derive(Clone, Debug)]
pub struct Roster {
    pub number: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub days: Vec<RosterDay>,
    pub prepared_by: String,
    pub reviewed_by: String,
    pub archived_by: String,
}

/// Who is on duty on a day, and what was changed of it; empty where the plan stands.
#[derive(Clone, Debug)]
pub struct RosterDay {
    pub date: NaiveDate,
    pub engineer: String,
    pub engineer_changed_to: String,
    pub manager: String,
    pub manager_changed_to: String,
}

impl Roster {
    #[must_use]
    pub fn form(&self, printing: &Printing) -> ListForm {
        let say = printing.say();
        let row = |day: &RosterDay| {
            let names = [&day.engineer, &day.engineer_changed_to, &day.manager, &day.manager_changed_to];
            [day.date.to_string()].into_iter().chain(names.map(Clone::clone)).collect()
        };
        let columns = [
            (texts::DATE, 2),
            (paper::DUTY_ENGINEER, 6),
            (paper::CHANGED_TO, 4),
            (states::DUTY_MANAGER, 2),
            (paper::CHANGED_TO, 2),
        ];
        let rows = self.days.iter().map(row).collect();
        let period = format!("{} – {}", self.from, self.to);
        ListForm {
            head: vec![Field::new(say.text(paper::PERIOD), period, 12)],
            foot: vec![
                Field::new(say.text(paper::PREPARED_BY), self.prepared_by.as_str(), 4),
                Field::new(say.text(paper::REVIEWED_BY), self.reviewed_by.as_str(), 4),
                Field::new(say.text(paper::ARCHIVED_BY), self.archived_by.as_str(), 4),
            ],
            ..printing.list(("QR/01", paper::ROSTER), &self.number, &columns, rows)
        }
    }
}

/// QR/02, the hotline's calls of a day.
#[derive(Clone, Debug)]
pub struct DaySheet {
    pub number: String,
    pub engineer: String,
    pub date: Timestamp,
    pub calls: Vec<Call>,
    pub manager: String,
    pub archived_on: Option<Timestamp>,
}

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    pub unit: String,
    pub record: String,
    pub result: CallResult,
    pub request_number: String,
}

impl DaySheet {
    #[must_use]
    pub fn form(&self, printing: &Printing) -> ListForm {
        let say = printing.say();
        let row = |(at, call): (usize, &Call)| {
            let result = match call.result {
                CallResult::Visit => paper::BY_VISIT,
                CallResult::SolvedByPhone => paper::SOLVED_BY_PHONE,
                CallResult::NoVisit => paper::NO_VISIT,
            };
            let number = call.request_number.clone();
            vec![(at + 1).to_string(), call.unit.clone(), call.record.clone(), say.text(result), number]
        };
        let columns = [
            (paper::SEQUENCE, 1),
            (texts::UNIT, 4),
            (paper::CALL_RECORD, 8),
            (texts::RESULT, 2),
            (paper::REQUEST_NUMBER, 3),
        ];
        let rows = self.calls.iter().enumerate().map(row).collect();
        let archived = self.archived_on.map(|at| say.day(at)).unwrap_or_default();
        ListForm {
            head: vec![
                Field::new(say.text(paper::DUTY_ENGINEER), self.engineer.as_str(), 6),
                Field::new(say.text(texts::DATE), say.day(self.date), 6),
            ],
            foot: vec![
                Field::new(say.text(states::DUTY_MANAGER), self.manager.as_str(), 6),
                Field::new(say.text(paper::ARCHIVED_ON), archived, 6),
            ],
            ..printing.list(("QR/02", paper::DAY_SHEET), &self.number, &columns, rows)
        }
    }
}

/// QR/04, the dispatches of a day.
#[derive(Clone, Debug)]
pub struct DispatchSheet {
    pub number: String,
    pub manager: String,
    pub date: Timestamp,
    pub dispatches: Vec<DispatchRow>,
}

/// A dispatch; what has not happened yet is None.
#[derive(Clone, Debug)]
pub struct DispatchRow {
    pub request_number: String,
    pub unit: String,
    pub engineer: String,
    pub dispatched_at: Timestamp,
    pub returned_at: Option<Timestamp>,
    pub outcome: Outcome,
    pub re_dispatch_number: Option<String>,
}

impl DispatchSheet {
    #[must_use]
    pub fn form(&self, printing: &Printing) -> ListForm {
        let say = printing.say();
        let outcome = |outcome: Outcome| match outcome {
            Outcome::Open => String::new(),
            known => say.text(sheet::outcome(known)),
        };
        let row = |row: &DispatchRow| {
            vec![
                row.request_number.clone(),
                row.unit.clone(),
                row.engineer.clone(),
                if say.day(row.dispatched_at) == say.day(self.date) {
                    say.time(row.dispatched_at)
                } else {
                    say.day_time(row.dispatched_at)
                },
                row.returned_at.map(|at| say.day_time(at)).unwrap_or_default(),
                outcome(row.outcome),
                row.re_dispatch_number.clone().unwrap_or_default(),
            ]
        };
        let columns = [
            (sheet::REQUEST, 3),
            (sheet::UNIT, 5),
            (sheet::ENGINEER, 2),
            (sheet::DISPATCHED, 3),
            (sheet::RETURNED, 3),
            (sheet::OUTCOME, 2),
            (sheet::AGAIN, 3),
        ];
        let rows = self.dispatches.iter().map(row).collect();
        ListForm {
            head: vec![
                Field::new(say.text(states::DUTY_MANAGER), self.manager.as_str(), 6),
                Field::new(say.text(texts::DATE), say.day(self.date), 6),
            ],
            ..printing.list(("QR/04", paper::DISPATCH_SHEET), &self.number, &columns, rows)
        }
    }
}

/// QR/06, the cases at headquarters.
#[derive(Clone, Debug, Default)]
pub struct HeadquartersLog {
    pub number: String,
    pub cases: Vec<HeadquartersCase>,
}

/// A case with every contact about it, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct HeadquartersCase {
    pub engineer: String,
    pub unit: String,
    pub data_version: String,
    pub submission_number: String,
    pub contacts: Vec<(Timestamp, String)>,
}

impl HeadquartersLog {
    #[must_use]
    pub fn form(&self, printing: &Printing) -> ListForm {
        let say = printing.say();
        let row = |case: &HeadquartersCase| {
            let contacts = case.contacts.iter().map(|(at, state)| format!("{}  {state}", say.day(*at)));
            let contacts: Vec<String> = contacts.collect();
            let words = [&case.engineer, &case.unit, &case.data_version, &case.submission_number].map(Clone::clone);
            words.into_iter().chain([contacts.join("\n")]).collect()
        };
        let columns = [
            (texts::ENGINEER, 2),
            (texts::UNIT, 4),
            (paper::DATA_VERSION, 2),
            (paper::SUBMISSION_NUMBER, 3),
            (paper::CONTACTS, 8),
        ];
        let rows = self.cases.iter().map(row).collect();
        printing.list(("QR/06", paper::HEADQUARTERS_LOG), &self.number, &columns, rows)
    }
}
