//! The pages that are none of the tablet's, on a tablet: while a customer holds it they lead back to where the customer
//! signs (ONS-16), while it is locked to the lock, and they lock it themselves when nobody touches it (SYN-10).

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{handover::held_by_customer, lock, storage};

/// Watches over a page that may be none of the tablet's. Pages below /field see to it themselves.
pub fn watch_elsewhere() {
    let lead_back = || {
        let location = window().location();
        let is_elsewhere = location.pathname().is_ok_and(|path| path != "/field" && !path.starts_with("/field/"));
        if !is_elsewhere {
            return;
        }
        lock::lock_if_idle();
        if let Some(held) = held_by_customer() {
            let _ = location.replace(&held);
        } else if lock::is_closed() {
            let _ = location.replace("/field");
        }
    };
    lead_back();
    spawn_local(async move {
        storage::restore().await;
        lead_back();
    });
    for event in ["storage", "pageshow", "focus"] {
        lock::listen(event, lead_back);
    }
    for event in lock::TOUCHES {
        lock::listen(event, move || {
            lead_back();
            lock::touch_elsewhere();
        });
    }
    lock::tick(lead_back);
}
