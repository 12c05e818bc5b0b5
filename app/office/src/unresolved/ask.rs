//! The dialog of a deed: its fields, what is wrong with them, and the answer of the server. Nothing typed is lost.

use std::sync::Arc;

use domain::{
    RequestId,
    custody::Keeping,
    people::{Colleague, Role},
    request::ServiceRequest,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use ui::{Said, t};
use words::{common, unresolved as texts};

use super::deed::{self, Asked, CONFIRM, Choices, Deed};
use crate::{
    acts::{dialog_of, new_id, use_acts},
    field::Field,
    tell::{Tell, use_tell},
};

/// What is asked, and about which request.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub deed: Deed,
    pub request: Arc<ServiceRequest>,
}

/// The plan that somebody is asked for. It belongs to the page: the box that it was opened from is drawn anew with every
/// change of the request, and what is typed must outlive that.
#[derive(Clone, Copy)]
pub struct HelpAsked(pub RwSignal<Option<Question>>);

/// Called once by every page on which help can be answered.
pub fn provide_help_dialog() {
    provide_context(HelpAsked(RwSignal::new(None)));
}

/// Put once on such a page.
#[component]
pub fn HelpDialog() -> impl IntoView {
    let HelpAsked(asked) = expect_context::<HelpAsked>();
    view! { <AskDialog asked/> }
}

/// The place where the dialog opens.
#[component]
pub fn AskDialog(asked: RwSignal<Option<Question>>) -> impl IntoView {
    dialog_of(asked, |question| question.deed.title(), |question, open| view! { <Ask question open/> }.into_any())
}

#[component]
fn Ask(question: Question, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell) = (use_acts(), use_tell());
    let Question { deed, request } = question;
    let fields = deed.fields();
    let values: Vec<RwSignal<String>> = fields.iter().map(|_| RwSignal::new(String::new())).collect();
    if deed == Deed::Escalate {
        values[0].set(request.symptom.clone());
        values[1].set(data_reference(&request, tell));
    }
    let mistakes: Vec<RwSignal<Option<String>>> = fields.iter().map(|_| RwSignal::new(None)).collect();
    let refused = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let participants = RwSignal::new(request.data_takers());
    let solution_found = RwSignal::new(false);
    let keeping = RwSignal::new(Keeping::Office);
    let unit = request.unit.clone();
    let inputs = fields
        .iter()
        .zip(values.iter().zip(&mistakes))
        .map(|(field, (value, mistake))| input(*field, *value, *mistake))
        .collect_view();
    let everybody = acts_people();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut is_whole = true;
        for (field, (value, mistake)) in fields.iter().zip(values.iter().zip(&mistakes)) {
            let is_missing = field.is_needed && value.with_untracked(|value| value.trim().is_empty());
            is_whole &= !is_missing;
            let label = tell.say(field.label);
            let missing = || tell.fill(words::rejections::MISSING, &[("field", label)]);
            mistake.set(is_missing.then(missing));
        }
        if !is_whole {
            return;
        }
        let typed: Vec<String> = values.iter().map(RwSignal::get_untracked).collect();
        let choices = Choices {
            participants: participants.get_untracked(),
            solution_found: solution_found.get_untracked(),
            keeping: Some(keeping.get_untracked()),
        };
        let new = RequestId(new_id(acts.now()));
        let Some(command) = deed::command(deed, &request, &typed, choices, new) else { return };
        let (id, subject, unit) = (request.id, deed.subject(request.id), request.unit.clone());
        is_busy.set(true);
        spawn_local(async move {
            match acts.give_about(subject, command).await {
                Ok(()) => {
                    let said = Said::filled(deed.said(), &[("unit", &unit)]);
                    acts.say_done(id, said, None);
                    open.set(false);
                }
                Err(refusal) => {
                    refused.try_set(Some(refusal.sentence));
                }
            }
            is_busy.try_set(false);
        });
    };
    let consults = deed == Deed::Consult;
    let hands_over = matches!(deed, Deed::HandOver(_));
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{unit}</p>
            {consults.then(|| view! { <Participants everybody participants/> })}
            {hands_over.then(|| view! { <WhereTo keeping/> })}
            {inputs}
            {consults.then(|| view! { <Found solution_found/> })}
            <p class="mistake" role="alert">{refused}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(CONFIRM)}</button>
            </div>
        </form>
    }
}

/// The customer's data as its record names it: account sets, medium and count.
fn data_reference(request: &ServiceRequest, tell: Tell) -> String {
    let taken = request.dispatches.iter().filter(|dispatch| dispatch.visit.custody().is_some());
    let plan = taken.filter_map(|dispatch| dispatch.visit.data.as_ref()).map(|data| &data.plan).next_back();
    plan.map_or_else(String::new, |plan| {
        let medium = [plan.media.as_str(), " × ", &plan.media_count.to_string()].concat();
        tell.dotted(&[request.number.clone(), plan.account_sets.join(" "), medium])
    })
}

/// Everybody whom the office can invite: the engineers it knows, and the person who asks.
fn acts_people() -> Vec<Colleague> {
    let desk = ui::use_desk();
    let engineers = desk.client().map(|client| client.people()).unwrap_or_default();
    let mut people: Vec<Colleague> = engineers
        .iter()
        .filter(|person| person.active && person.roles.contains(&Role::Field))
        .map(|person| Colleague::from(&**person))
        .collect();
    if let Some(me) = untrack(|| desk.person())
        && people.iter().all(|known| known.person != me.id)
    {
        people.insert(0, Colleague::from(&me));
    }
    people
}

fn input(field: Asked, value: RwSignal<String>, mistake: RwSignal<Option<String>>) -> impl IntoView + use<> {
    let invalid = move || mistake.with(Option::is_some).then_some("true");
    let control = move || {
        if field.is_long {
            view! {
                <textarea class="input" rows="3" aria-invalid=invalid prop:value=value on:input:target=move |event| value.set(event.target().value())></textarea>
            }
            .into_any()
        } else {
            view! { <input class="input" aria-invalid=invalid prop:value=value on:input:target=move |event| value.set(event.target().value())/> }
                .into_any()
        }
    };
    match field.hint {
        Some(hint) => view! { <Field label=field.label hint mistake>{control()}</Field> }.into_any(),
        None => view! { <Field label=field.label mistake>{control()}</Field> }.into_any(),
    }
}

#[component]
fn Participants(everybody: Vec<Colleague>, participants: RwSignal<Vec<Colleague>>) -> impl IntoView {
    let boxes = everybody.into_iter().map(|person| {
        let id = person.person;
        let is_in = move || participants.with(|all| all.iter().any(|one| one.person == id));
        let name = person.name.clone();
        let toggle = move |_| {
            participants.update(|all| match all.iter().position(|one| one.person == id) {
                Some(at) => drop(all.remove(at)),
                None => all.push(person.clone()),
            });
        };
        view! { <label><input type="checkbox" prop:checked=is_in on:change=toggle/> {name}</label> }
    });
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::PARTICIPANTS)}</legend>
            <small>{t(texts::PARTICIPANTS_HINT)}</small>
            <div class="pick">{boxes.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn WhereTo(keeping: RwSignal<Keeping>) -> impl IntoView {
    let boxes = Keeping::ALL.map(|place| {
        let is_it = move || keeping.get() == place;
        view! {
            <label>
                <input type="radio" name="keeping" prop:checked=is_it on:change=move |_| keeping.set(place)/> {t(texts::keeping(place))}
            </label>
        }
    });
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::WHERE)}</legend>
            <div class="pick">{boxes.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Found(solution_found: RwSignal<bool>) -> impl IntoView {
    let option = move |found: bool, text| {
        view! {
            <label>
                <input type="radio" name="found" prop:checked=move || solution_found.get() == found on:change=move |_| solution_found.set(found)/> {t(text)}
            </label>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend class="visually-hidden">{t(texts::SOLUTION_FOUND)}</legend>
            <div class="pick">{option(true, texts::SOLUTION_FOUND)} {option(false, texts::SOLUTION_NOT_FOUND)}</div>
        </fieldset>
    }
}
