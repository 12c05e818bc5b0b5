//! `/sheet?form=&date=`: the lists of the office as the paper has them: calls of a day QR/02, dispatches of a day QR/04,
//! the headquarters log QR/06. They follow what happens (ONS-6, HOT-11, UNR-8).

mod rows;

use domain::{
    Timestamp,
    time::{DAY, HOUR},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use ui::{
    format::{self, Shape},
    shell::OfficeShell,
    t, use_desk,
};
use words::{Lang, office::sheet as texts, paper};

use crate::{
    frame::{WhenReady, office_desk},
    refusal::Refusal,
    remote,
    tell::use_tell,
    trouble::Trouble,
};
use rows::{Rows, Which};

/// `/sheet`
#[component]
pub fn SheetPage() -> impl IntoView {
    office_desk();
    view! {
        <OfficeShell here="/sheet">
            <WhenReady><Sheet/></WhenReady>
        </OfficeShell>
    }
}

#[component]
fn Sheet() -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let query = use_query_map();
    let today = move || format::instant(desk.now(), Shape::IsoDate, Lang::En, &desk.zone());
    let day = Memo::new(move |_| {
        let asked = query.with(|query| query.get("date")).filter(|date| midnight(date, &desk.zone()).is_some());
        asked.unwrap_or_else(today)
    });
    let which =
        Memo::new(move |_| query.with(|query| query.get("form")).and_then(|form| Which::of(&form)).unwrap_or_default());
    let rows = RwSignal::new(None::<((Which, String), Rows)>);
    let refusal = RwSignal::new(None::<Refusal>);
    let is_asking = StoredValue::new(false);
    let is_stale = StoredValue::new(false);
    // What changes while the answer is on its way is asked for once, afterwards.
    let fetch = Callback::new(move |()| {
        if is_asking.get_value() {
            is_stale.set_value(true);
            return;
        }
        is_asking.set_value(true);
        spawn_local(async move {
            loop {
                is_stale.set_value(false);
                let (list, date) = (which.get_untracked(), day.get_untracked());
                let path = ["/api/lists/", list.form(), "?date=", &date].concat();
                match remote::get(desk, tell, &path).await {
                    Ok(answer) => {
                        rows.try_set(Some(((list, date), list.read(&answer))));
                        refusal.try_set(None);
                    }
                    Err(found) => {
                        refusal.try_set(Some(found));
                    }
                }
                if is_stale.try_get_value() != Some(true) {
                    break;
                }
            }
            is_asking.try_set_value(false);
        });
    });
    Effect::new(move || {
        if let Some(client) = desk.client() {
            client.listen("board");
        }
    });
    // Another day, or something that happened anywhere on it.
    Effect::new(move || {
        which.track();
        day.track();
        let _ = desk.records();
        fetch.run(());
    });
    let navigate = use_navigate();
    let open = StoredValue::new(move |list: Which, date: String| {
        let address = ["/sheet?form=", list.form(), "&date=", &date].concat();
        navigate(&address, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let go = move |date: String| open.with_value(|open| open(which.get_untracked(), date));
    let turn = move |days: i64| {
        let zone = desk.zone();
        if let Some(midnight) = midnight(&day.get_untracked(), &zone) {
            // From noon, so that a day of 23 or 25 hours is not missed or met twice.
            let step = if which.get_untracked().is_of_a_year() { 365 * days } else { days };
            let other = midnight.plus(12 * HOUR + step * DAY);
            go(format::instant(other, Shape::IsoDate, Lang::En, &zone));
        }
    };
    let shown = move || {
        let asked = (which.get(), day.get());
        rows.get().filter(|(of, _)| *of == asked).map(|(_, rows)| rows)
    };
    let is_empty = move || shown().is_some_and(|rows| rows.len() == 0);
    let is_loading = move || shown().is_none() && refusal.with(Option::is_none);
    let tab = move |list: Which| {
        let choose = move |_| open.with_value(|open| open(list, day.get_untracked()));
        view! {
            <button type="button" aria-pressed=move || (which.get() == list).to_string() on:click=choose>{t(list.title())}</button>
        }
    };
    let paper_address = move || ["/api/forms/", which.get().form(), ".pdf?date=", &day.get()].concat();
    let period = move || if which.get().is_of_a_year() { day.get().chars().take(4).collect() } else { day.get() };
    let people = move || shown().map(|rows| rows.people()).unwrap_or_default();
    let count = move || tell.fill(texts::COUNT, &[("n", &shown().map_or(0, |rows| rows.len()).to_string())]);
    view! {
        <div class="page sheet-page">
            <div class="page-head">
                <h1>{move || tell.say(which.get().title())} " " <small>{move || which.get().number()}</small></h1>
                <div class="sheet-tools">
                    <button type="button" class="button quiet" aria-label=move || tell.say(which.get().previous()) on:click=move |_| turn(-1)>"‹"</button>
                    <input class="input" type="date" aria-label=move || tell.say(texts::DAY) prop:value=day
                        on:change:target=move |event| go(event.target().value())/>
                    <button type="button" class="button quiet" aria-label=move || tell.say(which.get().next()) on:click=move |_| turn(1)>"›"</button>
                    <a class="button" href=paper_address target="_blank" rel="external noopener">{t(paper::PRINT)}</a>
                </div>
            </div>
            <div class="tabs" role="group" aria-label=t(texts::LISTS)>{Which::ALL.map(tab).collect_view()}</div>
            <Trouble refusal retry=move |()| fetch.run(())/>
            <p class="sheet-line">
                <span>{t(texts::DATE)} " " <b>{period}</b></span>
                <Show when=move || which.get().people().is_some()>
                    <span>{move || which.get().people().map(|text| tell.say(text))} " " <b>{people}</b></span>
                </Show>
                <span>{count}</span>
            </p>
            <div class="sheet-scroll">
                <table class="list dispatch-sheet">{move || shown().map(|rows| rows.table(tell))}</table>
            </div>
            <Show when=is_loading><p class="empty" role="status">{t(words::common::LOADING)}</p></Show>
            <Show when=is_empty><p class="empty">{move || tell.say(which.get().empty())}</p></Show>
        </div>
    }
}

pub(crate) fn midnight(date: &str, zone: &str) -> Option<Timestamp> {
    format::parse_local(&[date, "T00:00"].concat(), zone)
}
