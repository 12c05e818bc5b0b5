//! A modal dialog on the native element: focus is kept inside and returns, Escape closes.

use leptos::{html, prelude::*};
use words::Text;

use crate::t;

/// Shows its children in a `<dialog>` while `open` is true.
#[component]
pub fn Dialog(title: Text, open: RwSignal<bool>, children: ChildrenFn) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            if open.get() && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !open.get() && dialog.open() {
                dialog.close();
            }
        }
    });
    view! {
        <dialog node_ref=node class="dialog" aria-label=t(title) on:close=move |_| open.set(false)>
            <Show when=move || open.get()>
                <h2>{t(title)}</h2>
                {children()}
            </Show>
        </dialog>
    }
}
