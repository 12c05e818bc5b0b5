//! What travels about clocks, calendars and calls after visits.

use domain::{
    PersonId, RequestId, Timestamp, calendar::CalendarData, deadline::ClockRule, fees::FeeItem, reminder::Notice,
    request::ServiceRequest,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// A rule.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockLine {
    now: ClockRule,
    predefined: ClockRule,
    is_changed: bool,
    /// 0 before it was ever changed.
    version: i64,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockList {
    items: Vec<ClockLine>,
}

/// A calendar.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarLine {
    now: CalendarData,
    predefined: CalendarData,
    is_changed: bool,
    /// 0 before it was ever changed.
    version: i64,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarList {
    items: Vec<CalendarLine>,
}

/// A row of the fee table.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FeeSettingLine {
    now: FeeItem,
    /// The same as `now` for a row that somebody added.
    predefined: FeeItem,
    is_changed: bool,
    /// 0 before it was ever changed.
    version: i64,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FeeSettingList {
    items: Vec<FeeSettingLine>,
}

/// One change of a setting, with the whole of it before and after.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SettingsChange {
    /// Number in the record of change of the whole centre.
    seq: i64,
    at: Timestamp,
    person: Option<PersonId>,
    person_name: String,
    /// `clock`, `calendar` or `fee`.
    kind: String,
    /// Such as `change_clock`, `reset_calendar`.
    command: String,
    name: String,
    before: Value,
    after: Value,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingsHistory {
    items: Vec<SettingsChange>,
}

/// What somebody was told.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NoticeLine {
    id: Uuid,
    at: Timestamp,
    read_at: Option<Timestamp>,
    notice: Notice,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeList {
    items: Vec<NoticeLine>,
    /// How many are not read yet.
    unread: i64,
}

/// A visit in the queue of calls.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FollowUpLine {
    id: RequestId,
    version: i64,
    /// When the call is due, since when the case is open, or when the call was made.
    at: Option<Timestamp>,
    record: ServiceRequest,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FollowUpPage {
    items: Vec<FollowUpLine>,
    /// The cursor of the next page; null after the last one.
    next: Option<String>,
}
