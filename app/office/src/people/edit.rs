//! Adds or changes one account.

use domain::people::{Person, Role};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::{Map, Value, json};
use ui::{Said, t, use_desk, use_toasts};
use words::{Text, common, office::people as texts, states};

use super::{
    absences::{self, AbsenceRows},
    photo::PhotoField,
    skills::{self, SkillRows},
    working_week::{self, WorkingWeekRows},
};
use crate::{
    field::Field,
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
};

/// The shortest password the server takes, in characters.
pub const SHORTEST_PASSWORD: usize = 10;
/// Regions the centre's demo and defaults know; a region of the centre's own making stays choosable.
const REGIONS: [&str; 3] = ["city_south", "city_north", "outer"];

#[derive(Clone, Copy)]
struct Typed {
    login: RwSignal<String>,
    name: RwSignal<String>,
    roles: RwSignal<Vec<Role>>,
    region: RwSignal<String>,
    badge: RwSignal<String>,
    skills: RwSignal<Vec<skills::Row>>,
    week: working_week::Typed,
    absences: RwSignal<Vec<absences::Row>>,
    photo: RwSignal<String>,
    password: RwSignal<String>,
}

#[component]
pub(super) fn PersonForm(person: Option<Person>, open: RwSignal<bool>, saved: Callback<()>) -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let is_new = person.is_none();
    let is_self =
        person.as_ref().map(|person| person.id) == desk.client().and_then(|client| client.person()).map(|me| me.id);
    let is_active = person.as_ref().is_none_or(|person| person.active);
    let known = person.clone().map(|person| (person.id, person.name));
    let text = |value: Option<String>| RwSignal::new(value.unwrap_or_default());
    let typed = Typed {
        login: text(person.as_ref().map(|person| person.login.clone())),
        name: text(person.as_ref().map(|person| person.name.clone())),
        roles: RwSignal::new(person.as_ref().map(|person| person.roles.clone()).unwrap_or_default()),
        region: text(person.as_ref().map(|person| person.region.clone())),
        badge: text(person.as_ref().map(|person| person.badge_number.clone())),
        week: working_week::Typed::of(person.as_ref().and_then(|person| person.working_hours.clone())),
        absences: absences::rows(person.as_ref().map(|person| person.absences.clone()).unwrap_or_default(), desk),
        photo: text(person.as_ref().and_then(|person| person.photo.clone())),
        skills: skills::rows(person.map(|person| person.skills).unwrap_or_default()),
        password: text(None),
    };
    let refusal = RwSignal::new(Refusal::default());
    let is_busy = RwSignal::new(false);
    let known = StoredValue::new(known);

    let send = move |body: Value, done: Text| {
        is_busy.set(true);
        spawn_local(async move {
            let (method, path, name) = match known.get_value() {
                Some((id, name)) => ("PATCH", ["/api/people/", &id.to_string()].concat(), name),
                None => ("POST", "/api/people".to_owned(), typed.name.get_untracked()),
            };
            match remote::send(desk, tell, method, &path, Some(body)).await {
                Ok(_) => {
                    toasts.done(Said::filled(done, &[("name", &name)]), None);
                    saved.run(());
                    open.set(false);
                }
                Err(found) => {
                    refusal.try_set(found);
                }
            }
            is_busy.try_set(false);
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let found = mistakes(typed, is_new, tell);
        if !found.is_empty() {
            refusal.set(Refusal { fields: found, ..Refusal::default() });
            return;
        }
        let times = typed.week.read(tell).and_then(|week| Ok((week, absences::read(typed.absences, desk, tell)?)));
        let (week, absences) = match times {
            Ok(times) => times,
            Err(sentence) => {
                refusal.set(Refusal { sentence, ..Refusal::default() });
                return;
            }
        };
        refusal.set(Refusal::default());
        let mut body = body(typed, is_new);
        body.insert("working_hours".to_owned(), json!(week));
        body.insert("absences".to_owned(), json!(absences));
        send(Value::Object(body), if is_new { texts::ADDED } else { texts::CHANGED });
    };
    let switch = move |_| {
        let done = if is_active { texts::DEACTIVATED } else { texts::ACTIVATED };
        send(json!({"active": !is_active}), done);
    };
    // What is said beside a field is not said twice.
    let general = move || {
        refusal.with(|refusal| if refusal.fields.is_empty() { refusal.sentence.clone() } else { String::new() })
    };
    let mistake = move |field: &'static str| move || refusal.with(|refusal| refusal.of_field(field));
    view! {
        <form class="ask" novalidate on:submit=submit>
            <div class="pair">
                {input(texts::NAME, typed.name, "text", "name", mistake("/name"))}
                {is_new.then(|| input(texts::LOGIN, typed.login, "text", "username", mistake("/login")))}
            </div>
            {role_choice(typed.roles, mistake("/roles"))}
            <div class="pair">
                {region_choice(typed.region)}
                {input(texts::BADGE, typed.badge, "text", "off", mistake("/badge_number"))}
            </div>
            <Show when=move || typed.roles.with(|roles| roles.contains(&Role::Field))>
                <SkillRows rows=typed.skills/>
                <WorkingWeekRows typed=typed.week/>
                <PhotoField photo=typed.photo name=typed.name/>
            </Show>
            <AbsenceRows rows=typed.absences/>
            {input(if is_new { texts::PASSWORD_FIRST } else { texts::PASSWORD_NEW }, typed.password, "password", "new-password", mistake("/password"))}
            <p><small>{move || tell.fill(texts::PASSWORD_HINT, &[("n", &SHORTEST_PASSWORD.to_string())])}</small></p>
            {(!is_new).then(|| view! {
                <p class="switch-line">
                    <button type="button" class="button" class:danger=is_active disabled=move || is_busy.get() || (is_self && is_active) on:click=switch>
                        {t(if is_active { texts::DEACTIVATE } else { texts::ACTIVATE })}
                    </button>
                    <small>{t(if is_self { texts::SELF_HINT } else { texts::DEACTIVATE_HINT })}</small>
                </p>
            })}
            <p class="mistake" role="alert">{general}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(common::SAVE)}</button>
            </div>
        </form>
    }
}

fn mistakes(typed: Typed, is_new: bool, tell: Tell) -> Vec<(String, String)> {
    let is_empty = |value: RwSignal<String>| value.with_untracked(|value| value.trim().is_empty());
    let length = typed.password.with_untracked(|password| password.chars().count());
    let is_short = length < SHORTEST_PASSWORD && (is_new || length > 0);
    let short = tell.fill(texts::PASSWORD_SHORT, &[("n", &SHORTEST_PASSWORD.to_string())]);
    let say = |text: Text| tell.say(text).to_owned();
    let checks = [
        (is_empty(typed.name), "/name", say(texts::NAME_EMPTY)),
        (is_new && is_empty(typed.login), "/login", say(texts::LOGIN_EMPTY)),
        (typed.roles.with_untracked(Vec::is_empty), "/roles", say(texts::ROLES_EMPTY)),
        (is_short, "/password", short),
    ];
    let wrong = checks.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    wrong.map(|(_, pointer, words)| (pointer.to_owned(), words)).collect()
}

/// The body of `POST /api/people` or `PATCH /api/people/{id}`.
fn body(typed: Typed, is_new: bool) -> Map<String, Value> {
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("name", json!(typed.name.get_untracked().trim()));
    put("roles", json!(typed.roles.get_untracked()));
    put("region", json!(typed.region.get_untracked()));
    put("badge_number", json!(typed.badge.get_untracked().trim()));
    put("skills", json!(skills::typed(typed.skills)));
    put("photo", json!(typed.photo.get_untracked()));
    if is_new {
        put("login", json!(typed.login.get_untracked().trim()));
    }
    let password = typed.password.get_untracked();
    if !password.is_empty() {
        put("password", json!(password));
    }
    body
}

fn input(
    label: Text,
    value: RwSignal<String>,
    kind: &'static str,
    autocomplete: &'static str,
    mistake: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <Field label mistake=Signal::derive(mistake)>
            <input
                class="input"
                type=kind
                autocomplete=autocomplete
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                aria-invalid=move || mistake().map(|_| "true")
            />
        </Field>
    }
}

fn role_choice(
    roles: RwSignal<Vec<Role>>,
    mistake: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let one = |role: Role| {
        let is_on = move || roles.with(|roles| roles.contains(&role));
        let change = move |on: bool| {
            roles.update(|roles| {
                roles.retain(|known| *known != role);
                if on {
                    roles.push(role);
                }
            });
        };
        view! {
            <label>
                <input type="checkbox" prop:checked=is_on on:change:target=move |event| change(event.target().checked())/>
                {t(states::role(role))}
            </label>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::ROLES)}</legend>
            <div class="pick tight">{Role::ALL.map(one).collect_view()}</div>
            <span class="mistake" role="alert">{mistake}</span>
        </fieldset>
    }
}

fn region_choice(region: RwSignal<String>) -> impl IntoView {
    let tell = use_tell();
    let own = region.get_untracked();
    let own = (!own.is_empty() && !REGIONS.contains(&own.as_str()))
        .then(|| view! { <option value=own.clone() selected>{own.clone()}</option> });
    let options = REGIONS.map(|word| {
        view! { <option value=word selected=move || region.with(|region| region == word)>{move || tell.region(word)}</option> }
    });
    view! {
        <Field label=texts::REGION>
            <select class="input" on:change:target=move |event| region.set(event.target().value())>
                <option value="" selected=move || region.with(String::is_empty)>{t(texts::NO_REGION)}</option>
                {own}
                {options.collect_view()}
            </select>
        </Field>
    }
}
