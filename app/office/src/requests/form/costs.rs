//! Costs of the visit, parts used, photos of vouchers (ONS-17).

use domain::visit::Costs;
use leptos::prelude::*;
use ui::format;
use words::office::form as texts;

use super::photos;
use crate::tell::Tell;

/// The amounts as fields of the receipt.
pub fn fields(costs: &Costs, tell: Tell) -> impl IntoView + use<> {
    let rows = [
        (texts::TRAVEL, costs.travel),
        (texts::MATERIALS, costs.materials),
        (texts::OTHER_COSTS, costs.other),
        (texts::TOTAL, costs.total()),
        (texts::PAID, costs.paid),
    ];
    rows.map(|(label, amount)| {
        view! { <div class="cell"><dt>{tell.say(label)}</dt><dd>{format::money(amount, tell.lang())}</dd></div> }
    })
    .collect_view()
}

/// What the materials were, and the photos of the vouchers.
pub fn parts_and_vouchers(costs: &Costs, tell: Tell) -> impl IntoView + use<> {
    let parts = (!costs.parts.is_empty()).then(|| {
        let row = |part: &domain::visit::Part| {
            let count = part.quantity.to_string();
            let price = format::money(part.unit_price, tell.lang());
            view! { <li>{[part.name.as_str(), " × ", &count, " · ", &price].concat()}</li> }
        };
        view! {
            <h4>{tell.say(texts::PARTS)}</h4>
            <ul class="plain-list">{costs.parts.iter().map(row).collect_view()}</ul>
        }
    });
    let vouchers = (!costs.vouchers.is_empty()).then(|| {
        let pictures = costs
            .vouchers
            .iter()
            .map(|sha| photos::picture(sha, tell.say(texts::VOUCHERS).to_owned(), tell))
            .collect_view();
        view! { <h4>{tell.say(texts::VOUCHERS)}</h4> <ul class="photos">{pictures}</ul> }
    });
    view! { {parts} {vouchers} }
}
