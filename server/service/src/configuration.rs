//! Clocks and calendars: read, changed, put back, and known to every node of the centre (ADM-4).

use domain::{
    calendar::CalendarData,
    configuration::{self as rules, CALENDAR, CLOCK, Mistake},
    deadline::ClockRule,
    fees::FEE,
    rights::{Action, permits_somewhere},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use store::{
    NewChange, Tx,
    changes::{self, Change},
    configuration::{self, Kept},
};

use crate::{Caller, Result, Service, ServiceError};

/// A setting as it counts now, beside the one the product comes with.
#[derive(Clone, Debug)]
pub struct Setting<T> {
    pub now: T,
    pub predefined: T,
    /// 0 before it was ever changed.
    pub version: i64,
}

/// Lines of the history that are shown.
const HISTORY: i64 = 100;

impl Service {
    /// Every rule, in the order of the product's table.
    ///
    /// # Errors
    /// The caller does not manage settings; the store.
    pub async fn clock_settings(&self, caller: &Caller) -> Result<Vec<Setting<ClockRule>>> {
        may_manage(caller)?;
        let kept = configuration::list(&mut self.db.read().await?).await?;
        let all = domain::deadline::default_rules().into_iter();
        Ok(all.map(|predefined| setting(&kept, CLOCK, &predefined.id.clone(), predefined)).collect())
    }

    /// Every calendar.
    ///
    /// # Errors
    /// The caller does not manage settings; the store.
    pub async fn calendar_settings(&self, caller: &Caller) -> Result<Vec<Setting<CalendarData>>> {
        may_manage(caller)?;
        let kept = configuration::list(&mut self.db.read().await?).await?;
        let zone = self.centre.zone.name();
        let all = CalendarData::predefined().into_iter();
        let in_zone = all.map(|calendar| CalendarData { zone: zone.to_owned(), ..calendar });
        Ok(in_zone.map(|predefined| setting(&kept, CALENDAR, &predefined.name.clone(), predefined)).collect())
    }

    /// Changes a rule for all clocks that start from now on, or puts it back (`rule` is None). Clocks that run keep what
    /// was promised. `seen` is the version the person saw.
    ///
    /// # Errors
    /// The caller does not manage settings; there is no such rule; something is wrong with it; somebody was faster.
    pub async fn change_clock(
        &self,
        caller: &Caller,
        id: &str,
        rule: Option<ClockRule>,
        seen: Option<i64>,
    ) -> Result<Setting<ClockRule>> {
        may_manage(caller)?;
        let predefined = rules::predefined_rule(id).ok_or(ServiceError::NotFound)?;
        let is_reset = rule.is_none();
        let rule = ClockRule { id: id.to_owned(), ..rule.unwrap_or_else(|| predefined.clone()) };
        let rule = rules::checked_rule(rule).map_err(refused)?;
        let mut changed = vec![rule.clone()];
        let all: Vec<ClockRule> = self.clock_settings(caller).await?.into_iter().map(|setting| setting.now).collect();
        changed.extend(rules::moved_along(&rule, &all));
        let mut records = Vec::new();
        for rule in changed {
            let as_it_came = rules::predefined_rule(&rule.id).as_ref() == Some(&rule);
            let before = all.iter().find(|known| known.id == rule.id).cloned();
            records.push(Record::new(CLOCK, &rule.id.clone(), before, &rule, as_it_came)?);
        }
        self.save_settings(caller, records, seen, if is_reset { "reset_clock" } else { "change_clock" }).await?;
        let all = self.clock_settings(caller).await?;
        all.into_iter().find(|setting| setting.now.id == id).ok_or(ServiceError::NotFound)
    }

    /// Changes a calendar for all clocks that start from now on, or puts it back (`calendar` is None).
    ///
    /// # Errors
    /// As [`change_clock`](Self::change_clock).
    pub async fn change_calendar(
        &self,
        caller: &Caller,
        name: &str,
        calendar: Option<CalendarData>,
        seen: Option<i64>,
    ) -> Result<Setting<CalendarData>> {
        may_manage(caller)?;
        let zone = self.centre.zone.name();
        let predefined = rules::predefined_calendar(name, zone).ok_or(ServiceError::NotFound)?;
        let is_reset = calendar.is_none();
        let calendar = CalendarData { name: name.to_owned(), ..calendar.unwrap_or_else(|| predefined.clone()) };
        let calendar = rules::checked_calendar(calendar, zone).map_err(refused)?;
        let before = self.calendar_settings(caller).await?.into_iter().find(|setting| setting.now.name == name);
        let before = before.map(|setting| setting.now);
        let record = Record::new(CALENDAR, name, before, &calendar, calendar == predefined)?;
        self.save_settings(caller, vec![record], seen, if is_reset { "reset_calendar" } else { "change_calendar" })
            .await?;
        let all = self.calendar_settings(caller).await?;
        all.into_iter().find(|setting| setting.now.name == name).ok_or(ServiceError::NotFound)
    }

    /// The last changes of the settings that the caller manages, the newest first (AUD-1).
    ///
    /// # Errors
    /// The caller manages none; the store.
    pub async fn settings_history(&self, caller: &Caller) -> Result<Vec<Change>> {
        let actor = caller.actor();
        let all = permits_somewhere(&actor, Action::ManageSettings);
        if !all && !permits_somewhere(&actor, Action::ManageFees) {
            return Err(ServiceError::NotFound);
        }
        let kinds = if all { [CLOCK, CALENDAR, FEE] } else { [FEE; 3] };
        Ok(changes::of_kinds(&mut self.db.read().await?, kinds, HISTORY).await?)
    }

    pub(crate) async fn save_settings(
        &self,
        caller: &Caller,
        records: Vec<Record>,
        seen: Option<i64>,
        command: &'static str,
    ) -> Result<()> {
        let (caller, at) = (caller.clone(), self.time.now().millis());
        let is_behind = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    for (place, record) in records.into_iter().enumerate() {
                        let version =
                            configuration::save(tx, record.kind, &record.name, record.kept.as_deref()).await?;
                        // Only what the person opened is compared; what moves along moves whatever it was.
                        if place == 0 && seen.is_some_and(|seen| seen + 1 != version) {
                            return Err(store::StoreError::ChainMoved);
                        }
                        note(tx, &caller, at, &record, version, command);
                    }
                    Ok(())
                })
            })
            .await;
        match is_behind {
            Err(store::StoreError::ChainMoved) => {
                Err(ServiceError::Field { pointer: "/version", word: "changed_meanwhile" })
            }
            other => {
                other?;
                self.load_configuration().await
            }
        }
    }

    /// Takes over what is kept in the database, if it is not known already.
    ///
    /// # Errors
    /// The store.
    pub async fn load_configuration(&self) -> Result<()> {
        let mut conn = self.db.read().await?;
        let stamp = configuration::stamp(&mut conn).await?;
        if self.centre.configured().stamp == stamp {
            return Ok(());
        }
        let kept = configuration::list(&mut conn).await?;
        let clocks = read_all::<ClockRule>(&kept, CLOCK);
        let calendars = read_all::<CalendarData>(&kept, CALENDAR);
        self.centre.configure(clocks, calendars, kept.iter().map(|kept| kept.version).sum());
        Ok(())
    }
}

/// A setting on its way into the database.
pub(crate) struct Record {
    kind: &'static str,
    name: String,
    /// None when it is as predefined.
    kept: Option<String>,
    facts: Value,
}

impl Record {
    pub(crate) fn new<T: Serialize>(
        kind: &'static str,
        name: &str,
        before: Option<T>,
        after: &impl Serialize,
        as_it_came: bool,
    ) -> Result<Self> {
        let kept = serde_json::to_string(after).map_err(store::StoreError::from)?;
        let saved = [kind, "_saved"].concat();
        let facts = json!([{"type": saved, "name": name, "before": before, "after": after}]);
        Ok(Self { kind, name: name.to_owned(), kept: (!as_it_came).then_some(kept), facts })
    }
}

fn note(tx: &mut Tx, caller: &Caller, at: i64, record: &Record, version: i64, command: &str) {
    tx.record(NewChange {
        at,
        kind: record.kind,
        id: rules::id_of(record.kind, &record.name),
        version,
        person: Some(caller.person.id.0),
        person_name: caller.person.name.clone(),
        address: caller.address.clone(),
        command: command.to_owned(),
        facts: record.facts.to_string(),
        ..NewChange::default()
    });
}

fn setting<T: Clone + DeserializeOwned>(kept: &[Kept], kind: &str, name: &str, predefined: T) -> Setting<T> {
    let found = kept.iter().find(|kept| kept.kind == kind && kept.name == name);
    let record = found.and_then(|kept| kept.record.as_deref()).and_then(|record| serde_json::from_str(record).ok());
    Setting {
        now: record.unwrap_or_else(|| predefined.clone()),
        predefined,
        version: found.map_or(0, |kept| kept.version),
    }
}

/// When the centre works, as it is configured.
pub(crate) fn centre_calendar(kept: &[Kept]) -> CalendarData {
    let changed = read_all(kept, CALENDAR).into_iter().find(|calendar: &CalendarData| calendar.name == "centre");
    changed.unwrap_or_else(CalendarData::centre)
}

pub(crate) fn read_all<T: DeserializeOwned>(kept: &[Kept], kind: &str) -> Vec<T> {
    let of_kind = kept.iter().filter(|kept| kept.kind == kind);
    let read = |kept: &Kept| {
        let read = serde_json::from_str(kept.record.as_deref()?);
        // A setting that this version can't read must not keep the node from starting: the predefined one counts.
        read.inspect_err(|error| tracing::error!(%error, name = %kept.name, "a setting can't be read")).ok()
    };
    of_kind.filter_map(read).collect()
}

pub(crate) fn refused(Mistake { pointer, word }: Mistake) -> ServiceError {
    ServiceError::Field { pointer, word }
}

fn may_manage(caller: &Caller) -> Result<()> {
    let may = permits_somewhere(&caller.actor(), Action::ManageSettings);
    if may { Ok(()) } else { Err(ServiceError::NotFound) }
}
