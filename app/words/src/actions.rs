//! Actions from the premises in the words of the person who did them.

use domain::{command::Command, dispute::KeptAction, signature::DocumentKind};

use crate::{Lang, Text, fees, field as say, fill, states, unresolved};

/// What an action does.
#[must_use]
pub fn in_words(command: &Command, lang: Lang) -> String {
    if let Command::TickStep { step } = command {
        return fill(say::DID_STEP.get(lang), &[("step", states::step(*step).get(lang))]);
    }
    if let Command::Sign { record } = command
        && let Some((paper, _)) = unresolved::paper(record.kind)
    {
        return fill(unresolved::DID_SIGN_PAPER.get(lang), &[("paper", paper.get(lang))]);
    }
    text(command).get(lang).to_owned()
}

/// What a kept action does; the bare word where this version does not know it.
#[must_use]
pub fn of_kept(kept: &KeptAction, lang: Lang) -> String {
    kept.command().map_or_else(|| kept.word().to_owned(), |command| in_words(&command, lang))
}

/// What an action does, by the word of its command; None where this version does not know it.
#[must_use]
pub fn of_word(word: &str) -> Option<Text> {
    Some(match word {
        "confirm" => say::DID_CONFIRM,
        "refuse" => say::DID_REFUSE,
        "ask_help" => say::DID_ASK_HELP,
        "appoint" => say::DID_APPOINT,
        "wish_appointment" => say::DID_WISH,
        "report_delay" => say::DID_DELAY,
        "depart" => say::DID_DEPART,
        "arrive" => say::DID_ARRIVE,
        "report_not_met" => say::DID_NOT_MET,
        "record_backup" => say::DID_BACK_UP,
        "decline_backup" => say::DID_DECLINE_BACKUP,
        "record_finding" => say::DID_FINDING,
        "attach_photo" => say::DID_PHOTO,
        "remove_photo" => say::DID_REMOVE_PHOTO,
        "record_costs" => say::DID_COSTS,
        "record_result" => say::DID_RESULT,
        "present_form" => say::DID_PRESENT,
        "sign" => say::DID_SIGN,
        "leave_unsigned" => say::DID_LEAVE_UNSIGNED,
        "solve_by_phone" => say::DID_SOLVE_BY_PHONE,
        "return_form" => say::DID_RETURN,
        "plan_data" => unresolved::DID_PLAN_DATA,
        "record_data" => unresolved::DID_RECORD_DATA,
        "take_data" => unresolved::DID_TAKE_DATA,
        "hand_over_data" => unresolved::DID_HAND_OVER_DATA,
        "end_custody" => unresolved::DID_END_CUSTODY,
        "tell_customer" => unresolved::DID_TELL_CUSTOMER,
        "propose_fees" => fees::ACT_PROPOSE,
        "decline_fees" => fees::ACT_DECLINE,
        "ask_discount" => fees::ACT_ASK_DISCOUNT,
        "record_payment" => fees::ACT_PAYMENT,
        _ => return None,
    })
}

fn text(command: &Command) -> Text {
    match command {
        Command::Sign { record } if record.kind == DocumentKind::NoBackup => say::DID_SIGN_NO_BACKUP,
        command => of_word(command.word()).unwrap_or(say::DID_OFFICE),
    }
}
