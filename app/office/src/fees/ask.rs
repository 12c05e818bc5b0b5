//! The dialog of a deed: what was counted, why, or the invoice's number. Nothing typed is lost.

use std::sync::Arc;

use domain::{DispatchId, Money, request::ServiceRequest};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use ui::{Said, format, t};
use words::{Text, common, fees as texts, rejections};

use super::deed::{Deed, fees};
use crate::{
    acts::{Back, dialog_of, use_acts},
    field::Field,
    tell::use_tell,
};

/// What is asked, and about which money.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub deed: Deed,
    pub request: Arc<ServiceRequest>,
    pub dispatch: DispatchId,
}

/// The place where the dialog opens.
#[component]
pub fn AskDialog(asked: RwSignal<Option<Question>>) -> impl IntoView {
    dialog_of(asked, |question| question.deed.title(), |question, open| view! { <Ask question open/> }.into_any())
}

#[component]
fn Ask(question: Question, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell) = (use_acts(), use_tell());
    let Question { deed, request, dispatch } = question;
    let money = request.dispatch(dispatch).and_then(fees).cloned().unwrap_or_default();
    let taken = money.taken().map(|payment| payment.amount).unwrap_or_default();
    let asks_amount = deed == Deed::Receive;
    let label = match deed {
        Deed::Refuse => texts::REFUSE_WHY,
        Deed::Invoice => texts::INVOICE_NUMBER,
        _ => texts::NOTE,
    };
    let counted = RwSignal::new(if asks_amount { taken.to_string() } else { String::new() });
    let text = RwSignal::new(String::new());
    let (wrong_amount, wrong_text) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let refused = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let about = {
        let amount = format::money(money.payable(), tell.lang());
        let discount = money.waiting_discount().map(|discount| {
            tell.dotted(&[
                format::money(discount.amount, tell.lang()),
                discount.reason.clone(),
                discount.by_name.clone(),
            ])
        });
        let shown = if matches!(deed, Deed::Approve | Deed::Refuse) { discount.unwrap_or(amount) } else { amount };
        tell.dotted(&[request.unit.clone(), shown])
    };
    let hint = asks_amount.then(|| tell.fill(texts::COUNTED_HINT, &[("amount", &format::money(taken, tell.lang()))]));
    let (id, unit) = (request.id, request.unit.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let amount = counted.with_untracked(|text| text.trim().parse::<Money>()).ok();
        let amount = if asks_amount { amount.filter(|amount| amount.fen() >= 0) } else { Some(Money::ZERO) };
        wrong_amount.set(amount.is_none().then(|| tell.say(texts::NOT_AN_AMOUNT).to_owned()));
        let typed = text.with_untracked(|text| text.trim().to_owned());
        let is_needed = match deed {
            Deed::Approve => false,
            Deed::Receive => amount.is_some_and(|amount| amount != taken),
            Deed::Refuse | Deed::Invoice => true,
        };
        let is_missing = is_needed && typed.is_empty();
        let missing = || tell.fill(rejections::MISSING, &[("field", tell.say(label))]);
        wrong_text.set(is_missing.then(missing));
        let (Some(amount), false) = (amount, is_missing) else { return };
        is_busy.set(true);
        let (command, unit) = (deed.command(dispatch, amount, typed), unit.clone());
        spawn_local(async move {
            match acts.give(id, command).await {
                Ok(()) => {
                    let said = Said::filled(deed.said(), &[("unit", &unit)]);
                    untrack(|| acts.say_done(id, said, Some(Back::Give(Box::new(deed.back(dispatch))))));
                    open.set(false);
                }
                Err(refusal) => {
                    refused.try_set(Some(refusal.sentence));
                }
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{about}</p>
            {asks_amount.then(|| view! {
                <Field label=texts::COUNTED mistake=wrong_amount>{input(counted, wrong_amount, true)}</Field>
                <p class="field-hint">{hint}</p>
            })}
            <Field label mistake=wrong_text>{input(text, wrong_text, false)}</Field>
            <p class="mistake" role="alert">{refused}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(confirm(deed))}</button>
            </div>
        </form>
    }
}

fn input(value: RwSignal<String>, mistake: RwSignal<Option<String>>, is_amount: bool) -> impl IntoView {
    let invalid = move || mistake.with(Option::is_some).then_some("true");
    view! {
        <input class="input" inputmode=if is_amount { "decimal" } else { "text" } aria-invalid=invalid prop:value=value
            on:input:target=move |event| value.set(event.target().value())/>
    }
}

fn confirm(deed: Deed) -> Text {
    match deed {
        Deed::Approve | Deed::Refuse => deed.title(),
        Deed::Receive | Deed::Invoice => common::SAVE,
    }
}
