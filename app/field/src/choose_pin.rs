//! Asks an engineer who has none for a PIN, once; before the first hand-over there is no way around it (SYN-10, ONS-16).

use domain::time::HOUR;
use leptos::prelude::*;
use ui::{Dialog, t};
use words::{common, field as say, private as texts};

use crate::{
    acting::use_acting,
    input::Push,
    later::{Later, Part},
    pin, storage,
};

/// Until when the person does not want to be asked again.
const LATER: &str = "paidan-pin-later-";
/// Tomorrow is soon enough, but without a PIN nothing locks: for good it is not put off. In milliseconds.
const PUT_OFF: i64 = 12 * HOUR;

/// A notice on the day's page while there is no PIN.
#[component]
pub fn ChoosePin() -> impl IntoView {
    let acting = use_acting();
    let Some(person) = acting.desk.client().and_then(|client| client.person()) else { return ().into_any() };
    let later_key = [LATER, &person.id.to_string()].concat();
    let now = acting.now().millis();
    let put_off = storage::get(&later_key).and_then(|until| until.parse::<i64>().ok());
    let asks = RwSignal::new(!pin::is_set(person.id) && put_off.is_none_or(|until| until <= now));
    let open = RwSignal::new(false);
    let was_asked = RwSignal::new(false);
    let later = Callback::new(move |()| {
        storage::set(&later_key, &(now + PUT_OFF).to_string());
        asks.set(false);
    });
    let choose = Callback::new(move |()| {
        was_asked.set(true);
        open.set(true);
    });
    let done = Callback::new(move |()| {
        open.set(false);
        asks.set(false);
        acting.toasts.done(say::PIN_SET, None);
    });
    view! {
        <Show when=move || asks.get()>
            <section class="notice choose-pin" aria-label=t(texts::CHOOSE_PIN)>
                <p>{t(texts::CHOOSE_PIN_WHY)}</p>
                <div class="stop-actions">
                    <Push text=texts::CHOOSE_PIN run=choose/>
                    <Push text=texts::NOT_NOW quiet=true run=later/>
                </div>
            </section>
        </Show>
        <Show when=move || was_asked.get()>
            <Dialog title=texts::CHOOSE_PIN open=open>
                <Later part=Part::SetPin(done)/>
                <div class="dialog-end"><Push text=common::CANCEL quiet=true run=Callback::new(move |()| open.set(false))/></div>
            </Dialog>
        </Show>
    }
    .into_any()
}
