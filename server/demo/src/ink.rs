//! Signatures that look written: strokes of characters, drawn as curves with the time and pressure of a hand.

use std::f64::consts::PI;

use domain::signature::{Ink, Point};

use crate::chance::Chance;

/// The pad of the signing page, in CSS pixels.
const WIDTH: i32 = 700;
const HEIGHT: i32 = 248;

/// Points a stroke has, one every [`STEP`] milliseconds.
const POINTS: i32 = 7;
const STEP: i32 = 15;

/// Room of one character, in CSS pixels.
const ROOM: f64 = 150.0;

/// Begin, bend and end of a stroke, in shares of the character's room.
type Stroke = [(f64, f64); 3];

/// The basic strokes of Chinese writing, where they usually stand.
const STROKES: [Stroke; 9] = [
    [(0.10, 0.25), (0.50, 0.18), (0.92, 0.20)],
    [(0.15, 0.55), (0.50, 0.50), (0.88, 0.50)],
    [(0.05, 0.92), (0.50, 0.86), (0.96, 0.90)],
    [(0.50, 0.02), (0.54, 0.50), (0.49, 0.98)],
    [(0.20, 0.20), (0.17, 0.55), (0.24, 0.85)],
    [(0.55, 0.10), (0.45, 0.62), (0.04, 0.96)],
    [(0.45, 0.35), (0.62, 0.78), (0.97, 0.95)],
    [(0.20, 0.20), (1.05, 0.05), (0.78, 0.82)],
    [(0.46, 0.02), (0.53, 0.07), (0.58, 0.16)],
];

/// The ink of a name. Which strokes a character has comes from the character, so that the same name looks alike each
/// time; how exactly they are drawn comes from chance.
pub(crate) fn signature(name: &str, chance: &mut Chance) -> Ink {
    let characters: Vec<char> = name.chars().filter(|character| !character.is_whitespace()).take(3).collect();
    let strokes_each = if characters.len() < 3 { 5 } else { 4 };
    let mut clock = 0;
    let mut strokes = Vec::new();
    for (place, character) in (0u8..).zip(&characters) {
        let left = 70.0 + f64::from(place) * 195.0 + chance.swing() * 12.0;
        let top = 42.0 + chance.swing() * 12.0;
        for stroke in strokes_of(*character, strokes_each) {
            strokes.push(draw(stroke, (left, top), &mut clock, chance));
        }
    }
    Ink { width: WIDTH, height: HEIGHT, strokes }
}

fn strokes_of(character: char, count: usize) -> Vec<&'static Stroke> {
    let mut order: Vec<&'static Stroke> = STROKES.iter().collect();
    Chance::new(u64::from(u32::from(character)), "character", 0).shuffle(&mut order);
    order.truncate(count);
    order
}

fn draw(stroke: &Stroke, corner: (f64, f64), clock: &mut i32, chance: &mut Chance) -> Vec<Point> {
    let [begin, bend, end] =
        stroke.map(|(x, y)| (corner.0 + x * ROOM + chance.swing() * 5.0, corner.1 + y * ROOM + chance.swing() * 5.0));
    let firmness = 620.0 + chance.swing() * 90.0;
    let points = (0..POINTS).map(|index| {
        let share = f64::from(index) / f64::from(POINTS - 1);
        let curve =
            |a: f64, b: f64, c: f64| (1.0 - share).powi(2) * a + 2.0 * share * (1.0 - share) * b + share.powi(2) * c;
        let pressure = firmness * (0.45 + 0.55 * (share * PI).sin());
        let tenths = |pixels: f64| (pixels * 10.0).round() as i32;
        let (x, y) = (curve(begin.0, bend.0, end.0), curve(begin.1, bend.1, end.1));
        [tenths(x), tenths(y), *clock + index * STEP, pressure.round() as i32]
    });
    let points: Vec<Point> = points.collect();
    let pause = i32::try_from(chance.between(70, 190)).unwrap_or_default();
    *clock += POINTS * STEP + pause;
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_enough_ink_inside_the_pad_and_in_order() {
        for name in ["周素珍", "柳燕", "欧阳文静"] {
            let ink = signature(name, &mut Chance::new(7, "ink", 0));
            assert!(ink.is_enough());
            assert!((60..=120).contains(&ink.points()), "{name}: {}", ink.points());
            let points: Vec<Point> = ink.strokes.concat();
            assert!(points.iter().all(|[x, y, _, p]| (0..WIDTH * 10).contains(x)
                && (0..HEIGHT * 10).contains(y)
                && (1..=1000).contains(p)));
            assert!(points.windows(2).all(|pair| pair[0][2] < pair[1][2]));
        }
    }
}
