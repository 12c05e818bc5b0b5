//! One row of the fee table: what it is for, price, unit, first and last day.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    Money,
    fees::{FeeItem, FeeKind, FeeUnit},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::{Value, json};
use ui::{t, toast::Undo, use_desk, use_toasts};
use words::{Text, common, fees as texts, office::settings};

use super::fees::{Editing, name};
use crate::{field::Field, refusal::Refusal, remote, tell::use_tell};

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Typed {
    kind: RwSignal<FeeKind>,
    name: RwSignal<String>,
    unit: RwSignal<FeeUnit>,
    price: RwSignal<String>,
    from: RwSignal<String>,
    until: RwSignal<String>,
}

impl Typed {
    fn of(item: &FeeItem) -> Self {
        Self {
            kind: RwSignal::new(item.kind),
            name: RwSignal::new(item.name.clone()),
            unit: RwSignal::new(item.unit),
            price: RwSignal::new(item.price.map(|price| price.to_string()).unwrap_or_default()),
            from: RwSignal::new(item.from.to_string()),
            until: RwSignal::new(item.until.map(|until| until.to_string()).unwrap_or_default()),
        }
    }

    /// The row as it is typed, or the field that can't be read with what is wrong.
    fn item(self, id: &str) -> Result<FeeItem, (&'static str, Text)> {
        let price = match self.price.get_untracked().trim() {
            "" => None,
            text => Some(text.parse::<Money>().map_err(|_| ("/price", texts::NOT_AN_AMOUNT))?),
        };
        let day = |text: &str, pointer| text.parse::<NaiveDate>().map_err(|_| (pointer, texts::DAY_INVALID));
        let until = match self.until.get_untracked().trim() {
            "" => None,
            text => Some(day(text, "/until")?),
        };
        Ok(FeeItem {
            id: id.to_owned(),
            kind: self.kind.get_untracked(),
            name: self.name.get_untracked().trim().to_owned(),
            unit: self.unit.get_untracked(),
            price,
            from: day(self.from.get_untracked().trim(), "/from")?,
            until,
        })
    }
}

#[component]
pub(super) fn FeeForm(edited: Editing, open: RwSignal<bool>, changed: Trigger) -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let Editing { setting, is_new } = edited.clone();
    let is_predefined = edited.is_predefined();
    let typed = Typed::of(&setting.now);
    let refusal = RwSignal::new(Refusal::default());
    let is_busy = RwSignal::new(false);
    let is_changed = setting.is_changed;
    let former = (!is_new).then(|| setting.now.clone());
    let (id, version) = (setting.now.id.clone(), setting.version);
    let path = ["/api/settings/fees/", &id].concat();
    let former_name = name(&setting.now, tell);
    let id = StoredValue::new(id);
    // As it was before: changed back, or gone again.
    let take_back: Undo = {
        let (path, former_name) = (path.clone(), former_name.clone());
        Arc::new(move || {
            let (former, path, name) = (former.clone(), path.clone(), former_name.clone());
            spawn_local(async move {
                let (method, body) = match former {
                    Some(item) => ("PUT", Some(json!({"item": item}))),
                    None => ("DELETE", None),
                };
                match remote::send(desk, tell, method, &path, body).await {
                    Ok(_) => toasts.done(untrack(|| tell.fill(settings::UNDONE, &[("name", &name)])), None),
                    Err(found) => toasts.failed(found.sentence),
                }
                changed.notify();
            });
        })
    };
    let (take_back, path) = (StoredValue::new(take_back), StoredValue::new(path));
    let send = move |method: &'static str, body: Option<Value>, done: Text, named: String| {
        let (path, take_back) = (path.get_value(), take_back.get_value());
        is_busy.set(true);
        spawn_local(async move {
            match remote::send(desk, tell, method, &path, body).await {
                Ok(_) => {
                    toasts.done(untrack(|| tell.fill(done, &[("name", &named)])), Some(take_back));
                    changed.notify();
                    open.set(false);
                }
                Err(found) => {
                    refusal.try_set(found);
                }
            }
            is_busy.try_set(false);
        });
    };
    let before = StoredValue::new(former_name);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match id.with_value(|id| typed.item(id)) {
            Ok(item) => {
                let named = name(&item, tell);
                send("PUT", Some(json!({"item": item, "version": version})), settings::SAVED, named);
            }
            Err((pointer, text)) => refusal.set(Refusal::at(pointer, tell.say(text).to_owned())),
        }
    };
    let remove = move |done: Text| send("DELETE", None, done, before.get_value());
    let mistake = move |field: &'static str| Signal::derive(move || refusal.with(|refusal| refusal.of_field(field)));
    let general = move || {
        refusal.with(|refusal| if refusal.fields.is_empty() { refusal.sentence.clone() } else { String::new() })
    };
    let kinds = FeeKind::ALL.map(move |kind| {
        view! { <option value=kind.word() selected=move || typed.kind.get() == kind>{t(texts::kind(kind))}</option> }
    });
    let units = FeeUnit::ALL.map(move |unit| {
        view! { <option value=unit.word() selected=move || typed.unit.get() == unit>{t(texts::unit(unit))}</option> }
    });
    let choose_kind = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlSelectElement>| {
        let word = event.target().value();
        FeeKind::ALL.into_iter().filter(|kind| kind.word() == word).for_each(|kind| typed.kind.set(kind));
    };
    let choose_unit = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlSelectElement>| {
        let word = event.target().value();
        FeeUnit::ALL.into_iter().filter(|unit| unit.word() == word).for_each(|unit| typed.unit.set(unit));
    };
    let text = move |value: RwSignal<String>, name: &'static str, kind: &'static str, mode: &'static str| {
        view! {
            <input class="input" type=kind inputmode=mode name=name prop:value=value
                on:input:target=move |event| value.set(event.target().value())/>
        }
    };
    view! {
        <form class="ask" novalidate on:submit=submit>
            <div class="pair">
                <Field label=texts::KIND>
                    <select class="input" name="kind" autofocus on:change:target=choose_kind>{kinds.collect_view()}</select>
                </Field>
                <Field label=texts::UNIT>
                    <select class="input" name="unit" on:change:target=choose_unit>{units.collect_view()}</select>
                </Field>
            </div>
            <Field label=texts::ITEM_NAME mistake=mistake("/name")>{text(typed.name, "name", "text", "text")}</Field>
            <Field label=texts::PRICE hint=texts::PRICE_HINT mistake=mistake("/price")>{text(typed.price, "price", "text", "decimal")}</Field>
            <div class="pair">
                <Field label=texts::FROM mistake=mistake("/from")>{text(typed.from, "from", "date", "text")}</Field>
                <Field label=texts::UNTIL hint=texts::UNTIL_HINT mistake=mistake("/until")>{text(typed.until, "until", "date", "text")}</Field>
            </div>
            <p class="mistake" role="alert">{general}</p>
            <div class="dialog-end">
                {(is_predefined && is_changed).then(|| view! {
                    <button type="button" class="button to-start" disabled=is_busy on:click=move |_| remove(settings::RESET_DONE)>{t(settings::RESET)}</button>
                })}
                {(!is_predefined && !is_new).then(|| view! {
                    <button type="button" class="button to-start" disabled=is_busy on:click=move |_| remove(texts::DELETED)>{t(texts::DELETE)}</button>
                })}
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(common::SAVE)}</button>
            </div>
        </form>
    }
}
