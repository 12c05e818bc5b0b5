//! An engineer's visits as a private iCalendar feed (ONS-21).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    PersonId, Timestamp,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    rights::{Action, permits_somewhere},
    signature::sha256_hex,
    time::DAY,
};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use store::{calendar_feeds, people, requests};
use uuid::Uuid;
use words::{Lang, calendar as texts, fill};

use crate::{Caller, Result, Service, ServiceError};

/// Past visits stay in the feed for so many days.
const KEEP_DAYS: i64 = 30;
const PAGE: i64 = 200;

impl Service {
    /// Since when the caller has a calendar address; None without one.
    ///
    /// # Errors
    /// The caller makes no visits, or the store.
    pub async fn calendar_feed_since(&self, caller: &Caller) -> Result<Option<Timestamp>> {
        may_have(caller)?;
        let since = calendar_feeds::since(&mut self.db.read().await?, caller.person.id).await?;
        Ok(since.map(Timestamp))
    }

    /// Gives the caller a new address; the one before ends. It is told this once: only its hash is kept.
    ///
    /// # Errors
    /// The caller makes no visits, or the store.
    pub async fn renew_calendar_feed(&self, caller: &Caller) -> Result<String> {
        may_have(caller)?;
        let token = URL_SAFE_NO_PAD.encode(self.chance.bytes::<32>());
        let (person, hash, at) = (caller.person.id, sha256_hex(token.as_bytes()), self.time.now().millis());
        self.db.write(move |tx| Box::pin(async move { calendar_feeds::set(tx, person, &hash, at).await })).await?;
        Ok(token)
    }

    /// Takes the caller's address away.
    ///
    /// # Errors
    /// There is none, or the store.
    pub async fn end_calendar_feed(&self, caller: &Caller) -> Result<()> {
        let person = caller.person.id;
        let ended = self.db.write(move |tx| Box::pin(async move { calendar_feeds::end(tx, person).await })).await?;
        if ended { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    /// The feed behind a token, as iCalendar text.
    ///
    /// # Errors
    /// Nobody's token, somebody's who works here no more, or the store.
    pub async fn calendar_feed(&self, token: &str, lang: Lang) -> Result<String> {
        let mut conn = self.db.read().await?;
        let person = calendar_feeds::of_token(&mut conn, &sha256_hex(token.as_bytes())).await?;
        let person = person.ok_or(ServiceError::NotFound)?;
        let known = people::find(&mut conn, person).await?.filter(|(person, _)| person.active);
        let (person, _) = known.ok_or(ServiceError::NotFound)?;
        let now = self.time.now();
        let name = fill(texts::NAME.get(lang), &[("name", &person.name)]);
        let mut calendar = Calendar::new();
        calendar.name(&name).timezone(self.centre.zone.name()).ttl(&chrono::Duration::minutes(15));
        let mut after = Uuid::nil();
        loop {
            let since = now.plus(-KEEP_DAYS * DAY);
            let page = requests::page(&mut conn, Some(person.id), after, since.millis(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.request.id.0;
            for stored in &page {
                let own = stored.request.dispatches.iter().filter(|dispatch| is_listed(dispatch, person.id, since));
                for dispatch in own {
                    calendar.push(event(&stored.request, dispatch, stored.version, now, lang));
                }
            }
        }
        Ok(calendar.done().to_string())
    }
}

fn may_have(caller: &Caller) -> Result<()> {
    if permits_somewhere(&caller.actor(), Action::FillVisit) { Ok(()) } else { Err(ServiceError::NotFound) }
}

/// Own visits, and what became of those that were taken back: a calendar would go on showing them otherwise.
fn is_listed(dispatch: &Dispatch, person: PersonId, since: Timestamp) -> bool {
    dispatch.engineer == person && dispatch.slot.until() >= since
}

fn is_cancelled(request: &ServiceRequest, dispatch: &Dispatch) -> bool {
    use DispatchState as S;
    matches!(dispatch.state, S::Refused | S::Recalled | S::Superseded) || request.state == RequestState::Cancelled
}

/// One visit. Its id is the dispatch's for ever; the sequence is the record's version, which only grows.
fn event(request: &ServiceRequest, dispatch: &Dispatch, version: i64, now: Timestamp, lang: Lang) -> Event {
    let agreed = dispatch.appointment.as_ref().map(|agreed| agreed.at);
    let from = agreed.unwrap_or(dispatch.slot.from);
    let until = from.plus(dispatch.slot.until().since(dispatch.slot.from));
    let status = match () {
        () if is_cancelled(request, dispatch) => EventStatus::Cancelled,
        () if agreed.is_some() || dispatch.visit.arrived_at.is_some() => EventStatus::Confirmed,
        () => EventStatus::Tentative,
    };
    let contact = &request.contact;
    let line = |text: words::Text, value: &str| [text.get(lang), value].concat();
    let lines = [
        line(texts::NUMBER, &request.number),
        line(texts::CONTACT, [contact.name.as_str(), " ", &contact.title].concat().trim()),
        line(texts::PHONE, &contact.phone),
        line(texts::PRODUCT, [request.product.name.as_str(), " ", &request.product.version].concat().trim()),
        line(texts::SYMPTOM, &request.symptom),
    ];
    let mut event = Event::new();
    event
        .uid(&format!("{}@paidan", dispatch.id))
        .sequence(u32::try_from(version).unwrap_or(u32::MAX))
        .timestamp(now.to_utc())
        .starts(from.to_utc())
        .ends(until.to_utc())
        .summary(&request.unit)
        .location(&request.address)
        .description(&lines.join("\n"))
        .status(status);
    event.done()
}
