//! How the lanes lie on top of each other, and which of them have to be in the document: two hundred engineers with ten
//! jobs each would be ten thousand elements, of which a screen shows fifteen lanes.

use std::ops::Range;

use domain::PersonId;

/// Height of one row of a lane in CSS pixels; `--row-height` in `style/board.css` is the same.
pub const ROW: i64 = 53;
/// Lanes that are drawn above and below what is in sight: scrolling and the tab key find the next one there.
const SPARE: usize = 3;

/// The lanes in their order, with where each begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    lanes: Vec<PersonId>,
    /// Where each lane begins in CSS pixels from the top, and at the end where the last one ends.
    edges: Vec<i64>,
}

impl Stack {
    /// Lanes in their order with the number of their rows.
    #[must_use]
    pub fn new(lanes: impl Iterator<Item = (PersonId, usize)>) -> Self {
        let mut stack = Stack { lanes: Vec::new(), edges: vec![0] };
        for (lane, rows) in lanes {
            let begins = stack.height();
            stack.lanes.push(lane);
            stack.edges.push(begins + ROW * i64::try_from(rows.max(1)).unwrap_or(1));
        }
        stack
    }

    /// Height of all lanes in CSS pixels.
    #[must_use]
    pub fn height(&self) -> i64 {
        self.edges.last().copied().unwrap_or(0)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.lanes.len()
    }

    /// The place of a lane from the top, from 0.
    #[must_use]
    pub fn place(&self, lane: PersonId) -> Option<usize> {
        self.lanes.iter().position(|one| *one == lane)
    }

    /// From where to where a lane reaches, in CSS pixels.
    #[must_use]
    pub fn span(&self, lane: PersonId) -> Option<Range<i64>> {
        let place = self.place(lane)?;
        Some(self.edges[place]..self.edges[place + 1])
    }

    /// The lane at a height; None above the first and below the last.
    #[must_use]
    pub fn at(&self, y: i64) -> Option<PersonId> {
        let below = self.edges.partition_point(|edge| *edge <= y);
        self.lanes.get(below.checked_sub(1)?).copied()
    }

    /// The lanes to draw, in their order: those in sight with some to spare, and wherever they are those of `pinned`.
    #[must_use]
    pub fn drawn(&self, sight: &Range<i64>, pinned: &[PersonId]) -> Vec<PersonId> {
        let first = self.edges.partition_point(|edge| *edge <= sight.start).saturating_sub(1 + SPARE);
        let last = self.edges.partition_point(|edge| *edge < sight.end) + SPARE;
        let is_drawn = |place: usize, lane| (first..last).contains(&place) || pinned.contains(lane);
        let lanes = self.lanes.iter().enumerate();
        lanes.filter(|(place, lane)| is_drawn(*place, lane)).map(|(_, lane)| *lane).collect()
    }

    /// A lane with the ones above and below it.
    #[must_use]
    pub fn with_neighbours(&self, lane: PersonId) -> &[PersonId] {
        let Some(place) = self.place(lane) else { return &[] };
        &self.lanes[place.saturating_sub(1)..(place + 2).min(self.lanes.len())]
    }

    /// How far what is in sight has moved when the lanes come to lie as in `self`: the lane that was uppermost in sight
    /// stays where it was, whatever became of those above it.
    #[must_use]
    pub fn shift(&self, before: &Stack, top: i64) -> i64 {
        // At the very top new lanes come into sight instead.
        let held = if top <= 0 { None } else { before.at(top) };
        let moved = held.and_then(|lane| Some(self.span(lane)?.start - before.span(lane)?.start));
        moved.unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn lane(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    /// Two hundred lanes of one row; the third has two.
    fn stack() -> Stack {
        Stack::new((0..200).map(|number| (lane(number), if number == 2 { 2 } else { 1 })))
    }

    #[test]
    fn a_point_belongs_to_the_lane_that_reaches_over_it() {
        let stack = stack();
        assert_eq!(stack.height(), 201 * ROW);
        assert_eq!((stack.at(-1), stack.at(0), stack.at(ROW)), (None, Some(lane(0)), Some(lane(1))));
        assert_eq!((stack.at(3 * ROW), stack.at(4 * ROW)), (Some(lane(2)), Some(lane(3))));
        assert_eq!((stack.at(201 * ROW - 1), stack.at(201 * ROW)), (Some(lane(199)), None));
        assert_eq!(stack.span(lane(2)), Some(2 * ROW..4 * ROW));
    }

    #[test]
    fn only_lanes_in_sight_and_a_few_around_them_are_drawn() {
        let stack = stack();
        let top: Vec<_> = (0..10).map(lane).collect();
        // Six and a half lanes are in sight.
        assert_eq!(stack.drawn(&(0..7 * ROW + 20), &[]), top);
        let middle: Vec<_> = (96..106).map(lane).collect();
        assert_eq!(stack.drawn(&(100 * ROW..104 * ROW), &[]), middle);
        assert_eq!(stack.drawn(&(300 * ROW..310 * ROW), &[]).last(), Some(&lane(199)));
    }

    #[test]
    fn a_pinned_lane_is_drawn_in_its_place() {
        let drawn = stack().drawn(&(100 * ROW..104 * ROW), stack().with_neighbours(lane(0)));
        assert_eq!(drawn[..3], [lane(0), lane(1), lane(96)]);
    }

    #[test]
    fn the_uppermost_lane_in_sight_stays_when_one_above_it_grows() {
        let (before, after) = (stack(), Stack::new((0..200).map(|number| (lane(number), 1))));
        assert_eq!(after.shift(&before, 10 * ROW), -ROW);
        assert_eq!(after.shift(&before, ROW), 0);
        assert_eq!(after.shift(&before, 0), 0);
    }
}
