//! `/field/visits/<id>`: the page itself.

use domain::{
    DispatchId,
    request::{DispatchState, RequestState},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};
use ui::t;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use words::{common, field as say};

use super::{
    arrive::{ArrivePanel, BeforePanel},
    backup::BackupPanel,
    costs::CostsPanel,
    data::DataPanel,
    explain::{DemonstratePanel, ExplainPanel, TrialRunPanel},
    fees::FeesPanel,
    finding_form::provide_finding_form,
    finish::{FarewellPanel, SignPanel},
    form::{Form, provide_form},
    information::InformationPanel,
    progress::{self, Panel},
    solve::SolvePanel,
    steps::Steps,
};
use crate::{
    asks::{Ask, AskDialog, provide_asks},
    day::entitlement_chip,
    handover::EngineersOnly,
    input::use_title,
    not_found::{NotHere, Nothing},
    sync_badge::SyncBadge,
};

/// One visit, step by step.
#[component]
pub fn VisitPage() -> impl IntoView {
    view! { <EngineersOnly><Visits/></EngineersOnly> }
}

#[component]
fn Visits() -> impl IntoView {
    use_title(say::VISIT);
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<DispatchId>().ok()));
    let query = use_query_map();
    let first = move || query.with_untracked(|query| query.get("show").as_deref().and_then(panel_named));
    // Another visit is another form.
    move || match id.get() {
        Some(id) => view! { <Visit id=id first=untrack(first)/> }.into_any(),
        None => view! { <Nothing title=common::NOT_FOUND hint=common::NOT_FOUND_HINT/> }.into_any(),
    }
}

/// Panels that another page leads to.
fn panel_named(name: &str) -> Option<Panel> {
    match name {
        "information" => Some(Panel::Information),
        "data" => Some(Panel::Data),
        "fees" => Some(Panel::Fees),
        "solve" => Some(Panel::Solve),
        "farewell" => Some(Panel::Farewell),
        _ => None,
    }
}

#[component]
fn Visit(id: DispatchId, first: Option<Panel>) -> impl IntoView {
    let form = provide_form(id);
    provide_finding_form(form);
    let navigate = use_navigate();
    provide_asks(Callback::new(move |(ask, id): (Ask, DispatchId)| match ask {
        Ask::NoBackup => {
            navigate(&[&crate::day::visit_address(id), "/sign?for=no_backup"].concat(), NavigateOptions::default())
        }
        Ask::Unsigned => form.acting.start(id, domain::command::Command::ReturnForm, None),
        _ => form.mark_saved(),
    }));
    let is_known = Memo::new(move |_| form.with(|_, _| ()).is_some());
    move || {
        if is_known.get() {
            // In a new browser the record comes only now.
            form.begin(first);
            view! { <Known form=form/> }.into_any()
        } else {
            view! { <NotHere/> }.into_any()
        }
    }
}

#[component]
fn Known(form: Form) -> impl IntoView {
    let words = form.acting.words;
    let unit = move || form.with(|request, _| request.unit.clone());
    let product =
        move || form.with(|request, _| [request.product.name.as_str(), " ", &request.product.version].concat());
    let entitlement = move || form.with(|request, _| entitlement_chip(words, &request.entitlement));
    let panel = Memo::new(move |_| form.panel.get());
    // A new panel starts at its top, for the eye and for the screen reader.
    Effect::new(move |before: Option<Panel>| {
        let now = panel.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                let content = document().get_element_by_id("content");
                if let Some(content) = content.and_then(|content| content.dyn_into::<HtmlElement>().ok()) {
                    let options = FocusOptions::new();
                    options.set_prevent_scroll(true);
                    let _ = content.focus_with_options(&options);
                }
            });
        }
        now
    });
    follow_state(form);
    let desk = form.acting.desk;
    let is_sealed = Memo::new(move |_| {
        desk.outbox().is_some_and(|client| client.device_lacks().contains(&offline::Lack::OwnWorkSealed))
    });
    let sealed = move || {
        is_sealed
            .get()
            .then(|| view! { <p class="notice own-sealed"><strong>"! "</strong> {t(say::LACKS_OWN_WORK)}</p> })
    };
    view! {
        <div class="visit-page">
            <header class="field-head">
                <div class="field-head-row">
                    <a class="button quiet back-link" href="/field">"‹ " {t(common::FIELD)}</a>
                    <h1>{unit}</h1>
                    <span class="chip">{product}</span>
                    {entitlement}
                    <SyncBadge/>
                </div>
            </header>
            {sealed}
            <Steps/>
            {move || panel_view(panel.get())}
            <AskDialog/>
        </div>
    }
}

/// A step of the dispatch was taken, here or elsewhere: the page goes on to what is next.
fn follow_state(form: Form) {
    let state = Memo::new(move |_| form.with(|request, dispatch| (request.state, dispatch.lived_state())));
    Effect::new(move |before: Option<Option<(RequestState, DispatchState)>>| {
        let now = state.get();
        if before.is_some_and(|before| before != now) {
            let next = match now {
                Some((RequestState::SentBack, DispatchState::Returned)) => Some(Panel::Sign),
                Some((_, DispatchState::Returned)) => Some(Panel::Farewell),
                _ => form.now_with(progress::next),
            };
            if let Some(next) = next {
                form.go(next);
            }
        }
        now
    });
}

fn panel_view(panel: Panel) -> AnyView {
    match panel {
        Panel::Information => view! { <InformationPanel/> }.into_any(),
        Panel::Data => view! { <DataPanel/> }.into_any(),
        Panel::Fees => view! { <FeesPanel/> }.into_any(),
        Panel::Confirm | Panel::Appoint => view! { <BeforePanel panel=panel/> }.into_any(),
        Panel::Arrive => view! { <ArrivePanel/> }.into_any(),
        Panel::Demonstrate => view! { <DemonstratePanel/> }.into_any(),
        Panel::BackUp => view! { <BackupPanel/> }.into_any(),
        Panel::Solve => view! { <SolvePanel/> }.into_any(),
        Panel::TrialRun => view! { <TrialRunPanel/> }.into_any(),
        Panel::Explain => view! { <ExplainPanel/> }.into_any(),
        Panel::Costs => view! { <CostsPanel/> }.into_any(),
        Panel::Sign => view! { <SignPanel/> }.into_any(),
        Panel::Farewell => view! { <FarewellPanel/> }.into_any(),
    }
}
