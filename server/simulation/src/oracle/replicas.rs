//! Nothing waits any more, and everybody sees what somebody sees who has just come.

use std::{collections::BTreeMap, rc::Rc};

use domain::request::ServiceRequest;
use offline::{Client, Keeping};

use crate::{
    device::Device,
    oracle::{Stored, hash_of},
    play::Play,
};

/// Nothing may be left waiting on any device.
pub(super) fn come_to_rest(play: &Play) -> Vec<String> {
    let mut broken = Vec::new();
    for device in &play.devices {
        for tab in device.tabs() {
            let name = format!("device {}.{}", device.number, tab.number);
            let Some(client) = tab.client() else {
                broken.push(format!("{name} does not open"));
                continue;
            };
            let status = client.status();
            if client.person().is_none() || status.signed_out {
                broken.push(format!("{name} is signed out"));
            }
            let of_others = status.others_waiting + status.sealed_waiting;
            if status.waiting + status.blobs_waiting + status.unreadable + of_others > 0 {
                broken.push(format!(
                    "{name}: {} actions and {} photos wait, {} rows cannot be read, {} of others, {} sealed",
                    status.waiting,
                    status.blobs_waiting,
                    status.unreadable,
                    status.others_waiting,
                    status.sealed_waiting
                ));
            }
        }
    }
    broken
}

/// Records of a client: what and its hash. Of customers those whose requests are there: a file that is no longer needed
/// may stay.
fn view(client: &Client, counts: impl Fn(&ServiceRequest) -> bool) -> BTreeMap<String, String> {
    let mut view = BTreeMap::new();
    for request in client.requests().into_iter().filter(|request| counts(request)) {
        view.insert(format!("request {}", request.id), hash_of(&*request));
        let customer = client.customer(request.customer).map(|customer| hash_of(&*customer));
        view.insert(format!("customer {}", request.customer), customer.unwrap_or_default());
    }
    for person in client.people() {
        view.insert(format!("person {}", person.id), hash_of(&*person));
    }
    view
}

pub(super) fn look(play: &mut Play, stored: &Stored) -> Vec<String> {
    let mut fresh: BTreeMap<String, Rc<Device>> = BTreeMap::new();
    // Whoever sees all requests sees what is stored, which is looked at below.
    for device in play.devices.iter().filter(|device| device.keeping == Keeping::OnDevice || device.login == "duty") {
        fresh.entry(device.login.clone()).or_insert_with(|| {
            let newcomer = Device::new(&play.network, 100 + device.number, Keeping::OnDevice, &device.login);
            newcomer.open_tab();
            newcomer
        });
    }
    let old = play.devices.clone();
    play.devices.extend(fresh.values().cloned());
    let end = play.world.now() + 20_000;
    play.run_until(end);
    let was_full = play.world.faults.happened().contains_key("a tablet's disk is full");
    let mut broken = Vec::new();
    for device in old {
        let expected = match fresh.get(&device.login) {
            None => None,
            Some(newcomer) => match newcomer.tabs().first().and_then(|tab| tab.client()) {
                Some(client) => Some(client),
                None => {
                    broken.push(format!("{} cannot come in", device.login));
                    continue;
                }
            },
        };
        for tab in device.tabs() {
            let Some(client) = tab.client() else { continue };
            let name = format!("device {}.{} ({})", device.number, tab.number, device.login);
            if let Some(expected) = &expected {
                // A tablet whose disk was full may have given up requests in which nothing more happens.
                let is_kept =
                    |request: &ServiceRequest| !was_full || !request.is_done() || client.request(request.id).is_some();
                broken.extend(difference(&name, &view(&client, |_| true), &view(expected, is_kept)));
            } else if device.login == "hotline" && client.requests().len() != stored.requests.len() {
                broken.push(format!("{name} does not see all requests"));
            }
            for request in client.requests() {
                let same =
                    stored.requests.get(&request.id).is_some_and(|(_, known)| hash_of(known) == hash_of(&*request));
                if !same {
                    broken.push(format!("{name} shows another {} than is stored", request.id));
                }
            }
        }
    }
    broken
}

fn difference(name: &str, seen: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) -> Vec<String> {
    let mut broken = Vec::new();
    for (what, hash) in expected {
        match seen.get(what) {
            None => broken.push(format!("{name} lacks {what}")),
            Some(known) if known != hash => broken.push(format!("{name} has another {what}")),
            Some(_) => {}
        }
    }
    let surplus = seen.keys().filter(|what| !expected.contains_key(*what));
    broken.extend(surplus.map(|what| format!("{name} still has {what}")));
    broken
}
