//! What the server has signed for somebody: every envelope that was received of them, from whichever device, with its
//! receipt (SYN-4). A tablet may be lost, sealed or wiped; this is where its person still sees that nothing was.

use std::collections::HashMap;

use domain::{
    PersonId,
    rights::{Action, Reach, widest},
};
use store::{
    devices,
    envelopes::{self, Received},
};
use uuid::Uuid;

use crate::{
    Caller, Result, Service, ServiceError,
    push::{About, about},
};

/// Receipts of one page.
const PAGE: i64 = 50;

/// A page of what was received.
pub struct ReceiptPage {
    pub items: Vec<Received>,
    /// What they are about, by their hashes, as far as the caller may know it.
    pub about: HashMap<String, About>,
    /// What the devices are called that they come from.
    pub devices: HashMap<Uuid, String>,
    pub next: Option<String>,
}

impl Service {
    /// What was received of a person, the newest first: everybody their own, administrators anybody's.
    ///
    /// # Errors
    /// The caller may not see that person's; the cursor is not one of ours; the store.
    pub async fn receipts(
        &self,
        caller: &Caller,
        person: Option<PersonId>,
        cursor: Option<&str>,
    ) -> Result<ReceiptPage> {
        let person = self.whose(caller, person)?;
        let invalid = ServiceError::Field { pointer: "/cursor", word: "invalid" };
        let (at, device_seq, sha256) = match cursor.filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => parse_cursor(cursor).ok_or(invalid)?,
            None => (i64::MAX, i64::MAX, String::new()),
        };
        let mut conn = self.db.read().await?;
        let items = envelopes::of_person(&mut conn, person, (at, device_seq, &sha256), PAGE).await?;
        let is_full = i64::try_from(items.len()).is_ok_and(|count| count == PAGE);
        let place = |last: &Received| format!("{}.{}.{}", last.received_at, last.device_seq, last.sha256);
        let next = items.last().filter(|_| is_full).map(place);
        drop(conn);
        self.page(caller, items, next).await
    }

    /// What was received of a person under one id: one envelope, or several when the id was used for different content.
    ///
    /// # Errors
    /// There is none that the caller may see; the store.
    pub async fn receipts_of(&self, caller: &Caller, id: &str) -> Result<ReceiptPage> {
        let reach = widest(&caller.actor(), Action::SeeReceipts);
        let mut items = envelopes::find(&mut self.db.read().await?, id).await?;
        items.retain(|received| reach == Reach::All || received.person == caller.person.id.0);
        if items.is_empty() {
            return Err(ServiceError::NotFound);
        }
        self.page(caller, items, None).await
    }

    fn whose(&self, caller: &Caller, person: Option<PersonId>) -> Result<PersonId> {
        let person = person.unwrap_or(caller.person.id);
        match widest(&caller.actor(), Action::SeeReceipts) {
            Reach::All => Ok(person),
            Reach::Own if person == caller.person.id => Ok(person),
            _ => Err(ServiceError::NotFound),
        }
    }

    async fn page(&self, caller: &Caller, items: Vec<Received>, next: Option<String>) -> Result<ReceiptPage> {
        let reach = widest(&caller.actor(), Action::SeeReceipts);
        let mut conn = self.db.read().await?;
        let named = items.iter().map(|received| (&received.sha256, &received.body));
        let about = about(&mut conn, caller, reach, named).await?;
        let ids: Vec<Uuid> = items.iter().map(|received| received.device).collect();
        let devices = devices::names(&mut conn, &ids).await?;
        Ok(ReceiptPage { items, about, devices, next })
    }
}

fn parse_cursor(text: &str) -> Option<(i64, i64, String)> {
    let mut parts = text.splitn(3, '.');
    let (at, device_seq) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((at, device_seq, parts.next()?.to_owned()))
}
