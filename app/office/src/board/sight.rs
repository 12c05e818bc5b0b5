//! What is in sight of the lanes: where they are scrolled to, what a pointer is over, and bringing a lane into sight.

use std::ops::Range;

use domain::PersonId;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DomRect, Element, FocusEvent, ResizeObserver};

use super::stack::{ROW, Stack};

/// How near to the edge something dragged scrolls the lanes, in CSS pixels.
const EDGE: f64 = 44.0;
/// Pixels a frame that the lanes scroll when it is at the very edge.
const FASTEST: f64 = 22.0;

/// What is taken to be in sight before it is measured, in CSS pixels.
const UNMEASURED: i64 = 720;

/// The parts of the screen that say where the lanes are. Handles only.
#[derive(Clone, Copy)]
pub struct Sight {
    /// What scrolls.
    pub grid: NodeRef<html::Div>,
    /// As tall as all lanes together.
    pub room: NodeRef<html::Div>,
    /// The head over the hours, as wide as they are.
    pub hours: NodeRef<html::Div>,
    /// From where to where the room is in sight, in CSS pixels.
    seen: RwSignal<Range<i64>>,
    /// The lane that has the focus.
    focused: RwSignal<Option<PersonId>>,
}

impl Sight {
    #[must_use]
    pub fn new() -> Self {
        Self {
            grid: NodeRef::new(),
            room: NodeRef::new(),
            hours: NodeRef::new(),
            seen: RwSignal::new(0..UNMEASURED),
            focused: RwSignal::new(None),
        }
    }

    /// The lanes to draw, tracked; `held` are those that must not vanish meanwhile.
    #[must_use]
    pub fn drawn(self, stack: &Stack, held: &[PersonId]) -> Vec<PersonId> {
        let focused = self.focused.get();
        let beside = focused.map(|lane| stack.with_neighbours(lane)).unwrap_or_default();
        self.seen.with(|seen| stack.drawn(seen, &[beside, held].concat()))
    }

    /// Looks again after scrolling or another size.
    pub fn look(self) {
        let Some(grid) = self.grid.get_untracked() else { return };
        let top = i64::from(grid.scroll_top());
        let seen = top..top + i64::from(grid.client_height());
        if self.seen.with_untracked(|known| *known != seen) {
            self.seen.set(seen);
        }
    }

    /// Looks again whenever the size changes, as long as the lanes are on screen.
    pub fn watch(self) {
        let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
        Effect::new(move || {
            let Some(grid) = self.grid.get() else { return };
            let resized = Closure::<dyn FnMut()>::new(move || self.look());
            if let Ok(resizes) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
                resizes.observe(&grid);
                observer.set_value(Some((resizes, resized)));
            }
            self.look();
        });
        on_cleanup(move || {
            observer.with_value(|observer| observer.iter().for_each(|(resizes, _)| resizes.disconnect()));
        });
    }

    /// The focus has come to something within a lane, or has left them.
    pub fn focus(self, event: &FocusEvent, is_here: bool) {
        let target = event.target().filter(|_| is_here).and_then(|target| target.dyn_into::<Element>().ok());
        let lane = target.and_then(|target| target.closest("[data-engineer]").ok().flatten());
        let lane = lane.and_then(|lane| lane.get_attribute("data-engineer")).and_then(|id| id.parse().ok());
        if self.focused.get_untracked() != lane {
            self.focused.set(lane);
        }
    }

    /// The lane under a point of the window, with the share of its hours' width; None beside the hours.
    #[must_use]
    pub fn under(self, stack: &Stack, x: f64, y: f64) -> Option<(PersonId, f64)> {
        let (hours, room) = (self.hours.get_untracked()?, self.room.get_untracked()?);
        let (hours, seen) = (hours.get_bounding_client_rect(), self.area()?);
        let is_inside = x >= hours.left() && x < hours.right() && y >= hours.bottom() && y < seen.bottom();
        let lane = stack.at((y - room.get_bounding_client_rect().top()) as i64).filter(|_| is_inside)?;
        Some((lane, (x - hours.left()) / hours.width().max(1.0)))
    }

    /// Scrolls by one frame's worth towards the edge that a dragged thing is at. False when there is nothing to scroll.
    pub fn creep(self, x: f64, y: f64) -> bool {
        let (Some(grid), Some(area), Some(hours)) =
            (self.grid.get_untracked(), self.area(), self.hours.get_untracked())
        else {
            return false;
        };
        let top = hours.get_bounding_client_rect().bottom();
        let by = if x < area.left() || x >= area.right() { 0.0 } else { pace(y, top, area.bottom()) };
        let before = grid.scroll_top();
        if by != 0.0 {
            grid.set_scroll_top(before + by as i32);
        }
        grid.scroll_top() != before
    }

    /// Scrolls as little as brings a lane into sight with a part of the ones beside it.
    pub fn reveal(self, stack: &Stack, lane: PersonId) {
        let (Some(grid), Some(room), Some(span)) =
            (self.grid.get_untracked(), self.room.get_untracked(), stack.span(lane))
        else {
            return;
        };
        let (top, tall) = (i64::from(grid.scroll_top()), i64::from(grid.client_height() - room.offset_top()));
        let highest = span.start - ROW / 2;
        let lowest = span.end + ROW / 2 - tall;
        let wanted = if top > highest { highest } else { top.max(lowest) };
        if wanted != top {
            grid.set_scroll_top(i32::try_from(wanted).unwrap_or(0));
            self.look();
        }
    }

    /// Scrolls so that what was in sight stays there after the lanes have come to lie otherwise.
    pub fn hold(self, before: &Stack, after: &Stack) {
        let Some(grid) = self.grid.get_untracked() else { return };
        let shift = after.shift(before, i64::from(grid.scroll_top()));
        if shift != 0 {
            grid.set_scroll_top(grid.scroll_top() + i32::try_from(shift).unwrap_or(0));
            self.look();
        }
    }

    fn area(self) -> Option<DomRect> {
        self.grid.get_untracked().map(|grid| grid.get_bounding_client_rect())
    }
}

/// Pixels a frame: none in the middle, more the nearer to an edge, negative upwards.
fn pace(y: f64, top: f64, bottom: f64) -> f64 {
    let inside = (EDGE / 2.0).max((bottom - top) / 3.0).min(EDGE);
    let share = |into: f64| (into / inside).clamp(0.0, 1.0);
    let (up, down) = (share(top + inside - y), share(y - (bottom - inside)));
    ((down - up) * FASTEST).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_scroll_faster_the_nearer_to_an_edge_and_not_at_all_in_the_middle() {
        let pace = |y| pace(y, 100.0, 700.0);
        assert!(pace(400.0).abs() < f64::EPSILON);
        assert!(pace(680.0) > 0.0 && pace(690.0) > pace(680.0));
        assert!((pace(760.0) - FASTEST).abs() < f64::EPSILON);
        assert!((pace(90.0) + FASTEST).abs() < f64::EPSILON);
    }
}
