//! What a person can do about a request, from the board and from the form alike: one handle that gives commands, says
//! what came of them and takes them back.

mod assign;
mod bar;
mod clock;
mod decide;
mod despite;
mod dialogs;
mod edit;
mod give;
mod many;
mod move_job;
mod possible;
mod reason;
mod undo;
mod write_off;

use domain::{Timestamp, request::ServiceRequest};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

pub use assign::{WhoToSend, go_to_list};
pub use bar::ActBar;
pub use decide::ToDecide;
pub use despite::in_words as objection_in_words;
pub use dialogs::{ActDialogs, dialog_of, leave_when_closed};
pub use give::{Acts, provide_acts, use_acts};
pub use many::NotBrought;
pub use possible::{Act, may_manage, possible};
pub use undo::{Back, Moved};

/// How long a visit is planned for unless somebody says otherwise, in minutes.
pub const VISIT_MINUTES: u32 = 60;

/// The request a panel or a form is about; None while it is fetched.
pub type Shown = Signal<Option<Arc<ServiceRequest>>>;

/// A new id, sorted by time.
#[must_use]
pub fn new_id(now: Timestamp) -> Uuid {
    // The centre's time rather than the machine's: ids of one centre sort by it, whatever its browsers' clocks say.
    let millis = u64::try_from(now.millis()).unwrap_or_default();
    let nanos = u32::try_from(millis % 1_000).unwrap_or_default() * 1_000_000;
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, millis / 1_000, nanos))
}
