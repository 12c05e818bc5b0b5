//! Actions in words.

use domain::{command::Command, signature::DocumentKind};
use ui::Words;
use words::{Text, field as say, states};

/// What an action does, in the words of the person who did it. Tracked.
#[must_use]
pub fn action(words: Words, command: &Command) -> String {
    if let Command::TickStep { step } = command {
        return words.fill(say::DID_STEP, &[("step", words.say(states::step(*step)))]);
    }
    words.say(text(command)).to_owned()
}

fn text(command: &Command) -> Text {
    use Command as C;
    match command {
        C::Confirm => say::DID_CONFIRM,
        C::Refuse { .. } => say::DID_REFUSE,
        C::AskHelp { .. } => say::DID_ASK_HELP,
        C::Appoint { .. } => say::DID_APPOINT,
        C::WishAppointment { .. } => say::DID_WISH,
        C::ReportDelay { .. } => say::DID_DELAY,
        C::Depart => say::DID_DEPART,
        C::Arrive => say::DID_ARRIVE,
        C::ReportNotMet { .. } => say::DID_NOT_MET,
        C::RecordBackup { .. } => say::DID_BACK_UP,
        C::DeclineBackup { .. } => say::DID_DECLINE_BACKUP,
        C::RecordFinding { .. } => say::DID_FINDING,
        C::AttachPhoto { .. } => say::DID_PHOTO,
        C::RemovePhoto { .. } => say::DID_REMOVE_PHOTO,
        C::RecordCosts { .. } => say::DID_COSTS,
        C::RecordResult { .. } => say::DID_RESULT,
        C::PresentForm { .. } => say::DID_PRESENT,
        C::Sign { record } if record.kind == DocumentKind::NoBackup => say::DID_SIGN_NO_BACKUP,
        C::Sign { .. } => say::DID_SIGN,
        C::LeaveUnsigned { .. } => say::DID_LEAVE_UNSIGNED,
        C::SolveByPhone { .. } => say::DID_SOLVE_BY_PHONE,
        C::ReturnForm => say::DID_RETURN,
        _ => say::DID_OFFICE,
    }
}
