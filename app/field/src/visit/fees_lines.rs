//! The lines of what is charged, each with its quantity. Every change is an action that is saved at once.

use domain::{
    Money,
    fees::{self, FeeItem, FeeLine, VisitFees},
};
use leptos::prelude::*;
use ui::t;
use words::{Text, fees as texts};

use super::{
    costs_form::amount,
    fees::{Till, name, price, table, today},
};
use crate::input::Push;

/// The most of one line.
const MOST: u32 = 9_999;

#[component]
pub fn Lines(till: Till) -> impl IntoView {
    let Till { form, fees, may_edit, .. } = till;
    let table = StoredValue::new(table(form));
    let lines = Memo::new(move |_| fees.with(|fees| fees.lines.clone()));
    // A line stays the same element while its numbers change.
    let places = Memo::new(move |_| {
        lines.with(|lines| lines.iter().map(|line| line.item.clone()).enumerate().collect::<Vec<_>>())
    });
    let is_empty = Memo::new(move |_| lines.with(Vec::is_empty));
    let to_propose = move || {
        // The record before what hangs on it.
        let lines = table.with_value(|table| {
            form.with(|request, _| {
                let standing = request.entitlement.standing;
                fees::is_chargeable(standing).then(|| fees::proposal(request, table, today(form)))
            })
        });
        let is_first = fees.with(|fees| fees.declined.is_some()) || is_empty.get();
        lines.flatten().filter(|lines| is_first && may_edit.get() && !lines.is_empty())
    };
    let propose = move || {
        let lines = to_propose()?;
        let run = Callback::new(move |()| till.propose(lines.clone()));
        Some(view! { <p><Push text=texts::PROPOSE primary=true run=run/></p> })
    };
    let adding = move || {
        let known = lines.get();
        let is_new = |item: &&FeeItem| !known.iter().any(|line| line.item == item.id);
        table.with_value(|table| table.iter().filter(is_new).cloned().map(|item| add(till, item)).collect_view())
    };
    view! {
        <h3>{t(texts::LINES)}</h3>
        <Show when=move || is_empty.get()><p class="muted">{t(texts::NO_LINES)}</p></Show>
        <ul class="fee-lines">
            <For each=move || places.get() key=|place| place.clone() children=move |(at, item)| {
                let is_at_cost = table.with_value(|table| table.iter().any(|row| row.id == item && row.price.is_none()));
                view! { <Line till at lines is_at_cost/> }
            }/>
        </ul>
        {propose}
        <Show when=move || may_edit.get()><p class="fee-add">{adding}</p></Show>
    }
}

fn add(till: Till, item: FeeItem) -> impl IntoView {
    let form = till.form;
    let label = {
        let item = item.clone();
        move || form.acting.words.fill(texts::ADD, &[("item", &name(form, item.kind, &item.name))])
    };
    let shown = {
        let item = item.clone();
        move || ["+ ", &name(form, item.kind, &item.name)].concat()
    };
    let run = move |_| {
        let mut lines = till.fees.with_untracked(|fees: &VisitFees| fees.lines.clone());
        lines.push(item.line(1));
        till.propose(lines);
    };
    view! { <button type="button" class="chip-button" aria-label=label on:click=run>{shown}</button> }
}

#[component]
fn Line(till: Till, at: usize, lines: Memo<Vec<FeeLine>>, is_at_cost: bool) -> impl IntoView {
    let Till { form, may_edit, .. } = till;
    let words = form.acting.words;
    let line = Memo::new(move |_| lines.with(|lines| lines.get(at).cloned()));
    let title = move || line.get().map(|line| name(form, line.kind, &line.name)).unwrap_or_default();
    let each = move || line.get().map(|line| price(form, Some(line.unit_price), line.unit));
    let sum = move || line.get().map(|line| till.say(line.amount()));
    let quantity = Memo::new(move |_| line.with(|line| line.as_ref().map_or(1, |line| line.quantity)));
    let typed = move || quantity.get().to_string();
    let unit_price = move || line.with(|line| line.as_ref().map(|line| line.unit_price.to_string()));
    let labelled = move |text: Text| move || words.fill(text, &[("item", &title())]);
    let change = move |change: &dyn Fn(&mut FeeLine)| {
        let mut lines = lines.get_untracked();
        if let Some(line) = lines.get_mut(at) {
            let before = line.clone();
            change(line);
            if *line != before {
                till.propose(lines);
            }
        }
    };
    let set_quantity = move |quantity: u32| change(&|line: &mut FeeLine| line.quantity = quantity.clamp(1, MOST));
    let quantity_typed = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        match event.target().value().trim().parse::<u32>() {
            Ok(quantity) => set_quantity(quantity),
            // What is no number leaves what was there.
            Err(_) => event.target().set_value(&quantity.get_untracked().to_string()),
        }
    };
    let price_typed = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| match amount(
        &event.target().value(),
    ) {
        Ok(price) => change(&|line: &mut FeeLine| line.unit_price = price),
        Err(()) => event.target().set_value(&Money::ZERO.to_string()),
    };
    let remove = move |_| {
        let mut lines = lines.get_untracked();
        if at < lines.len() {
            lines.remove(at);
            till.propose(lines);
        }
    };
    let disabled = move || !may_edit.get();
    view! {
        <li class="fee-line">
            <div class="fee-what"><strong>{title}</strong> <small>{each}</small></div>
            {is_at_cost.then(|| view! {
                <input class="input fee-price" inputmode="decimal" autocomplete="off" aria-label=labelled(texts::PRICE_OF) disabled=disabled
                    prop:value=unit_price on:change:target=price_typed/>
            })}
            <div class="fee-count">
                <button type="button" class="button" aria-label=labelled(texts::LESS) disabled=move || !may_edit.get() || quantity.get() <= 1
                    on:click=move |_| set_quantity(quantity.get_untracked().saturating_sub(1))>"−"</button>
                <input class="input" inputmode="numeric" autocomplete="off" aria-label=labelled(texts::QUANTITY_OF) disabled=disabled
                    prop:value=typed on:change:target=quantity_typed/>
                <button type="button" class="button" aria-label=labelled(texts::MORE) disabled=disabled
                    on:click=move |_| set_quantity(quantity.get_untracked() + 1)>"+"</button>
            </div>
            <output class="fee-amount">{sum}</output>
            <button type="button" class="button quiet" aria-label=labelled(texts::REMOVE) disabled=disabled on:click=remove>"×"</button>
        </li>
    }
}
