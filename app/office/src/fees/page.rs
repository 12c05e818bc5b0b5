//! `/fees`: money that is out, what waits for an invoice, and discounts to be decided; what is due first on top.

use std::{rc::Rc, sync::Arc};

use domain::{
    DispatchId, Money, RequestId,
    deadline::{Clock, ClockState, Phase},
    fees::{FeeItem, FeeStage, HAND_IN, INVOICE, stage},
    people::Actor,
    request::{Dispatch, ServiceRequest},
    rights::Action,
};
use leptos::prelude::*;
use ui::{Desk, Remaining, format, shell::OfficeShell, t, use_desk, use_now};
use words::{fees as texts, office::requests as columns};

use super::{
    ask::{AskDialog, Question},
    deed::{self, Deed},
    panel::{off_the_table, table},
};
use crate::{
    acts::provide_acts,
    describe::reasons,
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    tell::use_tell,
};

/// `/fees`
#[component]
pub fn FeesPage() -> impl IntoView {
    office_desk();
    provide_acts();
    let desk = use_desk();
    view! {
        <OfficeShell here="/fees">
            <WhenReady>
                <Show when=move || desk.may(Action::ReadRequest) fallback=NotFound><List/></Show>
            </WhenReady>
        </OfficeShell>
    }
}

/// By what the list is narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    Discount,
    Stage(FeeStage),
}

const FILTERS: [Filter; 5] = [
    Filter::Stage(FeeStage::WithEngineer),
    Filter::Stage(FeeStage::ToInvoice),
    Filter::Discount,
    Filter::Stage(FeeStage::Agreed),
    Filter::Stage(FeeStage::Declined),
];

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    request: Arc<ServiceRequest>,
    id: RequestId,
    dispatch: DispatchId,
    engineer: String,
    stage: Option<FeeStage>,
    waits_for_discount: bool,
    /// What the table does not say was charged, or more taken than is to be paid: somebody looks at it.
    is_odd: bool,
    amount: Money,
    clock: Option<Clock>,
}

/// The clock that runs for this money.
pub fn clock(request: &ServiceRequest, dispatch: &Dispatch) -> Option<Clock> {
    let rule = match stage(dispatch) {
        Some(FeeStage::WithEngineer) => HAND_IN,
        Some(FeeStage::ToInvoice | FeeStage::Agreed) => INVOICE,
        _ => return None,
    };
    request.clocks.iter().rfind(|clock| clock.rule == rule && clock.state == ClockState::Running).cloned()
}

fn faces(request: &Rc<ServiceRequest>, table: Option<&[FeeItem]>, desk: Desk) -> Vec<Face> {
    let shown = request.dispatches.iter().filter(|dispatch| deed::is_shown(request, dispatch));
    let face = |dispatch: &Dispatch| {
        let fees = deed::fees(dispatch)?;
        let amount = fees.taken().map_or_else(|| fees.payable(), |payment| payment.amount);
        Some(Face {
            request: Arc::new((**request).clone()),
            id: request.id,
            dispatch: dispatch.id,
            engineer: dispatch.engineer_name.clone(),
            stage: stage(dispatch),
            is_odd: !fees.overpaid().is_zero()
                || table.is_some_and(|table| {
                    fees.lines.iter().any(|line| off_the_table(line, dispatch, table, desk).is_some())
                }),
            waits_for_discount: fees.charges() && fees.waiting_discount().is_some(),
            amount: if fees.declined.is_some() { fees.total() } else { amount },
            clock: clock(request, dispatch),
        })
    };
    shown.filter_map(face).collect()
}

impl Face {
    fn fits(&self, filter: Filter) -> bool {
        match filter {
            Filter::Discount => self.waits_for_discount,
            Filter::Stage(stage) => self.stage == Some(stage),
        }
    }

    /// A row that changes is drawn anew.
    fn key(&self) -> String {
        let clock = self.clock.as_ref().map(|clock| (clock.due, clock.state));
        let marks = (self.waits_for_discount, self.is_odd);
        format!("{} {:?} {marks:?} {} {clock:?}", self.dispatch, self.stage, self.amount)
    }
}

#[component]
fn List() -> impl IntoView {
    let (desk, now, tell) = (use_desk(), use_now(), use_tell());
    // Changes arrive by themselves.
    if let Some(client) = desk.client() {
        client.listen("board");
    }
    let asked = RwSignal::new(None::<Question>);
    let chosen = RwSignal::new(None::<Filter>);
    let all = Memo::new(move |_| {
        let requests: Vec<Rc<ServiceRequest>> = desk.records().map(|client| client.requests()).unwrap_or_default();
        let table = table(desk);
        let mut faces: Vec<Face> = requests.iter().flat_map(|request| faces(request, table.as_deref(), desk)).collect();
        // What is due first comes first; what has no limit comes last.
        faces.sort_by_key(|face| (face.clock.as_ref().map_or(i64::MAX, |clock| clock.due.millis()), face.dispatch));
        faces
    });
    let shown = Memo::new(move |_| {
        let fits = |face: &&Face| chosen.get().is_none_or(|filter| face.fits(filter));
        all.with(|faces| faces.iter().filter(fits).cloned().map(Arc::new).collect::<Vec<_>>())
    });
    let count = move |filter: Option<Filter>| {
        all.with(|faces| faces.iter().filter(|face| filter.is_none_or(|filter| face.fits(filter))).count())
    };
    let chip = move |filter: Option<Filter>| {
        let text = match filter {
            None => texts::ALL,
            Some(Filter::Discount) => texts::WAITING_DISCOUNT,
            Some(Filter::Stage(stage)) => texts::stage(stage),
        };
        view! {
            <button type="button" class="chip-button" aria-pressed=move || if chosen.get() == filter { "true" } else { "false" } on:click=move |_| chosen.set(filter)>
                {t(text)} " " <b>{move || count(filter)}</b>
            </button>
        }
    };
    let out = move || {
        let sum: Money = all.with(|faces| {
            faces.iter().filter(|face| face.stage == Some(FeeStage::WithEngineer)).map(|face| face.amount).sum()
        });
        (!sum.is_zero()).then(|| {
            view! { <p class="fee-out">{tell.say(texts::STAGE_WITH_ENGINEER)} " " <strong>{format::money(sum, tell.lang())}</strong></p> }
        })
    };
    let is_late = move |face: &Face| face.clock.as_ref().is_some_and(|clock| clock.phase(now.get()) == Phase::Late);
    view! {
        <div class="page">
            <div class="page-head"><h1>{t(texts::TITLE)}</h1> {out}</div>
            <p class="count">{t(texts::LEAD)}</p>
            <div class="stage-filter" role="group" aria-label=t(texts::COLUMN_STAGE)>
                {chip(None)}
                {FILTERS.map(|filter| chip(Some(filter))).collect_view()}
            </div>
            <Show
                when=move || shown.with(|shown| !shown.is_empty())
                fallback=move || view! { <p class="empty">{t(if chosen.get().is_some() { texts::EMPTY_FILTERED } else { texts::EMPTY })}</p> }
            >
                <table class="list fee-list">
                    <thead>
                        <tr>
                            <th scope="col">{t(columns::COLUMN_NUMBER)}</th>
                            <th scope="col">{t(columns::COLUMN_UNIT)}</th>
                            <th scope="col">{t(texts::COLUMN_ENGINEER)}</th>
                            <th scope="col" class="amount">{t(texts::COLUMN_AMOUNT)}</th>
                            <th scope="col">{t(texts::COLUMN_STAGE)}</th>
                            <th scope="col">{t(texts::COLUMN_DUE)}</th>
                            <th scope="col"><span class="visually-hidden">{t(texts::COLUMN_ACTIONS)}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || shown.get() key=|face| face.key() children=move |face| {
                            let late = { let face = face.clone(); move || is_late(&face) };
                            view! { <tr class:late=late><Row face asked/></tr> }
                        }/>
                    </tbody>
                </table>
            </Show>
            <AskDialog asked/>
        </div>
    }
}

#[component]
fn Row(face: Arc<Face>, asked: RwSignal<Option<Question>>) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let address = ["/requests/", &face.id.to_string()].concat();
    let request = face.request.clone();
    let label = tell.sentence(&[request.number.clone(), request.unit.clone()]);
    let amount = face.amount;
    let waits =
        face.waits_for_discount.then(|| view! { " " <span class="chip soon">{t(texts::WAITING_DISCOUNT)}</span> });
    let odd = face.is_odd.then(|| view! { " " <span class="chip late">{t(texts::ODD)}</span> });
    let clock = face.clock.clone().map(|clock| {
        let lines = reasons::lines(&clock, tell).into_iter();
        let lines =
            lines.map(|line| view! { <li><span>{line.what}</span> <span>{line.value}</span></li> }).collect_view();
        let what = tell.say(words::office::reasons::rule(&clock.rule));
        view! {
            <details class="clock-row">
                <summary><span>{what}</span> <Remaining clock/></summary>
                <ul class="why">{lines}</ul>
            </details>
        }
    });
    let deeds = {
        let (request, dispatch) = (request.clone(), face.dispatch);
        move || {
            let actor = desk.person().map(|person| Actor::from(&person))?;
            let deeds = deed::possible(&actor, &request, request.dispatch(dispatch)?);
            let request = request.clone();
            Some(
                deeds
                    .into_iter()
                    .enumerate()
                    .map(move |(at, deed)| button(deed, at == 0, request.clone(), dispatch, asked))
                    .collect_view(),
            )
        }
    };
    view! {
        <td class="mono"><a href=address aria-label=label>{request.number.clone()}</a></td>
        <td class="unit">{request.unit.clone()}</td>
        <td>{face.engineer.clone()}</td>
        <td class="amount">{move || format::money(amount, tell.lang())}</td>
        <td>{face.stage.map(|stage| view! { <span class="chip accent">{t(texts::stage(stage))}</span> })} {waits} {odd}</td>
        <td>{clock}</td>
        <td class="row-end">{deeds}</td>
    }
}

/// The button of a deed.
pub fn button(
    deed: Deed,
    is_first: bool,
    request: Arc<ServiceRequest>,
    dispatch: DispatchId,
    asked: RwSignal<Option<Question>>,
) -> impl IntoView {
    let class = if is_first { "button primary" } else { "button" };
    let ask = move |_| asked.set(Some(Question { deed, request: request.clone(), dispatch }));
    view! { <button type="button" class=class on:click=ask>{t(deed.title())}</button> }
}
