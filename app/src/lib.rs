//! The application: every route in one list, the document around it, and the entry point of the browser.

mod pages;
#[cfg(feature = "csr")]
mod wake;

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, StaticSegment as Fixed, WildcardSegment as Rest,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
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
                <Route path=Fixed("login") view={Lazy::<pages::Login>::new()}/>
                <ParentRoute path=Fixed("field") view=field::FieldShell>
                    <Route path=Fixed("") view=field::DayPage/>
                    <Route path=path!("visits/:id") view={Lazy::<pages::Visit>::new()}/>
                    <Route path=Fixed("badge") view={Lazy::<pages::Badge>::new()}/>
                    <Route path=path!("visits/:id/sign") view={Lazy::<pages::Sign>::new()}/>
                    <Route path=Fixed("outbox") view={Lazy::<pages::Outbox>::new()}/>
                    <Route path=Rest("any") view=field::FieldNotFound/>
                </ParentRoute>
                <ParentRoute path=Fixed("") view=office::OfficeFrame>
                    <Route path=Fixed("board") view={Lazy::<pages::Board>::new()}/>
                    <Route path=Fixed("requests") view={Lazy::<pages::Requests>::new()}/>
                    <Route path=path!("requests/new") view={Lazy::<pages::NewRequest>::new()}/>
                    <Route path=path!("requests/:id") view={Lazy::<pages::Request>::new()}/>
                    <Route path=Fixed("disputes") view={Lazy::<pages::Disputes>::new()}/>
                    <Route path=path!("disputes/:id") view={Lazy::<pages::Disputes>::new()}/>
                    <Route path=Fixed("unresolved") view={Lazy::<pages::Unresolved>::new()}/>
                    <Route path=Fixed("fees") view={Lazy::<pages::Fees>::new()}/>
                    <Route path=Fixed("quarantine") view={Lazy::<pages::Quarantine>::new()}/>
                    <Route path=Fixed("sheet") view={Lazy::<pages::Sheet>::new()}/>
                    <Route path=Fixed("roster") view={Lazy::<pages::Roster>::new()}/>
                    <Route path=Fixed("archive") view={Lazy::<pages::Archive>::new()}/>
                    <Route path=Fixed("knowledge") view={Lazy::<pages::Knowledge>::new()}/>
                    <Route path=Fixed("people") view={Lazy::<pages::People>::new()}/>
                    <Route path=Fixed("devices") view={Lazy::<pages::Devices>::new()}/>
                    <Route path=Fixed("notices") view={Lazy::<pages::Notices>::new()}/>
                    <Route path=path!("follow-ups/:id?") view={Lazy::<pages::FollowUps>::new()}/>
                    <Route path=path!("settings/clocks") view={Lazy::<pages::Clocks>::new()}/>
                    <Route path=path!("settings/calendars") view={Lazy::<pages::Calendars>::new()}/>
                    <Route path=path!("settings/fees") view={Lazy::<pages::FeeTable>::new()}/>
                    <Route path=Fixed("account") view={Lazy::<pages::Account>::new()}/>
                    <Route path=Rest("any") view={Lazy::<pages::NotFound>::new()}/>
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
