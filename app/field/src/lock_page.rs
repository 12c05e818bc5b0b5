//! What covers the tablet while it is locked: whose it is, the PIN, and the ways out (SYN-10).

use domain::{PersonId, people::Person};
use leptos::{html, prelude::*, task::spawn_local};
use ui::{t, use_now};
use words::{field as say, private as texts};

use crate::{
    acting::{Acting, use_acting},
    black_box::SaveBox,
    device::{SetPin, sign_out, sign_out_hint},
    input::{Push, use_title},
    lock::use_lock,
    pin,
    sign_in::SignIn,
};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Pin,
    Password,
    /// The password was right: a new PIN.
    NewPin,
    SignOut,
}

/// The lock's page.
#[component]
pub fn LockPage() -> impl IntoView {
    use_title(texts::LOCKED);
    let acting = use_acting();
    let person = acting.desk.client().and_then(|client| client.person());
    let Some(person) = person else { return ().into_any() };
    let way = RwSignal::new(Way::Pin);
    let lock = use_lock();
    let is_waiting = Memo::new(move |_| {
        let status = acting.desk.outbox().map(|client| client.status());
        status
            .is_some_and(|status| status.waiting + status.blobs_waiting + status.sealed_waiting + status.unfinished > 0)
    });
    let go = move |to: Way| Callback::new(move |()| way.set(to));
    let (id, login) = (person.id, person.login.clone());
    view! {
        <main class="lone locked">
            <h1>{t(texts::LOCKED)}</h1>
            <p class="locked-name">{full_name(&person)}</p>
            {move || match way.get() {
                Way::Pin => view! {
                    <PinPad person=id/>
                    <div class="locked-ways">
                        <Push text=texts::BY_PASSWORD quiet=true run=go(Way::Password)/>
                        <Push text=texts::SIGN_OUT_INSTEAD quiet=true run=go(Way::SignOut)/>
                    </div>
                    <Show when=move || is_waiting.get()><SaveBox/></Show>
                }.into_any(),
                Way::Password => view! {
                    <SignIn hint=texts::BY_PASSWORD_HINT login=Some(login.clone()) then=Some(go(Way::NewPin))/>
                    <Push text=texts::STILL_LOCKED quiet=true run=go(Way::Pin)/>
                }.into_any(),
                Way::NewPin => view! {
                    <h2>{t(texts::NEW_PIN_NOW)}</h2>
                    <SetPin then=Callback::new(move |()| lock.open())/>
                }.into_any(),
                Way::SignOut => view! {
                    <p>{t(texts::SIGN_OUT_SURE)}</p>
                    <p>{move || sign_out_hint(acting)}</p>
                    <div class="locked-ways">
                        <Push text=texts::STILL_LOCKED quiet=true run=go(Way::Pin)/>
                        <Push text=words::common::SIGN_OUT primary=true run=Callback::new(move |()| sign_out(acting, lock))/>
                    </div>
                }.into_any(),
            }}
        </main>
    }
    .into_any()
}

fn full_name(person: &Person) -> String {
    [person.name.as_str(), " · ", &person.badge_number].concat()
}

/// Digits to tap, and a field for whoever has a keyboard.
#[component]
fn PinPad(person: PersonId) -> impl IntoView {
    let acting = use_acting();
    let (lock, now) = (use_lock(), use_now());
    let typed = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let wrong = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let waits = Memo::new(move |_| {
        wrong.track();
        pin::wait(person, now.get()).div_euclid(1_000)
    });
    let submit = move || {
        if busy.get_untracked() || pin::wait(person, acting.now()) > 0 {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let right = pin::is_right(person, &typed.get_untracked(), acting.now()).await;
            busy.set(false);
            typed.set(String::new());
            wrong.set(!right);
            if right {
                lock.open();
            }
        });
    };
    let blocked = move || busy.get() || waits.get() > 0;
    let add = move |digit: char| {
        typed.update(|typed| {
            if typed.len() < 6 {
                typed.push(digit);
            }
        });
    };
    let keys = "123456789".chars().map(|digit| view! { <Key digit=digit add=Callback::new(add)/> }).collect_view();
    let mistake = move || mistake(acting, wrong.get(), waits.get());
    let change = move |text: String| typed.set(text.chars().filter(char::is_ascii_digit).take(6).collect());
    view! {
        <form class="pin pin-pad" on:submit=move |event| {
            event.prevent_default();
            submit();
        }>
            <label for="lock-pin">{t(texts::LOCKED_HINT)}</label>
            <input id="lock-pin" class="input" type="password" inputmode="none" autocomplete="off" node_ref=input aria-describedby="lock-mistake"
                prop:value=move || typed.get() on:input:target=move |event| change(event.target().value())/>
            <p class="mistake" id="lock-mistake" role="alert">{mistake}</p>
            <div class="pin-keys">
                {keys}
                <button type="button" class="button quiet" aria-label=t(texts::ERASE) on:click=move |_| typed.update(|typed| { typed.pop(); })>"⌫"</button>
                <Key digit='0' add=Callback::new(add)/>
                <button class="button primary" type="submit" disabled=blocked>{t(texts::UNLOCK)}</button>
            </div>
        </form>
    }
}

fn mistake(acting: Acting, is_wrong: bool, seconds: i64) -> Option<String> {
    match (is_wrong, seconds) {
        (_, seconds) if seconds > 0 => Some(acting.words.fill(say::PIN_WAIT, &[("n", &seconds.to_string())])),
        (true, _) => Some(acting.words.say(say::PIN_WRONG).to_owned()),
        _ => None,
    }
}

#[component]
fn Key(digit: char, add: Callback<char>) -> impl IntoView {
    view! { <button type="button" class="button" on:click=move |_| add.run(digit)>{digit.to_string()}</button> }
}
