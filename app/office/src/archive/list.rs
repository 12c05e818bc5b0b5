//! `/archive`: archived forms by number, customer, engineer and month.

use domain::{people::Role, rights::Action};
use leptos::prelude::*;
use ui::{format, shell::OfficeShell, t, use_desk};
use words::office::archive as texts;

use super::pages::Pages;
use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    requests::list::Item,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// `/archive`
#[component]
pub fn ArchivePage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    let may = move || {
        let is_engineer = |roles: &[Role]| roles.iter().all(|role| *role == Role::Field);
        desk.may(Action::ReadRequest) && desk.person().is_some_and(|person| !is_engineer(&person.roles))
    };
    view! {
        <OfficeShell here="/archive">
            <WhenReady>
                <Show when=may fallback=NotFound><List/></Show>
            </WhenReady>
        </OfficeShell>
    }
}

#[component]
fn List() -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let (text, engineer, month) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let path = Signal::derive(move || {
        let opened = month.with(|month| span_of(month, &desk.zone()));
        let (from, before) = opened.map(|(from, before)| (from.to_string(), before.to_string())).unwrap_or_default();
        let fields =
            [("q", text.get()), ("engineer", engineer.get()), ("opened_from", from), ("opened_before", before)];
        let set = fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let pairs: Vec<String> = set.map(|(name, value)| [name, "=", &ui::encoded(value.trim())].concat()).collect();
        ["/api/archive?", &pairs.join("&")].concat()
    });
    let pages = Pages::<Item>::of(path);
    let engineers = move || {
        let people = desk.records().map(|client| client.people()).unwrap_or_default();
        let mut known: Vec<_> = people.iter().filter(|person| person.roles.contains(&Role::Field)).collect();
        known.sort_by(|a, b| (a.login.len(), &a.login).cmp(&(b.login.len(), &b.login)));
        let one = |person: &std::rc::Rc<domain::people::Person>| {
            view! { <option value=person.id.to_string()>{person.name.clone()}</option> }
        };
        known.into_iter().map(one).collect_view()
    };
    let rows = move || pages.items.get().into_iter().map(|item| row(item, tell)).collect_view();
    view! {
        <div class="page">
            <div class="page-head"><h1>{t(texts::TITLE)}</h1></div>
            <p class="lead">{t(texts::LEAD)}</p>
            <div class="list-filters" role="search">
                <input class="input grow" type="search" placeholder=move || tell.say(texts::FIND) aria-label=move || tell.say(texts::FIND)
                    prop:value=text on:input:target=move |event| text.set(event.target().value())/>
                <select class="input narrow" aria-label=move || tell.say(texts::ENGINEER) on:change:target=move |event| engineer.set(event.target().value())>
                    <option value="">{t(texts::ANY_ENGINEER)}</option>
                    {engineers}
                </select>
                <label class="inline">{t(texts::MONTH)}
                    <input class="input" type="month" prop:value=month on:change:target=move |event| month.set(event.target().value())/>
                </label>
            </div>
            <Trouble refusal=pages.refusal retry=move |()| pages.fetch(None)/>
            <div class="sheet-scroll">
                <table class="list archive">
                    <thead>
                        <tr>
                            <th scope="col">{t(texts::NUMBER)}</th>
                            <th scope="col">{t(texts::UNIT)}</th>
                            <th scope="col">{t(texts::SYMPTOM)}</th>
                            <th scope="col">{t(texts::ENGINEER)}</th>
                            <th scope="col">{t(texts::OPENED)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Show when=move || pages.is_empty()><p class="empty">{t(texts::EMPTY)}</p></Show>
            <Show when=move || pages.next.with(Option::is_some)>
                <p class="more"><button type="button" class="button" disabled=pages.is_busy on:click=move |_| pages.more()>{t(texts::MORE)}</button></p>
            </Show>
        </div>
    }
}

/// The month `2026-11` in the centre's zone.
fn span_of(month: &str, zone: &str) -> Option<(domain::Timestamp, domain::Timestamp)> {
    let (year, number) = month.split_once('-')?;
    let (year, number): (i32, u32) = (year.parse().ok()?, number.parse().ok()?);
    let (next_year, next) = if number == 12 { (year + 1, 1) } else { (year, number + 1) };
    let first = |year: i32, month: u32| {
        let tens = if month < 10 { "-0" } else { "-" };
        format::parse_local(&[&year.to_string(), tens, &month.to_string(), "-01T00:00"].concat(), zone)
    };
    Some((first(year, number)?, first(next_year, next)?))
}

fn row(item: Item, tell: Tell) -> impl IntoView {
    let request = item.record;
    let path = ["/requests/", &request.id.to_string()].concat();
    let engineer =
        request.active_dispatch().or(request.dispatches.last()).map(|dispatch| dispatch.engineer_name.clone());
    view! {
        <tr>
            <td class="mono"><a href=path>{request.number}</a></td>
            <td class="unit">{request.unit}</td>
            <td><span class="symptom">{request.symptom}</span></td>
            <td>{engineer}</td>
            <td>{tell.day_time(request.opened_at)}</td>
        </tr>
    }
}
