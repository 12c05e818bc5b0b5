//! What the customer reads: exactly the content that is sealed, in plain words (SYN-9).

use domain::{Money, Timestamp, entitlement::Standing};
use leptos::prelude::*;
use serde_json::Value;
use ui::{format, t};
use words::{Text, field as say};

use crate::{acting::Acting, day::entitlement_sentence};

/// The summary of a form. `content` is the sealed content, and nothing else is shown.
#[component]
pub fn Summary(acting: Acting, content: Signal<Value>) -> impl IntoView {
    move || content.with(|content| rows(acting, content))
}

fn rows(acting: Acting, content: &Value) -> AnyView {
    let head = &content["head"];
    let row = |label: Text, value: String, class: &'static str| {
        let value = if value.is_empty() { "–".to_owned() } else { value };
        view! { <dt>{t(label)}</dt><dd class=class>{value}</dd> }.into_any()
    };
    let mut rows = vec![
        row(say::NUMBER, [text(&head["number"]), " · ".to_owned(), text(&head["product"])].concat(), ""),
        row(say::PROBLEM, text(&head["symptom"]), ""),
    ];
    if content["kind"] == "no_backup" {
        rows.push(row(say::NO_BACKUP_REASON, text(&content["backup"]["none_because"]), "is-main"));
    } else if content["kind"] == "fees" || content["kind"] == "voucher" {
        rows.extend(super::money::rows(acting, content));
    } else if !content["plan"].is_null() {
        rows.extend(super::papers::rows(acting, content).into_iter().map(|(label, value)| row(label, value, "")));
    } else {
        rows.push(row(say::CAUSE, text(&content["cause"]), ""));
        rows.push(row(say::WHAT_WAS_DONE, text(&content["solution"]), "is-main"));
        rows.push(row(say::HOW_TO_PREVENT, text(&content["prevention"]), ""));
        rows.push(row(say::BACKUP, backup(acting, &content["backup"]), ""));
        rows.push(costs(acting, content));
    }
    view! { <dl class="summary">{rows}</dl> }.into_any()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn backup(acting: Acting, backup: &Value) -> String {
    let words = acting.words;
    if let Some(reason) = backup["none_because"].as_str() {
        return words.fill(say::BACKUP_NONE, &[("reason", reason)]);
    }
    let Some(path) = backup["path"].as_str() else { return String::new() };
    let sets: Vec<&str> = backup["account_sets"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let separator = if words.lang() == words::Lang::En { ", " } else { "、" };
    let sets = sets.join(separator);
    let pattern = if backup["reports_included"] == true { say::BACKUP_WITH_REPORTS } else { say::BACKUP_MADE };
    words.fill(pattern, &[("sets", &sets), ("path", path)])
}

/// What is to be paid, item by item when there is anything, and the remark about the entitlement.
fn costs(acting: Acting, content: &Value) -> AnyView {
    let (costs, entitlement) = (&content["costs"], &content["entitlement"]);
    let words = acting.words;
    let lang = words.lang();
    let amount = |name: &str| costs[name].as_str().and_then(|text| text.parse::<Money>().ok()).unwrap_or_default();
    let total = format::money(amount("total"), lang);
    let items = [(say::TRAVEL, "travel"), (say::MATERIALS, "materials"), (say::OTHER_COSTS, "other")];
    let sums = items.into_iter().filter(|(_, name)| !amount(name).is_zero());
    let sums = sums.map(|(label, name)| [words.say(label), " ", &format::money(amount(name), lang)].concat());
    // Where fees were agreed they say more than the three sums of the form.
    let charged = super::money::lines(acting, &content["fees"]).into_iter();
    let charged: Vec<String> = charged.map(|(name, _, sum)| [name.as_str(), " ", &sum].concat()).collect();
    let items = if charged.is_empty() { sums.collect() } else { charged };
    let standing = serde_json::from_value(entitlement["standing"].clone()).unwrap_or(Standing::Unknown);
    let remark = entitlement_sentence(words, standing, entitlement["until"].as_str());
    view! {
        <dt>{t(say::COSTS)}</dt>
        <dd class="is-main">{total} " " <small>{items.join(" · ")}</small> <small class="sheet-remark">{remark}</small></dd>
    }
    .into_any()
}

/// Unit, contact, engineer, and the times of the visit.
#[must_use]
pub fn heading(acting: Acting, content: &Value, badge: &str) -> String {
    let words = acting.words;
    let head = &content["head"];
    let engineer = words.fill(say::ENGINEER, &[("name", &text(&head["engineer"])), ("badge", badge)]);
    let mut parts = vec![text(&head["unit"]), text(&head["contact"]), engineer];
    let at = |name: &str| content[name].as_str().and_then(|at| at.parse::<Timestamp>().ok());
    let shown = |at: Timestamp, shape| format::instant(at, shape, words.lang(), &acting.desk.zone());
    if let Some(arrived) = at("arrived_at") {
        // What is signed names the year.
        let mut times =
            [shown(arrived, format::Shape::IsoDate).as_str(), " ", &shown(arrived, format::Shape::Time)].concat();
        if let Some(left) = at("left_at") {
            times.push('–');
            times.push_str(&shown(left, format::Shape::Time));
        }
        parts.push(times);
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}
