//! Dragging with mouse, pen or finger. The board's root hears all pointer events; what can be dragged only carries
//! `data-request`, and a lane's hours carry `data-engineer`.

use domain::RequestId;
use leptos::{ev::PointerEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    placing::{self, Over},
    state::Board,
};
use crate::plan::Pull;

/// Movement below this, in CSS pixels, is a click.
const THRESHOLD: i32 = 5;

/// A pointer that went down on something that can be dragged.
#[derive(Clone, Copy)]
pub struct Press {
    request: RequestId,
    pointer: i32,
    x: i32,
    y: i32,
    /// How far into the job it was taken, in milliseconds: it does not jump under the pointer.
    grabbed: i64,
    /// Held already, or found to be immovable.
    is_decided: bool,
}

/// The pointer handlers of the board's root.
#[derive(Clone, Copy)]
pub struct Drag {
    board: Board,
    root: NodeRef<html::Div>,
    press: StoredValue<Option<Press>>,
    /// A frame is asked for in which the lanes scroll.
    is_creeping: StoredValue<bool>,
}

impl Drag {
    #[must_use]
    pub fn new(board: Board, root: NodeRef<html::Div>) -> Self {
        Self { board, root, press: StoredValue::new(None), is_creeping: StoredValue::new(false) }
    }

    pub fn down(self, event: &PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        let Some(card) = closest(event, "[data-request]") else { return };
        let Some(request) = read(&card, "data-request") else { return };
        let (x, y) = (event.client_x(), event.client_y());
        let grabbed = self.grabbed(&card, x);
        let press = Press { request, pointer: event.pointer_id(), x, y, grabbed, is_decided: false };
        self.press.set_value(Some(press));
    }

    pub fn moved(self, event: &PointerEvent) {
        let Some(press) = self.press.get_value().filter(|press| press.pointer == event.pointer_id()) else { return };
        let (x, y) = (event.client_x(), event.client_y());
        if !press.is_decided {
            let far = (x - press.x).abs().max((y - press.y).abs());
            if far < THRESHOLD {
                return;
            }
            self.press.set_value(Some(Press { is_decided: true, ..press }));
            let Some(held) = placing::hold(self.board, press.request, Some((x, y))) else { return };
            // From here on the root hears the pointer wherever it goes, and no click follows.
            if let Some(root) = self.root.get_untracked() {
                let _ = root.set_pointer_capture(press.pointer);
            }
            self.board.preview.set(None);
            self.board.held.set(Some(held));
        }
        if self.hover((x, y)) {
            event.prevent_default();
            self.creep();
        }
    }

    /// What is held is over a point of the window now. False when nothing is held.
    fn hover(self, (x, y): (i32, i32)) -> bool {
        let (Some(press), Some(mut held)) = (self.press.get_value(), self.board.held.get_untracked()) else {
            return false;
        };
        held.pointer = Some((x, y));
        held.over = self.over(&held, x, y, press.grabbed);
        self.board.held.set(Some(held));
        true
    }

    /// At an edge of the lanes they scroll, a frame at a time, for as long as something is held there.
    fn creep(self) {
        if self.is_creeping.get_value() {
            return;
        }
        self.is_creeping.set_value(true);
        request_animation_frame(move || {
            self.is_creeping.try_set_value(false);
            let held = self.board.held.try_get_untracked().flatten();
            let Some((x, y)) = held.and_then(|held| held.pointer) else { return };
            if self.board.sight.creep(f64::from(x), f64::from(y)) {
                self.board.sight.look();
                if self.hover((x, y)) {
                    self.creep();
                }
            }
        });
    }

    pub fn up(self, event: &PointerEvent) {
        if self.take(event).is_some() && self.is_dragging() {
            placing::put_down(self.board);
        }
    }

    pub fn cancelled(self, event: &PointerEvent) {
        if self.take(event).is_some() && self.is_dragging() {
            placing::let_go(self.board);
        }
    }

    fn take(self, event: &PointerEvent) -> Option<Press> {
        let press = self.press.get_value().filter(|press| press.pointer == event.pointer_id())?;
        self.press.set_value(None);
        Some(press)
    }

    fn is_dragging(self) -> bool {
        self.board.held.with_untracked(|held| held.as_ref().is_some_and(|held| held.pointer.is_some()))
    }

    fn over(self, held: &placing::Held, x: i32, y: i32, grabbed: i64) -> Over {
        let (x, y) = (f64::from(x), f64::from(y));
        if let Some((engineer, share)) = self.board.stack.with_untracked(|stack| self.board.sight.under(stack, x, y)) {
            let at = self.board.hours.get_untracked().at(share).plus(-grabbed);
            return placing::over_lane(self.board, held, engineer, at, Pull::ToArrival);
        }
        let queue = self.root.get_untracked().and_then(|root| root.query_selector("[data-queue]").ok().flatten());
        let is_inside =
            |area: web_sys::DomRect| x >= area.left() && x < area.right() && y >= area.top() && y < area.bottom();
        let is_queue = queue.is_some_and(|queue| is_inside(queue.get_bounding_client_rect()));
        if is_queue { Over::Queue } else { Over::Nowhere }
    }

    fn grabbed(self, card: &Element, x: i32) -> i64 {
        let Some(lane) = card.closest("[data-engineer]").ok().flatten() else { return 0 };
        let per_pixel = (self.board.hours.get_untracked().count() * domain::time::HOUR) as f64
            / lane.get_bounding_client_rect().width().max(1.0);
        ((f64::from(x) - card.get_bounding_client_rect().left()) * per_pixel) as i64
    }
}

fn closest(event: &PointerEvent, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

fn read<T: std::str::FromStr>(element: &Element, attribute: &str) -> Option<T> {
    element.get_attribute(attribute)?.parse().ok()
}
