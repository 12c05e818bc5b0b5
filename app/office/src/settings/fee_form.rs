//! One row of the fee table: what it is for, price, unit, first and last day.

use chrono::NaiveDate;
use domain::{
    Money,
    fees::{FeeItem, FeeKind, FeeUnit},
};
use leptos::{ev::SubmitEvent, prelude::*};
use serde_json::{Value, json};
use ui::t;
use words::{Text, common, fees as texts, office::settings};

use super::{
    fees::{Editing, name},
    saving::Saving,
};
use crate::{field::Field, refusal::Refusal, tell::use_tell};

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
    let tell = use_tell();
    let Editing { setting, is_new } = edited.clone();
    let is_predefined = edited.is_predefined();
    let typed = Typed::of(&setting.now);
    let is_changed = setting.is_changed;
    // As it was before: changed back, or gone again.
    let back = if is_new { ("DELETE", None) } else { ("PUT", Some(json!({"item": setting.now}))) };
    let (id, version) = (setting.now.id.clone(), setting.version);
    let former_name = name(&setting.now, tell);
    let saving = Saving::of(["/api/settings/fees/", &id].concat(), former_name.clone(), back, changed);
    let Saving { refusal, is_busy, .. } = saving;
    let id = StoredValue::new(id);
    let send = move |method: &'static str, body: Option<Value>, done: Text, named: String| {
        saving.send((method, body), done, named, move || {
            open.try_set(false);
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
    let mistake = move |field: &'static str| saving.mistake(field);
    let general = move || saving.general();
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
