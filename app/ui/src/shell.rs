//! The frame of the office's pages: mark, navigation, language, appearance, account.

use domain::{dispute, people::Role, rights::Action};
use leptos::prelude::*;
use words::{
    Lang, common, conflicts, fees,
    office::{archive, follow_ups, notices, roster, settings, sheet},
    unresolved,
};

use crate::{bell::Bell, session::Stage, t, theme::ThemeChoice, toast::ToastArea, use_desk, use_language};

/// Lets the person choose the language; takes effect at once.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let words = use_language();
    let change = move |tag: String| {
        if let Some(lang) = Lang::from_tag(&tag) {
            words.switch(lang);
        }
    };
    view! {
        <label class="choice">
            <span class="visually-hidden">{t(common::LANGUAGE)}</span>
            <select name="language" on:change:target=move |event| change(event.target().value())>
                {Lang::ALL
                    .map(|lang| view! { <option value=lang.tag() selected=move || words.lang() == lang>{lang.name()}</option> })
                    .collect_view()}
            </select>
        </label>
    }
}

/// The way to what has to be decided, with how much it is.
#[component]
fn DisputesLink(here: &'static str) -> impl IntoView {
    let desk = use_desk();
    let count = Memo::new(move |_| {
        let requests = desk.records().map(|client| client.requests()).unwrap_or_default();
        requests.iter().filter(|request| dispute::is_open(request)).count()
    });
    let badge = move || (count.get() > 0).then(|| view! { " " <b class="nav-count">{count.get()}</b> });
    view! { <a href="/disputes" aria-current=(here == "/disputes").then_some("page")>{t(conflicts::DISPUTES)} {badge}</a> }
}

/// The first page of the settings that somebody may see.
fn settings_link(all: bool, fees: bool) -> Option<&'static str> {
    match (all, fees) {
        (true, _) => Some("/settings/clocks"),
        (_, true) => Some("/settings/fees"),
        _ => None,
    }
}

/// Page frame of the office. `here` is the path of the page, for the navigation's mark; `extras` stand beside it in
/// the frame's head.
#[component]
pub fn OfficeShell(
    here: &'static str,
    #[prop(optional, into)] extras: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let desk = use_desk();
    let link = move |path: &'static str, text, may: bool| {
        may.then(|| view! { <a href=path aria-current=(path == here).then_some("page")>{t(text)}</a> }.into_any())
    };
    let navigation = move || {
        let reads = desk.may(Action::ReadRequest);
        let is = |role| desk.person().is_some_and(|person| person.roles.contains(&role));
        vec![
            link("/board", common::BOARD, reads),
            link("/requests", common::REQUESTS, reads || desk.may(Action::SubmitRequest)),
            link(
                "/unresolved",
                unresolved::TITLE,
                reads && desk.person().is_none_or(|person| person.roles != [Role::Field]),
            ),
            link(
                "/fees",
                fees::TITLE,
                (desk.may(Action::ManageDispatch) || desk.may(Action::ApproveDiscount)) && reads,
            ),
            desk.may(Action::SettleDispute).then(|| view! { <DisputesLink here/> }.into_any()),
            link("/roster", roster::TITLE, desk.may(Action::ReadRoster)),
            link("/archive", archive::TITLE, is(Role::Archivist)),
            link("/knowledge", archive::KNOWLEDGE, is(Role::Hotline)),
            link("/follow-ups", follow_ups::TITLE, desk.may(Action::SeeFollowUps)),
            link("/field", common::FIELD, desk.person().is_some_and(|person| person.roles.contains(&Role::Field))),
            link("/people", common::PEOPLE, desk.may(Action::ManagePeople)),
            link("/devices", common::DEVICES, desk.may(Action::SeeDevices)),
            link("/quarantine", conflicts::QUARANTINE, desk.may(Action::ReplayQuarantine)),
            settings_link(desk.may(Action::ManageSettings), desk.may(Action::ManageFees)).map(|path| {
                view! {
                    <a href=path aria-current=here.starts_with("/settings/").then_some("page")>{t(settings::TITLE)}</a>
                }
                .into_any()
            }),
        ]
    };
    let title = match here {
        "/board" => Some(common::BOARD),
        "/requests" => Some(common::REQUESTS),
        "/people" => Some(common::PEOPLE),
        "/devices" => Some(common::DEVICES),
        "/account" => Some(common::ACCOUNT),
        "/unresolved" => Some(unresolved::TITLE),
        "/fees" => Some(fees::TITLE),
        "/disputes" => Some(conflicts::DISPUTES),
        "/quarantine" => Some(conflicts::QUARANTINE),
        "/sheet" => Some(sheet::TITLE),
        "/roster" => Some(roster::TITLE),
        "/archive" => Some(archive::TITLE),
        "/knowledge" => Some(archive::KNOWLEDGE),
        "/notices" => Some(notices::TITLE),
        "/follow-ups" => Some(follow_ups::TITLE),
        "/settings/clocks" => Some(settings::CLOCKS),
        "/settings/calendars" => Some(settings::CALENDARS),
        "/settings/fees" => Some(fees::TABLE),
        _ => None,
    };
    if let Some(title) = title {
        let (title, product) = (t(title), t(common::PRODUCT));
        Effect::new(move || document().set_title(&[title(), " · ", product()].concat()));
    }
    // A person who is not signed in is taken to the sign-in page and back afterwards.
    Effect::new(move || {
        if desk.stage.get() == Stage::SignedOut {
            // The whole address, so that a deep link survives signing in.
            let path = window().location().pathname().unwrap_or_else(|_| here.to_owned());
            let _ = window().location().replace(&["/login?next=", &path].concat());
        }
    });
    // A browser that is wanted shows nothing any more.
    Effect::new(move || {
        if desk.status().is_some_and(|client| client.is_wiped()) {
            let _ = window().location().replace("/login");
        }
    });
    let sign_out = move |_| {
        if let Some(client) = desk.client() {
            leptos::task::spawn_local(async move {
                let _ = client.sign_out().await;
                let _ = window().location().replace("/login");
            });
        }
    };
    view! {
        <a class="skip" href="#content">{t(common::SKIP_TO_CONTENT)}</a>
        <header class="top">
            <a class="mark" href="/"><i></i>{t(common::PRODUCT)}</a>
            <nav>{navigation}</nav>
            {extras.map(|extras| view! { <div class="top-extras">{extras.run()}</div> })}
            <div class="top-end">
                <LanguageChoice/>
                <ThemeChoice/>
                <Bell here/>
                {move || desk.person().map(|person| view! {
                    <a class="me" href="/account">{person.name}</a>
                    <button class="button quiet" on:click=sign_out>{t(common::SIGN_OUT)}</button>
                })}
            </div>
        </header>
        <main id="content" tabindex="-1">{children()}</main>
        <ToastArea/>
    }
}
