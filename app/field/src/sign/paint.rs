//! Puts strokes on a canvas: a line through the middles of the points, thicker where the pen is slow or pressed.

use domain::signature::Point;
use web_sys::CanvasRenderingContext2d;

use super::ink::{Drawing, Fit};

/// Ink is dark on a white pad in every theme, like on paper.
const COLOUR: &str = "#1a2140";
/// Widths of the line in CSS pixels.
const THICKEST: f64 = 4.6;
const THINNEST: f64 = 1.6;
/// Speed in CSS pixels a millisecond at which the line is thinnest.
const FAST: f64 = 2.2;

/// The brush on its way along one stroke.
#[derive(Clone, Copy, Debug)]
pub struct Brush {
    width: f64,
}

impl Brush {
    /// A brush at the start of a stroke: a dot is as thick as a slow line.
    #[must_use]
    pub fn new() -> Self {
        Self { width: THICKEST * 0.8 }
    }

    /// Draws what the newest point of a stroke adds.
    pub fn advance(&mut self, context: &CanvasRenderingContext2d, stroke: &[Point], fit: Fit) {
        let [.., before, last] = stroke else {
            if let [dot] = stroke {
                self.dot(context, dot, fit);
            }
            return;
        };
        self.width = self.width * 0.6 + width(before, last) * 0.4;
        let middle = middle(fit, before, last);
        context.set_line_width(self.width * fit.scale);
        context.begin_path();
        match stroke {
            [.., earlier, _, _] => {
                let start = self::middle(fit, earlier, before);
                let turn = fit.place(before);
                context.move_to(start.0, start.1);
                context.quadratic_curve_to(turn.0, turn.1, middle.0, middle.1);
            }
            _ => {
                let start = fit.place(before);
                context.move_to(start.0, start.1);
                context.line_to(middle.0, middle.1);
            }
        }
        context.stroke();
    }

    /// Draws the end of a finished stroke, from the last middle to its last point.
    pub fn end(&self, context: &CanvasRenderingContext2d, stroke: &[Point], fit: Fit) {
        if let [.., before, last] = stroke {
            let (start, end) = (middle(fit, before, last), fit.place(last));
            context.set_line_width(self.width * fit.scale);
            context.begin_path();
            context.move_to(start.0, start.1);
            context.line_to(end.0, end.1);
            context.stroke();
        }
    }

    fn dot(&self, context: &CanvasRenderingContext2d, dot: &Point, fit: Fit) {
        let (x, y) = fit.place(dot);
        context.begin_path();
        // A line without length is drawn as its round cap.
        context.set_line_width(self.width * fit.scale);
        context.move_to(x, y);
        context.line_to(x, y);
        context.stroke();
    }
}

/// Draws everything anew on a canvas of `width` × `height` CSS pixels.
pub fn all(context: &CanvasRenderingContext2d, drawing: &Drawing, (width, height): (f64, f64), ratio: f64) {
    prepare(context, ratio);
    context.clear_rect(0.0, 0.0, width, height);
    let fit = drawing.fit(width, height);
    for stroke in &drawing.ink().strokes {
        let mut brush = Brush::new();
        (1..=stroke.len()).for_each(|to| brush.advance(context, &stroke[..to], fit));
        brush.end(context, stroke, fit);
    }
}

/// Sets pen and scale; resizing a canvas forgets both.
fn prepare(context: &CanvasRenderingContext2d, ratio: f64) {
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    context.set_stroke_style_str(COLOUR);
    context.set_line_cap("round");
    context.set_line_join("round");
}

fn middle(fit: Fit, a: &Point, b: &Point) -> (f64, f64) {
    let (a, b) = (fit.place(a), fit.place(b));
    ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)
}

/// How thick the line is between two points: by pressure where the pen reports it, else by speed.
fn width(a: &Point, b: &Point) -> f64 {
    let pressure = f64::from(b[3]) / 1_000.0;
    // A mouse always reports one half, a finger nothing or all.
    let reported = pressure > 0.0 && pressure < 1.0 && b[3] != 500;
    let share = if reported {
        pressure
    } else {
        let way = f64::from(a[0] - b[0]).hypot(f64::from(a[1] - b[1])) / 10.0;
        let speed = way / f64::from((b[2] - a[2]).max(1));
        1.0 - (speed / FAST).min(1.0)
    };
    THINNEST + (THICKEST - THINNEST) * share
}
