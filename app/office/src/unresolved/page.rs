//! `/unresolved`: every problem that a visit did not solve, what it waits for, and who has the customer's data.

use std::{rc::Rc, sync::Arc};

use domain::{
    RequestId, Timestamp,
    deadline::{Clock, Phase},
    request::ServiceRequest,
    rights::Action,
    unresolved::{Stage, stage},
};
use leptos::prelude::*;
use ui::{Remaining, shell::OfficeShell, t, use_desk, use_now};
use words::{office::requests as columns, unresolved as texts};

use super::deed::custody;
use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    tell::{Tell, use_tell},
};

const STAGES: [Stage; 6] =
    [Stage::Decision, Stage::Consultation, Stage::Sending, Stage::AtHeadquarters, Stage::Trial, Stage::Visit];

/// `/unresolved`
#[component]
pub fn UnresolvedPage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/unresolved">
            <WhenReady>
                <Show when=move || desk.may(Action::ReadRequest) fallback=NotFound><List/></Show>
            </WhenReady>
        </OfficeShell>
    }
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    id: RequestId,
    number: String,
    unit: String,
    symptom: String,
    stage: Option<Stage>,
    is_with_support: bool,
    clock: Option<Clock>,
    last_contact: Option<(Timestamp, String)>,
    holder: Option<String>,
    data_due: Option<Timestamp>,
}

fn face(request: &ServiceRequest) -> Option<Face> {
    let stage = stage(request);
    let kept = custody(request);
    if stage.is_none_or(|stage| stage == Stage::Ended) && kept.is_none() {
        return None;
    }
    let chain = kept.and_then(|dispatch| dispatch.visit.custody());
    let last = request.unresolved.contacts.iter().max_by_key(|contact| contact.at);
    Some(Face {
        id: request.id,
        number: request.number.clone(),
        unit: request.unit.clone(),
        symptom: request.symptom.clone(),
        stage,
        is_with_support: request.unresolved.support_manager_since.is_some(),
        clock: request.next_due().cloned(),
        last_contact: last.map(|contact| (contact.at, contact.state.clone())),
        holder: chain.and_then(|chain| chain.holder()).map(|holder| holder.name.clone()),
        data_due: request.data_due().map(|clock| clock.due),
    })
}

#[component]
fn List() -> impl IntoView {
    let (desk, now) = (use_desk(), use_now());
    // Changes arrive by themselves.
    if let Some(client) = desk.client() {
        client.listen("board");
    }
    let chosen = RwSignal::new(None::<Stage>);
    let faces = Memo::new(move |_| {
        let requests: Vec<Rc<ServiceRequest>> = desk.records().map(|client| client.requests()).unwrap_or_default();
        let mut faces: Vec<Face> = requests.iter().filter_map(|request| face(request)).collect();
        // What is due first comes first; what has no limit comes last.
        faces.sort_by_key(|face| (face.clock.as_ref().map_or(i64::MAX, |clock| clock.due.millis()), face.id));
        faces
    });
    let shown = Memo::new(move |_| {
        let chosen = chosen.get();
        faces.with(|faces| {
            let fits = |face: &&Face| chosen.is_none() || face.stage == chosen;
            faces.iter().filter(fits).cloned().map(Arc::new).collect::<Vec<_>>()
        })
    });
    let count = move |stage: Option<Stage>| {
        faces.with(|faces| faces.iter().filter(|face| stage.is_none() || face.stage == stage).count())
    };
    let chip = move |stage: Option<Stage>, text| {
        view! {
            <button type="button" class="chip-button" aria-pressed=move || if chosen.get() == stage { "true" } else { "false" } on:click=move |_| chosen.set(stage)>
                {t(text)} " " <b>{move || count(stage)}</b>
            </button>
        }
    };
    let is_late = move |face: &Face| {
        let late = face.clock.as_ref().is_some_and(|clock| clock.phase(now.get()) == Phase::Late);
        late || face.data_due.is_some_and(|due| now.get() > due)
    };
    view! {
        <div class="page">
            <div class="page-head"><h1>{t(texts::TITLE)}</h1></div>
            <p class="count">{t(texts::LEAD)}</p>
            <div class="stage-filter" role="group" aria-label=t(texts::COLUMN_STAGE)>
                {chip(None, texts::ALL_STAGES)}
                {STAGES.map(|stage| chip(Some(stage), texts::stage(stage))).collect_view()}
            </div>
            <Show
                when=move || shown.with(|shown| !shown.is_empty())
                fallback=move || view! { <p class="empty">{t(if chosen.get().is_some() { texts::EMPTY_FILTERED } else { texts::EMPTY })}</p> }
            >
                <table class="list">
                    <thead>
                        <tr>
                            <th scope="col">{t(columns::COLUMN_NUMBER)}</th>
                            <th scope="col">{t(columns::COLUMN_UNIT)}</th>
                            <th scope="col">{t(columns::COLUMN_SYMPTOM)}</th>
                            <th scope="col">{t(texts::COLUMN_STAGE)}</th>
                            <th scope="col">{t(texts::COLUMN_NEXT)}</th>
                            <th scope="col">{t(texts::COLUMN_LAST)}</th>
                            <th scope="col">{t(texts::COLUMN_DATA)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || shown.get() key=|face| (**face).key() children=move |face| {
                            let late = { let face = face.clone(); move || is_late(&face) };
                            view! { <tr class:late=late><Row face/></tr> }
                        }/>
                    </tbody>
                </table>
            </Show>
        </div>
    }
}

impl Face {
    /// A row that changes is drawn anew.
    fn key(&self) -> String {
        format!("{self:?}")
    }
}

#[component]
fn Row(face: Arc<Face>) -> impl IntoView {
    let (tell, now) = (use_tell(), use_now());
    let address = ["/requests/", &face.id.to_string()].concat();
    let label = tell.sentence(&[face.number.clone(), face.unit.clone()]);
    let clock = face.clock.clone().map(|clock| {
        let what = words::office::reasons::rule(&clock.rule);
        view! { <small>{t(what)}</small> " " <Remaining clock/> }
    });
    let stage = face.stage.map(|stage| view! { <span class="chip accent">{t(texts::stage(stage))}</span> });
    let support =
        face.is_with_support.then(|| view! { " " <span class="chip late">{t(texts::SUPPORT_MANAGER)}</span> });
    view! {
        <td class="mono"><a href=address aria-label=label>{face.number.clone()}</a></td>
        <td class="unit">{face.unit.clone()}</td>
        <td class="symptom"><div>{face.symptom.clone()}</div></td>
        <td>{stage} {support}</td>
        <td>{clock}</td>
        <td>{last_contact(&face, tell)}</td>
        <td>{data(&face, now, tell)}</td>
    }
}

fn last_contact(face: &Face, tell: Tell) -> String {
    match &face.last_contact {
        Some((at, state)) => tell.dotted(&[tell.near(*at), state.clone()]),
        None => tell.say(texts::NOBODY_YET).to_owned(),
    }
}

fn data(face: &Face, now: RwSignal<Timestamp>, tell: Tell) -> impl IntoView + use<> {
    let holder = face.holder.clone().map(|name| tell.fill(texts::DATA_WITH, &[("name", &name)]));
    let due = face.data_due;
    let alarm = move || {
        let too_long = due.is_some_and(|due| now.get() > due);
        too_long.then(|| view! { " " <span class="chip late">{t(texts::DATA_TOO_LONG)}</span> })
    };
    view! { {holder} {alarm} }
}
