//! The service worker and its updates: offered on quiet pages, never while a form is open (SYN-8).

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{t, use_desk};
use words::field as say;

use crate::input::Push;

/// What is known about a new version.
#[derive(Clone, Copy)]
struct Updates {
    /// A new version is loaded and waits.
    ready: RwSignal<bool>,
    /// The new version has taken over (in this tab or another); the page must be loaded anew.
    overdue: RwSignal<bool>,
    /// The person does not want to be asked again for now.
    later: RwSignal<bool>,
    /// Whether the app itself is kept on the device; None until that is known.
    kept: RwSignal<Option<bool>>,
}

/// Whether the pages open without a network, as far as it is known.
#[must_use]
pub fn pages_are_kept() -> RwSignal<Option<bool>> {
    expect_context::<Updates>().kept
}

/// Registers the worker and watches for a new version. In the browser only.
pub fn provide_updates() {
    let no = || RwSignal::new(false);
    let updates = Updates { ready: no(), overdue: no(), later: no(), kept: RwSignal::new(None) };
    provide_context(updates);
    #[cfg(target_arch = "wasm32")]
    browser::register(updates);
}

/// A quiet bar that offers the new version; on the day and the outbox only.
#[component]
pub fn UpdateBar() -> impl IntoView {
    let Updates { ready, overdue, later, .. } = expect_context();
    let path = use_location().pathname;
    let quiet = Memo::new(move |_| matches!(path.get().trim_end_matches('/'), "/field" | "/field/outbox"));
    // Chunks of two versions never mix: a page left behind is loaded anew as soon as no form is open on it.
    Effect::new(move || {
        if overdue.get() && quiet.get() {
            let _ = window().location().reload();
        }
    });
    // A newer version in another tab has already taken over what is stored.
    let desk = use_desk();
    let store_moved_on = move || desk.status().is_some_and(|client| client.status().update_available);
    #[cfg(target_arch = "wasm32")]
    let take = Callback::new(move |()| browser::take_over());
    #[cfg(not(target_arch = "wasm32"))]
    let take = Callback::new(move |()| ());
    view! {
        <Show when=move || (ready.get() || store_moved_on()) && quiet.get() && !later.get()>
            <aside class="update-bar" aria-label=t(say::NEW_VERSION)>
                <p>{t(say::NEW_VERSION)} <small>{t(say::NEW_VERSION_HINT)}</small></p>
                <Push text=say::LATER quiet=true run=Callback::new(move |()| later.set(true))/>
                <Push text=say::UPDATE primary=true run=take/>
            </aside>
        </Show>
    }
}

/// Ends the worker of a device that was emptied; the next page begins with a new one.
pub async fn forget_worker() {
    #[cfg(target_arch = "wasm32")]
    browser::forget_worker().await;
}

/// Tells the worker where the customer signs, or with None that the engineer has the tablet again.
pub fn hold(address: Option<&str>) {
    #[cfg(target_arch = "wasm32")]
    browser::hold(address);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = address;
}

/// Tells the worker from when on the tablet is locked, in milliseconds of the device's clock; None where nothing locks it.
/// False when there is no worker to hear it yet.
pub fn lock(from: Option<i64>) -> bool {
    #[cfg(target_arch = "wasm32")]
    return browser::lock(from);
    #[cfg(not(target_arch = "wasm32"))]
    from.is_none()
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::Updates;
    use js_sys::{Array, Function, Promise, Reflect};
    use leptos::{leptos_dom::helpers::set_interval, prelude::*, task::spawn_local};
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{RegistrationOptions, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

    /// How often an open page asks for a new version.
    const ASK_EVERY: std::time::Duration = std::time::Duration::from_secs(1_800);

    thread_local! {
        static REGISTRATION: std::cell::RefCell<Option<ServiceWorkerRegistration>> = const { std::cell::RefCell::new(None) };
    }

    pub(super) fn register(updates: Updates) {
        let Updates { ready, overdue, kept, .. } = updates;
        let Some(container) = container() else { return kept.set(Some(false)) };
        // The very first worker takes over a page of the same build: nothing to load anew.
        let had_worker = container.controller().is_some();
        let changed = Closure::<dyn Fn()>::new(move || {
            if had_worker {
                let _ = overdue.try_set(true);
            }
        });
        container.set_oncontrollerchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
        spawn_local(async move {
            let options = RegistrationOptions::new();
            // The front door too: without a network it leads to the day.
            options.set_scope("/");
            let Ok(registration) = JsFuture::from(container.register_with_options("/sw.js", &options)).await else {
                kept.try_set(Some(false));
                return;
            };
            let registration: ServiceWorkerRegistration = registration.unchecked_into();
            kept.try_set(Some(registration.active().is_some() && has_pages().await));
            watch(&registration, ready);
            REGISTRATION.set(Some(registration));
            tell_active(&message("tidy"));
        });
        if let Ok(active) = container_ready() {
            spawn_local(async move {
                if JsFuture::from(active).await.is_ok() {
                    kept.try_set(Some(has_pages().await));
                }
            });
        }
        set_interval(ask, ASK_EVERY);
    }

    /// Whether anything is kept for the time without a network: a worker alone says nothing.
    async fn has_pages() -> bool {
        let names = || -> Result<Promise, JsValue> {
            let caches = Reflect::get(&window(), &"caches".into())?;
            Reflect::get(&caches, &"keys".into())?.dyn_into::<Function>()?.call0(&caches)?.dyn_into()
        };
        let Ok(names) = names() else { return false };
        let is_build = |name: JsValue| name.as_string().is_some_and(|name| name.starts_with("paidan-"));
        JsFuture::from(names).await.is_ok_and(|names| Array::from(&names).iter().any(is_build))
    }

    /// Ends the worker of a device that was emptied; the next page begins with a new one.
    pub async fn forget_worker() {
        let Some(container) = container() else { return };
        if let Ok(registration) = JsFuture::from(container.get_registration()).await
            && let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>()
            && let Ok(ending) = registration.unregister()
        {
            let _ = JsFuture::from(ending).await;
        }
    }

    /// Lets the waiting version take over. Where none waits, another tab has let it: loading anew is enough.
    pub fn take_over() {
        let waiting = REGISTRATION.with_borrow(|registration| registration.as_ref()?.waiting());
        match waiting {
            Some(waiting) => drop(waiting.post_message(&message("skip-waiting"))),
            None => drop(window().location().reload()),
        }
    }

    pub fn hold(address: Option<&str>) {
        let message = message("hold");
        let _ = js_sys::Reflect::set(&message, &"address".into(), &address.unwrap_or_default().into());
        tell_active(&message);
    }

    pub fn lock(from: Option<i64>) -> bool {
        let message = message("lock");
        let from = from.map_or(JsValue::UNDEFINED, |from| JsValue::from_f64(from as f64));
        let _ = js_sys::Reflect::set(&message, &"from".into(), &from);
        // Every page has it, the office's too, whoever registered it.
        let worker = container().and_then(|container| container.controller());
        worker.is_some_and(|worker| worker.post_message(&message).is_ok())
    }

    fn tell_active(message: &JsValue) {
        REGISTRATION.with_borrow(|registration| {
            if let Some(active) = registration.as_ref().and_then(ServiceWorkerRegistration::active) {
                let _ = active.post_message(message);
            }
        });
    }

    fn ask() {
        REGISTRATION.with_borrow(|registration| {
            if let Some(Ok(asked)) = registration.as_ref().map(ServiceWorkerRegistration::update) {
                // Without a network there is nothing to learn.
                spawn_local(async move { drop(JsFuture::from(asked).await) });
            }
        });
    }

    fn watch(registration: &ServiceWorkerRegistration, ready: RwSignal<bool>) {
        if registration.waiting().is_some() {
            ready.set(true);
        }
        let watched = registration.clone();
        let found = Closure::<dyn Fn()>::new(move || {
            let Some(worker) = watched.installing() else { return };
            let installing = worker.clone();
            let stepped = Closure::<dyn Fn()>::new(move || {
                let replaces = container().is_some_and(|container| container.controller().is_some());
                if installing.state() == ServiceWorkerState::Installed && replaces {
                    let _ = ready.try_set(true);
                }
            });
            worker.set_onstatechange(Some(stepped.as_ref().unchecked_ref()));
            stepped.forget();
        });
        registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
    }

    fn message(word: &str) -> JsValue {
        let message = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&message, &"type".into(), &word.into());
        message.into()
    }

    /// Answered once a worker with all pages is in charge.
    fn container_ready() -> Result<js_sys::Promise, JsValue> {
        container().ok_or(JsValue::NULL)?.ready()
    }

    /// Absent on an insecure address.
    fn container() -> Option<ServiceWorkerContainer> {
        let navigator = window().navigator();
        let known = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or_default();
        known.then(|| navigator.service_worker())
    }
}
