//! The fee table: rows by kind with their first and last day; one opens in a dialog (CUS-8).

use domain::fees::{FeeItem, predefined};
use leptos::prelude::*;
use ui::{Dialog, format, t, use_desk};
use words::{
    common, fees as texts,
    office::{people, settings},
};

use super::{Setting, fee_form::FeeForm, fetched::Fetched, history::History};
use crate::{
    acts::{leave_when_closed, new_id},
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// What the dialog edits; a row without a version is a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    pub setting: Setting<FeeItem>,
    pub is_new: bool,
}

impl Editing {
    /// The row came with the product.
    pub fn is_predefined(&self) -> bool {
        predefined().iter().any(|item| item.id == self.setting.now.id)
    }
}

#[component]
pub(super) fn Fees() -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let fetched = Fetched::<FeeItem>::from("/api/settings/fees");
    let Fetched { all, refusal, changed, .. } = fetched;
    let editing = RwSignal::new(None::<Editing>);
    let today = move || format::instant(desk.now(), format::Shape::IsoDate, words::Lang::En, &desk.zone());
    let add = move |_| {
        let Some(mut item) = predefined().into_iter().next() else { return };
        item.id = ["fee-", &new_id(desk.now()).simple().to_string()].concat();
        item.from = today().parse().unwrap_or(item.from);
        item.price = None;
        let setting = Setting { now: item.clone(), predefined: item, is_changed: false, version: 0 };
        editing.set(Some(Editing { setting, is_new: true }));
    };
    let rows = move || {
        let today = today();
        all.get().unwrap_or_default().into_iter().map(|setting| row(setting, &today, editing, tell)).collect_view()
    };
    view! {
        <div class="lead-row">
            <p class="lead">{t(texts::SETTINGS_LEAD)}</p>
            <button type="button" class="button primary" on:click=add>{t(texts::ADD_ITEM)}</button>
        </div>
        <Trouble refusal retry=move |()| fetched.fetch()/>
        <Show when=move || fetched.is_loading()><p class="empty" role="status">{t(common::LOADING)}</p></Show>
        <Show when=move || all.with(Option::is_some)>
            <table class="list settings">
                <thead>
                    <tr>
                        <th scope="col">{t(texts::ITEM)}</th>
                        <th scope="col">{t(texts::KIND)}</th>
                        <th scope="col" class="amount">{t(texts::PRICE)}</th>
                        <th scope="col">{t(texts::UNIT)}</th>
                        <th scope="col">{t(texts::VALIDITY)}</th>
                        <th scope="col"><span class="visually-hidden">{t(people::EDIT)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Show>
        <History kind="fee" changed/>
        {move || editing.get().map(|edited| view! { <Editor editing edited changed/> })}
    }
}

/// Its own name, else that of its kind.
pub fn name(item: &FeeItem, tell: Tell) -> String {
    if item.name.is_empty() { tell.say(texts::kind(item.kind)).to_owned() } else { item.name.clone() }
}

/// `300.00`, or that it costs what it cost us.
pub fn price(item: &FeeItem, tell: Tell) -> String {
    item.price.map_or_else(|| tell.say(texts::AT_COST).to_owned(), |price| price.to_string())
}

/// From when to when it counts.
pub fn validity(item: &FeeItem, tell: Tell) -> String {
    let from = item.from.to_string();
    match item.until {
        Some(until) => tell.fill(texts::VALID_BETWEEN, &[("from", &from), ("until", &until.to_string())]),
        None => tell.fill(texts::VALID_FROM, &[("from", &from)]),
    }
}

fn row(
    setting: Setting<FeeItem>,
    today: &str,
    editing: RwSignal<Option<Editing>>,
    tell: Tell,
) -> impl IntoView + use<> {
    let item = setting.now.clone();
    let name = self::name(&item, tell);
    let label = tell.fill(settings::EDIT_LABEL, &[("rule", &name)]);
    let changed =
        setting.is_changed.then(|| view! { " " <span class="chip accent">{tell.say(settings::CHANGED)}</span> });
    let (from, until) = (item.from.to_string(), item.until.map(|until| until.to_string()));
    let state = match until {
        _ if from.as_str() > today => Some(texts::NOT_YET),
        Some(until) if until.as_str() < today => Some(texts::OVER),
        _ => None,
    };
    let state = state.map(|text| view! { " " <span class="chip">{tell.say(text)}</span> });
    let edit = move |_| editing.set(Some(Editing { setting: setting.clone(), is_new: false }));
    view! {
        <tr>
            <th scope="row">{name} {changed}</th>
            <td>{tell.say(texts::kind(item.kind))}</td>
            <td class="amount mono">{price(&item, tell)}</td>
            <td>{tell.say(texts::unit(item.unit))}</td>
            <td>{validity(&item, tell)} {state}</td>
            <td class="row-end"><button type="button" class="button" aria-label=label on:click=edit>{t(people::EDIT)}</button></td>
        </tr>
    }
}

#[component]
fn Editor(editing: RwSignal<Option<Editing>>, edited: Editing, changed: Trigger) -> impl IntoView {
    let open = RwSignal::new(true);
    leave_when_closed(open, editing);
    let title = if edited.is_new { texts::ADD_TITLE } else { texts::EDIT_TITLE };
    let edited = StoredValue::new(edited);
    view! {
        <Dialog title open>
            <FeeForm edited=edited.get_value() open changed/>
        </Dialog>
    }
}
