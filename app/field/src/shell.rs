//! The frame around every tablet page: opens the desk, asks for a sign-in where nobody is known, holds the hand-over.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::Outlet, hooks::use_location};
use offline::Keeping;
use ui::{
    format::{self, Shape},
    session::{Stage, provide_desk},
    shell::LanguageChoice,
    t,
    toast::{ToastArea, provide_toasts, use_toasts},
    use_desk, use_language, use_now,
};
use words::field as say;

use crate::{
    badge::secret,
    handover::{OnlyWhereAllowed, provide_handover},
    later::{Later, Part},
    lock::{Lock, Unlocked, use_lock},
    storage,
    update::{UpdateBar, provide_updates},
};

/// How the steps of a visit show dates.
const DATES: [Shape; 4] = [Shape::Time, Shape::DayTime, Shape::IsoDate, Shape::Day];

/// The tablet's frame.
///
/// The server renders nothing of the pages: what it sends for any address below /field is the same shell without data,
/// which the service worker keeps for days without a network (SYN-1).
#[component]
pub fn FieldShell() -> impl IntoView {
    provide_desk(Keeping::OnDevice);
    provide_toasts();
    let lock = Lock::provide();
    let is_awake = RwSignal::new(false);
    Effect::new(move || is_awake.set(true));
    view! {
        <div class="tablet field">
            <Show when=move || is_awake.get() fallback=Opening>
                <Inside/>
            </Show>
            // A message may name a customer.
            <Show when=move || !lock.is_locked()><ToastArea/></Show>
        </div>
    }
}

/// What stands there until the desk is open.
#[component]
fn Opening() -> impl IntoView {
    view! { <main class="lone" aria-busy="true"><p>{t(say::OPENING)}</p></main> }
}

#[component]
fn Inside() -> impl IntoView {
    let handover = provide_handover();
    // Whether it is locked, or in a customer's hands, is known when the database has said so.
    let is_known = RwSignal::new(false);
    spawn_local(async move {
        storage::restore().await;
        handover.look_again();
        is_known.try_set(true);
    });
    // What went wrong on one page is nobody's business on the next, least of all the customer's.
    let (toasts, location) = (use_toasts(), use_location());
    Effect::new(move |before: Option<String>| {
        let here = location.pathname.get();
        if before.is_some_and(|before| before != here) {
            toasts.mended();
        }
        here
    });
    provide_updates();
    let desk = use_desk();
    use_lock().watch(desk, handover);
    let is_wiped = Memo::new(move |_| desk.status().is_some_and(|client| client.is_wiped()));
    // Only a real change of the stage may rebuild the page: what is typed there must stay.
    let stage = Memo::new(move |_| desk.stage.get());
    let (now, words) = (use_now(), use_language());
    Effect::new(move || {
        if stage.get() == Stage::Ready {
            now.set(desk.now());
            if let Some(client) = desk.client() {
                secret::prepare(&client);
            }
            format::prepare(&DATES, desk.now(), untrack(|| words.lang()), desk.zone());
        }
    });
    move || {
        if is_wiped.get() {
            return view! { <Later part=Part::Wiped/> }.into_any();
        }
        match stage.get() {
        Stage::Ready if !is_known.get() => view! { <Opening/> }.into_any(),
        Stage::Opening => view! { <Opening/> }.into_any(),
        Stage::SignedOut => {
            view! { <main class="lone is-narrow"><h1>{t(say::SIGN_IN)}</h1><Later part=Part::SignIn { login: None, then: None }/><LanguageChoice/></main> }.into_any()
        }
        Stage::Ready => view! { <Unlocked><OnlyWhereAllowed><UpdateBar/><Outlet/></OnlyWhereAllowed></Unlocked> }.into_any(),
        Stage::Failed => view! {
            <main class="lone">
                <h1>{t(say::NO_STORAGE)}</h1>
                <p>{t(say::NO_STORAGE_HINT)}</p>
            </main>
        }
        .into_any(),
    }
    }
}
