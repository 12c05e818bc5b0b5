//! All clocks in their groups, each as a sentence; one opens in a dialog.

use domain::deadline::{ClockRule, DefaultFor, RuleCalendar};
use leptos::prelude::*;
use ui::{Dialog, t};
use words::{
    Text, common,
    office::{clocks as names, people, settings as texts, shared},
};

use super::{Setting, clock_form::ClockForm, fetched::Fetched, history::History};
use crate::{
    acts::leave_when_closed,
    describe::reasons,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

#[component]
pub(super) fn Clocks() -> impl IntoView {
    let tell = use_tell();
    let fetched = Fetched::<ClockRule>::from("/api/settings/clocks");
    let Fetched { all, refusal, changed, .. } = fetched;
    let editing = RwSignal::new(None::<Setting<ClockRule>>);
    let groups = move || {
        let mut groups: Vec<(Text, Vec<Setting<ClockRule>>)> = Vec::new();
        for setting in all.get().unwrap_or_default() {
            let group = names::group(&setting.now.id);
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, settings)) => settings.push(setting),
                None => groups.push((group, vec![setting])),
            }
        }
        groups.into_iter().map(|(title, settings)| self::group(title, settings, editing, tell)).collect_view()
    };
    view! {
        <p class="lead">{t(texts::CLOCKS_LEAD)}</p>
        <Trouble refusal retry=move |()| fetched.fetch()/>
        <Show when=move || fetched.is_loading()><p class="empty" role="status">{t(common::LOADING)}</p></Show>
        <Show when=move || all.with(Option::is_some)>
            <table class="list settings">
                <thead>
                    <tr>
                        <th scope="col">{t(texts::RULE)}</th>
                        <th scope="col">{t(texts::LIMIT)}</th>
                        <th scope="col">{t(texts::COUNTED_ON)}</th>
                        <th scope="col">{t(texts::FOR_WHOM)}</th>
                        <th scope="col">{t(texts::WARN)}</th>
                        <th scope="col"><span class="visually-hidden">{t(people::EDIT)}</span></th>
                    </tr>
                </thead>
                {groups}
            </table>
        </Show>
        <History kind="clock" changed/>
        {move || editing.get().map(|setting| view! { <Editor editing setting changed/> })}
    }
}

fn group(
    title: Text,
    settings: Vec<Setting<ClockRule>>,
    editing: RwSignal<Option<Setting<ClockRule>>>,
    tell: Tell,
) -> impl IntoView + use<> {
    let rows = settings.into_iter().map(|setting| row(setting, editing, tell)).collect_view();
    view! {
        <tbody>
            <tr class="group"><th scope="rowgroup" colspan="6">{tell.say(title)}</th></tr>
            {rows}
        </tbody>
    }
}

fn row(
    setting: Setting<ClockRule>,
    editing: RwSignal<Option<Setting<ClockRule>>>,
    tell: Tell,
) -> impl IntoView + use<> {
    let rule = setting.now.clone();
    let name = self::name(&rule.id, tell);
    let label = tell.fill(texts::EDIT_LABEL, &[("rule", &name)]);
    let changed = setting.is_changed.then(|| view! { " " <span class="chip accent">{tell.say(texts::CHANGED)}</span> });
    let warn = match rule.warn_percent {
        Some(percent) => tell.fill(texts::WARN_AT, &[("n", &percent.to_string())]),
        None => tell.say(texts::NO_WARN).to_owned(),
    };
    let reach = rule.reach.map(|reach| [" · ", &tell.km(reach.limit_km())].concat());
    let edit = move |_| editing.set(Some(setting.clone()));
    view! {
        <tr>
            <th scope="row">{name} {changed}</th>
            <td>{reasons::limit(rule.limit, tell)} {reach}</td>
            <td>{tell.say(counted_on(rule.calendar))}</td>
            <td>{for_whom(&rule.default_for, tell)}</td>
            <td class="mono">{warn}</td>
            <td class="row-end"><button type="button" class="button" aria-label=label on:click=edit>{t(people::EDIT)}</button></td>
        </tr>
    }
}

/// The name of a rule; its id where this version has no name for it.
pub(super) fn name(id: &str, tell: Tell) -> String {
    names::name(id).map_or_else(|| id.to_owned(), |text| tell.say(text).to_owned())
}

pub(super) fn counted_on(calendar: RuleCalendar) -> Text {
    match calendar {
        RuleCalendar::Clock => texts::ON_CLOCK,
        RuleCalendar::ClockToOpening => texts::ON_CLOCK_TO_OPENING,
        RuleCalendar::ServiceHours => texts::ON_SERVICE_HOURS,
        RuleCalendar::WorkingDays => texts::ON_WORKING_DAYS,
    }
}

fn for_whom(default_for: &DefaultFor, tell: Tell) -> String {
    match default_for {
        DefaultFor::All => tell.say(texts::ALL_TIERS).to_owned(),
        DefaultFor::Tiers(names) if names.is_empty() => tell.say(texts::NO_TIER).to_owned(),
        DefaultFor::Tiers(names) => {
            names.iter().map(|name| tell.tier(name)).collect::<Vec<_>>().join(tell.say(shared::AND))
        }
    }
}

#[component]
fn Editor(
    editing: RwSignal<Option<Setting<ClockRule>>>,
    setting: Setting<ClockRule>,
    changed: Trigger,
) -> impl IntoView {
    let open = RwSignal::new(true);
    leave_when_closed(open, editing);
    let setting = StoredValue::new(setting);
    view! {
        <Dialog title=texts::EDIT_TITLE open>
            <ClockForm setting=setting.get_value() open changed/>
        </Dialog>
    }
}
