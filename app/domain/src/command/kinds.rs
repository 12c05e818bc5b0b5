//! What kind of command it is: its word on the wire, where it comes from, what it is about.

use super::{Command, PersonId, Slot};

impl Command {
    /// The word in `type`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        use Command as C;
        match self {
            C::DraftRequest { .. } => "draft_request",
            C::SubmitNewRequest { .. } => "submit_new_request",
            C::EditRequest { .. } => "edit_request",
            C::SubmitRequest => "submit_request",
            C::VerifyRequest { .. } => "verify_request",
            C::DeclineRequest { .. } => "decline_request",
            C::CancelRequest { .. } => "cancel_request",
            C::Assign { .. } => "assign",
            C::Reassign { .. } => "reassign",
            C::Reschedule { .. } => "reschedule",
            C::Recall { .. } => "recall",
            C::SettleAppointment { .. } => "settle_appointment",
            C::WriteOff { .. } => "write_off",
            C::SendBack { .. } => "send_back",
            C::Archive => "archive",
            C::SettleDispute { .. } => "settle_dispute",
            C::ResolveDispute { .. } => "resolve_dispute",
            C::ReopenDispute => "reopen_dispute",
            C::PauseClock { .. } => "pause_clock",
            C::ResumeClock { .. } => "resume_clock",
            C::ChangeDue { .. } => "change_due",
            C::LogFollowUpAttempt { .. } => "log_follow_up_attempt",
            C::RecordFollowUp { .. } => "record_follow_up",
            C::CloseFollowUpCase { .. } => "close_follow_up_case",
            C::Confirm => "confirm",
            C::Refuse { .. } => "refuse",
            C::AskHelp { .. } => "ask_help",
            C::Appoint { .. } => "appoint",
            C::WishAppointment { .. } => "wish_appointment",
            C::ReportDelay { .. } => "report_delay",
            C::Depart => "depart",
            C::Arrive => "arrive",
            C::ReportNotMet { .. } => "report_not_met",
            C::TickStep { .. } => "tick_step",
            C::RecordBackup { .. } => "record_backup",
            C::DeclineBackup { .. } => "decline_backup",
            C::RecordFinding { .. } => "record_finding",
            C::AttachPhoto { .. } => "attach_photo",
            C::RemovePhoto { .. } => "remove_photo",
            C::RecordCosts { .. } => "record_costs",
            C::RecordResult { .. } => "record_result",
            C::PresentForm { .. } => "present_form",
            C::Sign { .. } => "sign",
            C::LeaveUnsigned { .. } => "leave_unsigned",
            C::SolveByPhone { .. } => "solve_by_phone",
            C::ReturnForm => "return_form",
            C::AnswerHelp { .. } => "answer_help",
            C::Consult { .. } => "consult",
            C::Escalate { .. } => "escalate",
            C::AcknowledgeEscalation { .. } => "acknowledge_escalation",
            C::ChaseHeadquarters { .. } => "chase_headquarters",
            C::RecordWorkaround { .. } => "record_workaround",
            C::RecordSolution { .. } => "record_solution",
            C::CheckSolution { .. } => "check_solution",
            C::Redispatch { .. } => "redispatch",
            C::EndMatter { .. } => "end_matter",
            C::PlanData { .. } => "plan_data",
            C::RecordData { .. } => "record_data",
            C::TakeData => "take_data",
            C::HandOverData { .. } => "hand_over_data",
            C::EndCustody { .. } => "end_custody",
            C::TellCustomer { .. } => "tell_customer",
            C::ProposeFees { .. } => "propose_fees",
            C::DeclineFees { .. } => "decline_fees",
            C::AskDiscount { .. } => "ask_discount",
            C::RecordPayment { .. } => "record_payment",
            C::SettleDiscount { .. } => "settle_discount",
            C::ReceiveMoney { .. } => "receive_money",
            C::RecordInvoice { .. } => "record_invoice",
            C::TakeBackFeeStep { .. } => "take_back_fee_step",
        }
    }

    /// Commands of the premises have a dispatch as their subject and are facts once they happened.
    #[must_use]
    pub fn is_from_premises(&self) -> bool {
        use Command as C;
        matches!(
            self,
            C::Confirm
                | C::Refuse { .. }
                | C::AskHelp { .. }
                | C::Appoint { .. }
                | C::WishAppointment { .. }
                | C::ReportDelay { .. }
                | C::Depart
                | C::Arrive
                | C::ReportNotMet { .. }
                | C::TickStep { .. }
                | C::RecordBackup { .. }
                | C::DeclineBackup { .. }
                | C::RecordFinding { .. }
                | C::AttachPhoto { .. }
                | C::RemovePhoto { .. }
                | C::RecordCosts { .. }
                | C::RecordResult { .. }
                | C::PresentForm { .. }
                | C::Sign { .. }
                | C::LeaveUnsigned { .. }
                | C::SolveByPhone { .. }
                | C::ReturnForm
        ) || self.is_about_data()
            || self.is_about_fees()
    }

    /// What happens with a customer's data, and word to the customer meanwhile: from wherever the data is (UNR-6 to UNR-9).
    #[must_use]
    pub fn is_about_data(&self) -> bool {
        use Command as C;
        matches!(
            self,
            C::PlanData { .. }
                | C::RecordData { .. }
                | C::TakeData
                | C::HandOverData { .. }
                | C::EndCustody { .. }
                | C::TellCustomer { .. }
        )
    }

    /// What happens to money on the premises (CUS-8).
    #[must_use]
    pub fn is_about_fees(&self) -> bool {
        use Command as C;
        matches!(self, C::ProposeFees { .. } | C::DeclineFees { .. } | C::AskDiscount { .. } | C::RecordPayment { .. })
    }

    /// Whether it may have been done on an old record: work on the premises, and corrections that say what was seen. It
    /// keeps its place among the other actions of its device, and what a rule objects to stays until somebody decides.
    #[must_use]
    pub fn is_from_away(&self) -> bool {
        self.is_from_premises() || matches!(self, Command::EditRequest { seen: Some(_), .. })
    }

    /// Who is sent by it; none when it moves a visit or takes one back.
    #[must_use]
    pub fn sends(&self) -> Option<PersonId> {
        match self {
            Command::Assign { engineer, .. } | Command::Reassign { engineer, .. } => Some(*engineer),
            _ => None,
        }
    }

    /// Whom it sends along (UNR-4).
    #[must_use]
    pub fn sends_along(&self) -> Option<PersonId> {
        match self {
            Command::Assign { companion, .. } => *companion,
            _ => None,
        }
    }

    /// When it plans a visit.
    #[must_use]
    pub fn planned_slot(&self) -> Option<Slot> {
        match self {
            Command::Assign { slot, .. } | Command::Reassign { slot, .. } | Command::Reschedule { slot, .. } => {
                Some(*slot)
            }
            _ => None,
        }
    }

    /// Blobs the command names, by SHA-256.
    #[must_use]
    pub fn blobs(&self) -> Vec<&str> {
        match self {
            Command::AttachPhoto { photo } => vec![&photo.sha256],
            Command::RecordCosts { vouchers, .. } => vouchers.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}
