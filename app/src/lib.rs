//! The application: every route in one list, the document around it, and the entry point of the browser.

mod pages;
#[cfg(feature = "csr")]
mod wake;

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    StaticSegment as Fixed, WildcardSegment as Rest,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use pages::{Office, SignIn, Tablet};
use ui::language::{document_language, provide_language};
use words::{Lang, common};

/// The document around the application, as the server renders it. Data-free: the same for everybody.
pub fn shell(options: LeptosOptions, lang: Lang) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#fbfaf8" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#14161c" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/icon-192.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <HashedStylesheet options=options.clone() id="paidan"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <div id="sent" class="app">
                    <App lang=Some(lang)/>
                </div>
            </body>
        </html>
    }
}

/// Every page there is.
#[component]
pub fn App(
    /// The language the server chose; the browser reads it from the document.
    lang: Option<Lang>,
) -> impl IntoView {
    provide_meta_context();
    let words = provide_language(lang.unwrap_or_else(document_language));
    view! {
        <Title text=move || words.say(common::PRODUCT)/>
        <Router>
            <Routes fallback=|| ()>
                <Route path=Fixed("login") view=SignIn::Login/>
                <ParentRoute path=Fixed("field") view=field::FieldShell>
                    <Route path=Fixed("") view=field::DayPage/>
                    <Route path=path!("visits/:id") view=Tablet::Visit/>
                    <Route path=Fixed("badge") view=Tablet::Badge/>
                    <Route path=path!("visits/:id/sign") view=Tablet::Sign/>
                    <Route path=Fixed("outbox") view=Tablet::Outbox/>
                    <Route path=Rest("any") view=field::FieldNotFound/>
                </ParentRoute>
                <ParentRoute path=Fixed("") view=office::OfficeFrame>
                    <Route path=Fixed("board") view=Office::Board/>
                    <Route path=Fixed("requests") view=Office::Requests/>
                    <Route path=path!("requests/new") view=Office::NewRequest/>
                    <Route path=path!("requests/:id") view=Office::Request/>
                    <Route path=Fixed("disputes") view=Office::Disputes/>
                    <Route path=path!("disputes/:id") view=Office::Disputes/>
                    <Route path=Fixed("unresolved") view=Office::Unresolved/>
                    <Route path=Fixed("fees") view=Office::Fees/>
                    <Route path=Fixed("quarantine") view=Office::Quarantine/>
                    <Route path=Fixed("sheet") view=Office::Sheet/>
                    <Route path=Fixed("roster") view=Office::Roster/>
                    <Route path=Fixed("archive") view=Office::Archive/>
                    <Route path=Fixed("knowledge") view=Office::Knowledge/>
                    <Route path=Fixed("people") view=Office::People/>
                    <Route path=Fixed("devices") view=Office::Devices/>
                    <Route path=Fixed("notices") view=Office::Notices/>
                    <Route path=path!("follow-ups/:id?") view=Office::FollowUps/>
                    <Route path=path!("settings/clocks") view=Office::Clocks/>
                    <Route path=path!("settings/calendars") view=Office::Calendars/>
                    <Route path=path!("settings/fees") view=Office::FeeTable/>
                    <Route path=Fixed("account") view=Office::Account/>
                    <Route path=Rest("any") view=Office::NotFound/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Starts the app in the browser; the name is the one the framework's script calls.
#[cfg(feature = "csr")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    field::watch_elsewhere();
    wake::wake();
}
