//! What is wrong and when: category, symptom, urgency, channel, wished time.

use domain::request::{Channel, Urgency};
use leptos::prelude::*;
use ui::t;
use words::{
    office::{form, requests as texts},
    states,
};

use super::Typing;
use crate::field::Field;

#[component]
pub fn Problem(typing: Typing) -> impl IntoView {
    let options = states::CATEGORIES.map(|(word, text)| {
        view! { <option value=word selected=move || typing.typed.with(|typed| typed.category == word)>{t(text)}</option> }
    });
    view! {
        <section class="form-part" aria-labelledby="new-what">
            <h2 id="new-what">{t(texts::WHAT)}</h2>
            <Field label=form::CATEGORY mistake=Signal::derive(typing.mistake("/category"))>
                <select
                    class="input"
                    aria-invalid=move || typing.mistake("/category")().map(|_| "true")
                    on:change:target=move |event| {
                        typing.typed.update(|typed| typed.category = event.target().value());
                        typing.forgive("/category");
                    }
                >
                    <option value="" selected=move || typing.typed.with(|typed| typed.category.is_empty())>{t(form::CHOOSE)}</option>
                    {options.collect_view()}
                </select>
            </Field>
            <Field label=form::SYMPTOM mistake=Signal::derive(typing.mistake("/symptom"))>
                <textarea
                    class="input tall"
                    rows="4"
                    placeholder=t(texts::SYMPTOM_HINT)
                    aria-invalid=move || typing.mistake("/symptom")().map(|_| "true")
                    prop:value=move || typing.typed.with(|typed| typed.symptom.clone())
                    on:input:target=move |event| {
                        typing.typed.update(|typed| typed.symptom = event.target().value());
                        typing.forgive("/symptom");
                    }
                ></textarea>
            </Field>
        </section>
    }
}

#[component]
pub fn When(typing: Typing) -> impl IntoView {
    let channels = [Channel::Phone, Channel::Fax, Channel::Visit, Channel::Email].map(|channel| {
        view! {
            <label>
                <input
                    type="radio"
                    name="channel"
                    prop:checked=move || typing.typed.with(|typed| typed.channel == channel)
                    on:change=move |_| typing.typed.update(|typed| typed.channel = channel)
                />
                {t(states::channel(channel))}
            </label>
        }
    });
    let urgencies = [Urgency::Normal, Urgency::Payroll, Urgency::Audit].map(|urgency| {
        view! {
            <label>
                <input
                    type="radio"
                    name="urgency"
                    prop:checked=move || typing.typed.with(|typed| typed.urgency == urgency)
                    on:change=move |_| typing.typed.update(|typed| typed.urgency = urgency)
                />
                {t(states::urgency(urgency))}
            </label>
        }
    });
    view! {
        <section class="form-part" aria-labelledby="new-when">
            <h2 id="new-when">{t(texts::WHEN)}</h2>
            <fieldset class="form-field">
                <legend>{t(form::URGENCY)}</legend>
                <div class="pick">{urgencies.collect_view()}</div>
            </fieldset>
            <fieldset class="form-field">
                <legend>{t(texts::CHANNEL)}</legend>
                <div class="pick">{channels.collect_view()}</div>
            </fieldset>
            <label class="form-field short">
                <span>{t(form::WISHED_AT)} " " <small>{t(texts::OPTIONAL)}</small></span>
                <input
                    class="input"
                    type="datetime-local"
                    step="300"
                    aria-invalid=move || typing.mistake("/wished_at")().map(|_| "true")
                    prop:value=move || typing.typed.with(|typed| typed.wished_at.clone())
                    on:input:target=move |event| typing.typed.update(|typed| typed.wished_at = event.target().value())
                />
                <span class="mistake">{typing.mistake("/wished_at")}</span>
            </label>
        </section>
    }
}
