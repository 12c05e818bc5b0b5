//! The backup before anything is touched: account sets, reports, where it went (ONS-12).

use domain::{backup_path, command::Command, visit::Backup};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use ui::{format, t};
use words::field as say;

use super::{
    form::{Form, use_form},
    panel::{Main, PanelFrame},
    progress::{self, Panel},
};
use crate::{
    asks::{Ask, use_asks},
    drafts::Draft,
    input::{Push, TextField},
    photos::VisitPhotos,
    storage,
};

/// The drive of the last backup on any customer's machine; it is usually the same again.
const DRIVE_KEY: &str = "paidan-backup-drive";
const DRIVES: [&str; 10] = ["C", "D", "E", "F", "G", "H", "I", "J", "K", "Z"];

/// What has been chosen and not recorded yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Choice {
    account_sets: Vec<String>,
    reports_included: Option<bool>,
    path: String,
}

#[component]
pub fn BackupPanel() -> impl IntoView {
    let form = use_form();
    let asks = use_asks();
    let words = form.acting.words;
    let draft = Draft::named(&["backup-", &form.id.to_string()]);
    let kept = draft.read().and_then(|draft| serde_json::from_str(&draft).ok());
    let start = kept.unwrap_or_else(|| recorded(form).unwrap_or_else(|| proposed(form)));
    let offered = RwSignal::new(offered(form, &start));
    let path = RwSignal::new(start.path.clone());
    let choice = RwSignal::new(start);
    let submitted = RwSignal::new(false);
    let keep = move || {
        choice.update(|choice| choice.path = path.get_untracked());
        let text = choice.with_untracked(|choice| serde_json::to_string(choice).unwrap_or_default());
        draft.keep(&text);
    };
    let run = Callback::new(move |()| {
        submitted.set(true);
        let Choice { account_sets, reports_included, .. } = choice.get_untracked();
        let path = path.get_untracked().trim().to_owned();
        let Some(reports_included) = reports_included.filter(|_| backup_path::is_findable(&path)) else { return };
        if account_sets.is_empty() && !reports_included {
            return;
        }
        spawn_local(async move {
            if form.act(Command::RecordBackup { account_sets, reports_included, path }).await {
                draft.forget();
                form.panel.try_set(Panel::Solve);
            }
        });
    });
    let mistake_if =
        move |wrong: bool, text: words::Text| (submitted.get() && wrong).then(|| words.say(text).to_owned());
    let path_mistake = Signal::derive(move || {
        let (is_missing, is_findable) = path.with(|path| (path.trim().is_empty(), backup_path::is_findable(path)));
        let text = if is_missing { say::PATH_MISSING } else { say::PATH_NOT_WHOLE };
        mistake_if(!is_findable, text)
    });
    let reports = move |value: bool, text: words::Text| {
        let choose = move |_| {
            choice.update(|choice| choice.reports_included = Some(value));
            keep();
        };
        view! {
            <label>
                <input type="radio" name="reports" prop:checked=move || choice.with(|choice| choice.reports_included == Some(value)) on:change=choose/>
                {t(text)}
            </label>
        }
    };
    let set = move |name: String| view! { <AccountSet name=name choice=choice keep=Callback::new(move |()| keep())/> };
    let declined = move || {
        form.with(|_, dispatch| dispatch.visit.backup.clone().zip(Some(progress::is_backed_up(&dispatch.visit))))
            .flatten()
    };
    let declined = move || match declined() {
        Some((Backup::Declined { reason, .. }, signed)) => Some((reason, signed)),
        _ => None,
    };
    let without = Callback::new(move |()| asks.ask(Ask::NoBackup, form.id));
    view! {
        <PanelFrame panel=Panel::BackUp title=say::BACKUP_TITLE lead=say::BACKUP_HINT main=Some(Main { text: say::BACKUP_DONE, run })
            aside=view! { <Push text=say::NO_BACKUP run=without/> }.into_any()>
            {move || declined().map(|(reason, signed)| view! { <Declined reason=reason signed=signed/> })}
            <fieldset class="form-field">
                <legend>{t(say::ACCOUNT_SETS)}</legend>
                <div class="pick">
                    <For each=move || offered.get() key=String::clone children=set/>
                </div>
                <AddAccountSet offered=offered choice=choice keep=Callback::new(move |()| keep())/>
                <span class="mistake" role="alert">{move || {
                    let nothing = choice.with(|choice| choice.account_sets.is_empty() && choice.reports_included != Some(true));
                    mistake_if(nothing, say::ACCOUNT_SETS_MISSING)
                }}</span>
            </fieldset>
            <fieldset class="form-field">
                <legend>{t(say::REPORTS)}</legend>
                <div class="pick">{reports(true, say::REPORTS_YES)} {reports(false, say::REPORTS_NO)}</div>
                <span class="mistake" role="alert">{move || {
                    mistake_if(choice.with(|choice| choice.reports_included.is_none()), say::CHOOSE_ONE)
                }}</span>
            </fieldset>
            <div class="path-row">
                <Drive form=form path=path keep=Callback::new(move |()| keep())/>
                <TextField label=say::BACKUP_PATH value=path typed=Callback::new(move |()| keep()) mistake=path_mistake/>
            </div>
            <ul class="folders">{move || choice.with(|choice| {
                let folder = |name: &String| backup_path::account_set_folder(&path.get(), name.split(' ').next().unwrap_or(name));
                choice.account_sets.iter().map(|name| view! { <li><code>{folder(name)}</code></li> }).collect_view()
            })}</ul>
            <VisitPhotos/>
        </PanelFrame>
    }
}

/// What the record says of the backup.
fn recorded(form: Form) -> Option<Choice> {
    match form.now_with(|_, dispatch| dispatch.visit.backup.clone())?? {
        Backup::Made { account_sets, reports_included, path, .. } => {
            Some(Choice { account_sets, reports_included: Some(reports_included), path })
        }
        Backup::Declined { .. } => None,
    }
}

/// The usual: every account set of the product, and today's folder on the last drive.
fn proposed(form: Form) -> Choice {
    let account_sets = form.now_with(|request, _| request.product.account_sets.clone()).unwrap_or_default();
    let drive = storage::get(DRIVE_KEY).unwrap_or_default();
    Choice { account_sets, reports_included: None, path: proposed_path(form, &drive) }
}

fn proposed_path(form: Form, drive: &str) -> String {
    let person = form.acting.desk.client().and_then(|client| client.person());
    let initials = person.map(|person| person.initials.clone()).unwrap_or_default();
    let date = format::instant(form.acting.now(), format::Shape::IsoDate, words::Lang::En, &form.acting.desk.zone());
    backup_path::propose(drive, &initials, &date.replace('-', ""))
}

/// Account sets to choose from: the request's product, the customer's other products, and what was added.
fn offered(form: Form, start: &Choice) -> Vec<String> {
    let mut all = form.now_with(|request, _| request.product.account_sets.clone()).unwrap_or_default();
    let customer = form.now_with(|request, _| request.customer);
    let customer = customer.zip(form.acting.desk.client()).and_then(|(id, client)| client.customer(id));
    let others = customer.iter().flat_map(|customer| &customer.products).flat_map(|product| &product.account_sets);
    for name in others.chain(&start.account_sets) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

#[component]
fn AccountSet(name: String, choice: RwSignal<Choice>, keep: Callback<()>) -> impl IntoView {
    let name = StoredValue::new(name);
    let chosen = move || choice.with(|choice| name.with_value(|name| choice.account_sets.contains(name)));
    let toggle = move |_| {
        choice.update(|choice| {
            let name = name.get_value();
            match choice.account_sets.iter().position(|known| *known == name) {
                Some(at) => drop(choice.account_sets.remove(at)),
                None => choice.account_sets.push(name),
            }
        });
        keep.run(());
    };
    view! { <label><input type="checkbox" prop:checked=chosen on:change=toggle/> {name.get_value()}</label> }
}

#[component]
fn AddAccountSet(offered: RwSignal<Vec<String>>, choice: RwSignal<Choice>, keep: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let add = Callback::new(move |()| {
        let new = name.get_untracked().trim().to_owned();
        if new.is_empty() {
            return;
        }
        name.set(String::new());
        if !offered.with_untracked(|all| all.contains(&new)) {
            offered.update(|all| all.push(new.clone()));
        }
        if !choice.with_untracked(|choice| choice.account_sets.contains(&new)) {
            choice.update(|choice| choice.account_sets.push(new));
        }
        keep.run(());
    });
    let on_enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            add.run(());
        }
    };
    view! {
        <div class="add-row" on:keydown=on_enter>
            <TextField label=say::ADD_ACCOUNT_SET value=name/>
            <Push text=say::ADD run=add/>
        </div>
    }
}

/// The drive of the path; choosing another one proposes the path anew and is remembered.
#[component]
fn Drive(form: Form, path: RwSignal<String>, keep: Callback<()>) -> impl IntoView {
    let letter = move || path.with(|path| path.chars().next().unwrap_or('D').to_uppercase().to_string());
    let choose = move |drive: String| {
        storage::set(DRIVE_KEY, &drive);
        path.set(proposed_path(form, &drive));
        keep.run(());
    };
    view! {
        <div class="form-field backup-drive">
            <label for="drive">{t(say::DRIVE)}</label>
            <select id="drive" class="input" on:change:target=move |event| choose(event.target().value())>
                {DRIVES.map(|drive| view! { <option value=drive selected=move || letter() == drive>{drive} ":"</option> }).collect_view()}
            </select>
        </div>
    }
}

/// There is no backup: why, and whether the customer has signed for it.
#[component]
fn Declined(reason: String, signed: bool) -> impl IntoView {
    let form = use_form();
    let text = form.acting.words;
    let address = [&crate::day::visit_address(form.id), "/sign?for=no_backup"].concat();
    let solve = Callback::new(move |()| form.go(Panel::Solve));
    view! {
        <div class="notice">
            <p>{move || text.fill(say::DECLINED_BECAUSE, &[("reason", &reason)])}</p>
            {if signed {
                view! { <p>{t(say::DECLINED_SIGNED)}</p> <Push text=say::GO_TO_SOLVE run=solve/> }.into_any()
            } else {
                view! { <p><a class="button primary" href=address>{t(say::HAVE_IT_SIGNED)}</a></p> }.into_any()
            }}
        </div>
    }
}
