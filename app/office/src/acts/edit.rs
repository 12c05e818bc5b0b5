//! Corrects the record of a request; on one that waits to be verified, corrects and verifies in one step (ONS-2).

use domain::{
    command::Command,
    customer::{Contact, Product},
    request::{RequestPatch, RequestState, ServiceRequest, Urgency},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use ui::{
    Said,
    format::{self, Shape},
    t, use_desk,
};
use words::{
    Lang, common,
    office::{acts as texts, form},
    states,
};

use super::{Acts, may_manage, use_acts};
use crate::{field::Field, refusal::Refusal, tell::use_tell};

/// The fields as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    contact: RwSignal<String>,
    title: RwSignal<String>,
    phone: RwSignal<String>,
    address: RwSignal<String>,
    product: RwSignal<String>,
    version: RwSignal<String>,
    category: RwSignal<String>,
    symptom: RwSignal<String>,
    urgency: RwSignal<Urgency>,
    wished_at: RwSignal<String>,
}

impl Typed {
    fn of(request: &ServiceRequest, zone: &str) -> Self {
        let text = |value: &str| RwSignal::new(value.to_owned());
        let wished_at = request.wished_at.map(|at| format::instant(at, Shape::Local, Lang::En, zone));
        Self {
            contact: text(&request.contact.name),
            title: text(&request.contact.title),
            phone: text(&request.contact.phone),
            address: text(&request.address),
            product: text(&request.product.name),
            version: text(&request.product.version),
            category: text(&request.category),
            symptom: text(&request.symptom),
            urgency: RwSignal::new(request.urgency),
            wished_at: RwSignal::new(wished_at.unwrap_or_default()),
        }
    }

    /// What differs from the record, and the former values of exactly that.
    fn patch(self, request: &ServiceRequest, zone: &str) -> (RequestPatch, RequestPatch) {
        let (mut patch, mut before) = (RequestPatch::default(), RequestPatch::default());
        let read = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let contact = Contact { name: read(self.contact), title: read(self.title), phone: read(self.phone) };
        if contact != request.contact {
            (patch.contact, before.contact) = (Some(contact), Some(request.contact.clone()));
        }
        let product = Product { name: read(self.product), version: read(self.version), ..request.product.clone() };
        if product != request.product {
            (patch.product, before.product) = (Some(product), Some(request.product.clone()));
        }
        let changed = |value: String, former: &str| (value != former).then(|| (Some(value), Some(former.to_owned())));
        if let Some(both) = changed(read(self.address), &request.address) {
            (patch.address, before.address) = both;
        }
        if let Some(both) = changed(read(self.category), &request.category) {
            (patch.category, before.category) = both;
        }
        if let Some(both) = changed(read(self.symptom), &request.symptom) {
            (patch.symptom, before.symptom) = both;
        }
        if self.urgency.get_untracked() != request.urgency {
            (patch.urgency, before.urgency) = (Some(self.urgency.get_untracked()), Some(request.urgency));
        }
        let wished_at = format::parse_local(&self.wished_at.get_untracked(), zone);
        let shown = request.wished_at.map(|at| format::instant(at, Shape::Local, Lang::En, zone));
        if wished_at.is_some() && shown.as_deref() != Some(self.wished_at.get_untracked().as_str()) {
            (patch.wished_at, before.wished_at) = (wished_at, request.wished_at);
        }
        (patch, before)
    }
}

#[component]
pub(super) fn EditForm(request: ServiceRequest, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell, desk) = (use_acts(), use_tell(), use_desk());
    let zone = StoredValue::new(desk.zone());
    let typed = Typed::of(&request, &zone.get_value());
    let actor = desk.client().and_then(|client| client.person());
    let may_verify = request.state == RequestState::Submitted
        && actor.is_some_and(|person| may_manage(&(&*person).into(), &request));
    let refusal = RwSignal::new(None::<Refusal>);
    let is_busy = RwSignal::new(false);
    let request = StoredValue::new(request);

    let save = move |verifies: bool| {
        let (patch, before) = request.with_value(|request| typed.patch(request, &zone.get_value()));
        let is_empty = patch == RequestPatch::default();
        if is_empty && !verifies {
            refusal.set(Some(Refusal::of(texts::NOTHING_CHANGED, tell)));
            return;
        }
        let patch = Box::new(patch);
        let (command, done, back) = if verifies {
            let corrections = (!is_empty).then_some(patch);
            (Command::VerifyRequest { corrections }, texts::VERIFIED, None)
        } else {
            (
                Command::EditRequest { patch, seen: Some(Box::new(before.clone())) },
                texts::EDITED,
                Some(Acts::back_to(before)),
            )
        };
        is_busy.set(true);
        spawn_local(async move {
            let (id, unit) = request.with_value(|request| (request.id, request.unit.clone()));
            match acts.give(id, command).await {
                Ok(()) => {
                    let said = Said::filled(done, &[("unit", &unit)]);
                    acts.say_done(id, said, back);
                    open.set(false);
                }
                Err(found) if found.is_kept => {
                    acts.say_kept(&unit, &found.sentence);
                    open.set(false);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
            is_busy.try_set(false);
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save(false);
    };
    let symptom_mistake =
        move || refusal.with(|refusal| refusal.as_ref().and_then(|refusal| refusal.of_field("/symptom")));
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{request.with_value(|request| request.unit.clone())}</p>
            <div class="pair">
                {text_field(form::CONTACT, typed.contact)}
                {text_field(form::CONTACT_TITLE, typed.title)}
            </div>
            <div class="pair">
                {text_field(common::PHONE, typed.phone)}
                {text_field(form::ADDRESS, typed.address)}
            </div>
            <div class="pair">
                {text_field(form::PRODUCT, typed.product)}
                {text_field(form::VERSION, typed.version)}
            </div>
            <div class="pair">
                {category_field(typed.category)}
                {urgency_field(typed.urgency)}
            </div>
            <Field label=form::SYMPTOM mistake=Signal::derive(symptom_mistake)>
                <textarea class="input" rows="2" prop:value=typed.symptom on:input:target=move |event| typed.symptom.set(event.target().value())></textarea>
            </Field>
            <Field label=form::WISHED_AT>
                <input class="input" type="datetime-local" step="300" prop:value=typed.wished_at on:input:target=move |event| typed.wished_at.set(event.target().value())/>
            </Field>
            <p class="mistake" role="alert">{move || refusal.with(|refusal| refusal.as_ref().map(|refusal| refusal.sentence.clone()))}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button" class:primary=!may_verify disabled=is_busy>{t(common::SAVE)}</button>
                {may_verify.then(|| view! {
                    <button type="button" class="button primary" disabled=is_busy on:click=move |_| save(true)>{t(texts::SAVE_AND_VERIFY)}</button>
                })}
            </div>
        </form>
    }
}

fn text_field(label: words::Text, value: RwSignal<String>) -> impl IntoView {
    view! {
        <Field label>
            <input class="input" type="text" prop:value=value on:input:target=move |event| value.set(event.target().value())/>
        </Field>
    }
}

/// A select of the catalogue; a category the centre made itself stays choosable.
fn category_field(value: RwSignal<String>) -> impl IntoView {
    let own = value.get_untracked();
    let own = (!own.is_empty() && states::category(&own).is_none())
        .then(|| view! { <option value=own.clone() selected>{own.clone()}</option> });
    let options = states::CATEGORIES
        .map(|(word, text)| view! { <option value=word selected=move || value.with(|value| value == word)>{t(text)}</option> });
    view! {
        <Field label=form::CATEGORY>
            <select class="input" on:change:target=move |event| value.set(event.target().value())>
                {value.with_untracked(String::is_empty).then(|| view! { <option value="" selected>{t(form::CHOOSE)}</option> })}
                {own}
                {options.collect_view()}
            </select>
        </Field>
    }
}

fn urgency_field(value: RwSignal<Urgency>) -> impl IntoView {
    let options = [Urgency::Normal, Urgency::Payroll, Urgency::Audit].map(|one| {
        view! { <option value=format!("{one:?}") selected=move || value.get() == one>{t(states::urgency(one))}</option> }
    });
    let change = move |word: String| {
        value.set(match word.as_str() {
            "Payroll" => Urgency::Payroll,
            "Audit" => Urgency::Audit,
            _ => Urgency::Normal,
        });
    };
    view! {
        <Field label=form::URGENCY>
            <select class="input" on:change:target=move |event| change(event.target().value())>{options.collect_view()}</select>
        </Field>
    }
}
