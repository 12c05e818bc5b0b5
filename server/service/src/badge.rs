//! The badge's secret for a tablet, and what a customer learns who scans its code (ONS-10).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{DeviceId, badge, people::Person};
use store::{devices, people, requests};
use uuid::Uuid;

use crate::{Caller, Result, Service, ServiceError};

/// How many requests of an engineer are looked at in one go.
const PAGE: i64 = 200;

/// What the public page says: nothing about the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    Expected { name: String, badge_number: String },
    NotConfirmed,
}

impl Service {
    /// The secret of the caller's device, base64url.
    ///
    /// # Errors
    /// It is not the caller's device, or it was revoked.
    pub async fn badge_secret(&self, caller: &Caller, device: DeviceId) -> Result<String> {
        let mut conn = self.db.read().await?;
        let is_own = devices::has_person(&mut conn, device, caller.person.id).await?;
        let is_trusted = devices::find(&mut conn, device).await?.is_some_and(|found| found.revoked_at.is_none());
        if !is_own || !is_trusted {
            return Err(ServiceError::NotFound);
        }
        let secret = self.keys.derived(&label(device, &caller.person)).pop().unwrap_or_default();
        Ok(URL_SAFE_NO_PAD.encode(secret))
    }

    /// Whether the engineer of a badge number (or of an id, who has no number) is expected where these digits are shown.
    ///
    /// # Errors
    /// The store.
    pub async fn check_badge(&self, who: &str, digits: &str) -> Result<Checked> {
        let now = self.time.now();
        let mut conn = self.db.read().await?;
        let devices = devices::list(&mut conn).await?;
        let is_meant = |person: &Person| {
            let by_id = person.badge_number.is_empty() && who.parse().is_ok_and(|id: Uuid| id == person.id.0);
            person.can_be_sent() && (by_id || (!who.is_empty() && person.badge_number == who))
        };
        for (person, _) in people::list(&mut conn).await?.into_iter().filter(|(person, _)| is_meant(person)) {
            let own = devices.iter().filter(|device| device.person == person.id.0 && device.revoked_at.is_none());
            let secrets: Vec<_> =
                own.flat_map(|device| self.keys.derived(&label(DeviceId(device.id), &person))).collect();
            let mut after = Uuid::nil();
            loop {
                // What is closed can't be expected any more.
                let page = requests::page(&mut conn, Some(person.id), after, now.millis(), PAGE).await?;
                let Some(last) = page.last() else { break };
                after = last.request.id.0;
                let dispatches = page.iter().flat_map(|stored| &stored.request.dispatches);
                let shows = dispatches
                    .filter(|dispatch| dispatch.engineer == person.id && badge::is_expected(dispatch, now))
                    .any(|dispatch| secrets.iter().any(|secret| badge::is_shown(secret, dispatch.id, digits, now)));
                if shows {
                    return Ok(Checked::Expected { name: person.name, badge_number: person.badge_number });
                }
            }
        }
        Ok(Checked::NotConfirmed)
    }
}

/// A device that two engineers use has a secret for each.
fn label(device: DeviceId, person: &Person) -> String {
    format!("badge {device} {}", person.id)
}
