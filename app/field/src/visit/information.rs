//! All that is known before the visit: the request, the customer, the products, the history.

use std::rc::Rc;

use domain::{
    Timestamp,
    customer::{Contact, Customer, Product},
    request::{Dispatch, ServiceRequest},
};
use leptos::prelude::*;
use ui::{format, t};
use words::{Text, field as say, states};

use super::{
    form::{Form, use_form},
    panel::PanelFrame,
    progress::Panel,
};
use crate::day::{DispatchActions, entitlement_sentence, remarks};

/// The panel that stands beside the steps.
#[component]
pub fn InformationPanel() -> impl IntoView {
    let form = use_form();
    view! {
        <PanelFrame panel=Panel::Information title=say::INFORMATION always_open=true>
            <Remarks/>
            {move || form.with(|request, dispatch| request_pairs(form, request, dispatch))}
            {move || customer(form)}
            <h3>{t(say::HISTORY)}</h3>
            {move || history(form)}
        </PanelFrame>
    }
}

/// What is to be known of the dispatch's course.
#[component]
pub fn Remarks() -> impl IntoView {
    let form = use_form();
    move || {
        let all = form.with(|request, dispatch| remarks(form.acting, request, dispatch)).unwrap_or_default();
        all.into_iter().map(|text| view! { <p class="notice">{text}</p> }).collect_view()
    }
}

/// The buttons of a dispatch whose form is not open yet.
#[component]
pub fn Actions() -> impl IntoView {
    let form = use_form();
    move || {
        form.with(|request, dispatch| (request.clone(), dispatch.id)).map(|(request, id)| {
            view! { <div data-dispatch=id.to_string()><DispatchActions request=request dispatch=id on_form=true/></div> }
        })
    }
}

fn pair(label: Text, value: impl IntoView + 'static) -> AnyView {
    view! { <dt>{t(label)}</dt><dd>{value.into_any()}</dd> }.into_any()
}

fn time(form: Form, at: Timestamp) -> String {
    format::instant(at, format::Shape::DayTime, form.acting.words.lang(), &form.acting.desk.zone())
}

fn request_pairs(form: Form, request: &ServiceRequest, dispatch: &Dispatch) -> AnyView {
    let words = form.acting.words;
    let category = states::category(&request.category).map_or(request.category.as_str(), |text| words.say(text));
    let until = request.entitlement.agreement_until.as_deref();
    let due = request.next_due().map(|clock| pair(say::DUE, time(form, clock.due)));
    let wished = request.wished_at.map(|at| pair(say::WISHED_AT, time(form, at)));
    let taken = [words.say(states::channel(request.channel)), " · ", &request.submitted_by_name].concat();
    let sent = [dispatch.dispatched_by_name.as_str(), " · ", &time(form, dispatch.dispatched_at)].concat();
    view! {
        <dl class="pairs">
            {pair(say::NUMBER, request.number.clone())}
            {pair(say::SYMPTOM, view! { <strong>{request.symptom.clone()}</strong> })}
            {pair(say::CATEGORY, category.to_owned())}
            {pair(say::URGENCY, words.say(states::urgency(request.urgency)))}
            {due}
            {wished}
            {pair(say::CONTACT, contact(&request.contact))}
            {pair(say::PRODUCT, product(form, &request.product))}
            {pair(say::ENTITLEMENT, entitlement_sentence(words, request.entitlement.standing, until))}
            {pair(say::TAKEN_DOWN, taken)}
            {pair(say::DISPATCHED_BY, sent)}
        </dl>
    }
    .into_any()
}

fn contact(contact: &Contact) -> AnyView {
    let address = ["tel:", &contact.phone.replace(' ', "")].concat();
    view! { {contact.name.clone()} " " {contact.title.clone()} " " <a class="tel" href=address>{contact.phone.clone()}</a> }.into_any()
}

fn product(form: Form, product: &Product) -> String {
    let mut text = [product.name.as_str(), " ", &product.version].concat();
    if !product.dongle_number.is_empty() {
        text.push_str(" · ");
        text.push_str(&form.acting.words.fill(say::DONGLE, &[("number", &product.dongle_number)]));
    }
    text
}

fn customer(form: Form) -> Option<AnyView> {
    let (id, place) = form.with(|request, _| {
        (
            request.customer,
            [request.address.as_str(), " · ", &(request.distance_km.round() as i64).to_string(), " km"].concat(),
        )
    })?;
    let known: Rc<Customer> = form.acting.desk.records()?.customer(id)?;
    let contacts = known.contacts.iter().map(|known| view! { <p>{contact(known)}</p> }).collect_view();
    let products = known.products.iter().map(|known| view! { <p>{product(form, known)}</p> }).collect_view();
    let file = [
        known.archive_number.as_str(),
        " · ",
        &form.acting.words.fill(say::SERVICE_CODE, &[("code", &known.service_code)]),
    ]
    .concat();
    Some(
        view! {
            <h3>{t(say::CUSTOMER)}</h3>
            <dl class="pairs">
                {pair(say::UNIT, known.name.clone())}
                {pair(say::FILE, file)}
                {pair(say::ADDRESS, place)}
                {pair(say::CONTACTS, contacts)}
                {pair(say::PRODUCTS, products)}
            </dl>
        }
        .into_any(),
    )
}

/// Other requests of the same customer on this device, the latest first.
fn history(form: Form) -> AnyView {
    let own = form.with(|request, _| (request.id, request.customer));
    let Some(((id, customer), client)) = own.zip(form.acting.desk.records()) else { return ().into_any() };
    let mut others: Vec<_> =
        client.requests().into_iter().filter(|other| other.customer == customer && other.id != id).collect();
    others.sort_by_key(|other| std::cmp::Reverse(other.opened_at));
    if others.is_empty() {
        return view! { <p class="muted">{t(say::NO_HISTORY)}</p> }.into_any();
    }
    let row = |other: &Rc<ServiceRequest>| {
        let solved = other.dispatches.iter().rev().find(|dispatch| !dispatch.visit.finding.solution.is_empty());
        let solution =
            solved.map(|dispatch| [dispatch.engineer_name.as_str(), "：", &dispatch.visit.finding.solution].concat());
        let day = format::instant(
            other.opened_at,
            format::Shape::IsoDate,
            form.acting.words.lang(),
            &form.acting.desk.zone(),
        );
        let state = form.acting.words.say(states::request_state(other.state));
        let line = [day.as_str(), " · ", &other.number, " · ", state].concat();
        view! { <li><small>{line}</small><p>{other.symptom.clone()}</p><p class="muted">{solution}</p></li> }
    };
    view! { <ul class="past-requests">{others.iter().map(row).collect_view()}</ul> }.into_any()
}
