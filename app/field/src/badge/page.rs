//! The badge itself.

use domain::{DispatchId, Timestamp, badge, people::Person, request::DispatchState};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use offline::Client;
use ui::{image, t, use_now};
use web_sys::Url;
use words::badge as texts;

use super::{picture::Picture, secret};
use crate::{
    acting::{Acting, use_acting},
    handover::EngineersOnly,
    input::use_title,
};

#[component]
pub fn BadgePage() -> impl IntoView {
    view! { <EngineersOnly><Badge/></EngineersOnly> }
}

#[component]
fn Badge() -> impl IntoView {
    use_title(texts::BADGE);
    let acting = use_acting();
    let query = use_query_map();
    let wanted = Memo::new(move |_| query.with(|query| query.get("visit")?.parse::<DispatchId>().ok()));
    let now = use_now();
    // The server's time as the device knows it: its own clock may be off.
    let step = Memo::new(move |_| {
        now.track();
        acting.now().millis().div_euclid(badge::STEP)
    });
    if let Some(client) = acting.desk.client() {
        secret::prepare(&client);
    }
    let person = Memo::new(move |_| acting.desk.person());
    let visit = Memo::new(move |_| {
        step.with(|_| ());
        let client = acting.desk.records()?;
        let expected = expected(&client, acting.now());
        wanted.get().filter(|wanted| expected.contains(wanted)).or_else(|| expected.first().copied())
    });
    let back = move || match wanted.get() {
        Some(visit) => ["/field/visits/", &visit.to_string()].concat(),
        None => "/field".to_owned(),
    };
    let setting = move |name: &'static str| {
        let settings = acting.desk.records().map(|client| client.settings());
        settings.and_then(|all| Some(all.get(name)?.as_str()?.to_owned())).unwrap_or_default()
    };
    let phone = move || setting("duty_phone");
    let number = move |person: &Person| acting.words.fill(texts::NUMBER_IS, &[("number", &person.badge_number)]);
    let who = move || {
        person.get().map(|person| {
            view! {
                <Face person=person.clone()/>
                <h1 class="badge-name">{person.name.clone()}</h1>
                <p>{number(&person)}</p>
                <p class="badge-company">{setting("name")}</p>
            }
        })
    };
    let proof = move || {
        // Read before the visit, which hangs on it: in the other order a new minute would go unnoticed.
        let minute = Timestamp(step.get() * badge::STEP);
        let (person, visit) = (person.get()?, visit.get());
        let client = acting.desk.outbox()?;
        let view = match (visit, secret::of(&client)) {
            (None, _) => view! { <p class="badge-hint">{t(texts::NO_VISIT)}</p> }.into_any(),
            (_, None) => {
                let hint = move || acting.words.fill(texts::NO_SECRET, &[("phone", &phone())]);
                view! { <p class="badge-hint">{hint}</p> }.into_any()
            }
            (Some(visit), Some(secret)) => {
                let code = badge::code(&secret, visit, minute);
                view! { <Proof person code phone=phone()/> }.into_any()
            }
        };
        Some(view)
    };
    view! {
        <main id="content" class="badge-page">
            <a class="button quiet badge-close" href=back aria-label=move || acting.words.say(texts::CLOSE)>"×"</a>
            <section class="badge-who">{who}</section>
            <section class="badge-proof">{proof}</section>
        </main>
    }
}

/// The visits for which the engineer is expected somewhere now: where they are first, then what is next.
fn expected(client: &Client, now: Timestamp) -> Vec<DispatchId> {
    let Some(person) = client.person() else { return Vec::new() };
    let requests = client.requests();
    let own = requests.iter().flat_map(|request| &request.dispatches);
    let mut own: Vec<_> =
        own.filter(|dispatch| dispatch.engineer == person.id && badge::is_expected(dispatch, now)).collect();
    own.sort_by_key(|dispatch| {
        let is_there = matches!(dispatch.state, DispatchState::OnSite | DispatchState::EnRoute);
        (!is_there, dispatch.slot.from)
    });
    own.into_iter().map(|dispatch| dispatch.id).collect()
}

/// The photo, or the initials of those who have none.
#[component]
fn Face(person: Person) -> impl IntoView {
    let acting: Acting = use_acting();
    let url = RwSignal::new(None::<String>);
    if let Some(sha256) = person.photo.clone() {
        spawn_local(async move {
            let Some(client) = acting.desk.client() else { return };
            if let Some((bytes, kind)) = client.blob(&sha256).await {
                url.try_set(image::object_url(&bytes, &kind));
            }
        });
    }
    on_cleanup(move || {
        if let Some(url) = url.try_get_untracked().flatten() {
            let _ = Url::revoke_object_url(&url);
        }
    });
    let alt = {
        let name = person.name.clone();
        move || acting.words.fill(texts::PHOTO_OF, &[("name", &name)])
    };
    move || match url.get() {
        Some(url) => view! { <img class="badge-face" src=url alt=alt.clone()/> }.into_any(),
        None => view! { <span class="badge-face" aria-hidden="true">{person.initials.clone()}</span> }.into_any(),
    }
}

#[component]
fn Proof(person: Person, code: String, phone: String) -> impl IntoView {
    let acting = use_acting();
    let number = if person.badge_number.is_empty() { person.id.to_string() } else { person.badge_number };
    let origin = window().location().origin().unwrap_or_default();
    let number = ui::encoded(&number);
    let address = [&origin, "/badge/", &number, "-", &code].concat();
    let spaced = [&code[..4], " ", &code[4..]].concat();
    let label = move || acting.words.say(texts::SCAN).to_owned();
    let hint = move || acting.words.fill(texts::CODE_HINT, &[("phone", &phone)]);
    view! {
        <Picture text=address label=untrack(label)/>
        <p class="badge-code" aria-label={let code = code.clone(); move || acting.words.fill(texts::CODE_LABEL, &[("code", &code)])}>{spaced}</p>
        <p class="badge-hint"><b>{t(texts::SCAN)}</b> " " {hint}</p>
    }
}
