//! Puts the living page in the place of the one the server sent.
//!
//! What the server sends holds no data and says no more than what is being loaded. So the browser does not take it over
//! node by node, which would cost a third of the framework's code, but draws its own and exchanges the two at once.

use std::{cell::RefCell, rc::Rc};

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, MutationObserver, MutationObserverInit};

use crate::App;

/// Id of the element that holds the server's page.
pub const SENT: &str = "sent";

/// Draws the app and shows it as soon as its first page stands.
pub fn wake() {
    let Some(root) = document().create_element("div").ok().and_then(|div| div.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    root.set_class_name("app");
    root.set_hidden(true);
    let _ = document().body().map(|body| body.append_child(&root));
    show_when_drawn(&root);
    mount_to(root, || view! { <App lang=None/> }).forget();
}

/// A page may lie in a part of the app that is still on its way.
fn show_when_drawn(root: &HtmlElement) {
    let watched = root.clone();
    let watching = Rc::new(RefCell::new(None::<MutationObserver>));
    let stop = Rc::clone(&watching);
    let look = Closure::<dyn FnMut()>::new(move || {
        if watched.first_element_child().is_some() {
            exchange(&watched);
            stop.take().iter().for_each(MutationObserver::disconnect);
        }
    });
    if let Ok(observer) = MutationObserver::new(look.as_ref().unchecked_ref()) {
        let children = MutationObserverInit::new();
        children.set_child_list(true);
        let _ = observer.observe_with_options(root, &children);
        *watching.borrow_mut() = Some(observer);
    }
    look.forget();
}

fn exchange(root: &HtmlElement) {
    root.set_hidden(false);
    if let Some(sent) = document().get_element_by_id(SENT) {
        take_over(&sent, root);
        sent.remove();
    }
}

/// What somebody typed before the page was awake goes on in the living one.
fn take_over(sent: &Element, root: &Element) {
    let Ok(inputs) = sent.query_selector_all("input[name]") else { return };
    let active = document().active_element();
    for input in (0..inputs.length()).filter_map(|at| inputs.item(at)?.dyn_into::<HtmlInputElement>().ok()) {
        let same = root.query_selector(&format!("input[name={:?}]", input.name())).ok().flatten();
        let Some(same) = same.and_then(|same| same.dyn_into::<HtmlInputElement>().ok()) else { continue };
        same.set_value(&input.value());
        if active.as_ref().is_some_and(|active| active.is_same_node(Some(&input))) {
            let _ = same.focus();
        }
    }
}
