//! The faults that are planted, each under the name that stands where it would be made.

/// Every planted fault: its name, and what is done wrong.
pub const PLANTS: [(&str, &str); 34] = [
    ("saved_before_written", "the tablet says saved while its disk is still at it"),
    ("full_disk_is_not_told", "the tablet says saved although its disk is full"),
    ("tabs_do_not_share_numbers", "two tabs give the same number, and one action overwrites the other"),
    ("deleted_before_receipt", "the tablet lets go of an action when it sends it"),
    ("silence_is_consent", "no answer counts as a good one"),
    ("retry_is_done", "an action the server could not store counts as done"),
    ("new_id_on_retry", "each delivery of an action is a new action"),
    ("order_by_the_clock", "actions are sent in the order of the tablet's clock"),
    ("effect_dropped_at_receipt", "an accepted action no longer shows before the records contain it"),
    ("cursor_before_records", "the cursor is stored before the records of its page"),
    ("removals_ignored", "the tablet keeps what is no longer its own"),
    ("sign_out_takes_waiting_work", "signing out deletes what was not sent"),
    ("refused_session_clears_the_outbox", "a session that has ended takes the waiting work along"),
    ("photo_done_after_its_first_piece", "the tablet stops when the first piece of a photo arrived"),
    ("room_made_of_waiting_photos", "a full tablet deletes photos that were not uploaded"),
    ("acknowledged_before_commit", "the server answers before the commit"),
    ("commits_do_not_wait_for_the_disk", "a commit is not synced before it is answered"),
    ("changes_in_a_second_transaction", "the record of change is committed after the records"),
    ("repeats_not_recognised", "an action that comes twice happens twice"),
    ("short_memory", "an action that comes again after five seconds happens again"),
    ("kept_is_not_stored", "what a rule objects to gets a receipt and is thrown away"),
    ("late_work_refused", "work for a visit that was taken back is not kept as evidence"),
    ("late_work_accepted_in_silence", "work for a visit that was taken back is not put before anybody"),
    ("last_writer_wins", "late work undoes what the office decided"),
    ("receipt_not_signed", "receipts carry no signature"),
    ("signatures_not_chained", "a signature does not name the one before it"),
    ("removal_not_told", "a pull does not say what is no longer one's own"),
    ("cursor_skips_what_did_not_fit", "a full page moves the cursor past what it left out"),
    ("cursor_is_a_clock", "the cursor is a time, and nodes differ in theirs"),
    ("half_a_photo_acknowledged", "the first piece of a photo is answered like the last"),
    ("dispute_not_listed", "what waits for a decision does not come into the managers' list"),
    ("settled_dispute_stays_listed", "what was decided does not leave the managers' list"),
    ("quarantine_not_listed", "what could not be taken in is kept, but stands in no list"),
    ("quarantine_left_by_trying", "one more attempt takes it out of quarantine, whatever came of it"),
];

/// The name as the code knows it; empty for one that is not planted anywhere.
#[must_use]
pub fn name(asked: &str) -> &'static str {
    PLANTS.iter().map(|(name, _)| *name).find(|name| *name == asked).unwrap_or_default()
}
