//! The fee table: read, changed, put back (CUS-8). Tablets get it with the settings of the centre.

use domain::{
    fees::{self as rules, FEE, FeeItem},
    rights::{Action, permits_somewhere},
};
use store::configuration::{self, Kept};

use crate::{
    Caller, Result, Service, ServiceError,
    configuration::{Record, Setting, read_all, refused},
};

/// The whole table as it counts now.
pub(crate) fn table_of(kept: &[Kept]) -> Vec<FeeItem> {
    rules::table(read_all(kept, FEE))
}

fn predefined(id: &str) -> Option<FeeItem> {
    rules::predefined().into_iter().find(|item| item.id == id)
}

impl Service {
    /// Every row, by kind and first day. A row that somebody added is its own predefined one.
    ///
    /// # Errors
    /// The caller does not manage fees; the store.
    pub async fn fee_settings(&self, caller: &Caller) -> Result<Vec<Setting<FeeItem>>> {
        may_manage(caller)?;
        let kept = configuration::list(&mut self.db.read().await?).await?;
        let version = |id: &str| kept.iter().find(|kept| kept.kind == FEE && kept.name == id).map(|kept| kept.version);
        let setting = |now: FeeItem| Setting {
            predefined: predefined(&now.id).unwrap_or_else(|| now.clone()),
            version: version(&now.id).unwrap_or_default(),
            now,
        };
        Ok(table_of(&kept).into_iter().map(setting).collect())
    }

    /// Changes a row or adds one; without `item` it is as predefined again, or gone if it never was. `seen` is the version
    /// the person saw.
    ///
    /// # Errors
    /// The caller does not manage fees; there is nothing to put back; something is wrong with it; somebody was faster.
    pub async fn change_fee(
        &self,
        caller: &Caller,
        id: &str,
        item: Option<FeeItem>,
        seen: Option<i64>,
    ) -> Result<Setting<FeeItem>> {
        let before = self.fee_settings(caller).await?.into_iter().find(|setting| setting.now.id == id);
        let as_it_came = predefined(id);
        let command = match (&item, &as_it_came) {
            (Some(_), _) => "change_fee",
            (None, Some(_)) => "reset_fee",
            (None, None) => "delete_fee",
        };
        let former = before.as_ref().map(|setting| setting.now.clone());
        let after = match item {
            Some(item) => Some(rules::checked_fee(FeeItem { id: id.to_owned(), ..item }).map_err(refused)?),
            None => as_it_came.clone(),
        };
        let record = match &after {
            Some(after) => Record::new(FEE, id, former, after, Some(after) == as_it_came.as_ref())?,
            None => Record::new(FEE, id, Some(former.ok_or(ServiceError::NotFound)?), &None::<FeeItem>, true)?,
        };
        self.save_settings(caller, vec![record], seen, command).await?;
        let now = self.fee_settings(caller).await?.into_iter().find(|setting| setting.now.id == id);
        now.or(before).ok_or(ServiceError::NotFound)
    }
}

fn may_manage(caller: &Caller) -> Result<()> {
    let may = permits_somewhere(&caller.actor(), Action::ManageFees);
    if may { Ok(()) } else { Err(ServiceError::NotFound) }
}
