//! The address under which a calendar program reads an engineer's visits (ONS-21).

use domain::{Timestamp, rights::Action};
use leptos::{prelude::*, task::spawn_local};
use ui::{t, use_desk, use_toasts};
use words::calendar as texts;

use crate::{refusal::Refusal, remote, tell::use_tell, trouble::Trouble};

const PATH: &str = "/api/account/calendar";

/// On the account page, for whoever makes visits.
#[component]
pub fn CalendarFeed() -> impl IntoView {
    let desk = use_desk();
    view! { <Show when=move || desk.may(Action::FillVisit)><Feed/></Show> }
}

#[component]
fn Feed() -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    // None until the server has said it; then since when there is an address, if there is one.
    let since = RwSignal::new(None::<Option<Timestamp>>);
    let address = RwSignal::new(None::<String>);
    let refusal = RwSignal::new(None::<Refusal>);
    let fetch = move || {
        spawn_local(async move {
            match remote::get(desk, tell, PATH).await {
                Ok(value) => {
                    let at = value.get("since").and_then(|at| at.as_str()?.parse().ok());
                    since.try_set(Some(at));
                    refusal.try_set(None);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    Effect::new(fetch);
    let renew = move |_| {
        spawn_local(async move {
            match remote::send(desk, tell, "POST", PATH, None).await {
                Ok(value) => {
                    let origin = window().location().origin().unwrap_or_default();
                    let path = value.get("path").and_then(|path| path.as_str()).unwrap_or_default();
                    address.try_set(Some([&origin, path].concat()));
                    fetch();
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    let revoke = move |_| {
        spawn_local(async move {
            match remote::send(desk, tell, "DELETE", PATH, None).await {
                Ok(_) => {
                    address.try_set(None);
                    toasts.done(texts::REVOKED, None);
                    fetch();
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    let copy = move |_| {
        let Some(address) = address.get_untracked() else { return };
        let _ = window().navigator().clipboard().write_text(&address);
        toasts.done(texts::COPIED, None);
    };
    let has_one = move || since.get().flatten().is_some();
    let state = move || match since.get() {
        None => String::new(),
        Some(None) => tell.say(texts::NONE).to_owned(),
        Some(Some(at)) => tell.fill(texts::SINCE, &[("time", &tell.day_time(at))]),
    };
    view! {
        <section aria-labelledby="calendar-title">
            <h2 id="calendar-title">{t(texts::TITLE)}</h2>
            <p>{t(texts::LEAD)}</p>
            <Trouble refusal retry=move |()| fetch()/>
            <p>{state}</p>
            {move || address.get().map(|address| view! {
                <label class="form-field">
                    <span>{t(texts::ADDRESS)}</span>
                    <span class="copy-line">
                        <input class="input mono" type="text" readonly prop:value=address/>
                        <button type="button" class="button" on:click=copy>{t(texts::COPY)}</button>
                    </span>
                </label>
            })}
            <Show when=move || since.get().is_some()>
                <p class="switch-line">
                    <button type="button" class="button" on:click=renew>
                        {move || tell.say(if has_one() { texts::RENEW } else { texts::MAKE })}
                    </button>
                    <Show when=has_one>
                        <button type="button" class="button danger" on:click=revoke>{t(texts::REVOKE)}</button>
                        <small>{t(texts::RENEW_HINT)}</small>
                    </Show>
                </p>
            </Show>
        </section>
    }
}
