//! The dispatch sheet of a day, for whoever reads dispatches (ONS-6).

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime, TimeZone};
use domain::{
    RequestId, Timestamp,
    dispatch_sheet::{self, Row},
    request::ServiceRequest,
    rights::{self, Action, Reach},
};
use store::{archive, requests};

use crate::{Caller, Result, Service, ServiceError};

impl Service {
    /// The rows of a day of the centre's calendar, as far as the caller may see the requests.
    ///
    /// # Errors
    /// The caller reads no dispatches of others; the store.
    pub async fn dispatch_sheet(&self, caller: &Caller, date: NaiveDate) -> Result<Vec<Row>> {
        let actor = caller.actor();
        if rights::widest(&actor, Action::ReadRequest) < Reach::Region {
            return Err(ServiceError::NotFound);
        }
        let day = (self.midnight(date), self.midnight(date.succ_opt().unwrap_or(date)));
        let mut conn = self.db.read().await?;
        let stored = archive::around(&mut conn, (day.0.millis(), day.1.millis())).await?;
        let seen: Vec<ServiceRequest> = stored
            .into_iter()
            .map(|stored| stored.request)
            .filter(|request| rights::may_read(&actor, request))
            .collect();
        let followed: Vec<RequestId> =
            seen.iter().filter_map(|request| request.write_off.as_ref()?.followed_by).collect();
        let followers = requests::find_all(&mut conn, &followed).await?;
        let numbers: HashMap<RequestId, String> =
            followers.into_iter().map(|stored| (stored.request.id, stored.request.number)).collect();
        Ok(dispatch_sheet::rows(seen.iter(), day, |id| numbers.get(&id).cloned()))
    }

    /// The first instant of a date in the centre's zone.
    fn midnight(&self, date: NaiveDate) -> Timestamp {
        let local = date.and_time(NaiveTime::MIN);
        let found = self.centre.zone.from_local_datetime(&local).earliest();
        // Where the clocks are put forward at midnight, the day begins an hour later.
        let later = || self.centre.zone.from_local_datetime(&(local + chrono::Duration::hours(1))).earliest();
        found.or_else(later).map_or(Timestamp(0), |at| Timestamp(at.timestamp_millis()))
    }
}
