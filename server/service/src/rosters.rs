//! The duty roster: read, proposed, planned, changed with a reason; every change stands in the record of change (HOT-1).

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    calendar::WorkCalendar,
    people::{Actor, Colleague, Person},
    rights::{Action, permits_somewhere},
    roster::{
        self as rules, Candidate, Exchange, GapReason, Month, Post, ROSTER, Roster, RosterMonth, Row, Turn, Wanted,
    },
};
use serde_json::{Value, json};
use store::{Conn, NewChange, StoreError, Tx, people, rosters};

use crate::{Caller, Result, Service, ServiceError, centre::Configured, configuration::refused};

/// The calendar that says on which days the centre works.
const CENTRE: &str = "centre";

/// What a roster is looked at with.
struct Around {
    people: Vec<Person>,
    configured: Arc<Configured>,
}

impl Around {
    fn calendar(&self) -> Result<&WorkCalendar<Tz>> {
        self.configured.calendar(CENTRE).ok_or(ServiceError::Internal("the centre has no calendar"))
    }
}

impl Service {
    /// The roster of a month, empty before anybody planned it.
    ///
    /// # Errors
    /// The caller does not read rosters; the store.
    pub async fn roster(&self, caller: &Caller, month: Month) -> Result<RosterMonth> {
        must(&caller.actor(), Action::ReadRoster)?;
        let (roster, version, around) = self.roster_around(&mut self.db.read().await?, month).await?;
        let may_change = permits_somewhere(&caller.actor(), Action::ChangeRoster);
        let calendar = around.calendar()?;
        let candidate = |person: &Person| {
            let posts: Vec<Post> = Post::ALL.into_iter().filter(|post| post.is_for(person)).collect();
            let is_away = |day: &NaiveDate| {
                let needed = Post::of_day(calendar.is_working_day(*day)).iter().filter(|post| posts.contains(post));
                let mut obstacles = needed.filter_map(|post| rules::obstacle(person, *day, *post, calendar));
                obstacles.any(|reason| matches!(reason, GapReason::Away | GapReason::DayOff))
            };
            let away = month.days().filter(is_away).collect();
            let who = Colleague::from(person);
            (!posts.is_empty()).then_some(Candidate { who, posts, away })
        };
        let candidates = if may_change { around.people.iter().filter_map(candidate).collect() } else { Vec::new() };
        Ok(RosterMonth {
            version,
            days_off: month.days().filter(|day| !calendar.is_working_day(*day)).collect(),
            gaps: rules::gaps(&roster, calendar, &around.people),
            double_bookings: rules::double_bookings(&roster),
            candidates,
            roster,
        })
    }

    /// Turns for the whole month that are fair; nothing is stored.
    ///
    /// # Errors
    /// The caller does not make rosters; the store.
    pub async fn proposed_roster(&self, caller: &Caller, month: Month) -> Result<Vec<Turn>> {
        must(&caller.actor(), Action::MakeRoster)?;
        let mut conn = self.db.read().await?;
        let (roster, _, around) = self.roster_around(&mut conn, month).await?;
        let earlier = rosters::find(&mut conn, month.previous()).await?;
        let earlier = earlier.map(|(roster, _)| roster);
        let calendar = around.calendar()?;
        Ok(rules::propose(&roster, earlier.as_ref(), calendar, &around.people))
    }

    /// Keeps a month as somebody wants it. `seen` is the version the person saw.
    ///
    /// # Errors
    /// The caller changes no rosters; something is not accepted; somebody was faster; the store.
    pub async fn change_roster(
        &self,
        caller: &Caller,
        month: Month,
        wanted: &Wanted,
        seen: Option<i64>,
    ) -> Result<RosterMonth> {
        must(&caller.actor(), Action::ChangeRoster)?;
        let behind = ServiceError::Field { pointer: "/version", word: "changed_meanwhile" };
        let (before, version, around) = self.roster_around(&mut self.db.read().await?, month).await?;
        if seen.is_some_and(|seen| seen != version) {
            return Err(behind);
        }
        let now = self.time.now();
        let after = rules::revise(&before, wanted, &caller.actor(), now, &around.people).map_err(refused)?;
        if after != before {
            let author = caller.clone();
            let kept = self.db.write(move |tx| {
                Box::pin(async move {
                    if rosters::save(tx, &after).await? != version + 1 {
                        return Err(StoreError::ChainMoved);
                    }
                    note(tx, Some(&author), now.millis(), (&before, &after), version + 1);
                    Ok(())
                })
            });
            match kept.await {
                Err(StoreError::ChainMoved) => return Err(behind),
                other => other?,
            }
        }
        self.roster(caller, month).await
    }

    /// The rows of QR/01.
    pub(crate) async fn roster_rows(&self, conn: &mut Conn, actor: &Actor, month: Month) -> Result<Vec<Row>> {
        must(actor, Action::ReadRoster)?;
        let (roster, _, around) = self.roster_around(conn, month).await?;
        Ok(rules::rows(&roster, around.calendar()?))
    }

    async fn roster_around(&self, conn: &mut Conn, month: Month) -> Result<(Roster, i64, Around)> {
        let found = rosters::find(conn, month).await?;
        let people = people::list(conn).await?.into_iter().map(|(person, _)| person).collect();
        let (roster, version) = found.unwrap_or_else(|| (Roster::empty(month), 0));
        Ok((roster, version, Around { people, configured: self.centre.configured() }))
    }
}

/// What of a roster another one does not have.
fn part(roster: &Roster, other: &Roster) -> Value {
    let turns: Vec<&Turn> = roster.turns.iter().filter(|turn| !other.turns.contains(turn)).collect();
    let exchanges: Vec<&Exchange> = roster.exchanges.iter().filter(|one| !other.exchanges.contains(one)).collect();
    json!({"state": roster.state(), "turns": turns, "exchanges": exchanges})
}

/// Writes down what stood before and what stands now, as far as they differ.
/// Stores months as they are: for what a centre begins with.
pub(crate) async fn load(tx: &mut Tx, months: &[Roster], at: i64) -> store::Result<()> {
    for roster in months {
        let version = rosters::save(tx, roster).await?;
        note(tx, None, at, (&Roster::empty(roster.month), roster), version);
    }
    Ok(())
}

fn note(tx: &mut Tx, caller: Option<&Caller>, at: i64, (before, after): (&Roster, &Roster), version: i64) {
    let month = after.month.to_string();
    let facts = json!([{
        "type": "roster_saved", "name": month, "before": part(before, after), "after": part(after, before),
    }]);
    tx.record(NewChange {
        at,
        kind: ROSTER,
        id: domain::configuration::id_of(ROSTER, &month),
        version,
        person: caller.map(|caller| caller.person.id.0),
        person_name: caller.map(|caller| caller.person.name.clone()).unwrap_or_default(),
        address: caller.map(|caller| caller.address.clone()).unwrap_or_default(),
        command: if caller.is_some() { "change_roster" } else { "load" }.to_owned(),
        facts: facts.to_string(),
        ..NewChange::default()
    });
}

fn must(actor: &Actor, action: Action) -> Result<()> {
    if permits_somewhere(actor, action) { Ok(()) } else { Err(ServiceError::NotFound) }
}
