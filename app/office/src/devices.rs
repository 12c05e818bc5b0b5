//! Tablets and browsers with a key of their own; a lost one is revoked here (SYN-10).

use std::sync::Arc;

use domain::{DeviceId, Timestamp};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use ui::{Dialog, Said, shell::OfficeShell, t, use_desk, use_toasts};
use words::{common, office::people as texts, private};

use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    refusal::Refusal,
    remote::{self, maybe_instant},
    silent::SilentDevices,
    tell::{Tell, use_tell},
    trouble::Trouble,
};
use domain::rights::Action;

/// An item of `GET /api/devices`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Device {
    id: DeviceId,
    #[serde(default)]
    name: String,
    #[serde(default)]
    person_name: Option<String>,
    #[serde(default, deserialize_with = "maybe_instant")]
    created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "maybe_instant")]
    last_contact: Option<Timestamp>,
    /// True, or the instant since when.
    #[serde(default)]
    revoked: serde_json::Value,
    /// When it said that it has emptied itself.
    #[serde(default, deserialize_with = "maybe_instant")]
    wiped_at: Option<Timestamp>,
}

impl Device {
    /// The end of its id: two tablets of one kind have the same name.
    fn number(&self) -> String {
        let id = self.id.to_string();
        id[id.len().saturating_sub(4)..].to_uppercase()
    }

    /// What it is called where there may be two of a kind: `Chrome · Android 4F2A`.
    fn full_name(&self) -> String {
        [self.name.as_str(), &self.number()].join(" ").trim().to_owned()
    }

    fn is_revoked(&self) -> bool {
        !matches!(self.revoked, serde_json::Value::Null | serde_json::Value::Bool(false))
    }
}

/// `/devices`
#[component]
pub fn DevicesPage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/devices">
            <WhenReady>
                <Show when=move || desk.may(Action::SeeDevices) fallback=NotFound>
                    <List/>
                </Show>
            </WhenReady>
        </OfficeShell>
    }
}

#[component]
fn List() -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let devices = RwSignal::new(None::<Vec<Device>>);
    let refusal = RwSignal::new(None::<Refusal>);
    let asked = RwSignal::new(None::<Device>);
    let open = RwSignal::new(false);
    let fetch = move || {
        spawn_local(async move {
            match remote::list::<Device>(desk, tell, "/api/devices").await {
                Ok(page) => {
                    devices.try_set(Some(page.items));
                    refusal.try_set(None);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    Effect::new(fetch);
    let restore = move |device: Device| {
        spawn_local(async move {
            let path = ["/api/devices/", &device.id.to_string(), "/revoke"].concat();
            match remote::send(desk, tell, "DELETE", &path, None).await {
                Ok(_) => toasts.done(untrack(|| tell.fill(private::RESTORED, &[("name", &device.full_name())])), None),
                Err(refusal) => toasts.failed(refusal.sentence),
            }
            fetch();
        });
    };
    let revoke = move |_| {
        let Some(device) = asked.get_untracked() else { return };
        open.set(false);
        spawn_local(async move {
            let path = ["/api/devices/", &device.id.to_string(), "/revoke"].concat();
            match remote::send(desk, tell, "POST", &path, None).await {
                Ok(_) => {
                    let said = Said::filled(texts::REVOKED_DONE, &[("name", &device.full_name())]);
                    toasts.done(said, Some(Arc::new(move || restore(device.clone()))));
                    fetch();
                }
                Err(refusal) => toasts.failed(refusal.sentence),
            }
        });
    };
    let ask = Callback::new(move |device: Device| {
        asked.set(Some(device));
        open.set(true);
    });
    let rows = move || {
        devices
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|device| row(device, ask, Callback::new(restore), tell))
            .collect_view()
    };
    let named = move || {
        asked.with(|asked| {
            asked
                .as_ref()
                .map(|device| tell.dotted(&[device.full_name(), device.person_name.clone().unwrap_or_default()]))
        })
    };
    view! {
        <div class="page">
            <h1>{t(texts::DEVICES)}</h1>
            <p class="lead">{t(texts::DEVICES_LEAD)}</p>
            <Trouble refusal retry=move |()| fetch()/>
            <SilentDevices/>
            <table class="list">
                <thead>
                    <tr>
                        <th scope="col">{t(texts::DEVICE)}</th>
                        <th scope="col">{t(texts::PERSON)}</th>
                        <th scope="col">{t(texts::SINCE)}</th>
                        <th scope="col">{t(texts::LAST_CONTACT)}</th>
                        <th scope="col"><span class="visually-hidden">{t(texts::REVOKE)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <Show when=move || devices.with(|devices| devices.as_ref().is_some_and(Vec::is_empty))>
                <p class="empty">{t(texts::DEVICES_EMPTY)}</p>
            </Show>
        </div>
        <Dialog title=texts::REVOKE_TITLE open>
            <p class="ask-about">{named}</p>
            <p>{t(private::REVOKE_SURE)}</p>
            <p>{t(private::REVOKE_HONEST)}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" autofocus on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="button" class="button danger" on:click=revoke>{t(texts::REVOKE)}</button>
            </div>
        </Dialog>
    }
}

fn row(device: Device, ask: Callback<Device>, restore: Callback<Device>, tell: Tell) -> impl IntoView {
    let time = |at: Option<Timestamp>| at.map_or_else(|| tell.say(texts::NEVER).to_owned(), |at| tell.day_time(at));
    let person = device.person_name.clone().unwrap_or_default();
    let label = tell.fill(texts::REVOKE_LABEL, &[("name", &device.full_name()), ("person", &person)]);
    let (created, contact) = (time(device.created_at), time(device.last_contact));
    let (name, number) = (device.name.clone(), device.number());
    let is_revoked = device.is_revoked();
    let end = if let Some(at) = device.wiped_at {
        let at = tell.day_time(at);
        view! { <span class="chip">{tell.fill(private::WIPED_AT, &[("time", &at)])}</span> }.into_any()
    } else if is_revoked {
        let label = tell.fill(private::RESTORE_LABEL, &[("name", &device.full_name()), ("person", &person)]);
        view! {
            <span class="chip late">{t(private::REVOKED_WAITS)}</span> " "
            <button type="button" class="button" aria-label=label on:click=move |_| restore.run(device.clone())>{t(private::RESTORE)}</button>
        }
        .into_any()
    } else {
        view! { <button type="button" class="button danger" aria-label=label on:click=move |_| ask.run(device.clone())>{t(texts::REVOKE)}</button> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{name} " " <small class="device-number">{number}</small></th>
            <td>{person}</td>
            <td>{created}</td>
            <td>{contact}</td>
            <td class="row-end">{end}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

    #[test]
    fn two_tablets_of_a_kind_are_told_apart_by_the_end_of_their_ids() {
        let device = |id: &str| -> Device {
            serde_json::from_value(serde_json::json!({"id": id, "name": "Chrome · Android"})).expect("a device")
        };
        let one = device("01912d68-783e-7a03-8467-5661c1243ad4");
        assert_eq!((one.number().as_str(), one.full_name().as_str()), ("3AD4", "Chrome · Android 3AD4"));
        assert_ne!(one.full_name(), device("01912d68-783e-7a03-8467-5661c1243ad5").full_name());
    }
}
