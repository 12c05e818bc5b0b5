//! The hours of the shown day, and where an instant stands between them.

use domain::{
    Timestamp,
    time::{DAY, HOUR, MINUTE},
};

/// Usual first and last hour of the board.
const USUAL: (i64, i64) = (8, 18);

/// An evening is shown up to two hours after midnight.
const LATEST: i64 = 26;
/// From this hour on a span is given room to be read in.
const EVENING: i64 = 22;

/// The hour up to which a span is shown; both in milliseconds since midnight.
fn late(from: i64, until: i64) -> i64 {
    let readable = if from >= EVENING * HOUR { from + 2 * HOUR } else { until };
    (until.max(readable) + HOUR - 1).div_euclid(HOUR)
}

/// The stretch of a day that the board shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Midnight in the centre's zone.
    pub day: Timestamp,
    pub first: i64,
    pub last: i64,
}

impl Hours {
    /// The usual hours, stretched so that every span fits in, past midnight too: what begins late in the evening could not
    /// be read in the rest of its day.
    #[must_use]
    pub fn around(day: Timestamp, spans: impl Iterator<Item = (Timestamp, Timestamp)>) -> Self {
        let usual = Hours { day, first: USUAL.0, last: USUAL.1 };
        spans.fold(usual, |hours, (from, until)| Hours {
            first: hours.first.min(from.since(day).div_euclid(HOUR)).max(0),
            last: hours.last.max(late(from.since(day), until.since(day))).min(LATEST),
            ..hours
        })
    }

    #[must_use]
    pub fn count(self) -> i64 {
        self.last - self.first
    }

    #[must_use]
    pub fn opens(self) -> Timestamp {
        self.day.plus(self.first * HOUR)
    }

    #[must_use]
    pub fn closes(self) -> Timestamp {
        self.day.plus(self.last * HOUR)
    }

    /// When work is planned to begin, whatever the board shows.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        self.day.plus(USUAL.0 * HOUR)
    }

    /// When work is planned to end.
    #[must_use]
    pub fn ends(self) -> Timestamp {
        self.day.plus(USUAL.1 * HOUR)
    }

    #[must_use]
    pub fn holds(self, at: Timestamp) -> bool {
        at >= self.day && at < self.day.plus(DAY)
    }

    /// Share of the shown width at which an instant stands, 0 to 100.
    #[must_use]
    pub fn percent(self, at: Timestamp) -> f64 {
        let share = at.since(self.opens()) as f64 / (self.count() * HOUR) as f64;
        (share * 100.0).clamp(0.0, 100.0)
    }

    /// Share of the shown width that a span takes, 0 to 100.
    #[must_use]
    pub fn width(self, from: Timestamp, until: Timestamp) -> f64 {
        (self.percent(until) - self.percent(from)).max(0.0)
    }

    /// The instant at a share (0 to 1) of the shown width, to the minute; within the day, although more of the night may
    /// be shown.
    #[must_use]
    pub fn at(self, share: f64) -> Timestamp {
        let minutes = (share * (self.count() * 60) as f64).round() as i64;
        self.opens().plus(minutes * MINUTE).min(self.day.plus(DAY - 15 * MINUTE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(hour: i64, minute: i64) -> Timestamp {
        Timestamp(hour * HOUR + minute * MINUTE)
    }

    #[test]
    fn a_job_outside_the_usual_hours_stretches_the_board_and_the_evening_can_be_read() {
        let early_and_late = [(clock(6, 30), clock(7, 30)), (clock(23, 0), clock(25, 0))];
        let hours = Hours::around(Timestamp(0), early_and_late.into_iter());
        assert_eq!((hours.first, hours.last), (6, 25));
        let late = Hours::around(Timestamp(0), [(clock(23, 10), clock(23, 40))].into_iter());
        assert_eq!(late.last, 26, "half an hour before midnight has the width of two");
        assert_eq!(late.at(1.0), clock(23, 45), "nothing is planned for the next day on this one's board");
        let quiet = Hours::around(Timestamp(0), std::iter::empty());
        assert_eq!((quiet.first, quiet.last), (8, 18));
    }

    #[test]
    fn an_instant_and_its_share_of_the_width_agree() {
        let hours = Hours::around(Timestamp(0), std::iter::empty());
        assert!((hours.percent(clock(13, 0)) - 50.0).abs() < 1e-9);
        assert_eq!(hours.at(0.5), clock(13, 0));
        assert!(hours.percent(clock(3, 0)).abs() < 1e-9);
    }
}
