//! The list of requests: filters, pages by key, each row live while the browser knows its record.

use std::time::Duration;

use domain::{
    RequestId,
    deadline::{Clock, Phase},
    people::Role,
    request::{DispatchState, RequestState, ServiceRequest},
    rights::Action,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use serde::Deserialize;
use std::sync::Arc;
use ui::{Remaining, format, shell::OfficeShell, t, use_desk, use_now};
use words::{
    office::{archive, requests as texts},
    states,
};

use crate::{
    frame::{WhenReady, office_desk},
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// How long typing rests before the server is asked.
const REST: Duration = Duration::from_millis(300);

/// An item of `GET /api/requests`.
#[derive(Clone, Debug, Deserialize)]
pub struct Item {
    pub record: ServiceRequest,
}

/// What the list is asked for; stands in the page's address, so that going back finds it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wanted {
    state: String,
    due_before: String,
    text: String,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        *self == Wanted::default()
    }

    /// The query of the page's own address.
    fn query(&self) -> String {
        let fields = [("state", &self.state), ("due_before", &self.due_before), ("q", &self.text)];
        let set = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = set.map(|(name, value)| [name, "=", &ui::encoded(value)].concat()).collect();
        if pairs.is_empty() { String::new() } else { ["?", &pairs.join("&")].concat() }
    }

    /// The address of a page of the list. The day chosen ends in the centre's zone.
    fn path(&self, cursor: Option<&str>, zone: &str) -> String {
        let due = format::parse_local(&[&self.due_before, "T00:00"].concat(), zone);
        let due = due.map(|start| start.plus(domain::time::DAY).to_string()).unwrap_or_default();
        let fields = [
            ("state", self.state.as_str()),
            ("due_before", &due),
            ("q", &self.text),
            ("cursor", cursor.unwrap_or_default()),
        ];
        let set = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = set.map(|(name, value)| [name, "=", &ui::encoded(value)].concat()).collect();
        ["/api/requests?", &pairs.join("&")].concat()
    }
}

/// `/requests`
#[component]
pub fn RequestsPage() -> impl IntoView {
    office_desk();
    view! {
        <OfficeShell here="/requests">
            <WhenReady><List/></WhenReady>
        </OfficeShell>
    }
}

/// What has been fetched so far.
#[derive(Clone, Copy)]
struct Fetched {
    items: RwSignal<Vec<Arc<ServiceRequest>>>,
    next: RwSignal<Option<String>>,
    is_busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// Counts the questions: the answer to an older one is dropped.
    asked: StoredValue<u32>,
}

#[component]
fn List() -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let query = use_query_map();
    let navigate = use_navigate();
    let wanted = query.with_untracked(|query| Wanted {
        // A state that there is not would be a list that can't be asked for.
        state: query
            .get("state")
            .filter(|word| RequestState::ALL.iter().any(|state| state.word() == word))
            .unwrap_or_default(),
        due_before: query.get("due_before").unwrap_or_default(),
        text: query.get("q").unwrap_or_default(),
    });
    let wanted = RwSignal::new(wanted);
    let fetched = Fetched {
        items: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        is_busy: RwSignal::new(true),
        refusal: RwSignal::new(None),
        asked: StoredValue::new(0),
    };
    let fetch = move |cursor: Option<String>| {
        let number = fetched.asked.get_value() + 1;
        fetched.asked.set_value(number);
        fetched.is_busy.set(true);
        let path = wanted.with_untracked(|wanted| wanted.path(cursor.as_deref(), &desk.zone()));
        spawn_local(async move {
            let answer = remote::list::<Item>(desk, tell, &path).await;
            if fetched.asked.try_get_value() != Some(number) {
                return;
            }
            fetched.is_busy.set(false);
            match answer {
                Ok(page) => {
                    let page_items = page.items.into_iter().map(|item| Arc::new(item.record));
                    fetched.items.update(|items| {
                        if cursor.is_none() {
                            items.clear();
                        }
                        // A record that moved between two pages is shown once.
                        let fresh: Vec<_> =
                            page_items.filter(|item| items.iter().all(|known| known.id != item.id)).collect();
                        items.extend(fresh);
                    });
                    fetched.next.set(page.next);
                    fetched.refusal.set(None);
                }
                Err(refusal) => fetched.refusal.set(Some(refusal)),
            }
        });
    };
    // The first question at once, the others when typing rests.
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |former: Option<Wanted>| {
        let now = wanted.get();
        match former {
            None => fetch(None),
            Some(former) if former != now => {
                if let Some(timer) = timer.get_value() {
                    timer.clear();
                }
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&["/requests", &now.query()].concat(), options);
                timer.set_value(set_timeout_with_handle(move || fetch(None), REST).ok());
            }
            Some(_) => {}
        }
        now
    });
    on_cleanup(move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    });
    let is_empty =
        move || fetched.items.with(Vec::is_empty) && !fetched.is_busy.get() && fetched.refusal.with(Option::is_none);
    let count = move || tell.fill(texts::SHOWN, &[("n", &fetched.items.with(Vec::len).to_string())]);
    // An engineer's own requests are all there is to an engineer.
    let is_office = move || {
        let is_only_engineer = desk.person().is_some_and(|person| person.roles == [Role::Field]);
        desk.may(Action::ReadRequest) && !is_only_engineer
    };
    view! {
        <div class="page">
            <div class="page-head">
                <h1>{t(texts::TITLE)}</h1>
                {move || is_office().then(|| view! {
                    <a class="button quiet" href="/archive">{t(archive::TITLE)}</a>
                    {desk.may(Action::SeeKnowledge).then(|| view! { <a class="button quiet" href="/knowledge">{t(archive::KNOWLEDGE)}</a> })}
                })}
                {move || desk.may(Action::SubmitRequest).then(|| view! { <a class="button primary" href="/requests/new">{t(texts::NEW)}</a> })}
            </div>
            <Filters wanted/>
            <p class="count" role="status">{move || if fetched.is_busy.get() { tell.say(texts::LOADING).to_owned() } else { count() }}</p>
            <Trouble refusal=fetched.refusal retry=move |()| fetch(None)/>
            <Show when=move || !fetched.items.with(Vec::is_empty)>
                <Table items=fetched.items/>
            </Show>
            <Show when=is_empty>
                <p class="empty">{move || tell.say(if wanted.with(Wanted::is_empty) { texts::EMPTY } else { texts::EMPTY_FILTERED })}</p>
            </Show>
            <Show when=move || fetched.next.with(Option::is_some)>
                <p class="more">
                    <button type="button" class="button" disabled=fetched.is_busy on:click=move |_| fetch(fetched.next.get_untracked())>{t(texts::MORE)}</button>
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Filters(wanted: RwSignal<Wanted>) -> impl IntoView {
    let options = RequestState::ALL.map(|state| {
        let word = state.word();
        view! { <option value=word selected=move || wanted.with(|wanted| wanted.state == word)>{t(states::request_state(state))}</option> }
    });
    view! {
        <form class="list-filters" role="search" on:submit=move |event| event.prevent_default()>
            <label class="grow">
                <span class="visually-hidden">{t(texts::SEARCH)}</span>
                <input
                    class="input"
                    type="search"
                    placeholder=t(texts::SEARCH_HINT)
                    prop:value=move || wanted.with(|wanted| wanted.text.clone())
                    on:input:target=move |event| wanted.update(|wanted| wanted.text = event.target().value())
                />
            </label>
            <label class="inline">
                <span>{t(texts::STATE)}</span>
                <select class="input" on:change:target=move |event| wanted.update(|wanted| wanted.state = event.target().value())>
                    <option value="" selected=move || wanted.with(|wanted| wanted.state.is_empty())>{t(texts::ALL_STATES)}</option>
                    {options.collect_view()}
                </select>
            </label>
            <label class="inline">
                <span>{t(texts::DUE_BEFORE)}</span>
                <input
                    class="input"
                    type="date"
                    prop:value=move || wanted.with(|wanted| wanted.due_before.clone())
                    on:change:target=move |event| wanted.update(|wanted| wanted.due_before = event.target().value())
                />
            </label>
            <Show when=move || !wanted.with(Wanted::is_empty)>
                <button type="button" class="button quiet" on:click=move |_| wanted.set(Wanted::default())>{t(texts::CLEAR)}</button>
            </Show>
        </form>
    }
}

#[component]
fn Table(items: RwSignal<Vec<Arc<ServiceRequest>>>) -> impl IntoView {
    view! {
        <table class="list">
            <thead>
                <tr>
                    <th scope="col">{t(texts::COLUMN_NUMBER)}</th>
                    <th scope="col">{t(texts::COLUMN_UNIT)}</th>
                    <th scope="col">{t(texts::COLUMN_SYMPTOM)}</th>
                    <th scope="col">{t(texts::COLUMN_STATE)}</th>
                    <th scope="col">{t(texts::COLUMN_ENGINEER)}</th>
                    <th scope="col">{t(texts::COLUMN_DUE)}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || items.get() key=|item| item.id children=move |item| view! { <Row item/> }/>
            </tbody>
        </table>
    }
}

/// What a row shows; drawn anew only when it changes.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    number: String,
    unit: String,
    symptom: String,
    state: RequestState,
    dispatch: Option<(String, DispatchState)>,
    clock: Option<Clock>,
}

fn face(request: &ServiceRequest) -> Face {
    Face {
        number: request.number.clone(),
        unit: request.unit.clone(),
        symptom: request.symptom.clone(),
        state: request.state,
        dispatch: request.active_dispatch().map(|dispatch| (dispatch.engineer_name.clone(), dispatch.state)),
        clock: request.next_due().filter(|_| is_ours(request.state)).cloned(),
    }
}

/// The next step is the centre's: its clocks are worth showing.
fn is_ours(state: RequestState) -> bool {
    !state.is_closed() && !matches!(state, RequestState::Draft | RequestState::Declined)
}

#[component]
fn Row(item: Arc<ServiceRequest>) -> impl IntoView {
    let (desk, tell, now) = (use_desk(), use_tell(), use_now());
    let id = item.id;
    // What the browser is told live counts more than what the list said when it was fetched.
    let face = Memo::new(move |_| {
        let known = desk.records().and_then(|client| client.request(id));
        known.map_or_else(|| face(&item), |request| face(&request))
    });
    let is_late = Memo::new(move |_| {
        face.with(|face| face.clock.as_ref().is_some_and(|clock| clock.phase(now.get()) == Phase::Late))
    });
    view! {
        <tr class:late=is_late>
            <td class="mono">{move || number(&face.get(), id, tell)}</td>
            <td class="unit">{move || face.with(|face| face.unit.clone())}</td>
            <td class="symptom"><div>{move || face.with(|face| face.symptom.clone())}</div></td>
            <td>{move || face.with(|face| state(face, tell))}</td>
            <td>{move || face.with(|face| face.dispatch.as_ref().map(|(engineer, _)| engineer.clone()))}</td>
            <td>{move || face.with(|face| face.clock.clone()).map(|clock| view! { <Remaining clock/> })}</td>
        </tr>
    }
}

fn number(face: &Face, id: RequestId, tell: Tell) -> impl IntoView + use<> {
    let number = if face.number.is_empty() { tell.say(texts::NOT_NUMBERED).to_owned() } else { face.number.clone() };
    let label = tell.sentence(&[number.clone(), face.unit.clone()]);
    view! { <a href=["/requests/", &id.to_string()].concat() aria-label=label>{number}</a> }
}

/// The request's state; while it is dispatched, the dispatch's says more.
fn state(face: &Face, tell: Tell) -> impl IntoView + use<> {
    let (text, tone) = match (&face.dispatch, face.state) {
        (Some((_, state)), RequestState::Dispatched) => (states::dispatch_state(*state), tone(*state)),
        (_, state @ (RequestState::Returned | RequestState::SentBack)) => (states::request_state(state), "chip soon"),
        (_, state @ (RequestState::WrittenOff | RequestState::Archived)) => (states::request_state(state), "chip ok"),
        (_, state) => (states::request_state(state), "chip"),
    };
    view! { <span class=tone>{tell.say(text)}</span> }
}

/// Nobody met, nobody signed, or no agreement about it: somebody has to look.
fn tone(state: DispatchState) -> &'static str {
    match state {
        DispatchState::Signed => "chip ok",
        DispatchState::Unsigned | DispatchState::NotMet => "chip soon",
        DispatchState::Disputed => "chip late",
        _ => "chip accent",
    }
}
