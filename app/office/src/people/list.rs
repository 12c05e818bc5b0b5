//! Everybody who works here.

use domain::{people::Person, rights::Action};
use leptos::{prelude::*, task::spawn_local};
use ui::{Dialog, shell::OfficeShell, t, use_desk};
use words::{
    office::{people as texts, shared},
    states,
};

use super::edit::PersonForm;
use crate::{
    acts::leave_when_closed,
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// `/people`
#[component]
pub fn PeoplePage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/people">
            <WhenReady>
                <Show when=move || desk.may(Action::ManagePeople) fallback=NotFound>
                    <List/>
                </Show>
            </WhenReady>
        </OfficeShell>
    }
}

/// The dialog that is open: a person to change, or nobody yet.
#[derive(Clone, Debug, PartialEq)]
enum Editing {
    New,
    Known(Box<Person>),
}

#[component]
fn List() -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let people = RwSignal::new(None::<Vec<Person>>);
    let refusal = RwSignal::new(None::<Refusal>);
    let shows_inactive = RwSignal::new(false);
    let editing = RwSignal::new(None::<Editing>);
    let fetch = move || {
        spawn_local(async move {
            match remote::list::<Person>(desk, tell, "/api/people").await {
                Ok(page) => {
                    people.try_set(Some(page.items));
                    refusal.try_set(None);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    Effect::new(fetch);
    let shown = Memo::new(move |_| {
        let all = people.get().unwrap_or_default();
        let mut shown: Vec<Person> = all.into_iter().filter(|person| person.active || shows_inactive.get()).collect();
        // Log-ins with numbers in the order of the numbers.
        shown.sort_by_key(|person| {
            let role = person.roles.first().copied();
            (!person.active, role, person.login.len(), person.login.clone())
        });
        shown
    });
    let is_empty = move || people.with(Option::is_some) && shown.with(Vec::is_empty);
    view! {
        <div class="page">
            <div class="page-head">
                <h1>{t(texts::TITLE)}</h1>
                <label class="switch">
                    <input type="checkbox" prop:checked=shows_inactive on:change:target=move |event| shows_inactive.set(event.target().checked())/>
                    {t(texts::SHOW_INACTIVE)}
                </label>
                <button type="button" class="button primary" on:click=move |_| editing.set(Some(Editing::New))>{t(texts::ADD)}</button>
            </div>
            <Trouble refusal retry=move |()| fetch()/>
            <table class="list people">
                <thead>
                    <tr>
                        <th scope="col">{t(texts::NAME)}</th>
                        <th scope="col">{t(texts::LOGIN)}</th>
                        <th scope="col">{t(texts::ROLES)}</th>
                        <th scope="col">{t(texts::REGION)}</th>
                        <th scope="col">{t(texts::SKILLS)}</th>
                        <th scope="col">{t(texts::STATE)}</th>
                        <th scope="col"><span class="visually-hidden">{t(texts::EDIT)}</span></th>
                    </tr>
                </thead>
                <tbody>
                    {move || shown.get().into_iter().map(|person| row(person, editing, tell)).collect_view()}
                </tbody>
            </table>
            <Show when=is_empty><p class="empty">{t(texts::EMPTY)}</p></Show>
        </div>
        {move || editing.get().map(|editing_now| view! { <Editor editing editing_now saved=Callback::new(move |()| fetch())/> })}
    }
}

fn row(person: Person, editing: RwSignal<Option<Editing>>, tell: Tell) -> impl IntoView {
    let roles: Vec<String> = person.roles.iter().map(|role| tell.say(states::role(*role)).to_owned()).collect();
    let skills: Vec<String> = person
        .skills
        .iter()
        .map(|skill| [skill.product.as_str(), " ", tell.say(states::level(skill.level))].concat())
        .collect();
    let (state, tone) = if person.active { (texts::ACTIVE, "chip ok") } else { (texts::INACTIVE, "chip") };
    let label = tell.fill(texts::EDIT_LABEL, &[("name", &person.name)]);
    let region =
        if person.region.is_empty() { tell.say(texts::NO_REGION).to_owned() } else { tell.region(&person.region) };
    let (name, login) = (person.name.clone(), person.login.clone());
    let edit = move |_| editing.set(Some(Editing::Known(Box::new(person.clone()))));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="mono">{login}</td>
            <td>{roles.join(tell.say(shared::AND))}</td>
            <td>{region}</td>
            <td>{if skills.is_empty() { "—".to_owned() } else { tell.dotted(&skills) }}</td>
            <td><span class=tone>{tell.say(state)}</span></td>
            <td class="row-end"><button type="button" class="button" aria-label=label on:click=edit>{t(texts::EDIT)}</button></td>
        </tr>
    }
}

#[component]
fn Editor(editing: RwSignal<Option<Editing>>, editing_now: Editing, saved: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(true);
    leave_when_closed(open, editing);
    let (title, person) = match editing_now {
        Editing::New => (texts::ADD, None),
        Editing::Known(person) => (texts::EDIT, Some(*person)),
    };
    let person = StoredValue::new(person);
    view! {
        <Dialog title open>
            <PersonForm person=person.get_value() open saved/>
        </Dialog>
    }
}
