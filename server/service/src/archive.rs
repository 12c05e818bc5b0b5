//! The archive: forms that go there by themselves, looking for what is there, and the drafts of knowledge that they leave
//! behind (ONS-19).

use domain::{
    PersonId, RequestId, Timestamp,
    command::Command,
    fact::Fact,
    knowledge::{self, Article},
    people::{Actor, Role},
    request::{RequestState, ServiceRequest},
    rights::{self, Action, Reach, permits_somewhere},
    sync::{Subject, SubjectKind},
    time::{Attested, DAY},
};
use store::{
    Tx,
    archive::{self, Wanted},
    knowledge as articles,
    requests::Stored,
};
use uuid::Uuid;

use crate::{
    Caller, Result, Service, ServiceError,
    apply::{Applied, Office, Order},
};

const PAGE: i64 = 50;
/// Forms that are archived in one go.
const BATCH: i64 = 100;

/// What is asked of the archive.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub text: String,
    pub engineer: Option<PersonId>,
    /// Opened from the first to before the second.
    pub opened: Option<(Timestamp, Timestamp)>,
    pub cursor: String,
}

/// A page of a list, and where the next begins.
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

impl Service {
    /// Archived requests, the newest first.
    ///
    /// # Errors
    /// The caller may not look into the archive; the cursor is none of ours; the store.
    pub async fn archive(&self, caller: &Caller, asked: &Asked) -> Result<Page<Stored>> {
        let actor = caller.actor();
        let reach = rights::widest(&actor, Action::ReadRequest);
        if matches!(reach, Reach::None | Reach::Own) && !actor.has(Role::Archivist) {
            return Err(ServiceError::NotFound);
        }
        let opened = asked.opened.unwrap_or((Timestamp(i64::MIN), Timestamp(i64::MAX)));
        let wanted = Wanted {
            text: asked.text.trim().to_owned(),
            engineer: asked.engineer,
            opened: (opened.0.millis(), opened.1.millis()),
            region: if reach == Reach::Region { actor.region.clone() } else { String::new() },
            before: before(&asked.cursor)?,
            limit: PAGE,
        };
        let mut items = archive::find(&mut self.db.read().await?, &wanted).await?;
        let next = next(&items, |stored| (stored.request.opened_at.millis(), stored.request.id.0));
        items.retain(|stored| rights::may_read(&actor, &stored.request));
        Ok(Page { items, next })
    }

    /// Archives what was written off long enough ago; returns how many forms. Another node may do the same: whoever comes
    /// second finds nothing left to do.
    ///
    /// # Errors
    /// The store.
    pub async fn archive_due(&self) -> Result<usize> {
        let now = self.time.now();
        let long_ago = now.plus(-i64::from(self.centre.archive_after_days) * DAY).millis();
        let state = RequestState::WrittenOff.word();
        let due = archive::unchanged_since(&mut self.db.read().await?, state, long_ago, BATCH).await?;
        let ids: Vec<RequestId> = due.iter().map(|stored| stored.request.id).collect();
        let (centre, keys) = (self.centre.clone(), self.keys.clone());
        let archived = self.db.write(move |tx| {
            Box::pin(async move {
                let office = Office { centre: &centre, keys: &keys };
                // Nobody did it: it bears the centre's name.
                let actor = Actor {
                    person: PersonId(Uuid::nil()),
                    name: centre.name.clone(),
                    roles: vec![Role::DutyManager],
                    region: String::new(),
                };
                let mut archived = 0;
                for id in ids {
                    let order = Order {
                        actor: &actor,
                        command: &Command::Archive,
                        subject: Subject { kind: SubjectKind::Request, id: id.0 },
                        attested: Attested { at: now, proven: true },
                        received_at: now,
                        device: None,
                        address: "",
                        envelope: "",
                        number: None,
                    };
                    archived += usize::from(matches!(office.apply(tx, &order).await?, Applied::Done));
                }
                Ok::<_, store::StoreError>(archived)
            })
        });
        Ok(archived.await?)
    }

    /// Knowledge articles that hold a text, the newest first.
    ///
    /// # Errors
    /// The caller may see none; the cursor is none of ours; the store.
    pub async fn knowledge(&self, caller: &Caller, text: &str, cursor: &str) -> Result<Page<Article>> {
        if !permits_somewhere(&caller.actor(), Action::SeeKnowledge) {
            return Err(ServiceError::NotFound);
        }
        let mut conn = self.db.read().await?;
        let items = articles::list(&mut conn, text.trim(), before(cursor)?, PAGE).await?;
        let next = next(&items, |article| (article.created_at.millis(), article.id));
        Ok(Page { items, next })
    }
}

/// A form that has just been archived leaves the draft of an article behind. It bears the form's id, so that a form
/// never makes two.
pub(crate) async fn leave_draft(
    tx: &mut Tx,
    request: &ServiceRequest,
    facts: &[Fact],
    at: Timestamp,
) -> store::Result<()> {
    let is_archived = facts.iter().any(|fact| matches!(fact, Fact::RequestState { to: RequestState::Archived, .. }));
    match knowledge::draft(request.id.0, request, at).filter(|_| is_archived) {
        Some(article) => articles::insert(tx, &article).await,
        None => Ok(()),
    }
}

fn before(cursor: &str) -> Result<(i64, Uuid)> {
    if cursor.is_empty() {
        return Ok((i64::MAX, Uuid::max()));
    }
    let parse = || {
        let (at, id) = cursor.split_once('.')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    };
    parse().ok_or(ServiceError::Field { pointer: "/cursor", word: "invalid" })
}

fn next<T>(items: &[T], key: impl Fn(&T) -> (i64, Uuid)) -> Option<String> {
    let last = items.last().filter(|_| items.len() as i64 == PAGE)?;
    let (at, id) = key(last);
    Some(format!("{at}.{id}"))
}
