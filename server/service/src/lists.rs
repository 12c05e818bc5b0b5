//! The lists of the office for the screen and for paper: the roster of a month, calls of a day, dispatches of a day, the
//! headquarters log (HOT-1, ONS-6, HOT-11, UNR-8), and whether a printed one still stands (PRT-5).

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use domain::{
    PersonId, RequestId, Timestamp,
    day_sheet::{self, Call},
    dispatch_sheet::{self, Row},
    headquarters_log::{self, Case},
    people::Actor,
    request::ServiceRequest,
    rights::{self, Action, Reach},
    roster::{self, Month},
    signature::{canonical, sha256_hex},
    verification::{self, DocumentState},
};
use serde::{Deserialize, Serialize};
use store::{
    archive,
    lists::{self, ListPaper},
    people,
    requests::{self, Stored},
};

use crate::{Caller, Result, Service, ServiceError};

/// One sheet of one of the lists. A day and a year are those of the centre's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form")]
pub enum List {
    #[serde(rename = "QR-01")]
    Roster { month: Month },
    #[serde(rename = "QR-02")]
    DaySheet { date: NaiveDate },
    #[serde(rename = "QR-04")]
    DispatchSheet { date: NaiveDate },
    #[serde(rename = "QR-06")]
    HeadquartersLog { year: i32 },
}

impl List {
    /// The sheet of a form that a date stands on; None for a word that names no list.
    #[must_use]
    pub fn of(form: &str, date: NaiveDate) -> Option<Self> {
        match form {
            // Months of other years have no roster.
            "QR-01" => Month::of(date).to_string().parse::<Month>().ok().map(|month| Self::Roster { month }),
            "QR-02" => Some(Self::DaySheet { date }),
            "QR-04" => Some(Self::DispatchSheet { date }),
            "QR-06" => Some(Self::HeadquartersLog { year: date.year() }),
            _ => None,
        }
    }

    /// The form with its day, month or year, as a file is named.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Roster { month } => format!("QR-01 {month}"),
            Self::DaySheet { date } => format!("QR-02 {date}"),
            Self::DispatchSheet { date } => format!("QR-04 {date}"),
            Self::HeadquartersLog { year } => format!("QR-06 {year}"),
        }
    }
}

/// What stands on a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Rows {
    Roster(Vec<roster::Row>),
    Calls(Vec<Call>),
    Dispatches(Vec<Row>),
    Cases(Vec<Case>),
}

/// A list, ready for printing.
pub struct PrintedList {
    pub list: List,
    pub rows: Rows,
    /// When the sheet begins, for the date on it.
    pub from: Timestamp,
    pub code: String,
    /// SHA-256 in hex of the rows.
    pub content_hash: String,
    /// When this content was printed first.
    pub made_at: Timestamp,
}

impl Service {
    /// What stands on a list, as far as the caller may see the requests.
    ///
    /// # Errors
    /// The caller reads no requests of others, or no rosters; the store.
    pub async fn list(&self, caller: &Caller, list: List) -> Result<Rows> {
        self.rows(&caller.actor(), list).await
    }

    /// A list ready for printing. Its code is written down, so that it can be asked for; the same content gets the same
    /// code again.
    ///
    /// # Errors
    /// As [`Service::list`].
    pub async fn printed_list(&self, caller: &Caller, list: List) -> Result<PrintedList> {
        let rows = self.rows(&caller.actor(), list).await?;
        let content_hash = hash(&rows);
        let paper = ListPaper {
            code: verification::code(self.chance.bytes()),
            list: serde_json::to_string(&list).map_err(|_| ServiceError::Internal("a list was not written"))?,
            person: caller.person.id.0,
            content_hash: content_hash.clone(),
            made_at: self.time.now().millis(),
        };
        let written = self.db.write(move |tx| {
            Box::pin(async move {
                let person = PersonId(paper.person);
                match lists::of_content(tx.conn(), &paper.list, person, &paper.content_hash).await? {
                    Some(known) => Ok(known),
                    None => lists::add(tx, &paper).await.map(|()| paper),
                }
            })
        });
        let ListPaper { code, made_at, .. } = written.await?;
        let (from, _) = self.span_of(list);
        Ok(PrintedList { list, rows, from, code, content_hash, made_at: Timestamp(made_at) })
    }

    /// What can be said in public about the code of a list: whether the records still say what it says.
    pub(crate) async fn verify_list(&self, code: &str) -> Result<DocumentState> {
        let mut conn = self.db.read().await?;
        let Some(paper) = lists::find(&mut conn, code).await? else { return Ok(DocumentState::NotYetReceived) };
        let reader = people::find(&mut conn, PersonId(paper.person)).await?;
        drop(conn);
        let list: Option<List> = serde_json::from_str(&paper.list).ok();
        let (Some((reader, _)), Some(list)) = (reader, list) else { return Ok(DocumentState::Altered) };
        match self.rows(&Actor::from(&reader), list).await {
            Ok(rows) if hash(&rows) == paper.content_hash => Ok(DocumentState::Unaltered),
            // Whoever printed it may see less by now: nobody can say any more that it stands.
            Ok(_) | Err(ServiceError::NotFound) => Ok(DocumentState::Altered),
            Err(error) => Err(error),
        }
    }

    async fn rows(&self, actor: &Actor, list: List) -> Result<Rows> {
        let reads_requests = rights::widest(actor, Action::ReadRequest) >= Reach::Region;
        if !reads_requests && !matches!(list, List::Roster { .. }) {
            return Err(ServiceError::NotFound);
        }
        let day = self.span_of(list);
        let millis = (day.0.millis(), day.1.millis());
        let mut conn = self.db.read().await?;
        Ok(match list {
            List::Roster { month } => Rows::Roster(self.roster_rows(&mut conn, actor, month).await?),
            List::DaySheet { .. } => {
                let seen = readable(actor, lists::opened(&mut conn, millis).await?);
                Rows::Calls(day_sheet::calls(seen.iter(), day))
            }
            List::HeadquartersLog { .. } => {
                let seen = readable(actor, lists::at_headquarters(&mut conn, millis).await?);
                Rows::Cases(headquarters_log::cases(seen.iter(), day))
            }
            List::DispatchSheet { .. } => {
                let seen = readable(actor, archive::around(&mut conn, millis).await?);
                let followed: Vec<RequestId> =
                    seen.iter().filter_map(|request| request.write_off.as_ref()?.followed_by).collect();
                let followers = requests::find_all(&mut conn, &followed).await?;
                let numbers: HashMap<RequestId, String> =
                    followers.into_iter().map(|stored| (stored.request.id, stored.request.number)).collect();
                Rows::Dispatches(dispatch_sheet::rows(seen.iter(), day, |id| numbers.get(&id).cloned()))
            }
        })
    }

    /// The first instant of a list, and the first that is no longer on it.
    fn span_of(&self, list: List) -> (Timestamp, Timestamp) {
        let (first, last) = match list {
            List::Roster { month } => (Some(month.first()), Some(month.next().first())),
            List::DaySheet { date } | List::DispatchSheet { date } => (Some(date), date.succ_opt()),
            List::HeadquartersLog { year } => {
                (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year + 1, 1, 1))
            }
        };
        let at = |date: Option<NaiveDate>| date.map_or(Timestamp(0), |date| self.centre.midnight(date));
        (at(first), at(last))
    }
}

fn readable(actor: &Actor, stored: Vec<Stored>) -> Vec<ServiceRequest> {
    let requests = stored.into_iter().map(|stored| stored.request);
    requests.filter(|request| rights::may_read(actor, request)).collect()
}

fn hash(rows: &Rows) -> String {
    sha256_hex(&canonical(rows))
}
