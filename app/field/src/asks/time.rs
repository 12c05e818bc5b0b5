//! Questions about a time: which one was agreed, and which one it gets instead.

use domain::{
    Timestamp,
    command::Command,
    request::{Dispatch, Window},
};
use leptos::prelude::*;
use ui::{format, t};
use words::{Text, common, field as say};

use super::{Answer, End};
use crate::{
    acting::{Acting, use_acting},
    input::TextField,
};

/// What is known of the dispatch the question is about.
fn known<T>(acting: Acting, answer: Answer, read: fn(&Dispatch, &str) -> T) -> Option<T> {
    let request = acting.desk.client()?.by_dispatch(answer.dispatch)?;
    request.dispatch(answer.dispatch).map(|dispatch| read(dispatch, &request.contact.name))
}

/// The value of a `datetime-local` field for an instant.
fn local(acting: Acting, at: Timestamp) -> String {
    format::instant(at, format::Shape::Local, acting.lang(), &acting.desk.zone())
}

/// A time that somebody may have agreed on.
///
/// # Errors
/// In words: it is missing, gone by for more than an hour, or further off than half a year.
fn plausible(at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Text> {
    match at {
        None => Err(say::TIME_MISSING),
        Some(at) if at < now.plus(-domain::time::HOUR) => Err(say::TIME_IS_PAST),
        Some(at) if at > now.plus(180 * domain::time::DAY) => Err(say::TIME_IS_FAR),
        Some(at) => Ok(at),
    }
}

/// A time agreed with the customer. Outside the window the wish goes to the duty manager (ONS-8).
#[component]
pub fn AppointForm(answer: Answer) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let zone = acting.desk.zone();
    let slot = known(acting, answer, |dispatch, _| dispatch.slot.from).unwrap_or_else(|| acting.now());
    let window = known(acting, answer, |dispatch, _| dispatch.window).flatten();
    let contact = known(acting, answer, |_, contact| contact.to_owned()).unwrap_or_default();
    // A planned time that has passed is no proposal any more.
    let proposed = if slot > acting.now() { slot } else { acting.now().plus(domain::time::HOUR) };
    let time = RwSignal::new(local(acting, proposed));
    let agreed_with = RwSignal::new(contact);
    let at = {
        let zone = zone.clone();
        Memo::new(move |_| format::parse_local(&time.get(), &zone))
    };
    let outside = Memo::new(move |_| at.get().zip(window).is_some_and(|(at, window)| !window.holds(at)));
    let submitted = RwSignal::new(false);
    let mistake = Signal::derive(move || {
        let doubt = plausible(at.get(), acting.now()).err().filter(|_| submitted.get());
        doubt.map(|text| words.say(text).to_owned())
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let Ok(at) = plausible(at.get_untracked(), acting.now()) else { return };
        let note = agreed_with.get_untracked().trim().to_owned();
        let command = if outside.get_untracked() {
            Command::WishAppointment { at, note }
        } else {
            Command::Appoint { at, agreed_with: note }
        };
        answer.give(acting, command);
    };
    let allowed = window.map(|window| {
        let zone = zone.clone();
        view! { <p class="field-hint">{move || allowed(acting, window, &zone)}</p> }
    });
    view! {
        <form on:submit=submit>
            {allowed}
            <TextField label=say::AGREED_TIME value=time kind="datetime-local" mistake=mistake/>
            <TextField label=say::AGREED_WITH value=agreed_with/>
            <Show when=move || outside.get() fallback=move || view! { <End answer=answer send=say::APPOINT_SEND/> }>
                <p class="notice" role="status">{t(say::OUTSIDE_WINDOW)}</p>
                <End answer=answer send=say::WISH_SEND/>
            </Show>
        </form>
    }
}

/// The window in words.
fn allowed(acting: Acting, window: Window, zone: &str) -> String {
    let lang = acting.words.lang();
    let from = format::instant(window.from, format::Shape::DayTime, lang, zone);
    let to = format::instant(window.to, format::Shape::DayTime, lang, zone);
    acting.words.fill(say::ALLOWED_WINDOW, &[("from", &from), ("to", &to)])
}

/// It gets later: why, when instead, and whether the customer agrees (ONS-9).
#[component]
pub fn DelayForm(answer: Answer) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let zone = acting.desk.zone();
    let time = RwSignal::new(local(acting, acting.now().plus(domain::time::HOUR)));
    let (reason, keep) = answer.kept();
    let agreed = RwSignal::new(None::<bool>);
    let submitted = RwSignal::new(false);
    let at = Memo::new(move |_| format::parse_local(&time.get(), &zone));
    let mistake_if = move |wrong: bool, text: Text| (submitted.get() && wrong).then(|| words.say(text).to_owned());
    let time_mistake =
        Signal::derive(move || plausible(at.get(), acting.now()).err().and_then(|text| mistake_if(true, text)));
    let reason_mistake =
        Signal::derive(move || mistake_if(reason.with(|text| text.trim().is_empty()), say::TEXT_MISSING));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let why = reason.get_untracked().trim().to_owned();
        let time = plausible(at.get_untracked(), acting.now());
        if let (Ok(new_time), Some(agreed), false) = (time, agreed.get_untracked(), why.is_empty()) {
            answer.give(acting, Command::ReportDelay { reason: why, new_time, agreed });
        }
    };
    let choice = move |value: bool, text: Text| {
        view! {
            <label>
                <input type="radio" name="agreed" checked=move || agreed.get() == Some(value) on:change=move |_| agreed.set(Some(value))/>
                {t(text)}
            </label>
        }
    };
    view! {
        <form on:submit=submit>
            <p class="field-hint">{t(say::DELAY_HINT)}</p>
            <TextField label=say::REASON value=reason typed=keep mistake=reason_mistake lines=true/>
            <TextField label=say::NEW_TIME value=time kind="datetime-local" mistake=time_mistake/>
            <fieldset class="form-field">
                <legend>{t(say::CUSTOMER_AGREED)}</legend>
                <div class="pick">{choice(true, common::YES)} {choice(false, say::NOT_AGREED)}</div>
                <span class="mistake" role="alert">{move || mistake_if(agreed.get().is_none(), say::CHOOSE_ONE)}</span>
            </fieldset>
            <End answer=answer send=say::DELAY_SEND/>
        </form>
    }
}
