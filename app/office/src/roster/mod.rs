//! `/roster?month=`: the duty roster of a month, QR/01: who is on duty in which shift, planned, changed with a reason,
//! reviewed, printed (HOT-1).

mod ask;
mod book;
mod steps;
mod table;
mod warnings;

use chrono::NaiveDate;
use domain::{rights::Action, roster::Month, time::HOUR};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use ui::{Desk, format, shell::OfficeShell, t, use_desk, use_now};
use words::{common, office::roster as texts, paper};

use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    sheet::midnight,
    tell::{Tell, use_tell},
    trouble::Trouble,
};
use ask::{AskDialog, Question};
use book::Book;
use steps::Steps;
use table::Table;
use warnings::Warnings;

/// `/roster`
#[component]
pub fn RosterPage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/roster">
            <WhenReady>
                <Show when=move || desk.may(Action::ReadRoster) fallback=NotFound><Page/></Show>
            </WhenReady>
        </OfficeShell>
    }
}

#[component]
fn Page() -> impl IntoView {
    let (desk, now, tell) = (use_desk(), use_now(), use_tell());
    let today = Memo::new(move |_| format::date(now.get(), &desk.zone()).unwrap_or_default());
    let query = use_query_map();
    let month = Memo::new(move |_| {
        let asked = query.with(|query| query.get("month")).and_then(|text| text.parse::<Month>().ok());
        asked.unwrap_or_else(|| Month::of(today.get()))
    });
    let book = Book::of(month);
    let asked = RwSignal::new(None::<Question>);
    let navigate = use_navigate();
    let open = StoredValue::new(move |month: Month| {
        let address = ["/roster?month=", &month.to_string()].concat();
        navigate(&address, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let go = move |month: Month| open.with_value(|open| open(month));
    let choose = move |text: String| {
        if let Ok(month) = text.parse() {
            go(month);
        }
    };
    let paper_address = move || ["/api/forms/QR-01.pdf?date=", &month.get().first().to_string()].concat();
    view! {
        <div class="page sheet-page roster-page">
            <div class="page-head">
                <h1>{t(texts::TITLE)} " " <small>"QR/01"</small></h1>
                <div class="sheet-tools">
                    <button type="button" class="button quiet" aria-label=move || tell.say(texts::PREVIOUS) on:click=move |_| go(month.get_untracked().previous())>"‹"</button>
                    <input class="input" type="month" aria-label=move || tell.say(texts::MONTH) prop:value=move || month.get().to_string()
                        on:change:target=move |event| choose(event.target().value())/>
                    <button type="button" class="button quiet" aria-label=move || tell.say(texts::NEXT) on:click=move |_| go(month.get_untracked().next())>"›"</button>
                    <a class="button" href=paper_address target="_blank" rel="external noopener">{t(paper::PRINT)}</a>
                </div>
            </div>
            <Trouble refusal=book.refusal retry=move |()| book.fetch()/>
            <Show when=move || book.is_loading()><p class="empty" role="status">{t(common::LOADING)}</p></Show>
            <Show when=move || book.is_shown()>
                <Steps book/>
                <Warnings book/>
                <Table book today asked/>
            </Show>
            <AskDialog asked/>
        </div>
    }
}

/// `11月23日 周一`
fn day_in_words(date: NaiveDate, desk: Desk, tell: Tell) -> String {
    // Noon, so that the day is the same whatever the clocks do at night.
    midnight(&date.to_string(), &desk.zone()).map(|at| tell.day(at.plus(12 * HOUR))).unwrap_or_default()
}
