//! What a tablet shows after it was revoked and has emptied itself (SYN-10).

use js_sys::{Array, Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use ui::t;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use words::private as texts;

use crate::{
    acting::use_acting,
    input::{Push, use_title},
    sign_in::SignIn,
    storage,
};

/// The page that says so.
#[component]
pub fn WipedPage() -> impl IntoView {
    use_title(texts::WIPED);
    let acting = use_acting();
    storage::forget_people();
    spawn_local(drop_caches());
    let signs_in = RwSignal::new(false);
    let waiting = Memo::new(move |_| acting.desk.status().map_or(0, |client| client.status().sealed_waiting));
    let text = move || match waiting.get() {
        0 => acting.words.say(texts::WIPED_DONE).to_owned(),
        n => acting.words.fill(texts::WIPED_WAITS, &[("n", &n.to_string())]),
    };
    view! {
        <main class="lone wiped">
            <h1>{t(texts::WIPED)}</h1>
            <p role="status">{text}</p>
            <p>{t(texts::WIPED_HINT)}</p>
            <Show when=move || signs_in.get() fallback=move || view! {
                <Push text=texts::SIGN_IN_ANEW run=Callback::new(move |()| signs_in.set(true))/>
            }>
                <SignIn login=None then=None anew=true/>
            </Show>
        </main>
    }
}

/// The pages of the app hold nobody's data, but a device that is given away should not even open them without a network.
async fn drop_caches() {
    let _ = try_drop_caches().await;
    // A worker without its pages would answer for an app that is not there.
    crate::update::forget_worker().await;
}

async fn try_drop_caches() -> Result<(), JsValue> {
    let caches = Reflect::get(&window(), &"caches".into())?;
    let call = |name: &str, argument: &JsValue| -> Result<Promise, JsValue> {
        Reflect::get(&caches, &name.into())?.dyn_into::<Function>()?.call1(&caches, argument)?.dyn_into()
    };
    let names: Array = JsFuture::from(call("keys", &JsValue::UNDEFINED)?).await?.dyn_into()?;
    for name in names.iter() {
        JsFuture::from(call("delete", &name)?).await?;
    }
    Ok(())
}
