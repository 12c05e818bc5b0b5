//! The pad: mouse, finger and pen, without lag, and nothing lost when the tablet is turned.

use js_sys::Reflect;
use leptos::{html, prelude::*};
use ui::t;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent, ResizeObserver};
use words::field as say;

use super::{
    ink::{Drawing, Spot},
    paint::{self, Brush},
};
use crate::input::Push;

/// The strokes of a pad, for the pad and for whoever reads them.
#[derive(Clone, Copy)]
pub struct PadInk {
    drawing: StoredValue<Drawing>,
    /// Moves when a stroke was finished or taken back.
    strokes: RwSignal<usize>,
    /// Asks the pad to draw everything anew.
    redraw: Trigger,
}

impl PadInk {
    #[must_use]
    pub fn new() -> Self {
        Self { drawing: StoredValue::new(Drawing::default()), strokes: RwSignal::new(0), redraw: Trigger::new() }
    }

    #[must_use]
    pub fn ink(self) -> domain::signature::Ink {
        self.drawing.with_value(Drawing::finished)
    }

    /// Everything drawn so far, as it can be gone on with.
    #[must_use]
    pub fn drawing(self) -> Drawing {
        self.drawing.get_value()
    }

    /// Goes on with what was drawn before.
    pub fn restore(self, drawing: Drawing) {
        self.drawing.set_value(drawing);
        self.count();
        self.redraw.notify();
    }

    /// Strokes so far, tracked.
    #[must_use]
    pub fn strokes(self) -> usize {
        self.strokes.get()
    }

    /// Whether there is anything on the pad.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.drawing.with_value(Drawing::is_empty)
    }

    pub fn clear(self) {
        self.change(Drawing::clear);
    }

    fn undo(self) {
        self.change(Drawing::undo);
    }

    fn change(self, change: fn(&mut Drawing)) {
        self.drawing.update_value(change);
        self.count();
        self.redraw.notify();
    }

    fn count(self) {
        self.strokes.set(self.drawing.with_value(|drawing| drawing.ink().strokes.len()));
    }
}

/// Draws into `ink`. `began` runs when a pen touches the empty pad.
#[component]
pub fn SignaturePad(ink: PadInk, began: Callback<()>, signer: Signal<String>) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let surface = StoredValue::new_local(None::<Surface>);
    let with_surface = move |act: &mut dyn FnMut(&mut Surface)| {
        surface.update_value(|surface| {
            if let Some(surface) = surface {
                act(surface);
            }
        });
    };
    Effect::new(move || {
        if let Some(canvas) = canvas.get() {
            surface.set_value(Surface::new(canvas, ink, surface));
        }
    });
    Effect::new(move || {
        ink.redraw.track();
        with_surface(&mut |surface| surface.draw_all(ink));
    });
    on_cleanup(move || {
        surface.try_update_value(|surface| surface.take().map(|surface| surface.observer.disconnect()));
    });
    let down = move |event: PointerEvent| {
        with_surface(&mut |surface| {
            if surface.takes(&event) {
                event.prevent_default();
                if ink.is_empty() {
                    began.run(());
                }
                surface.begin(&event, ink);
            }
        });
    };
    let moved = move |event: PointerEvent| with_surface(&mut |surface| surface.extend(&event, ink));
    let up = move |event: PointerEvent| {
        let mut finished = false;
        with_surface(&mut |surface| finished = surface.finish(&event, ink));
        if finished {
            ink.count();
        }
    };
    let label = t(say::PAD);
    view! {
        <div class="pad">
            <canvas node_ref=canvas role="img" aria-label=label
                on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=up on:lostpointercapture=up></canvas>
            <small class="pad-name" aria-hidden="true">{move || signer.get()} " · " {t(say::PAD_HINT)}</small>
            <div class="pad-tools">
                <Push text=say::UNDO_STROKE run=Callback::new(move |()| ink.undo()) disabled=Signal::derive(move || ink.strokes() == 0)/>
                <Push text=say::CLEAR_PAD run=Callback::new(move |()| ink.clear()) disabled=Signal::derive(move || ink.strokes() == 0)/>
            </div>
        </div>
    }
}

/// The canvas with what it needs between two events.
struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    observer: ResizeObserver,
    _resized: Closure<dyn FnMut()>,
    /// Size in CSS pixels.
    size: (f64, f64),
    /// Corner on the page, read once a stroke: asking for it at every point would cost a layout each.
    corner: (f64, f64),
    pointer: Option<i32>,
    /// A pen was seen: a resting hand is no finger.
    has_pen: bool,
    brush: Brush,
    /// What turns the page's time into milliseconds since 1970; found at the first touch.
    epoch: Option<f64>,
}

impl Surface {
    fn new(canvas: HtmlCanvasElement, ink: PadInk, own: StoredValue<Option<Surface>, LocalStorage>) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        let resized = Closure::<dyn FnMut()>::new(move || {
            own.try_update_value(|surface| {
                if let Some(surface) = surface {
                    surface.resize(ink);
                }
            });
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        observer.observe(&canvas);
        let mut surface = Self {
            canvas,
            context,
            observer,
            _resized: resized,
            size: (0.0, 0.0),
            corner: (0.0, 0.0),
            pointer: None,
            has_pen: false,
            brush: Brush::new(),
            epoch: None,
        };
        surface.resize(ink);
        Some(surface)
    }

    /// Fits the canvas to its box and to the screen's pixels. A canvas forgets when it is resized.
    fn resize(&mut self, ink: PadInk) {
        let bounds = self.canvas.get_bounding_client_rect();
        let ratio = window().device_pixel_ratio();
        self.size = (bounds.width(), bounds.height());
        self.canvas.set_width((bounds.width() * ratio).round() as u32);
        self.canvas.set_height((bounds.height() * ratio).round() as u32);
        self.draw_all(ink);
    }

    fn draw_all(&mut self, ink: PadInk) {
        let (size, ratio) = (self.size, window().device_pixel_ratio());
        ink.drawing.with_value(|drawing| paint::all(&self.context, drawing, size, ratio));
    }

    /// Whether this pointer may begin a stroke.
    fn takes(&mut self, event: &PointerEvent) -> bool {
        let kind = event.pointer_type();
        self.has_pen |= kind == "pen";
        let is_palm = self.has_pen && kind == "touch";
        self.pointer.is_none() && event.button() == 0 && !is_palm
    }

    fn begin(&mut self, event: &PointerEvent, ink: PadInk) {
        let bounds = self.canvas.get_bounding_client_rect();
        self.corner = (bounds.left(), bounds.top());
        self.pointer = Some(event.pointer_id());
        self.epoch = self.epoch.or_else(|| Some(js_sys::Date::now() - event.time_stamp()));
        // Keeps the stroke when the pen leaves the pad for a moment.
        let _ = self.canvas.set_pointer_capture(event.pointer_id());
        self.brush = Brush::new();
        let (width, height) = self.size;
        ink.drawing.update_value(|drawing| drawing.begin(self.spot(event), width, height));
        self.advance(ink);
    }

    fn extend(&mut self, event: &PointerEvent, ink: PadInk) {
        if self.pointer != Some(event.pointer_id()) {
            return;
        }
        let (width, height) = self.size;
        // One event stands for all places the pen has been since the last frame.
        let coalesced = event.get_coalesced_events();
        if coalesced.length() == 0 {
            if ink.drawing.try_update_value(|drawing| drawing.extend(self.spot(event), width, height)) == Some(true) {
                self.advance(ink);
            }
            return;
        }
        for event in coalesced.iter() {
            let spot = self.spot(event.unchecked_ref());
            if ink.drawing.try_update_value(|drawing| drawing.extend(spot, width, height)) == Some(true) {
                self.advance(ink);
            }
        }
    }

    /// Ends the stroke of this pointer; true when there was one.
    fn finish(&mut self, event: &PointerEvent, ink: PadInk) -> bool {
        if self.pointer != Some(event.pointer_id()) {
            return false;
        }
        self.pointer = None;
        ink.drawing.update_value(|drawing| {
            let fit = drawing.fit(self.size.0, self.size.1);
            if let Some(stroke) = drawing.ink().strokes.last() {
                self.brush.end(&self.context, stroke, fit);
            }
            drawing.finish();
        });
        true
    }

    /// Draws what the newest point adds.
    fn advance(&mut self, ink: PadInk) {
        ink.drawing.with_value(|drawing| {
            let fit = drawing.fit(self.size.0, self.size.1);
            if let Some(stroke) = drawing.ink().strokes.last() {
                self.brush.advance(&self.context, stroke, fit);
            }
        });
    }

    fn spot(&self, event: &PointerEvent) -> Spot {
        Spot {
            x: fraction(event, "clientX") - self.corner.0,
            y: fraction(event, "clientY") - self.corner.1,
            time: self.epoch.unwrap_or_default() + event.time_stamp(),
            pressure: f64::from(event.pressure()),
        }
    }
}

/// A number of the event with its fraction, which the typed interface rounds away.
fn fraction(event: &PointerEvent, name: &str) -> f64 {
    Reflect::get(event, &name.into()).ok().and_then(|value| value.as_f64()).unwrap_or_default()
}
