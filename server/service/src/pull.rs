//! Pull: what changed since a cursor, only what this person may see, and what to remove (SYN-6).
//!
//! A device without a cursor gets the records as they stand, page by page, and then follows the changes from where
//! the feed stood before the first page. So the cost depends on what changed, never on how much is stored.

use std::collections::{HashMap, HashSet};

use domain::{
    CustomerId, PersonId, RequestId, Timestamp,
    configuration::CALENDAR,
    fees::FEE,
    people::Role,
    rights::{self, Action, Reach},
    sync::{Changed, Pull, Removed},
    time::DAY,
};
use serde::Serialize;
use serde_json::json;
use store::{
    Conn,
    changes::{self, Touched},
    configuration, customers, people,
    requests::{self, Stored},
};
use uuid::Uuid;

use crate::{Caller, Result, Service, configuration::centre_calendar, fees, people as people_rules};

/// Closed work stays on a device for so many days (SYN-2).
pub const KEEP_DAYS: i64 = 30;
/// Records of one page at most.
const PAGE: i64 = 500;

/// What a device is told of the centre has had so many forms. A device whose cursor is of an earlier one gets it anew: an
/// update of the program alone changes no record.
const SHAPE: u32 = 2;

/// Where a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cursor {
    /// In the middle of the first fill: the feed's number before it, the kind under way, the last id of it.
    Filling { from: i64, kind: Kind, after: Uuid },
    /// Following the feed; whether it knows the centre in its present form.
    Following { seq: i64, is_current: bool },
}

/// Kinds of record in the order of the first fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    People,
    Customers,
    Requests,
}

impl Kind {
    fn letter(self) -> &'static str {
        match self {
            Kind::People => "p",
            Kind::Customers => "c",
            Kind::Requests => "r",
        }
    }

    fn next(self) -> Option<Kind> {
        match self {
            Kind::People => Some(Kind::Customers),
            Kind::Customers => Some(Kind::Requests),
            Kind::Requests => None,
        }
    }
}

impl Cursor {
    fn parse(text: &str) -> Option<Cursor> {
        let Some(rest) = text.strip_prefix("fill.") else {
            let (seq, shape) = text.split_once('.').map_or((text, Some(0)), |(seq, shape)| (seq, shape.parse().ok()));
            let shape = shape.filter(|shape| *shape <= SHAPE)?;
            return Some(Cursor::Following { seq: seq.parse().ok()?, is_current: shape == SHAPE });
        };
        let mut parts = rest.split('.');
        let from = parts.next()?.parse().ok()?;
        let letter = parts.next()?;
        let kind = [Kind::People, Kind::Customers, Kind::Requests].into_iter().find(|kind| kind.letter() == letter)?;
        Some(Cursor::Filling { from, kind, after: parts.next()?.parse().ok()? })
    }

    fn write(self) -> String {
        match self {
            Cursor::Filling { from, kind, after } => format!("fill.{from}.{}.{after}", kind.letter()),
            Cursor::Following { seq, is_current: true } => format!("{seq}.{SHAPE}"),
            Cursor::Following { seq, is_current: false } => seq.to_string(),
        }
    }
}

fn following(seq: i64) -> Cursor {
    Cursor::Following { seq, is_current: true }
}

/// What a pull led to.
pub enum Pulled {
    Page(Pull),
    /// The cursor is not one of ours, or of a time before a restore: start over (410).
    StartOver,
}

impl Service {
    /// The next page for the caller's device.
    ///
    /// # Errors
    /// The store.
    pub async fn pull(&self, caller: &Caller, cursor: &str, limit: i64) -> Result<Pulled> {
        let limit = limit.clamp(1, PAGE);
        let mut conn = self.db.read().await?;
        let last = changes::last_seq(&mut conn).await?;
        let cursor = match cursor {
            "" => Cursor::Filling { from: last, kind: Kind::People, after: Uuid::nil() },
            text => match Cursor::parse(text) {
                Some(Cursor::Following { seq, .. } | Cursor::Filling { from: seq, .. })
                    if !(0..=last).contains(&seq) && !planted::is("cursor_is_a_clock") =>
                {
                    return Ok(Pulled::StartOver);
                }
                Some(cursor) => cursor,
                None => return Ok(Pulled::StartOver),
            },
        };
        let view = View {
            service: self,
            caller,
            now: self.time.now(),
            reach: rights::widest(&caller.actor(), Action::ReadRequest),
        };
        let page = match cursor {
            Cursor::Filling { from, kind, after } => view.fill(&mut conn, (from, last), kind, after, limit).await?,
            Cursor::Following { seq, is_current } => {
                let mut page = view.follow(&mut conn, seq, last, limit).await?;
                if !is_current {
                    page.changed.push(view.settings(&mut conn).await?);
                }
                page
            }
        };
        Ok(Pulled::Page(page))
    }
}

struct View<'a> {
    service: &'a Service,
    caller: &'a Caller,
    now: Timestamp,
    reach: Reach,
}

fn changed<T: Serialize>(kind: &str, id: Uuid, version: i64, record: &T) -> Result<Changed> {
    let record = serde_json::to_value(record).map_err(store::StoreError::from)?;
    Ok(Changed { kind: kind.to_owned(), id: id.to_string(), version, record })
}

impl View<'_> {
    /// Own work only: a tablet.
    fn is_tablet(&self) -> bool {
        self.reach == Reach::Own
    }

    fn person(&self) -> PersonId {
        self.caller.person.id
    }

    /// What is closed stays on a device if it changed since then, in milliseconds.
    fn kept_since(&self) -> i64 {
        self.now.plus(-KEEP_DAYS * DAY).millis()
    }

    /// A page of the first fill; `from` is where the feed stood before it, `last` where it stands now.
    async fn fill(
        &self,
        conn: &mut Conn,
        (from, last): (i64, i64),
        kind: Kind,
        after: Uuid,
        limit: i64,
    ) -> Result<Pull> {
        let mut records = Vec::new();
        let reached = match kind {
            Kind::People => {
                records.push(self.settings(conn).await?);
                for (person, version) in people::list(conn).await? {
                    if self.sees_person(&person) {
                        records.push(self.person_record(&person, version)?);
                    }
                }
                None
            }
            Kind::Customers => {
                let page = match self.reach {
                    Reach::None => Vec::new(),
                    Reach::Own => customers::page_of(conn, self.person(), after, self.kept_since(), limit).await?,
                    _ => customers::page(conn, after, limit).await?,
                };
                let last = full(page.len(), limit).then(|| page.last().map(|(customer, _)| customer.id.0)).flatten();
                for (customer, version) in page {
                    if self.is_tablet() {
                        records.push(self.history(conn, customer.id).await?);
                    }
                    records.push(changed("customer", customer.id.0, version, &customer)?);
                }
                last
            }
            Kind::Requests => {
                let own = (self.reach <= Reach::Own).then(|| self.person());
                let page = requests::page(conn, own, after, self.kept_since(), limit).await?;
                let last = full(page.len(), limit).then(|| page.last().map(|stored| stored.request.id.0)).flatten();
                for stored in page {
                    if self.sees(&stored) {
                        records.push(changed("request", stored.request.id.0, stored.version, &stored.request)?);
                    }
                }
                last
            }
        };
        let next = match (reached, kind.next()) {
            (Some(after), _) => Cursor::Filling { from, kind, after },
            (None, Some(kind)) => Cursor::Filling { from, kind, after: Uuid::nil() },
            (None, None) => following(from),
        };
        // What changed during the fill is still to come: a device that heard that this was all would take its own
        // actions, done meanwhile, to be contained in records that are older.
        let more = matches!(next, Cursor::Filling { .. }) || from < last;
        Ok(Pull { cursor: next.write(), more, changed: records, removed: Vec::new(), server_time: self.now })
    }

    async fn follow(&self, conn: &mut Conn, seq: i64, last: i64, limit: i64) -> Result<Pull> {
        let touched = match self.reach {
            Reach::None | Reach::Own => changes::touched_of(conn, seq, limit, self.person().0).await?,
            _ => changes::touched(conn, seq, limit).await?,
        };
        if planted::is("cursor_is_a_clock") {
            return self.follow_the_clock(conn, seq).await;
        }
        let more = full(touched.len(), limit);
        let reached = touched.last().map_or(seq, |touched| touched.seq);
        // Up to `last` everything has been looked at, also what was not for this caller: it need not be looked at again.
        let skips = planted::is("cursor_skips_what_did_not_fit");
        let cursor = if more && !skips { reached } else { reached.max(last) };
        let cursor = following(cursor).write();
        let mut page = Pull { cursor, more, changed: Vec::new(), removed: Vec::new(), server_time: self.now };
        let touched = touched.into_iter().rev().map(|Touched { kind, id, .. }| (kind, id)).collect();
        self.refresh(conn, touched, &mut page).await?;
        Ok(page)
    }

    /// The fault of a cursor that is a time: what another node wrote by a slower clock is skipped.
    async fn follow_the_clock(&self, conn: &mut Conn, since: i64) -> Result<Pull> {
        // A fill hands over a number.
        let since = if since < DAY { 0 } else { since };
        let mut changes = changes::after_seq(conn, 0, i64::MAX).await?;
        changes.retain(|change| change.at > since);
        let cursor = changes.iter().map(|change| change.at).fold(since.max(DAY), i64::max);
        let (changed, removed) = (Vec::new(), Vec::new());
        let mut page = Pull { cursor: following(cursor).write(), more: false, changed, removed, server_time: self.now };
        self.refresh(conn, changes.into_iter().map(|change| (change.kind, change.id)).collect(), &mut page).await?;
        Ok(page)
    }

    /// Puts records on a page as they stand, each once however often it changed.
    async fn refresh(&self, conn: &mut Conn, mut touched: Vec<(String, Uuid)>, page: &mut Pull) -> Result<()> {
        let mut seen = HashSet::new();
        touched.retain(|record| seen.insert(record.clone()));
        let ids: Vec<RequestId> =
            touched.iter().filter(|(kind, _)| kind == "request").map(|(_, id)| RequestId(*id)).collect();
        let found = requests::find_all(conn, &ids).await?;
        let mut found: HashMap<Uuid, Stored> = found.into_iter().map(|stored| (stored.request.id.0, stored)).collect();
        let (mut files, mut is_told) = (HashSet::new(), false);
        for (kind, id) in touched {
            let removed = || Removed { kind: kind.clone(), id: id.to_string() };
            match kind.as_str() {
                "request" => match found.remove(&id) {
                    Some(stored) if self.sees(&stored) => {
                        // A tablet that gets a request must have the customer's file too.
                        if self.is_tablet() && files.insert(stored.request.customer) {
                            self.file(conn, stored.request.customer, page).await?;
                        }
                        page.changed.push(changed("request", id, stored.version, &stored.request)?);
                    }
                    _ if planted::is("removal_not_told") => {}
                    _ => page.removed.push(removed()),
                },
                "person" => match people::find(conn, PersonId(id)).await? {
                    Some((person, version)) if self.sees_person(&person) => {
                        page.changed.push(self.person_record(&person, version)?)
                    }
                    _ => page.removed.push(removed()),
                },
                "customer" if !self.is_tablet() && self.reach != Reach::None => {
                    if let Some((customer, version)) = customers::find(conn, CustomerId(id)).await? {
                        page.changed.push(changed("customer", id, version, &customer)?);
                    }
                }
                // Table and calendar travel with what else a device has to know of the centre.
                FEE | CALENDAR if !is_told => {
                    is_told = true;
                    page.changed.push(self.settings(conn).await?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A customer's file: who it is, and what was done there before.
    async fn file(&self, conn: &mut Conn, id: CustomerId, page: &mut Pull) -> Result<()> {
        if let Some((customer, version)) = customers::find(conn, id).await? {
            page.changed.push(changed("customer", customer.id.0, version, &customer)?);
            page.changed.push(self.history(conn, customer.id).await?);
        }
        Ok(())
    }

    fn sees(&self, stored: &Stored) -> bool {
        let request = &stored.request;
        if self.is_tablet() {
            return rights::on_tablet(self.person(), request, self.now, KEEP_DAYS);
        }
        rights::may_read(&self.caller.actor(), request)
    }

    /// Engineers are colleagues everybody may know; a tablet needs its own engineer only.
    fn sees_person(&self, person: &domain::people::Person) -> bool {
        person.id == self.person()
            || (!self.is_tablet() && self.reach != Reach::None && person.roles.contains(&Role::Field))
    }

    fn person_record(&self, person: &domain::people::Person, version: i64) -> Result<Changed> {
        changed("person", person.id.0, version, &people_rules::as_seen_by(person, &self.caller.actor()))
    }

    /// The centre as a tablet has to know it, with the fee table as it stands in the database now (SYN-2).
    async fn settings(&self, conn: &mut Conn) -> Result<Changed> {
        let centre = &self.service.centre;
        let kept = configuration::list(conn).await?;
        let changed_so_often: i64 = kept.iter().map(|kept| kept.version).sum();
        let record = json!({
            "name": centre.name,
            "zone": centre.zone.name(),
            "duty_phone": centre.duty_phone,
            "demo": centre.demo,
            "fees": fees::table_of(&kept),
            "calendar": centre_calendar(&kept),
        });
        changed("settings", Uuid::nil(), 1 + changed_so_often, &record)
    }

    /// A customer's last visits in short, whoever made them: what an engineer should have read before ringing.
    async fn history(&self, conn: &mut Conn, customer: CustomerId) -> Result<Changed> {
        let visits = requests::of_customer(conn, customer, 20).await?;
        let version = visits.iter().map(|stored| stored.version).sum();
        let lines: Vec<_> = visits
            .iter()
            .filter_map(|stored| {
                let request = &stored.request;
                let dispatch = request.active_dispatch()?;
                let result = dispatch.visit.result.as_ref();
                Some(json!({
                    "request": request.id,
                    "number": request.number,
                    "at": dispatch.slot.from,
                    "engineer": dispatch.engineer_name,
                    "symptom": request.symptom,
                    "solution": dispatch.visit.finding.solution,
                    "solved": result.map(|result| result.solved),
                    "satisfaction": result.map(|result| result.satisfaction),
                }))
            })
            .collect();
        changed("history", customer.0, version, &json!({"customer": customer, "visits": lines}))
    }
}

fn full(count: usize, limit: i64) -> bool {
    i64::try_from(count).is_ok_and(|count| count >= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_as_written() {
        let id = Uuid::from_u128(7);
        let old = Cursor::Following { seq: 42, is_current: false };
        for cursor in [following(42), old, Cursor::Filling { from: 3, kind: Kind::Requests, after: id }] {
            assert_eq!(Cursor::parse(&cursor.write()), Some(cursor));
        }
        for text in ["x", "fill.1.z.00000000-0000-0000-0000-000000000007", "fill.1", "-"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
