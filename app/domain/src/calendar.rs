//! Working time: a calendar of weekly hours, public holidays and make-up days, and counting on it (HOT-13).
//!
//! Hours are half-open: at the minute of closing the calendar is closed, so what is asked exactly then counts from
//! the next opening. A due time that falls exactly on closing stays there all the same (`clocks.md`).

mod data;
mod hours;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike};

pub use data::CalendarData;
pub use hours::{Hours, LocalTime, NotATimeOfDay, NotHours};

use crate::time::{DAY, Timestamp};

/// A search gives up after so many days in a row without working hours.
const IDLE_DAYS: u32 = 400;
/// Nothing is counted further than a century.
const MAX_DAYS: u32 = 36_600;
/// Years in which local time can be reckoned without leaving chrono's range or RFC 3339.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9_998;

/// Why a calendar has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("the calendar has no working hours in the next {IDLE_DAYS} days")]
    NoWorkingHours,
    #[error("the answer lies more than a century away")]
    TooFar,
    #[error("the time lies outside the years 1 to 9998")]
    OutOfRange,
}

/// A calendar that counts. `Z` is the zone that the data names: the server reads the name with chrono-tz, which is too
/// large for the browser.
///
/// Where a change of daylight saving time skips an opening or closing, it happens at the first instant after the gap;
/// where it doubles one, the first of the two counts.
#[derive(Clone, Debug)]
pub struct WorkCalendar<Z> {
    data: CalendarData,
    holidays: BTreeSet<NaiveDate>,
    make_up_days: BTreeSet<NaiveDate>,
    zone: Z,
}

/// Working hours as instants, `open` < `close`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub open: Timestamp,
    pub close: Timestamp,
}

/// A working day: its spans are never empty.
struct Day {
    date: NaiveDate,
    spans: Vec<Span>,
}

impl Day {
    fn close(&self) -> Option<Timestamp> {
        self.spans.last().map(|span| span.close)
    }
}

impl<Z: TimeZone> WorkCalendar<Z> {
    /// Hours may come in any order and overlap. That `zone` is the one `data` names is the caller's promise.
    #[must_use]
    pub fn new(mut data: CalendarData, zone: Z) -> Self {
        data.weekly = data.weekly.map(hours::joined);
        let holidays = data.holidays.iter().copied().collect();
        let make_up_days = data.make_up_days.iter().copied().collect();
        Self { data, holidays, make_up_days, zone }
    }

    #[must_use]
    pub fn data(&self) -> &CalendarData {
        &self.data
    }

    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.hours_of(date).is_empty()
    }

    /// The local hours of a date, in order; none on a day off.
    #[must_use]
    pub fn hours_of(&self, date: NaiveDate) -> &[Hours] {
        if self.make_up_days.contains(&date) {
            self.data.make_up_hours(date)
        } else if self.holidays.contains(&date) {
            &[]
        } else {
            self.data.weekly_hours(date)
        }
    }

    /// The hours of a date as instants, in order and apart.
    #[must_use]
    pub fn spans_of(&self, date: NaiveDate) -> Vec<Span> {
        let span = |hours: &Hours| {
            let (open, close) = (self.instant(date, hours.open())?, self.instant(date, hours.close())?);
            (open < close).then_some(Span { open, close })
        };
        self.hours_of(date).iter().filter_map(span).collect()
    }

    /// The date in the calendar's zone.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn date_of(&self, at: Timestamp) -> Result<NaiveDate, CalendarError> {
        self.local(at).map(|local| local.date())
    }

    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.next_opening(at) == Ok(at)
    }

    /// `at` itself when open, else the next instant that is.
    ///
    /// # Errors
    /// [`CalendarError`] when there is none.
    pub fn next_opening(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        let mut days = self.days_around(at)?;
        loop {
            let day = days.next_day()?;
            if let Some(span) = day.spans.iter().find(|span| at < span.close) {
                return Ok(span.open.max(at));
            }
        }
    }

    /// The instant at which `duration` milliseconds of working time have passed since `from`.
    ///
    /// Never outside working hours, but exactly on closing if the duration ends there. A duration of zero or less
    /// gives `from` itself, or the next opening when that lies outside working hours and not exactly on closing.
    ///
    /// # Errors
    /// [`CalendarError`] when there is not so much working time.
    pub fn add_working(&self, from: Timestamp, duration: i64) -> Result<Timestamp, CalendarError> {
        let mut left = duration.max(0);
        let mut days = self.days_around(from)?;
        loop {
            for span in days.next_day()?.spans {
                if span.close < from {
                    continue;
                }
                let start = span.open.max(from);
                let available = span.close.since(start);
                if left <= available {
                    return Ok(start.plus(left));
                }
                left -= available;
            }
        }
    }

    /// Working time from `from` to `to` in milliseconds; negative when `to` lies before.
    ///
    /// # Errors
    /// [`CalendarError`] when the two lie more than a century apart or out of range.
    pub fn working_between(&self, from: Timestamp, to: Timestamp) -> Result<i64, CalendarError> {
        if to < from {
            return self.working_between(to, from).map(|millis| -millis);
        }
        let overlap = |span: Span| span.close.min(to).since(span.open.max(from)).max(0);
        // A day more on both sides: where clocks are set back over midnight, a date's hours reach into its neighbour.
        let dates = self.dates(from.plus(-DAY), to.plus(DAY))?;
        Ok(dates.flat_map(|date| self.spans_of(date)).map(overlap).sum())
    }

    /// The same time of day `count` working days later; the end of that day's hours if that time is outside them.
    /// From outside working hours, counting starts at the next opening.
    ///
    /// # Errors
    /// [`CalendarError`] when there are not so many working days.
    pub fn add_working_days(&self, from: Timestamp, count: u32) -> Result<Timestamp, CalendarError> {
        let start = self.next_opening(from)?;
        let local = self.local(start)?;
        if count == 0 {
            return Ok(start);
        }
        let mut days = self.days_from(local.date().succ_opt());
        let mut day = days.next_day()?;
        for _ in 1..count {
            day = days.next_day()?;
        }
        let same_time = self.resolve(day.date.and_time(local.time()));
        let inside = |at: &Timestamp| day.spans.iter().any(|span| span.open <= *at && *at <= span.close);
        same_time.filter(inside).or(day.close()).ok_or(CalendarError::OutOfRange)
    }

    /// 24:00 of the day.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn end_of_day(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        self.instant(self.date_of(at)?, LocalTime::END_OF_DAY).ok_or(CalendarError::OutOfRange)
    }

    /// 24:00 of the following day, working or not.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn end_of_next_day(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        let tomorrow = self.date_of(at)?.succ_opt();
        tomorrow.and_then(|date| self.instant(date, LocalTime::END_OF_DAY)).ok_or(CalendarError::OutOfRange)
    }

    /// The end of the day's hours if it is a working day and they are not over, else of the next working day's.
    ///
    /// # Errors
    /// [`CalendarError`] when there is none.
    pub fn end_of_working_day(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        let mut days = self.days_from(Some(self.date_of(at)?));
        loop {
            if let Some(close) = days.next_day()?.close().filter(|close| at < *close) {
                return Ok(close);
            }
        }
    }

    /// The end of hours of the first working day after the day of `at`.
    ///
    /// # Errors
    /// [`CalendarError`] when there is none.
    pub fn end_of_next_working_day(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        self.working_day_after(at)?.close().ok_or(CalendarError::OutOfRange)
    }

    /// A time of day on the first working day after the day of `at`, inside that day's hours or not.
    ///
    /// # Errors
    /// [`CalendarError`] when there is none.
    pub fn next_working_day_at(&self, at: Timestamp, time: LocalTime) -> Result<Timestamp, CalendarError> {
        let day = self.working_day_after(at)?;
        self.instant(day.date, time).ok_or(CalendarError::OutOfRange)
    }

    /// Days off from the day of `from` to the day of `to` that would have been worked if they were no holidays.
    ///
    /// # Errors
    /// [`CalendarError`] when the two lie more than a century apart or out of range.
    pub fn holidays_between(&self, from: Timestamp, to: Timestamp) -> Result<Vec<NaiveDate>, CalendarError> {
        let lost = |date: &NaiveDate| !self.is_working_day(*date) && !self.data.weekly_hours(*date).is_empty();
        Ok(self.dates(from, to)?.filter(lost).collect())
    }

    /// Years from `from` to `to` for which only weekends count, because no holidays are published yet. None for a
    /// calendar that serves every day.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn unpublished_years(&self, from: Timestamp, to: Timestamp) -> Result<Vec<i32>, CalendarError> {
        let years = self.date_of(from)?.year()..=self.date_of(to)?.year();
        let unpublished = |year: &i32| !self.data.years_published.contains(year);
        Ok(years.filter(|year| self.data.follows_publication() && unpublished(year)).collect())
    }

    /// A local time as an instant; `None` only beyond chrono's range.
    #[must_use]
    pub fn instant(&self, date: NaiveDate, time: LocalTime) -> Option<Timestamp> {
        self.resolve(time.on(date)?)
    }

    fn resolve(&self, local: NaiveDateTime) -> Option<Timestamp> {
        let exact = |local: &NaiveDateTime| {
            let instant = self.zone.from_local_datetime(local).earliest()?;
            Some(Timestamp(instant.timestamp_millis()))
        };
        // The longest gap known is the day that Samoa skipped in 2011; gaps end at a full minute.
        let after_the_gap = |minutes| {
            let minute = local.with_second(0)?.with_nanosecond(0)?;
            exact(&minute.checked_add_signed(TimeDelta::minutes(minutes))?)
        };
        exact(&local).or_else(|| (1..=24 * 60).find_map(after_the_gap))
    }

    fn local(&self, at: Timestamp) -> Result<NaiveDateTime, CalendarError> {
        DateTime::from_timestamp_millis(at.millis())
            .filter(|instant| YEARS.contains(&instant.year()))
            .map(|instant| instant.with_timezone(&self.zone).naive_local())
            .ok_or(CalendarError::OutOfRange)
    }

    /// The dates from the day of `from` to the day of `to`.
    fn dates(&self, from: Timestamp, to: Timestamp) -> Result<impl Iterator<Item = NaiveDate>, CalendarError> {
        let (first, last) = (self.date_of(from)?, self.date_of(to)?);
        if last.signed_duration_since(first).num_days() > MAX_DAYS.into() {
            return Err(CalendarError::TooFar);
        }
        Ok(first.iter_days().take_while(move |date| *date <= last))
    }

    /// Working days from the eve of `at`: hours that end at 24:00 close on the date of `at`.
    fn days_around(&self, at: Timestamp) -> Result<WorkingDays<'_, Z>, CalendarError> {
        Ok(self.days_from(self.date_of(at)?.pred_opt()))
    }

    fn working_day_after(&self, at: Timestamp) -> Result<Day, CalendarError> {
        self.days_from(self.date_of(at)?.succ_opt()).next_day()
    }

    fn days_from(&self, date: Option<NaiveDate>) -> WorkingDays<'_, Z> {
        WorkingDays { calendar: self, next: date, left: MAX_DAYS }
    }
}

/// Working days in order, for ever: what ends the walk is an error.
struct WorkingDays<'a, Z> {
    calendar: &'a WorkCalendar<Z>,
    next: Option<NaiveDate>,
    left: u32,
}

impl<Z: TimeZone> WorkingDays<'_, Z> {
    fn next_day(&mut self) -> Result<Day, CalendarError> {
        for _ in 0..IDLE_DAYS {
            let date = self.next.ok_or(CalendarError::OutOfRange)?;
            self.left = self.left.checked_sub(1).ok_or(CalendarError::TooFar)?;
            self.next = date.succ_opt();
            let spans = self.calendar.spans_of(date);
            if !spans.is_empty() {
                return Ok(Day { date, spans });
            }
        }
        Err(CalendarError::NoWorkingHours)
    }
}
