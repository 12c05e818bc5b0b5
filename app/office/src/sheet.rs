//! `/sheet?date=`: the dispatch sheet QR/04 of a day, as the paper has it; follows what happens (ONS-6).

use domain::{
    Timestamp,
    dispatch_sheet::{Outcome, Row},
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
use words::{Lang, office::sheet as texts};

use crate::{
    frame::{WhenReady, office_desk},
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

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
    let rows = RwSignal::new(None::<(String, Vec<Row>)>);
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
                let date = day.get_untracked();
                match remote::list::<Row>(desk, tell, &["/api/dispatch-sheet?date=", &date].concat()).await {
                    Ok(page) => {
                        rows.try_set(Some((date, page.items)));
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
        day.track();
        let _ = desk.records();
        fetch.run(());
    });
    let navigate = use_navigate();
    let go = StoredValue::new(move |date: String| {
        navigate(&["/sheet?date=", &date].concat(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let turn = move |days: i64| {
        let zone = desk.zone();
        if let Some(midnight) = midnight(&day.get_untracked(), &zone) {
            // From noon, so that a day of 23 or 25 hours is not missed or met twice.
            let other = midnight.plus(12 * HOUR + days * DAY);
            go.with_value(|go| go(format::instant(other, Shape::IsoDate, Lang::En, &zone)));
        }
    };
    let shown = move || rows.get().filter(|(date, _)| *date == day.get()).map(|(_, rows)| rows);
    let managers = move || {
        let mut names: Vec<String> = shown().unwrap_or_default().into_iter().map(|row| row.manager_name).collect();
        names.sort();
        names.dedup();
        names.join("、")
    };
    let is_empty = move || shown().is_some_and(|rows| rows.is_empty());
    let body = move || {
        let rows = shown().unwrap_or_default();
        rows.into_iter().enumerate().map(|(index, row)| line(index + 1, row, tell)).collect_view()
    };
    view! {
        <div class="page sheet-page">
            <div class="page-head">
                <h1>{t(texts::TITLE)} " " <small>{t(texts::FORM)}</small></h1>
                <div class="sheet-tools">
                    <button type="button" class="button quiet" aria-label=move || tell.say(texts::PREVIOUS) on:click=move |_| turn(-1)>"‹"</button>
                    <input class="input" type="date" aria-label=move || tell.say(texts::DAY) prop:value=day
                        on:change:target=move |event| go.with_value(|go| go(event.target().value()))/>
                    <button type="button" class="button quiet" aria-label=move || tell.say(texts::NEXT) on:click=move |_| turn(1)>"›"</button>
                    <button type="button" class="button" on:click=move |_| { let _ = window().print(); }>{t(texts::PRINT)}</button>
                </div>
            </div>
            <Trouble refusal retry=move |()| fetch.run(())/>
            <p class="sheet-line">
                <span>{t(texts::DATE)} " " <b>{day}</b></span>
                <span>{t(texts::MANAGER)} " " <b>{managers}</b></span>
                <span>{move || tell.fill(texts::COUNT, &[("n", &shown().map_or(0, |rows| rows.len()).to_string())])}</span>
            </p>
            <div class="sheet-scroll">
                <table class="list dispatch-sheet">
                    <thead>
                        <tr>
                            <th scope="col">{t(texts::SEQUENCE)}</th>
                            <th scope="col">{t(texts::REQUEST)}</th>
                            <th scope="col">{t(texts::UNIT)}</th>
                            <th scope="col">{t(texts::ENGINEER)}</th>
                            <th scope="col">{t(texts::DISPATCHED)}</th>
                            <th scope="col">{t(texts::RETURNED)}</th>
                            <th scope="col">{t(texts::OUTCOME)}</th>
                            <th scope="col">{t(texts::AGAIN)}</th>
                            <th scope="col">{t(texts::MANAGER)}</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            <Show when=is_empty><p class="empty">{t(texts::EMPTY)}</p></Show>
        </div>
    }
}

fn midnight(date: &str, zone: &str) -> Option<Timestamp> {
    format::parse_local(&[date, "T00:00"].concat(), zone)
}

fn line(number: usize, row: Row, tell: Tell) -> impl IntoView {
    let tone = match row.outcome {
        Outcome::ByPhone | Outcome::OnSite => "chip ok",
        Outcome::Partly | Outcome::NotSolved | Outcome::NotMet => "chip soon",
        Outcome::Open | Outcome::NotCarriedOut => "chip",
    };
    let path = ["/requests/", &row.request.to_string()].concat();
    view! {
        <tr>
            <td>{number}</td>
            <td class="mono"><a href=path>{row.request_number}</a></td>
            <td class="unit">{row.unit}</td>
            <td>{row.engineer_name}</td>
            <td>{tell.day_time(row.dispatched_at)}</td>
            <td>{row.returned_at.map_or_else(|| "—".to_owned(), |at| tell.day_time(at))}</td>
            <td><span class=tone>{tell.say(texts::outcome(row.outcome))}</span></td>
            <td class="mono">{row.redispatch_number}</td>
            <td>{row.manager_name}</td>
        </tr>
    }
}
