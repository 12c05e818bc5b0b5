//! The HTTP interface. Handlers read the call, ask the service, write the answer.

pub mod archive;
pub mod badge;
pub mod blobs;
pub mod calendar_feed;
pub mod caller;
pub mod deadlines;
pub mod devices;
pub mod disputes;
pub mod docs;
pub mod follow_ups;
pub mod forms;
pub mod guard;
pub mod health;
pub mod lists;
pub mod live;
pub mod notices;
pub mod people;
pub mod presence;
pub mod problem;
pub mod quarantine;
pub mod receipts;
pub mod requests;
pub mod rosters;
pub mod session;
pub mod settings;
pub mod sync;
pub mod verify;

use domain::Timestamp;

/// Bytes of the body of an ordinary call.
pub const MAX_BODY: usize = 64 * 1024;

/// Epoch milliseconds as the wire writes an instant.
fn instant(millis: i64) -> Timestamp {
    Timestamp(millis)
}
