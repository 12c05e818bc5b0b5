//! Both versions of one request side by side, and the decision in one step.

use std::{collections::HashMap, sync::Arc};

use domain::{
    DispatchId, RequestId, Timestamp,
    command::Command,
    dispute::{self, Conflict, Field, KeptAction, Resolution, Side},
    request::{Dispatch, ServiceRequest},
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use ui::{Said, contents::ActionContents, t, use_desk};
use words::{Text, conflicts as texts, office::acts as act_texts, states};

use super::{
    choices::Choices,
    compare::{self, Row},
    told,
};
use crate::{
    acts::{Back, use_acts},
    refusal::Refusal,
    tell::{Tell, use_tell},
};

/// Decisions that were begun and not taken, with the reasons typed so far.
pub(super) type Begun = StoredValue<HashMap<RequestId, (Resolution, String)>>;

/// What happened, both versions, and the decision.
#[component]
pub fn Pane(
    request: Signal<Option<Arc<ServiceRequest>>>,
    /// What was begun here and elsewhere and is not decided.
    begun: Begun,
) -> impl IntoView {
    let (tell, acts) = (use_tell(), use_acts());
    let first = request.get_untracked()?;
    let (id, unit) = (first.id, first.unit.clone());
    let (resolution, typed) = begun.with_value(|begun| begun.get(&id).cloned()).unzip();
    let choices = Choices::proposed(&first);
    if let Some(resolution) = resolution {
        choices.resolution.set(resolution);
    }
    let reason = RwSignal::new(typed.unwrap_or_default());
    Effect::new(move || {
        if let Some(request) = request.get() {
            choices.follow(&request);
        }
    });
    Effect::new(move || {
        let so_far = (choices.resolution.get(), reason.get());
        begun.update_value(|begun| drop(begun.insert(id, so_far)));
    });
    let refusal = RwSignal::new(None::<Refusal>);
    {
        // The refusal may be here before the word of the decision that was faster, which takes the pane away.
        let (unit, desk) = (unit.clone(), use_desk());
        on_cleanup(move || {
            let decided =
                desk.client().and_then(|client| client.request(id)).filter(|request| !dispute::is_open(request));
            if let Some(said) = refusal.try_get_untracked().flatten().filter(|_| decided.is_some()) {
                acts.say_lost(id, &unit, &said.sentence);
            }
        });
    }
    let is_busy = RwSignal::new(false);
    let decide = {
        let unit = unit.clone();
        move || {
            if is_busy.get_untracked() {
                return;
            }
            let unit = unit.clone();
            let mut resolution = choices.resolution.get_untracked();
            resolution.reason = reason.get_untracked().trim().to_owned();
            let said = Said::filled(act_texts::SETTLED, &[("unit", &unit)]);
            is_busy.set(true);
            spawn_local(async move {
                let command = Command::ResolveDispute { resolution: Box::new(resolution) };
                match acts.give(id, command).await {
                    Ok(()) => {
                        begun.update_value(|begun| drop(begun.remove(&id)));
                        acts.say_done(id, said, Some(Back::Reopen));
                    }
                    Err(found) => {
                        is_busy.try_set(false);
                        // The pane is gone when somebody else has decided meanwhile.
                        if let Some(Some(found)) = refusal.try_set(Some(found)) {
                            acts.say_lost(id, &unit, &found.sentence);
                        }
                    }
                }
            });
        }
    };
    let submit = {
        let decide = decide.clone();
        move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            decide();
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            decide();
        }
    };
    let form = ["/requests/", &id.to_string()].concat();
    let sentences = move || {
        let told = request.get().map(|request| told::in_full(&request, tell)).unwrap_or_default();
        told.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
    };
    let body = move || request.get().map(|request| body(&request, choices, tell));
    let sentence = move || {
        refusal.get().map(|refusal| match refusal.of_field("reason") {
            Some(_) => tell.say(texts::REASON_MISSING).to_owned(),
            None => refusal.sentence,
        })
    };
    Some(view! {
        <form class="dispute-pane" on:submit=submit on:keydown=key aria-label=unit.clone()>
            <header>
                <h2>{unit.clone()}</h2>
                <a href=form>{t(act_texts::OPEN_FORM)}</a>
            </header>
            <section aria-label=t(texts::WHAT_HAPPENED)><ul class="told">{sentences}</ul></section>
            {body}
            <footer>
                <label class="form-field">
                    <span>{t(texts::REASON)}</span>
                    <input class="input" type="text" name="reason" prop:value=reason on:input:target=move |event| reason.set(event.target().value())/>
                    <small>{t(texts::REASON_HINT)}</small>
                </label>
                <p class="mistake" role="alert">{sentence}</p>
                <button type="submit" class="button primary" disabled=is_busy>{t(texts::DECIDE)} <kbd>"Ctrl ↵"</kbd></button>
            </footer>
        </form>
    })
}

fn body(request: &ServiceRequest, choices: Choices, tell: Tell) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let conflicts = dispute::conflicts(request);
    if !conflicts.is_empty() {
        let is_signed = request.kept.iter().any(|kept| kept.word() == "sign");
        let side = if is_signed { texts::SIGNED_SIDE } else { texts::PREMISES_SIDE };
        let rows = conflicts.iter().map(|(field, conflict)| field_row(*field, conflict, choices, tell)).collect_view();
        parts.push(view! { <h3>{t(texts::FIELDS_TITLE)}</h3> {table(side, rows.into_any())} }.into_any());
    }
    for dispatch in dispute::forms(request) {
        let rows = compare::rows(request, dispatch, tell).into_iter().map(|row| plain_row(row, tell)).collect_view();
        let title = tell.fill(texts::VISIT_TITLE, &[("engineer", &dispatch.engineer_name)]);
        let steps = steps_of(request, dispatch, choices, tell);
        parts.push(
            view! { <h3>{title}</h3> {table(texts::PREMISES_SIDE, rows.into_any())} {form_choice(dispatch, choices)} {steps} }
                .into_any(),
        );
    }
    let is_of_form = |id: DispatchId| dispute::forms(request).any(|dispatch| dispatch.id == id);
    let actions: Vec<&KeptAction> =
        request.kept.iter().filter(|kept| kept.dispatch.is_some_and(|id| !is_of_form(id))).collect();
    if !actions.is_empty() {
        let (all, rows) = action_list(&actions, choices, tell);
        parts.push(view! { <div class="kept-head"><h3>{t(texts::ACTIONS_TITLE)}</h3> {all}</div> {rows} }.into_any());
    }
    parts
}

/// Steps of a visit that had no effect by themselves: what becomes of the visit decides what they are worth, so they stand
/// folded below it.
fn steps_of(request: &ServiceRequest, dispatch: &Dispatch, choices: Choices, tell: Tell) -> Option<AnyView> {
    let steps: Vec<&KeptAction> = request.kept.iter().filter(|kept| kept.dispatch == Some(dispatch.id)).collect();
    if steps.is_empty() {
        return None;
    }
    let title = tell.fill(texts::STEPS_TITLE, &[("n", &steps.len().to_string())]);
    let (all, rows) = action_list(&steps, choices, tell);
    Some(view! { <details class="steps"><summary>{title}</summary> {all} {rows}</details> }.into_any())
}

/// The rows of several actions, and what decides the same for all of them where they are many.
fn action_list(actions: &[&KeptAction], choices: Choices, tell: Tell) -> (Option<AnyView>, AnyView) {
    let envelopes = || actions.iter().map(|kept| kept.envelope.clone()).collect();
    let all = (actions.len() > 2).then(|| all_choice(choices, envelopes()).into_any());
    let rows = actions.iter().map(|kept| action_row(kept, choices, tell)).collect_view();
    (all, view! { <ul class="kept-actions">{rows}</ul> }.into_any())
}

fn table(premises: Text, rows: AnyView) -> impl IntoView {
    view! {
        <table class="versions-table">
            <thead>
                <tr>
                    <th scope="col">{t(texts::FIELD)}</th>
                    <th scope="col">{t(texts::OFFICE_SIDE)}</th>
                    <th scope="col">{t(premises)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn plain_row(row: Row, tell: Tell) -> impl IntoView {
    let differs = row.differs();
    let shown = |text: String| if text.is_empty() { tell.say(texts::NO_VALUE).to_owned() } else { text };
    view! {
        <tr class:differs=differs>
            <th scope="row">{t(row.label)} {differs.then(|| view! { <span class="visually-hidden">{t(texts::DIFFERS)}</span> })}</th>
            <td>{shown(row.office)}</td>
            <td>{shown(row.premises)}</td>
        </tr>
    }
}

/// A field that both sides changed: either value can be chosen.
fn field_row(field: Field, conflict: &Conflict, choices: Choices, tell: Tell) -> impl IntoView + use<> {
    let name = words::conflicts::field(field.word()).map(|text| tell.say(text)).unwrap_or_default();
    let cell = move |side: Side, value: Option<&Value>| {
        let value = in_words(field, value, tell);
        let side_name = tell.say(if side == Side::Office { texts::OFFICE_SIDE } else { texts::PREMISES_SIDE });
        let label = tell.fill(texts::CHOOSE_SIDE, &[("field", name), ("side", side_name)]);
        view! {
            <td class:chosen=move || choices.side(field) == side>
                <label>
                    <input type="radio" name=field.word() aria-label=label
                        prop:checked=move || choices.side(field) == side on:change=move |_| choices.take(field, side)/>
                    {value}
                </label>
            </td>
        }
    };
    view! {
        <tr class="differs">
            <th scope="row">{name} <span class="visually-hidden">{t(texts::DIFFERS)}</span></th>
            {cell(Side::Office, conflict.office.as_ref())}
            {cell(Side::Premises, conflict.premises.as_ref())}
        </tr>
    }
}

fn in_words(field: Field, value: Option<&Value>, tell: Tell) -> String {
    let Some(value) = value else { return tell.say(texts::NO_VALUE).to_owned() };
    let text = value.as_str().unwrap_or_default();
    match field {
        Field::Category => tell.category(text),
        Field::Urgency => {
            let urgency = serde_json::from_value(value.clone()).unwrap_or_default();
            tell.say(states::urgency(urgency)).to_owned()
        }
        Field::WishedAt => text.parse::<Timestamp>().map(|at| tell.near(at)).unwrap_or_default(),
        Field::Product => {
            let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
            [part("name"), " ", part("version")].concat()
        }
        _ => text.to_owned(),
    }
}

fn form_choice(dispatch: &Dispatch, choices: Choices) -> impl IntoView + use<> {
    let id = dispatch.id;
    let name = ["form-", &id.to_string()].concat();
    let choice = move |accept: bool, title: Text, hint: Text| {
        view! {
            <label>
                <input type="radio" name=name.clone() prop:checked=move || choices.accepts(id) == accept
                    on:change=move |_| choices.accept(id, accept)/>
                <span><b>{t(title)}</b> <small>{t(hint)}</small></span>
            </label>
        }
    };
    view! {
        <div class="pick form-choice">
            {choice(true, texts::SITE_COUNTS, texts::SITE_COUNTS_HINT)}
            {choice(false, texts::PLAN_COUNTS, texts::PLAN_COUNTS_HINT)}
        </div>
    }
}

fn action_row(kept: &KeptAction, choices: Choices, tell: Tell) -> impl IntoView + use<> {
    let envelope = StoredValue::new(kept.envelope.clone());
    let applies = move || envelope.with_value(|envelope| choices.applies(envelope));
    let name = ["action-", &kept.envelope].concat();
    let choice = move |apply: bool, text: Text| {
        view! {
            <label>
                <input type="radio" name=name.clone() prop:checked=move || applies() == apply
                    on:change=move |_| envelope.with_value(|envelope| choices.apply(envelope, apply))/>
                {t(text)}
            </label>
        }
    };
    let told = told::when_and_what(kept, tell);
    let action = kept.command.clone();
    view! {
        <li>
            <fieldset>
                <legend>{told}</legend>
                <div class="pick">{choice(true, texts::TAKES_EFFECT)} {choice(false, texts::ONLY_HISTORY)}</div>
                <div class="kept-contents"><ActionContents action terse=true/></div>
            </fieldset>
        </li>
    }
}

/// Decides the same for several actions at once; each can still be chosen by itself.
fn all_choice(choices: Choices, envelopes: Vec<String>) -> impl IntoView {
    let envelopes = StoredValue::new(envelopes);
    let choose = move |text: Text, apply: bool| {
        let all = move |_| envelopes.with_value(|envelopes| choices.apply_all(envelopes, apply));
        view! { <button type="button" class="button" on:click=all>{t(text)}</button> }
    };
    view! { <span class="kept-all">{choose(texts::ALL_TAKE_EFFECT, true)} {choose(texts::ALL_ONLY_HISTORY, false)}</span> }
}
