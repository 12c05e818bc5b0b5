//! Work that can wait until somebody sees something.

use std::time::Duration;

use leptos::prelude::{request_animation_frame, set_timeout};

/// Runs `work` when the next frame has been painted. (Idle callbacks say so better; not every tablet's browser has them.)
pub fn after_paint(work: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(work, Duration::ZERO));
}

/// Waits until the next frame has been painted, or for so long where no frame comes: a page out of sight has none.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn painted(patience: Duration) {
    use js_sys::{Function, Promise};
    use wasm_bindgen::JsValue;
    let painted = Promise::new(&mut |resolve: Function, _| {
        let in_time = resolve.clone();
        after_paint(move || drop(in_time.call0(&JsValue::NULL)));
        set_timeout(move || drop(resolve.call0(&JsValue::NULL)), patience);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(painted).await;
}
