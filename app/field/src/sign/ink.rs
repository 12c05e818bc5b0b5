//! A signature being drawn: strokes in the coordinates of the pad they were begun on. Pure.
//!
//! The canvas forgets when the tablet is turned; the strokes do not. What is drawn on a turned pad is converted into
//! the box of the first stroke, so that the finished signature has one size.

use domain::signature::{Ink, MAXIMUM_POINTS, Point};
use serde::{Deserialize, Serialize};

/// Where the pen is: CSS pixels of the pad as it is now, milliseconds since 1970, pressure from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub x: f64,
    pub y: f64,
    pub time: f64,
    pub pressure: f64,
}

/// How the signature's own box lies in the pad as it is now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    pub scale: f64,
    pub left: f64,
    pub top: f64,
}

impl Fit {
    /// A point of the signature on the pad, in CSS pixels.
    #[must_use]
    pub fn place(self, point: &Point) -> (f64, f64) {
        let [x, y, ..] = point;
        (self.left + f64::from(*x) / 10.0 * self.scale, self.top + f64::from(*y) / 10.0 * self.scale)
    }
}

/// A pen that rests sends the same place again; less than this far apart (in tenths of a pixel) says nothing new.
const SAME_PLACE: i32 = 8;
/// Nobody signs with more strokes; they would be taps, and each is a point that cannot be thinned out.
const MAXIMUM_STROKES: usize = 300;

/// The strokes so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    ink: Ink,
    /// Time of the first point, in milliseconds since 1970: what is drawn after a reload goes on from there.
    began: f64,
    /// A stroke is under way.
    #[serde(skip)]
    is_down: bool,
}

impl Drawing {
    #[must_use]
    pub fn ink(&self) -> &Ink {
        &self.ink
    }

    /// The finished signature. Its box holds all of it: on a turned pad one can write beside the box of the first
    /// stroke.
    #[must_use]
    pub fn finished(&self) -> Ink {
        let mut ink = self.ink.clone();
        let across = |axis: usize| ink.strokes.iter().flatten().map(move |point| point[axis]);
        let (left, right) = (across(0).min().unwrap_or(0).min(0), across(0).max().unwrap_or(0).max(ink.width * 10));
        let (top, bottom) = (across(1).min().unwrap_or(0).min(0), across(1).max().unwrap_or(0).max(ink.height * 10));
        ink.width = (right - left + 9) / 10;
        ink.height = (bottom - top + 9) / 10;
        for point in ink.strokes.iter_mut().flatten() {
            point[0] -= left;
            point[1] -= top;
        }
        ink
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ink.strokes.is_empty()
    }

    /// How the signature lies in a pad of this size: as large as fits, in the middle.
    #[must_use]
    pub fn fit(&self, width: f64, height: f64) -> Fit {
        let (own_width, own_height) = (f64::from(self.ink.width), f64::from(self.ink.height));
        if self.is_empty() || own_width <= 0.0 || own_height <= 0.0 {
            return Fit { scale: 1.0, left: 0.0, top: 0.0 };
        }
        let scale = (width / own_width).min(height / own_height);
        Fit { scale, left: (width - own_width * scale) / 2.0, top: (height - own_height * scale) / 2.0 }
    }

    /// The pen touches a pad of this size.
    pub fn begin(&mut self, spot: Spot, width: f64, height: f64) {
        if self.ink.strokes.len() >= MAXIMUM_STROKES {
            return;
        }
        if self.is_empty() {
            self.ink.width = width.round() as i32;
            self.ink.height = height.round() as i32;
            self.began = spot.time;
        }
        let point = self.point(spot, width, height);
        self.ink.strokes.push(vec![point]);
        self.is_down = true;
    }

    /// The pen moves; false when that says nothing new.
    pub fn extend(&mut self, spot: Spot, width: f64, height: f64) -> bool {
        if !self.is_down {
            return false;
        }
        let point = self.point(spot, width, height);
        let Some(stroke) = self.ink.strokes.last_mut() else { return false };
        let moved = stroke
            .last()
            .is_none_or(|last| (last[0] - point[0]).abs() >= SAME_PLACE || (last[1] - point[1]).abs() >= SAME_PLACE);
        if moved {
            stroke.push(point);
        }
        moved
    }

    /// The pen is lifted.
    pub fn finish(&mut self) {
        self.is_down = false;
        self.thin();
    }

    /// Takes the last stroke back.
    pub fn undo(&mut self) {
        self.is_down = false;
        self.ink.strokes.pop();
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn point(&self, spot: Spot, width: f64, height: f64) -> Point {
        let Fit { scale, left, top } = self.fit(width, height);
        let tenths = |value: f64| (value * 10.0).round() as i32;
        let time = (spot.time - self.began).max(0.0).round() as i32;
        let pressure = (spot.pressure.clamp(0.0, 1.0) * 1_000.0).round() as i32;
        [tenths((spot.x - left) / scale), tenths((spot.y - top) / scale), time, pressure]
    }

    /// Leaves out every other inner point until the signature fits into an action; the ends of strokes stay.
    fn thin(&mut self) {
        while self.ink.points() > MAXIMUM_POINTS && self.ink.strokes.iter().any(|stroke| stroke.len() > 2) {
            for stroke in &mut self.ink.strokes {
                let last = stroke.len() - 1;
                let mut at = 0;
                stroke.retain(|_| {
                    at += 1;
                    (at - 1) % 2 == 0 || at - 1 == last
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(x: f64, y: f64, time: f64) -> Spot {
        Spot { x, y, time, pressure: 0.5 }
    }

    #[test]
    fn what_is_drawn_after_turning_the_tablet_lies_where_it_was_drawn() {
        let mut drawing = Drawing::default();
        drawing.begin(spot(10.0, 10.0, 5.0), 700.0, 250.0);
        drawing.extend(spot(110.0, 60.0, 30.0), 700.0, 250.0);
        drawing.finish();
        // Turned: the pad is narrower now, the signature shown smaller.
        let fit = drawing.fit(350.0, 250.0);
        assert_eq!(fit, Fit { scale: 0.5, left: 0.0, top: 62.5 });
        drawing.begin(spot(100.0, 100.0, 60.0), 350.0, 250.0);
        let stroke = drawing.ink().strokes.last().expect("a stroke");
        assert_eq!(fit.place(&stroke[0]), (100.0, 100.0));
        assert_eq!(drawing.ink().strokes[0], [[100, 100, 0, 500], [1_100, 600, 25, 500]]);
    }

    #[test]
    fn what_is_written_beside_the_box_of_the_first_stroke_widens_it() {
        let mut drawing = Drawing::default();
        drawing.begin(spot(10.0, 10.0, 0.0), 700.0, 250.0);
        drawing.finish();
        assert_eq!(drawing.finished(), drawing.ink().clone());
        // Turned: there is room above and below.
        drawing.begin(spot(20.0, 12.5, 40.0), 350.0, 250.0);
        let ink = drawing.finished();
        assert_eq!((ink.width, ink.height), (700, 350));
        assert_eq!(ink.strokes, [vec![[100, 1_100, 0, 500]], vec![[400, 0, 40, 500]]]);
    }

    #[test]
    fn a_long_scribble_fits_and_keeps_the_ends_of_its_strokes() {
        let mut drawing = Drawing::default();
        for stroke in 0..4 {
            let from = f64::from(stroke) * 10.0;
            drawing.begin(spot(from, 0.0, 0.0), 700.0, 250.0);
            (1..=2_000).for_each(|step| {
                drawing.extend(spot(from + f64::from(step), 50.0, f64::from(step)), 700.0, 250.0);
            });
            drawing.finish();
        }
        assert!(drawing.ink().points() <= MAXIMUM_POINTS);
        assert!(drawing.ink().is_enough());
        let ends: Vec<_> =
            drawing.ink().strokes.iter().map(|stroke| (stroke[0][0], stroke[stroke.len() - 1][0])).collect();
        assert_eq!(ends, [(0, 20_000), (100, 20_100), (200, 20_200), (300, 20_300)]);
    }

    #[test]
    fn the_last_stroke_can_be_taken_back_and_an_empty_pad_begins_anew() {
        let mut drawing = Drawing::default();
        drawing.begin(spot(1.0, 1.0, 100.0), 700.0, 250.0);
        drawing.finish();
        drawing.begin(spot(5.0, 5.0, 200.0), 700.0, 250.0);
        drawing.undo();
        assert_eq!(drawing.ink().strokes.len(), 1);
        drawing.undo();
        drawing.begin(spot(2.0, 2.0, 900.0), 350.0, 200.0);
        assert_eq!((drawing.ink().width, drawing.ink().strokes[0][0]), (350, [20, 20, 0, 500]));
    }

    #[test]
    fn a_resting_pen_adds_nothing() {
        let mut drawing = Drawing::default();
        drawing.begin(spot(10.0, 10.0, 0.0), 700.0, 250.0);
        assert!(!drawing.extend(spot(10.3, 10.3, 8.0), 700.0, 250.0));
        assert!(drawing.extend(spot(12.0, 10.0, 16.0), 700.0, 250.0));
    }
}
