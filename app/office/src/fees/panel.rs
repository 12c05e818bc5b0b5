//! The money of one form: what is charged, where it is, what happened to it, and what comes next.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    Money,
    fees::{FeeItem, FeeLine, OffTable, VisitFees, consented, off_table, stage},
    people::Actor,
    request::{Dispatch, ServiceRequest},
};
use leptos::prelude::*;
use ui::{Desk, Remaining, format, use_desk};
use words::{fees as texts, office::reasons};

use super::{
    ask::{AskDialog, Question},
    deed,
    page::{button, clock},
};
use crate::{
    acts::Shown,
    describe::fees::line,
    tell::{Tell, use_tell},
};

/// The panel on the form's page; nothing where nothing was ever charged.
#[component]
pub fn FeesPanel(request: Shown) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let asked = RwSignal::new(None::<Question>);
    let body = move || {
        let request = request.get()?;
        let actor = desk.person().map(|person| Actor::from(&person));
        let shown = request.dispatches.iter().filter(|dispatch| stage(dispatch).is_some());
        let parts = shown.map(|dispatch| part(&request, dispatch, actor.as_ref(), asked, (desk, tell))).collect_view();
        (!parts.is_empty()).then_some(parts)
    };
    view! { {body} <AskDialog asked/> }
}

fn part(
    request: &Arc<ServiceRequest>,
    dispatch: &Dispatch,
    actor: Option<&Actor>,
    asked: RwSignal<Option<Question>>,
    (desk, tell): (Desk, Tell),
) -> impl IntoView + use<> {
    let fees = deed::fees(dispatch).cloned().unwrap_or_default();
    let money = |amount: Money| format::money(amount, tell.lang());
    let next = clock(request, dispatch).map(|clock| {
        let what = tell.say(reasons::rule(&clock.rule));
        view! { <p class="matter-next">{what} " " <Remaining clock/></p> }
    });
    let deeds = actor.map(|actor| deed::possible(actor, request, dispatch)).unwrap_or_default();
    let id = dispatch.id;
    let deeds = (!deeds.is_empty()).then(|| {
        let buttons = deeds.into_iter().enumerate();
        let buttons = buttons.map(|(at, deed)| button(deed, at == 0, request.clone(), id, asked)).collect_view();
        view! { <div class="act-bar">{buttons}</div> }
    });
    let table = table(desk);
    let lines = fees.lines.iter().map(|known| {
        let off = table.as_deref().and_then(|table| off_the_table(known, dispatch, table, desk));
        let off = off.map(|off| match off {
            OffTable::OtherPrice(price) => tell.fill(texts::OTHER_PRICE, &[("price", &money(price))]),
            OffTable::NotListed => tell.say(texts::NOT_LISTED).to_owned(),
        });
        let off = off.map(|off| view! { " " <span class="chip soon">{off}</span> });
        view! { <li><span>{line(known, tell)} {off}</span> <span>{money(known.amount())}</span></li> }
    });
    let waits = fees.waiting_discount().is_some() && fees.charges();
    let less = (!fees.taken_off().is_zero()).then(|| {
        let less = ["−", &money(fees.taken_off())].concat();
        view! { <li><span>{tell.say(texts::DISCOUNT)}</span> <span>{less}</span></li> }
    });
    let too_much = (!fees.overpaid().is_zero()).then(|| {
        let words = tell.fill(texts::OVERPAID, &[("amount", &money(fees.overpaid()))]);
        view! { <p class="notice">{words}</p> }
    });
    view! {
        <section class="panel-part fees" aria-label=tell.say(texts::TITLE)>
            <h2>{tell.say(texts::TITLE)}</h2>
            <p class="chips">
                {stage(dispatch).map(|stage| view! { <span class="chip accent">{tell.say(texts::stage(stage))}</span> })}
                " " {waits.then(|| view! { <span class="chip soon">{tell.say(texts::WAITING_DISCOUNT)}</span> })}
            </p>
            {next}
            {deeds}
            <ul class="fee-table">
                {lines.collect_view()}
                {less}
                <li class="fee-table-sum"><span>{tell.say(texts::PAYABLE)}</span> <strong>{money(fees.payable())}</strong></li>
            </ul>
            {too_much}
            {story(dispatch, &fees, tell)}
        </section>
    }
}

/// How a line differs from the `table` of its day, where it does.
pub(super) fn off_the_table(line: &FeeLine, dispatch: &Dispatch, table: &[FeeItem], desk: Desk) -> Option<OffTable> {
    off_table(line, table, day_of(dispatch, desk)?)
}

/// What work on site costs; None before it is known. Each call reads it from the settings anew.
pub(super) fn table(desk: Desk) -> Option<Vec<FeeItem>> {
    desk.client()?.fee_table()
}

/// The day whose prices count, in the centre's zone.
fn day_of(dispatch: &Dispatch, desk: Desk) -> Option<NaiveDate> {
    let arrived = dispatch.visit.arrived_at?;
    format::date(arrived, &desk.zone())
}

/// What happened, in its order.
fn story(dispatch: &Dispatch, fees: &VisitFees, tell: Tell) -> Option<impl IntoView + use<>> {
    let money = |amount: Money| format::money(amount, tell.lang());
    let mut lines = Vec::new();
    let mut add = |what: String, when: Vec<String>| lines.push((what, tell.dotted(&when)));
    if let Some(amount) = consented(&dispatch.visit) {
        add(tell.fill(texts::CONSENTED, &[("amount", &money(amount))]), Vec::new());
    }
    if let Some(declined) = &fees.declined {
        add(tell.say(texts::DECLINE).to_owned(), vec![tell.near(declined.at), declined.reason.clone()]);
    }
    if let Some(discount) = &fees.discount {
        let amount = money(discount.amount);
        match &discount.decided {
            None => {
                let when = vec![tell.near(discount.at), discount.by_name.clone(), discount.reason.clone()];
                add(tell.fill(texts::DISCOUNT_WAITS, &[("amount", &amount)]), when);
            }
            Some(decided) if decided.approved => {
                let values = [("name", decided.by_name.as_str()), ("amount", &amount)];
                add(tell.fill(texts::DISCOUNT_APPROVED, &values), vec![tell.near(decided.at), decided.note.clone()]);
            }
            Some(decided) => {
                let values = [("name", decided.by_name.as_str()), ("note", &decided.note)];
                add(tell.fill(texts::DISCOUNT_REFUSED, &values), vec![tell.near(decided.at)]);
            }
        }
    }
    if let Some(payment) = fees.taken() {
        let values = [("pay_by", tell.say(texts::pay_by(payment.pay_by))), ("amount", &money(payment.amount))];
        add(tell.fill(texts::TAKEN, &values), payment.taken_at.map(|at| tell.near(at)).into_iter().collect());
        if let Some(received) = &fees.received {
            let gap = received.counted.fen() - payment.amount.fen();
            let amount = money(Money::from_fen(gap.abs()));
            let gap = match gap {
                0 => String::new(),
                ..0 => tell.fill(texts::DIFFERENCE, &[("amount", &amount)]),
                _ => tell.fill(texts::SURPLUS, &[("amount", &amount)]),
            };
            let when = vec![tell.near(received.at), received.by_name.clone(), gap, received.note.clone()];
            add(tell.fill(texts::DID_RECEIVE, &[("amount", &money(received.counted))]), when);
        }
    }
    if let Some(invoice) = &fees.invoice {
        let what = tell.fill(texts::DID_INVOICE, &[("number", &invoice.number)]);
        add(what, vec![tell.near(invoice.at), invoice.by_name.clone()]);
    }
    let row = |(what, when): (String, String)| view! { <li><b>{what}</b> <small>{when}</small></li> };
    (!lines.is_empty()).then(|| {
        view! {
            <h3>{tell.say(texts::STORY)}</h3>
            <ol class="story">{lines.into_iter().map(row).collect_view()}</ol>
        }
    })
}
