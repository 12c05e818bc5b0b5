//! What the visit cost and what was paid (ONS-17).

use leptos::{prelude::*, task::spawn_local};
use ui::{format, t};
use words::{Text, field as say};

use super::{
    costs_form::{CostsForm, PartRow, amount, quantity},
    fees::FeesAsCosts,
    form::use_form,
    panel::{Main, PanelFrame},
    progress::Panel,
};
use crate::{
    day::entitlement_sentence,
    input::{Push, TextField},
    photos::{Kept, Photos},
};

#[component]
pub fn CostsPanel() -> impl IntoView {
    let form = use_form();
    let words = form.acting.words;
    let costs = CostsForm::new(form);
    let run = Callback::new(move |()| {
        spawn_local(async move {
            if costs.save().await {
                form.acting.toasts.mended();
                form.finish(Panel::Costs).await;
            } else if untrack(|| costs.total()).is_none() {
                form.acting.toasts.failed(say::CHECK_AMOUNTS);
            }
        });
    });
    let entitlement = move || {
        form.with(|request, _| {
            let known = &request.entitlement;
            entitlement_sentence(words, known.standing, known.agreement_until.as_deref())
        })
    };
    let charges = Memo::new(move |_| {
        let charges = |fees: &domain::fees::VisitFees| fees.charges();
        form.with(|_, dispatch| dispatch.visit.fees.as_deref().is_some_and(charges)).unwrap_or_default()
    });
    let [travel, materials, other, paid] = costs.amounts;
    let total = move || costs.total().map_or_else(|| "–".to_owned(), |total| format::money(total, words.lang()));
    view! {
        <PanelFrame panel=Panel::Costs title=say::COSTS_TITLE lead=say::COSTS_HINT main=Some(Main { text: say::COSTS_DONE, run })>
            <p class="quote"><small>{t(say::ENTITLEMENT)}</small> {entitlement}</p>
            <Show when=move || charges.get() fallback=move || view! {
                <div class="amounts">
                    <Amount label=say::TRAVEL value=travel costs=costs/>
                    <Amount label=say::MATERIALS value=materials costs=costs/>
                    <Amount label=say::OTHER_COSTS value=other costs=costs/>
                </div>
                <Parts costs=costs/>
                <p class="cost-total">{t(say::TOTAL)} " " <output>{total}</output></p>
                <div class="amounts"><Amount label=say::PAID value=paid costs=costs/></div>
            }>
                <FeesAsCosts/>
            </Show>
            <Vouchers costs=costs/>
        </PanelFrame>
    }
}

/// A field for an amount in CNY.
#[component]
fn Amount(label: Text, value: RwSignal<String>, costs: CostsForm) -> impl IntoView {
    let words = ui::use_language();
    let mistake =
        Signal::derive(move || value.with(|text| amount(text)).err().map(|()| words.say(say::NOT_MONEY).to_owned()));
    view! {
        <TextField label=label value=value kind="decimal" mistake=mistake
            typed=Callback::new(move |()| costs.typed()) left=Callback::new(move |()| costs.left())/>
    }
}

/// Parts and materials that were used.
#[component]
fn Parts(costs: CostsForm) -> impl IntoView {
    let add = Callback::new(move |()| costs.add_part());
    view! {
        <fieldset class="form-field">
            <legend>{t(say::PARTS)}</legend>
            <p class="field-hint">{t(say::PARTS_HINT)}</p>
            <For each=move || costs.parts.get() key=|row| row.key children=move |row| view! { <PartFields row=row costs=costs/> }/>
            <p><Push text=say::ADD_PART run=add/></p>
        </fieldset>
    }
}

#[component]
fn PartFields(row: PartRow, costs: CostsForm) -> impl IntoView {
    let words = ui::use_language();
    let typed = Callback::new(move |()| {
        costs.sum_parts();
        costs.typed();
    });
    let left = Callback::new(move |()| costs.left());
    let remove = Callback::new(move |()| costs.remove_part(row.key));
    let number = Signal::derive(move || {
        let wrong = row.quantity.with(|text| quantity(text).is_none());
        wrong.then(|| words.say(say::NOT_A_NUMBER).to_owned())
    });
    let price = Signal::derive(move || {
        row.unit_price.with(|text| amount(text)).err().map(|()| words.say(say::NOT_MONEY).to_owned())
    });
    view! {
        <div class="part-row">
            <TextField label=say::PART_NAME value=row.name typed=typed left=left/>
            <TextField label=say::QUANTITY value=row.quantity kind="decimal" typed=typed left=left mistake=number/>
            <TextField label=say::UNIT_PRICE value=row.unit_price kind="decimal" typed=typed left=left mistake=price/>
            <Push text=say::REMOVE quiet=true run=remove/>
        </div>
    }
}

/// Photos of vouchers and receipts.
#[component]
fn Vouchers(costs: CostsForm) -> impl IntoView {
    let form = use_form();
    let known = move || form.with(|_, dispatch| dispatch.visit.costs.vouchers.clone()).unwrap_or_default();
    let add = Callback::new(move |kept: Kept| {
        let mut vouchers = untrack(known);
        if !vouchers.contains(&kept.sha256) {
            vouchers.push(kept.sha256);
            spawn_local(costs.record_vouchers(vouchers));
        }
    });
    let remove = Callback::new(move |sha256: String| {
        let mut vouchers = untrack(known);
        vouchers.retain(|known| *known != sha256);
        spawn_local(costs.record_vouchers(vouchers));
    });
    view! { <Photos label=say::VOUCHERS shown=Signal::derive(known) add=add remove=remove/> }
}
