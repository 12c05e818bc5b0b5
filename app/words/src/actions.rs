//! Actions from the premises in the words of the person who did them.

use domain::{command::Command, dispute::KeptAction, signature::DocumentKind};

use crate::{Lang, Text, field as say, fill, states};

/// What an action does.
#[must_use]
pub fn in_words(command: &Command, lang: Lang) -> String {
    if let Command::TickStep { step } = command {
        return fill(say::DID_STEP.get(lang), &[("step", states::step(*step).get(lang))]);
    }
    text(command).get(lang).to_owned()
}

/// What a kept action does; the bare word where this version does not know it.
#[must_use]
pub fn of_kept(kept: &KeptAction, lang: Lang) -> String {
    kept.command().map_or_else(|| kept.word().to_owned(), |command| in_words(&command, lang))
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
