//! What stands around every office page: one desk for all of them, opened in the browser only.

use leptos::prelude::*;
use leptos_router::components::Outlet;
use offline::Keeping;
use ui::{
    session::{Desk, Stage, provide_desk},
    t,
    toast::provide_toasts,
    use_desk,
};
use words::{common, office::shared};

/// The frame all office routes share. The server renders it without the page inside, so that its answer holds no data;
/// the page appears when the browser has taken over, and the desk stays while the person moves from page to page.
#[component]
pub fn OfficeFrame() -> impl IntoView {
    office_desk();
    let is_live = RwSignal::new(false);
    Effect::new(move || is_live.set(true));
    view! {
        <Show when=move || is_live.get() fallback=Waiting>
            <Outlet/>
        </Show>
    }
}

/// The desk of the office's pages; made once, whether the routes use [`OfficeFrame`] or not.
pub(crate) fn office_desk() -> Desk {
    if let Some(desk) = use_context::<Desk>() {
        return desk;
    }
    let desk = provide_desk(Keeping::InMemory);
    provide_toasts();
    desk
}

/// Renders its children once somebody is signed in; until then it says what it waits for.
#[component]
pub(crate) fn WhenReady(children: ChildrenFn) -> impl IntoView {
    let desk = use_desk();
    let stage = Memo::new(move |_| desk.stage.get());
    move || match stage.get() {
        Stage::Ready => children().into_any(),
        Stage::Failed => view! { <p class="notice late page-notice">{t(shared::NO_STORAGE)}</p> }.into_any(),
        Stage::Opening | Stage::SignedOut => view! { <Waiting/> }.into_any(),
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! { <p class="empty waiting" role="status">{t(common::LOADING)}</p> }
}
