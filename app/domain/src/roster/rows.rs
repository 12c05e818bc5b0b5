//! QR/01 as the paper has it: a row for each day.

use chrono::{NaiveDate, TimeZone};
use serde::{Deserialize, Serialize};

use super::{Mark, Post, Roster};
use crate::calendar::WorkCalendar;

/// A day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterRow"))]
pub struct Row {
    pub date: NaiveDate,
    /// Of the duty manager first, then of the engineers.
    pub duties: Vec<Duty>,
    /// Of the whole month, as on the form; empty while nobody did.
    pub prepared_by: String,
    pub reviewed_by: String,
    pub archived_by: String,
}

/// A duty of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterDuty"))]
pub struct Duty {
    pub post: Post,
    /// By the plan; empty: nobody.
    pub name: String,
    /// Who comes instead, empty for nobody; None where the plan stands.
    pub changed_to: Option<String>,
}

/// The rows of a month; none when nothing is planned.
#[must_use]
pub fn rows<Z: TimeZone>(roster: &Roster, calendar: &WorkCalendar<Z>) -> Vec<Row> {
    if roster.is_empty() {
        return Vec::new();
    }
    let by = |mark: &Option<Mark>| mark.as_ref().map(|mark| mark.by_name.clone()).unwrap_or_default();
    let duty = |date: NaiveDate, post: Post| {
        let name = roster.planned(date, post).map(|who| who.name.clone());
        let exchange = roster.exchange(date, post);
        let is_needed = Post::of_day(calendar.is_working_day(date)).contains(&post);
        let changed_to = exchange.map(|exchange| exchange.to.as_ref().map(|who| who.name.clone()).unwrap_or_default());
        (is_needed || name.is_some() || changed_to.is_some()).then(|| Duty {
            post,
            name: name.unwrap_or_default(),
            changed_to,
        })
    };
    let row = |date| Row {
        date,
        duties: Post::ALL.into_iter().filter_map(|post| duty(date, post)).collect(),
        prepared_by: by(&roster.prepared),
        reviewed_by: by(&roster.reviewed),
        archived_by: by(&roster.archived),
    };
    roster.month.days().map(row).collect()
}
