//! A drawn signature as lines with the pressure as their width (ONS-16).

use std::collections::BTreeMap;

use domain::signature::{Ink, Point};

/// Width of the line in CSS pixels at no pressure and at full pressure.
const THINNEST: f64 = 1.2;
const THICKEST: f64 = 4.2;
/// Points whose widths round to the same step are drawn with one pen.
const STEPS: f64 = 8.0;
/// The colour of what is written, as in `templates/paper.typ`.
pub const INK: &str = "#1c2336";

/// A drawing as an SVG, sized in CSS pixels of its pad: a path for each width.
#[must_use]
pub fn drawing(ink: &Ink) -> String {
    let (width, height) = (ink.width.max(1), ink.height.max(1));
    let mut paths: BTreeMap<u8, String> = BTreeMap::new();
    for stroke in &ink.strokes {
        draw(stroke, &mut paths);
    }
    let path = |(step, path): (u8, String)| {
        let wide = THINNEST + (THICKEST - THINNEST) * f64::from(step) / STEPS;
        format!(r#"<path stroke-width="{wide:.2}" d="{path}"/>"#)
    };
    let paths: String = paths.into_iter().map(path).collect();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><g fill="none" stroke="{INK}" stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>"##
    )
}

/// Adds a stroke's pieces to the paths of their widths; a piece is as wide as its end.
fn draw(stroke: &[Point], paths: &mut BTreeMap<u8, String>) {
    let [first, rest @ ..] = stroke else { return };
    // A single point is a dot: a line that goes nowhere with round ends.
    let rest = if rest.is_empty() { std::slice::from_ref(first) } else { rest };
    let mut before = (first, None);
    for point in rest {
        let step = step(point);
        let path = paths.entry(step).or_default();
        if before.1 != Some(step) {
            path.push('M');
            path.push_str(&place(before.0));
        }
        path.push('L');
        path.push_str(&place(point));
        before = (point, Some(step));
    }
}

fn place(point: &Point) -> String {
    format!("{} {}", f64::from(point[0]) / 10.0, f64::from(point[1]) / 10.0)
}

fn step(point: &Point) -> u8 {
    // At most STEPS.
    (f64::from(point[3].clamp(0, 1000)) / 1000.0 * STEPS).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(strokes: Vec<Vec<Point>>) -> String {
        drawing(&Ink { width: 600, height: 200, strokes })
    }

    #[test]
    fn pressing_harder_draws_wider() {
        let picture = drawn(vec![vec![[0, 0, 0, 200], [100, 0, 8, 200], [200, 0, 16, 900], [300, 5, 24, 900]]]);
        let thin = r#"<path stroke-width="1.95" d="M0 0L10 0"/>"#;
        let thick = r#"<path stroke-width="3.83" d="M10 0L20 0L30 0.5"/>"#;
        assert!(picture.contains(&[thin, thick].concat()), "{picture}");
    }

    #[test]
    fn a_point_is_a_dot_and_an_empty_stroke_nothing() {
        assert!(drawn(vec![vec![[10, 20, 0, 500]], vec![]]).contains(r#"d="M1 2L1 2""#));
        assert!(!drawn(vec![]).contains("<path"));
    }
}
