//! Who asks: the customer found by name, number, code, contact or phone; what they may ask for; contact and product.

use std::rc::Rc;

use domain::{
    CustomerId,
    customer::{Contact, Customer},
    entitlement,
};
use leptos::{ev::KeyboardEvent, prelude::*};
use ui::{Desk, format, t, use_desk};
use words::office::{board as board_texts, form, requests as texts};

use super::{Typing, kept::Kept};
use crate::{describe::entitlement::verdict, field::Field, tell::use_tell, unresolved::MattersOfCustomer};

/// Suggestions shown at once.
const SHOWN: usize = 8;

#[component]
pub fn CustomerChoice(typing: Typing) -> impl IntoView {
    let chosen = Memo::new(move |_| typing.typed.with(|typed| typed.customer));
    view! {
        <section class="form-part" aria-labelledby="new-who">
            <h2 id="new-who">{t(texts::WHO)}</h2>
            {move || match chosen.get() {
                None => view! { <Finder typing/> }.into_any(),
                Some(id) => view! { <ChosenCustomer typing id/> }.into_any(),
            }}
        </section>
    }
}

/// A suggestion, as far as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Hit {
    id: CustomerId,
    name: String,
    archive_number: String,
    address: String,
}

fn hits(desk: Desk, text: &str) -> Vec<Hit> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let customers = desk.records().map(|client| client.customers()).unwrap_or_default();
    let found = customers.iter().filter(|customer| matches(customer, &text));
    let mut found: Vec<&Rc<Customer>> = found.collect();
    // Who starts with what was typed comes first.
    found.sort_by_key(|customer| (!customer.name.to_lowercase().starts_with(&text), customer.archive_number.clone()));
    let hit = |customer: &&Rc<Customer>| Hit {
        id: customer.id,
        name: customer.name.clone(),
        archive_number: customer.archive_number.clone(),
        address: customer.address.clone(),
    };
    found.iter().take(SHOWN).map(hit).collect()
}

fn matches(customer: &Customer, text: &str) -> bool {
    let digits = |phone: &str| phone.chars().filter(char::is_ascii_digit).collect::<String>();
    let typed_digits = digits(text);
    let holds = |place: &str| place.to_lowercase().contains(text);
    holds(&customer.name)
        || holds(&customer.archive_number)
        || holds(&customer.service_code)
        || customer.contacts.iter().any(|contact| {
            holds(&contact.name) || (typed_digits.len() >= 3 && digits(&contact.phone).contains(&typed_digits))
        })
}

#[component]
fn Finder(typing: Typing) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let hits = Memo::new(move |_| typing.typed.with(|typed| hits(desk, &typed.search)));
    let active = RwSignal::new(0_usize);
    let is_typed = move || typing.typed.with(|typed| !typed.search.trim().is_empty());
    let choose = move |id: CustomerId| {
        let customer = desk.client().and_then(|client| client.customer(id));
        if let Some(customer) = customer {
            typing.typed.update(|typed| take(typed, &customer));
            typing.forgive("/customer");
        }
    };
    let key = move |event: KeyboardEvent| {
        let count = hits.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" if count > 0 => active.update(|active| *active = (*active + count - 1) % count),
            "Enter" => {
                let hit = hits.with_untracked(|hits| hits.get(active.get_untracked()).map(|hit| hit.id));
                if let Some(id) = hit {
                    choose(id);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option_id = |index: usize| ["customer-", &index.to_string()].concat();
    let options = move || {
        let hits = hits.get();
        let rows = hits.into_iter().enumerate().map(|(index, hit)| {
            let id = hit.id;
            view! {
                <li
                    role="option"
                    id=option_id(index)
                    aria-selected=move || if active.get() == index { "true" } else { "false" }
                    on:pointerdown=move |event| event.prevent_default()
                    on:click=move |_| choose(id)
                >
                    <b>{hit.name}</b>
                    <small>{tell.dotted(&[hit.archive_number, hit.address])}</small>
                </li>
            }
        });
        rows.collect_view()
    };
    let count = move || {
        let count = hits.with(Vec::len);
        match (is_typed(), count) {
            (false, _) => String::new(),
            (true, 0) => tell.say(texts::NO_CUSTOMER).to_owned(),
            (true, count) => tell.fill(texts::MATCHES, &[("n", &count.to_string())]),
        }
    };
    view! {
        <div class="form-field finder">
            <label for="customer-find">{t(texts::FIND_CUSTOMER)}</label>
            <input
                class="input"
                type="text"
                id="customer-find"
                role="combobox"
                autocomplete="off"
                autofocus
                aria-autocomplete="list"
                aria-controls="customer-hits"
                aria-expanded=move || if hits.with(Vec::is_empty) { "false" } else { "true" }
                aria-activedescendant=move || (!hits.with(Vec::is_empty)).then(|| option_id(active.get()))
                aria-invalid=move || typing.mistake("/customer")().map(|_| "true")
                aria-describedby="customer-find-hint"
                placeholder=t(texts::FIND_HINT)
                prop:value=move || typing.typed.with(|typed| typed.search.clone())
                on:input:target=move |event| {
                    active.set(0);
                    typing.typed.update(|typed| typed.search = event.target().value());
                }
                on:keydown=key
            />
            <ul class="hits" id="customer-hits" role="listbox" aria-label=t(texts::FIND_CUSTOMER) class:empty-list=move || hits.with(Vec::is_empty)>{options}</ul>
            <small id="customer-find-hint" role="status">{count}</small>
            <span class="mistake">{typing.mistake("/customer")}</span>
        </div>
    }
}

/// Takes a customer with their first contact and product, which are the usual ones.
fn take(typed: &mut Kept, customer: &Customer) {
    typed.customer = Some(customer.id);
    typed.unit.clone_from(&customer.name);
    if !typed.other_contact {
        typed.contact = customer.contacts.first().cloned().unwrap_or_default();
        typed.other_contact = customer.contacts.is_empty();
    }
    if !typed.other_product {
        typed.product = customer.products.first().cloned().unwrap_or_default();
        typed.other_product = customer.products.is_empty();
    }
}

#[component]
fn ChosenCustomer(typing: Typing, id: CustomerId) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let customer = Memo::new(move |_| desk.records()?.customer(id).map(|customer| (*customer).clone()));
    let change = move |_| {
        typing.typed.update(|typed| {
            typed.customer = None;
            typed.other_contact = false;
            typed.other_product = false;
        });
    };
    let head = move || {
        customer.get().map(|customer| {
            let today = format::date(desk.now(), &desk.zone());
            let verdict = today.map(|today| verdict(&entitlement::assess(&customer, today), tell));
            let address = tell.dotted(&[customer.address.clone(), tell.region(&customer.region), tell.km(customer.distance_km)]);
            view! {
                <p><b>{customer.name.clone()}</b> " " <small>{customer.archive_number.clone()}</small></p>
                <p><small>{address}</small></p>
                {verdict.map(|verdict| view! { <p class=["verdict ", verdict.tone].concat()><b>{verdict.short}</b> " " {verdict.sentence}</p> })}
            }
        })
    };
    let open_count = Memo::new(move |_| {
        let requests = desk.records().map(|client| client.requests()).unwrap_or_default();
        requests.iter().filter(|request| request.customer == id && !request.state.is_closed()).count()
    });
    view! {
        <div class="chosen-customer">
            <div class="chosen-head">
                <div>{head}</div>
                <button type="button" class="button" on:click=change>{t(texts::CHANGE_CUSTOMER)}</button>
            </div>
            <Show when=move || open_count.get() != 0>
                <p class="notice">{move || tell.fill(texts::OPEN_OF_CUSTOMER, &[("n", &open_count.get().to_string())])}</p>
            </Show>
            <MattersOfCustomer id/>
            <ContactChoice typing customer/>
            <ProductChoice typing customer/>
        </div>
    }
}

#[component]
fn ContactChoice(typing: Typing, customer: Memo<Option<Customer>>) -> impl IntoView {
    let is_other = Memo::new(move |_| typing.typed.with(|typed| typed.other_contact));
    let known = move || {
        let contacts =
            customer.with(|customer| customer.as_ref().map(|customer| customer.contacts.clone()).unwrap_or_default());
        contacts
            .into_iter()
            .map(|contact| {
                let words = [contact.name.as_str(), &contact.title, &contact.phone].join(" ");
                let (mine, chosen) = (contact.clone(), contact);
                let is_chosen = move || typing.typed.with(|typed| !typed.other_contact && typed.contact == mine);
                let choose = move |_| {
                    typing.typed.update(|typed| {
                        typed.contact = chosen.clone();
                        typed.other_contact = false;
                    });
                };
                view! { <label><input type="radio" name="contact" prop:checked=is_chosen on:change=choose/>{words}</label> }
            })
            .collect_view()
    };
    let other = move |_| {
        typing.typed.update(|typed| {
            typed.contact = Contact::default();
            typed.other_contact = true;
        });
    };
    let field = move |label, read: fn(&Contact) -> &String, write: fn(&mut Contact, String)| {
        view! {
            <Field label>
                <input
                    class="input"
                    type="text"
                    prop:value=move || typing.typed.with(|typed| read(&typed.contact).clone())
                    on:input:target=move |event| {
                        typing.typed.update(|typed| write(&mut typed.contact, event.target().value()));
                        typing.forgive("/contact/name");
                    }
                    aria-invalid=move || typing.mistake("/contact/name")().map(|_| "true")
                />
            </Field>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::CONTACT_CHOICE)}</legend>
            <div class="pick">
                {known}
                <label><input type="radio" name="contact" prop:checked=is_other on:change=other/>{t(texts::OTHER_CONTACT)}</label>
            </div>
            <Show when=move || is_other.get()>
                <div class="pair">
                    {field(texts::CONTACT_NAME, |contact| &contact.name, |contact, value| contact.name = value)}
                    {field(texts::CONTACT_PHONE, |contact| &contact.phone, |contact, value| contact.phone = value)}
                    {field(form::CONTACT_TITLE, |contact| &contact.title, |contact, value| contact.title = value)}
                </div>
            </Show>
            <span class="mistake">{typing.mistake("/contact/name")}</span>
        </fieldset>
    }
}

#[component]
fn ProductChoice(typing: Typing, customer: Memo<Option<Customer>>) -> impl IntoView {
    let tell = use_tell();
    let is_other = Memo::new(move |_| typing.typed.with(|typed| typed.other_product));
    let known = move || {
        let products =
            customer.with(|customer| customer.as_ref().map(|customer| customer.products.clone()).unwrap_or_default());
        products
            .into_iter()
            .map(|product| {
                let dongle = match product.dongle_number.as_str() {
                    "" => String::new(),
                    number => tell.fill(board_texts::DONGLE, &[("n", number)]),
                };
                let words = tell.dotted(&[[product.name.as_str(), " ", &product.version].concat(), dongle]);
                let (mine, chosen) = (product.clone(), product);
                let is_chosen = move || typing.typed.with(|typed| !typed.other_product && typed.product == mine);
                let choose = move |_| {
                    typing.typed.update(|typed| {
                        typed.product = chosen.clone();
                        typed.other_product = false;
                    });
                };
                view! { <label><input type="radio" name="product" prop:checked=is_chosen on:change=choose/>{words}</label> }
            })
            .collect_view()
    };
    let other = move |_| {
        typing.typed.update(|typed| {
            typed.product = Default::default();
            typed.other_product = true;
        });
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::PRODUCT_CHOICE)}</legend>
            <div class="pick">
                {known}
                <label><input type="radio" name="product" prop:checked=is_other on:change=other/>{t(texts::OTHER_PRODUCT)}</label>
            </div>
            <Show when=move || is_other.get()>
                <div class="pair">
                    <Field label=texts::PRODUCT_NAME>
                        <input class="input" type="text"
                        prop:value=move || typing.typed.with(|typed| typed.product.name.clone())
                        on:input:target=move |event| typing.typed.update(|typed| typed.product.name = event.target().value())/>
                    </Field>
                    <Field label=form::VERSION>
                        <input class="input" type="text"
                        prop:value=move || typing.typed.with(|typed| typed.product.version.clone())
                        on:input:target=move |event| typing.typed.update(|typed| typed.product.version = event.target().value())/>
                    </Field>
                </div>
            </Show>
        </fieldset>
    }
}
