//! A drawn signature as lines with the pressure as their width (ONS-16).

use domain::signature::{Ink, Point};
use serde::Serialize;

/// Width of the line in CSS pixels at no pressure and at full pressure.
const THINNEST: f64 = 1.2;
const THICKEST: f64 = 4.2;
/// Neighbours whose widths round to the same step share a line.
const STEPS: f64 = 8.0;

/// The drawing on its pad, in CSS pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub lines: Vec<Line>,
}

/// Points that follow each other, drawn with one width.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    pub width: f64,
    pub points: Vec<[f64; 2]>,
}

impl Drawing {
    #[must_use]
    pub fn of(ink: &Ink) -> Self {
        let lines = ink.strokes.iter().flat_map(|stroke| lines(stroke)).collect();
        Self { width: f64::from(ink.width.max(1)), height: f64::from(ink.height.max(1)), lines }
    }
}

fn lines(stroke: &[Point]) -> Vec<Line> {
    let Some(first) = stroke.first() else { return Vec::new() };
    // A single point is a dot: a line that goes nowhere with round ends.
    let mut lines = vec![Line { width: width(first), points: vec![place(first)] }];
    for pair in stroke.windows(2) {
        let [from, to] = [&pair[0], &pair[1]];
        let wide = width(to);
        match lines.last_mut() {
            Some(line) if line.points.len() == 1 || (line.width - wide).abs() < f64::EPSILON => {
                line.width = wide;
                line.points.push(place(to));
            }
            _ => lines.push(Line { width: wide, points: vec![place(from), place(to)] }),
        }
    }
    if let [Line { points, .. }] = lines.as_mut_slice()
        && points.len() == 1
    {
        points.push(points[0]);
    }
    lines
}

fn place(point: &Point) -> [f64; 2] {
    [f64::from(point[0]) / 10.0, f64::from(point[1]) / 10.0]
}

fn width(point: &Point) -> f64 {
    let pressure = (f64::from(point[3]) / 1000.0).clamp(0.0, 1.0);
    THINNEST + (THICKEST - THINNEST) * (pressure * STEPS).round() / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(strokes: Vec<Vec<Point>>) -> Vec<Line> {
        Drawing::of(&Ink { width: 600, height: 200, strokes }).lines
    }

    #[test]
    fn pressing_harder_draws_wider() {
        let lines = drawn(vec![vec![[0, 0, 0, 200], [100, 0, 8, 200], [200, 0, 16, 900], [300, 0, 24, 900]]]);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].width < lines[1].width);
        assert_eq!(lines[0].points, [[0.0, 0.0], [10.0, 0.0]]);
        assert_eq!(lines[1].points, [[10.0, 0.0], [20.0, 0.0], [30.0, 0.0]]);
    }

    #[test]
    fn a_point_is_a_dot_and_an_empty_stroke_nothing() {
        assert_eq!(drawn(vec![vec![[10, 20, 0, 500]], vec![]])[0].points, [[1.0, 2.0], [1.0, 2.0]]);
        assert_eq!(drawn(vec![]), []);
    }
}
