//! Paying: a discount that is asked for, the voucher that the customer signs, and where the money is (CUS-8).

use domain::{
    Money,
    command::Command,
    fees::{PayBy, VisitFees},
    signature::DocumentKind,
};
use leptos::{prelude::*, task::spawn_local};
use ui::t;
use words::{fees as texts, rejections};

use super::{costs_form::amount, fees::Till};
use crate::{
    input::{Push, TextField},
    sign,
};

/// Less than the table says: asked for here, decided in the office.
#[component]
pub fn DiscountPart(till: Till) -> impl IntoView {
    let Till { form, fees, .. } = till;
    let words = form.acting.words;
    let is_open = RwSignal::new(false);
    let state = move || {
        let discount = fees.with(|fees| fees.discount.clone())?;
        let amount = till.say(discount.amount);
        let (text, class) = match &discount.decided {
            None => (words.fill(texts::DISCOUNT_WAITS, &[("amount", &amount)]), "notice"),
            Some(decided) if decided.approved => {
                (words.fill(texts::DISCOUNT_APPROVED, &[("name", &decided.by_name), ("amount", &amount)]), "notice ok")
            }
            Some(decided) => {
                let values = [("name", decided.by_name.as_str()), ("note", &decided.note)];
                (words.fill(texts::DISCOUNT_REFUSED, &values), "notice")
            }
        };
        Some(view! { <p class=class>{text}</p> })
    };
    let may_ask = Memo::new(move |_| {
        let is_free = fees.with(|fees| fees.waiting_discount().is_none() && fees.taken_off().is_zero());
        is_free && (till.may_edit.get() || till.may_pay.get())
    });
    view! {
        {state}
        <Show when=move || may_ask.get()>
            <Show when=move || is_open.get() fallback=move || view! {
                <p><Push text=texts::ASK_DISCOUNT quiet=true run=Callback::new(move |()| is_open.set(true))/></p>
            }>
                <AskDiscount till/>
            </Show>
        </Show>
    }
}

#[component]
fn AskDiscount(till: Till) -> impl IntoView {
    let Till { form, fees, .. } = till;
    let words = form.acting.words;
    let (less, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submitted = RwSignal::new(false);
    let asked = move || {
        let total = fees.with(VisitFees::total);
        less.with(|text| amount(text)).ok().filter(|less| !less.is_zero() && *less < total)
    };
    let wrong_amount = Signal::derive(move || {
        (submitted.get() && asked().is_none()).then(|| words.say(texts::DISCOUNT_INVALID).to_owned())
    });
    let no_reason = Signal::derive(move || {
        let is_missing = submitted.get() && reason.with(|reason| reason.trim().is_empty());
        is_missing.then(|| words.fill(rejections::MISSING, &[("field", words.say(texts::DISCOUNT_REASON))]))
    });
    let run = Callback::new(move |()| {
        submitted.set(true);
        let reason = reason.get_untracked();
        let Some(amount) = untrack(asked).filter(|_| !reason.trim().is_empty()) else { return };
        spawn_local(async move {
            form.act(Command::AskDiscount { amount, reason }).await;
        });
    });
    view! {
        <section class="fee-part">
            <h3>{t(texts::ASK_DISCOUNT)}</h3>
            <div class="field-pair">
                <TextField label=texts::DISCOUNT_AMOUNT value=less kind="decimal" mistake=wrong_amount/>
                <TextField label=texts::DISCOUNT_REASON value=reason mistake=no_reason/>
            </div>
            <p><Push text=texts::ASK_DISCOUNT run=run/></p>
        </section>
    }
}

/// The voucher, and where the money is.
#[component]
pub fn PaymentPart(till: Till) -> impl IntoView {
    let Till { form, fees, may_pay, .. } = till;
    let words = form.acting.words;
    let taken = move || {
        let payment = fees.with(|fees| fees.taken().cloned())?;
        let values = [("pay_by", words.say(texts::pay_by(payment.pay_by))), ("amount", &till.say(payment.amount))];
        let text = words.fill(texts::TAKEN, &values);
        let received = fees.with(|fees| fees.received.as_ref().map(|received| received.counted));
        let next = match received {
            Some(counted) => Some(words.fill(texts::HANDED_IN, &[("amount", &till.say(counted))])),
            None => (payment.pay_by != PayBy::Invoice).then(|| words.say(texts::HAND_IN_TODAY).to_owned()),
        };
        let class = if received.is_some() { "notice ok" } else { "notice" };
        Some(view! { <div class=class><p><strong>{text}</strong></p> <p>{next}</p></div> })
    };
    view! {
        {taken}
        <Show when=move || may_pay.get()><Voucher till/></Show>
    }
}

#[component]
fn Voucher(till: Till) -> impl IntoView {
    let Till { form, fees, .. } = till;
    let words = form.acting.words;
    let known = fees.with_untracked(|fees| fees.payment.clone());
    let pay_by = RwSignal::new(known.as_ref().map_or(PayBy::default(), |known| known.pay_by));
    let start = known.map_or_else(|| fees.with_untracked(VisitFees::payable), |known| known.amount);
    let paid = RwSignal::new(start.to_string());
    let valid = move || {
        let total = fees.with(VisitFees::total);
        paid.with(|text| amount(text)).ok().filter(|paid| *paid > Money::ZERO && *paid <= total)
    };
    let mistake = Signal::derive(move || valid().is_none().then(|| words.say(texts::PAY_INVALID).to_owned()));
    let option = move |choice: PayBy| {
        view! {
            <label>
                <input type="radio" name="pay-by" prop:checked=move || pay_by.get() == choice on:change=move |_| pay_by.set(choice)/>
                " " {t(texts::pay_by(choice))}
            </label>
        }
    };
    let navigate = StoredValue::new_local(leptos_router::hooks::use_navigate());
    let run = Callback::new(move |()| {
        let Some(amount) = untrack(valid) else { return };
        let command = Command::RecordPayment { pay_by: pay_by.get_untracked(), amount };
        let is_known = fees.with_untracked(|fees| {
            fees.payment.as_ref().is_some_and(|known| known.pay_by == pay_by.get_untracked() && known.amount == amount)
        });
        spawn_local(async move {
            if is_known || form.act(command).await {
                let address = sign::address(form.id, DocumentKind::Voucher);
                navigate.with_value(|navigate| navigate(&address, leptos_router::NavigateOptions::default()));
            }
        });
    });
    view! {
        <section class="fee-part">
            <h3>{t(texts::PAYMENT)}</h3>
            <fieldset class="form-field">
                <legend>{t(texts::PAY_HOW)}</legend>
                <div class="pick">{PayBy::ALL.map(option).collect_view()}</div>
            </fieldset>
            <TextField label=texts::PAY_AMOUNT value=paid kind="decimal" mistake=mistake/>
            <p><Push text=texts::SIGN_VOUCHER run=run primary=true/></p>
        </section>
    }
}
