//! Accounts: listed, added, changed, deactivated, never deleted (ADM-1).

use domain::{
    PersonId,
    availability::{Absence, AbsenceKind, WorkingWeek},
    calendar::Hours,
    people::{Actor, Person, Role, Skill},
    rights::{Action, permits_somewhere},
};
use store::{NewChange, StoreError, Tx, people, search, sessions};
use uuid::Uuid;

use crate::{Caller, Result, Service, ServiceError, blobs, passwords};

/// What is changed about a person; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct PersonChange {
    pub name: Option<String>,
    pub roles: Option<Vec<Role>>,
    pub region: Option<String>,
    pub badge_number: Option<String>,
    pub skills: Option<Vec<Skill>>,
    /// A blob's name; empty: no photo.
    pub photo: Option<String>,
    /// Seven days, Monday first; none: no hours of their own.
    pub working_hours: Option<Vec<Vec<Hours>>>,
    pub absences: Option<Vec<Absence>>,
    pub active: Option<bool>,
    pub password: Option<String>,
}

/// Initials in pinyin, upper case: 王立 becomes WL (ONS-12). Latin letters stand for themselves.
#[must_use]
pub fn initials(name: &str) -> String {
    let initials = search::initials(name);
    if initials.is_empty() {
        name.chars().filter(char::is_ascii_alphanumeric).take(3).collect::<String>().to_uppercase()
    } else {
        initials
    }
}

impl Service {
    /// All accounts.
    ///
    /// # Errors
    /// The caller does not manage people.
    pub async fn people(&self, caller: &Caller) -> Result<Vec<Person>> {
        may_manage(caller)?;
        let all = people::list(&mut self.db.read().await?).await?;
        Ok(all.into_iter().map(|(person, _)| person).collect())
    }

    /// Adds an account.
    ///
    /// # Errors
    /// The caller does not manage people; a field is wrong; the login is taken.
    pub async fn add_person(
        &self,
        caller: &Caller,
        login: &str,
        password: &str,
        change: PersonChange,
    ) -> Result<Person> {
        may_manage(caller)?;
        let login = login.trim().to_lowercase();
        let fits = !login.is_empty()
            && login.len() <= 64
            && login.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_@".contains(&byte));
        if !fits {
            return Err(ServiceError::Field { pointer: "/login", word: "invalid" });
        }
        let name = named(change.name.as_deref().unwrap_or_default())?;
        let person = Person {
            id: PersonId(self.new_id()),
            initials: initials(&name),
            name,
            login,
            roles: change.roles.unwrap_or_default(),
            region: change.region.unwrap_or_default(),
            badge_number: badge(change.badge_number.as_deref().unwrap_or_default())?,
            skills: skilled(change.skills.unwrap_or_default())?,
            base: None,
            photo: pictured(change.photo.unwrap_or_default())?,
            working_hours: week(change.working_hours.unwrap_or_default())?,
            absences: absent(change.absences.unwrap_or_default())?,
            active: true,
        };
        let hash = passwords::hash(password).await?;
        let (saved, caller, at) = (person.clone(), caller.clone(), self.time.now().millis());
        let stored = self.db.write(move |tx| {
            Box::pin(async move {
                save(tx, &caller, at, &saved, "add_person").await?;
                people::set_password(tx, saved.id, &hash).await
            })
        });
        match stored.await {
            Ok(()) => Ok(person),
            Err(error) if error.is_taken() => Err(ServiceError::Field { pointer: "/login", word: "taken" }),
            Err(error) => Err(error.into()),
        }
    }

    /// Changes an account; deactivating it or setting its password ends its sessions.
    ///
    /// # Errors
    /// The caller does not manage people; there is no such person; a field is wrong.
    pub async fn change_person(&self, caller: &Caller, id: PersonId, change: PersonChange) -> Result<Person> {
        may_manage(caller)?;
        let (mut person, _) = people::find(&mut self.db.read().await?, id).await?.ok_or(ServiceError::NotFound)?;
        if let Some(name) = &change.name {
            person.name = named(name)?;
            person.initials = initials(&person.name);
        }
        // An administrator who locks himself out would need the database to come back.
        let stays = id != caller.person.id;
        if let Some(roles) = change.roles {
            person.roles = roles;
            if !stays && !person.roles.contains(&Role::Admin) {
                return Err(ServiceError::Field { pointer: "/roles", word: "own_account" });
            }
        }
        if let Some(region) = change.region {
            person.region = region;
        }
        if let Some(number) = &change.badge_number {
            person.badge_number = badge(number)?;
        }
        if let Some(skills) = change.skills {
            person.skills = skilled(skills)?;
        }
        if let Some(photo) = change.photo {
            person.photo = pictured(photo)?;
        }
        if let Some(hours) = change.working_hours {
            person.working_hours = week(hours)?;
        }
        if let Some(absences) = change.absences {
            person.absences = absent(absences)?;
        }
        if let Some(active) = change.active {
            if !active && !stays {
                return Err(ServiceError::Field { pointer: "/active", word: "own_account" });
            }
            person.active = active;
        }
        let hash = match &change.password {
            Some(password) => Some(passwords::hash(password).await?),
            None => None,
        };
        let (saved, caller, at) = (person.clone(), caller.clone(), self.time.now().millis());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    save(tx, &caller, at, &saved, "change_person").await?;
                    if let Some(hash) = &hash {
                        people::set_password(tx, saved.id, hash).await?;
                    }
                    if hash.is_some() || !saved.active {
                        let kept = if saved.id == caller.person.id { caller.session } else { Uuid::nil() };
                        sessions::end_others(tx, saved.id, kept).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
        Ok(person)
    }
}

fn may_manage(caller: &Caller) -> Result<()> {
    if permits_somewhere(&caller.actor(), Action::ManagePeople) { Ok(()) } else { Err(ServiceError::NotFound) }
}

fn named(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(ServiceError::Field { pointer: "/name", word: "missing" });
    }
    if name.chars().count() > 40 || name.chars().any(char::is_control) {
        return Err(ServiceError::Field { pointer: "/name", word: "invalid" });
    }
    Ok(name.to_owned())
}

/// The number on the badge that the customer is shown (ONS-10).
fn badge(number: &str) -> Result<String> {
    let number = number.trim();
    if number.chars().count() > 20 || number.chars().any(char::is_control) {
        return Err(ServiceError::Field { pointer: "/badge_number", word: "invalid" });
    }
    Ok(number.to_owned())
}

/// A photo's name, or none.
fn pictured(photo: String) -> Result<Option<String>> {
    match photo {
        none if none.is_empty() => Ok(None),
        name if blobs::is_name(&name) => Ok(Some(name)),
        _ => Err(ServiceError::Field { pointer: "/photo", word: "invalid" }),
    }
}

/// Seven days, or none for somebody without hours of their own.
fn week(days: Vec<Vec<Hours>>) -> Result<Option<WorkingWeek>> {
    if days.is_empty() {
        return Ok(None);
    }
    let invalid = ServiceError::Field { pointer: "/working_hours", word: "invalid" };
    let mut days: WorkingWeek = days.try_into().map_err(|_| invalid)?;
    days.iter_mut().for_each(|day| day.sort_unstable());
    Ok(Some(days))
}

/// Absences in order of time, each with an end after its beginning.
fn absent(mut absences: Vec<Absence>) -> Result<Vec<Absence>> {
    let is_wrong = |absence: &Absence| absence.until <= absence.from || absence.note.chars().count() > 200;
    if absences.len() > 200 || absences.iter().any(is_wrong) {
        return Err(ServiceError::Field { pointer: "/absences", word: "invalid" });
    }
    absences.sort_by_key(|absence| (absence.from, absence.until));
    Ok(absences)
}

/// What a colleague may know: why exactly somebody is away is for those who plan the work, and for themselves.
#[must_use]
pub fn as_seen_by(person: &Person, viewer: &Actor) -> Person {
    let mut seen = person.clone();
    let plans = permits_somewhere(viewer, Action::ManageDispatch) || permits_somewhere(viewer, Action::ManagePeople);
    if !plans && viewer.person != person.id {
        for absence in &mut seen.absences {
            absence.note.clear();
            absence.kind = AbsenceKind::Other;
        }
    }
    seen
}

/// Product lines with their levels; one named twice counts as it was named last, an empty one not at all.
fn skilled(skills: Vec<Skill>) -> Result<Vec<Skill>> {
    let mut kept: Vec<Skill> = Vec::new();
    for Skill { product, category, level } in skills {
        let (product, category) = (product.trim().to_owned(), category.trim().to_owned());
        if category.chars().count() > 40
            || category.chars().any(char::is_control)
            || product.chars().count() > 40
            || product.chars().any(char::is_control)
            || kept.len() == 50
        {
            return Err(ServiceError::Field { pointer: "/skills", word: "invalid" });
        }
        kept.retain(|skill| (&skill.product, &skill.category) != (&product, &category));
        if !product.is_empty() {
            kept.push(Skill { product, category, level });
        }
    }
    Ok(kept)
}

async fn save(tx: &mut Tx, caller: &Caller, at: i64, person: &Person, command: &str) -> store::Result<()> {
    let version = people::save(tx, person).await?;
    let facts = serde_json::to_string(&[serde_json::json!({"type": "person_saved", "person": person})])?;
    tx.record(NewChange {
        at,
        kind: "person",
        id: person.id.0,
        version,
        person: Some(caller.person.id.0),
        person_name: caller.person.name.clone(),
        address: caller.address.clone(),
        command: command.to_owned(),
        facts,
        ..NewChange::default()
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::people::{Level, Skill};

    use super::{badge, initials, skilled};

    #[test]
    fn skills_are_named_once_and_none_is_empty() {
        let skill = |product: &str, level| Skill { product: product.to_owned(), category: String::new(), level };
        let typed = [
            skill(" U8 ", Level::Basic),
            skill("", Level::Senior),
            skill("T3", Level::Basic),
            skill("U8", Level::Senior),
        ];
        let kept = skilled(typed.to_vec()).expect("they are fine");
        assert_eq!(kept, [skill("T3", Level::Basic), skill("U8", Level::Senior)]);
        assert!(skilled(vec![skill(&"长".repeat(41), Level::Basic)]).is_err());
        assert!(badge("0\n1").is_err());
        assert_eq!(badge(" 023 ").ok().as_deref(), Some("023"));
    }

    #[test]
    fn initials_are_pinyin() {
        for (name, expected) in [("王立", "WL"), ("陈晓东", "CXD"), ("Ada Lovelace", "AL"), ("field9", "FIE")] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
