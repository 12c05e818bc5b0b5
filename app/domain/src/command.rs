//! Everything somebody can ask for. Office and premises, screen and program: one list, one way to write.

mod kinds;

use serde::{Deserialize, Serialize};

use crate::{
    CaseId, DispatchId, Money, PersonId, RequestId, Timestamp,
    custody::{Afterwards, DataPlan, DataRecord, Holder},
    dispute::Resolution,
    fact::Decision,
    fees::{ChargedBecause, FeeLine, FeeStep, PayBy},
    follow_up::Answers,
    request::{Draft, RequestPatch, Slot, Window},
    signature::SignatureRecord,
    unresolved::{Consultation, Escalation},
    visit::{CustomerResult, Finding, Part, Photo, ProblemType, Step},
};

/// A command, tagged by `type`. Its subject stands in the envelope: a request for office commands, a dispatch for
/// what happens on the premises.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    // The request, in the office.
    /// Takes down a request as a draft (ONS-1). The subject is the new request's id.
    DraftRequest {
        case: CaseId,
        draft: Box<Draft>,
    },
    /// Takes down a request and submits it at once.
    SubmitNewRequest {
        case: CaseId,
        draft: Box<Draft>,
    },
    EditRequest {
        patch: Box<RequestPatch>,
        /// What the person saw in the fields that are changed. With it, fields merge one by one: where the record was
        /// changed to something else meanwhile, both values are kept and the duty manager decides (SYN-7).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Box<RequestPatch>>,
    },
    SubmitRequest,
    /// The duty manager has checked the record (ONS-2).
    VerifyRequest {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        corrections: Option<Box<RequestPatch>>,
    },
    DeclineRequest {
        reason: String,
    },
    CancelRequest {
        reason: String,
    },
    /// Sends an engineer (ONS-3).
    Assign {
        dispatch: DispatchId,
        engineer: PersonId,
        /// A second engineer who goes along, after a visit that failed (UNR-4).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        companion: Option<PersonId>,
        slot: Slot,
        /// Times the engineer may promise; without it, any time until the arrival is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        window: Option<Window>,
        /// Why so, although something speaks against it: no skill for the product, late, too close to the next (ONS-4).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Takes the request from one engineer and gives it to another, in one step.
    Reassign {
        from: DispatchId,
        dispatch: DispatchId,
        engineer: PersonId,
        slot: Slot,
        reason: String,
    },
    /// Moves the planned time of a dispatch on the board.
    Reschedule {
        dispatch: DispatchId,
        slot: Slot,
        /// Why so, although something speaks against it (ONS-4).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Takes a dispatch back.
    Recall {
        dispatch: DispatchId,
        reason: String,
    },
    /// Answers a wished time (ONS-8): the time is agreed, or the former one stays.
    SettleAppointment {
        dispatch: DispatchId,
        accept: bool,
    },
    /// Closes a returned form, solved or with a decision (ONS-18).
    WriteOff {
        problem_type: ProblemType,
        #[serde(default)]
        decision: Option<Decision>,
        #[serde(default)]
        advice: String,
        /// For a re-dispatch: the id of the request that continues this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        follow_up: Option<RequestId>,
    },
    /// Returns the form to the engineer for completion (ONS-18).
    SendBack {
        reason: String,
    },
    Archive,
    /// Decides about work that came in for a dispatch taken back (SYN-7).
    SettleDispute {
        dispatch: DispatchId,
        accept: bool,
    },
    /// Decides everything that is in dispute in one step: forms, kept actions, fields (SYN-7).
    ResolveDispute {
        resolution: Box<Resolution>,
    },
    /// Takes the last decision back, as long as nothing else has happened.
    ReopenDispute,

    // What was not solved, in the office.
    /// A plan for an engineer who asked for help (UNR-1).
    AnswerHelp {
        dispatch: DispatchId,
        plan: String,
    },
    /// A consultation was held (UNR-3).
    Consult {
        consultation: Box<Consultation>,
    },
    /// Sends the case to headquarters (UNR-8).
    Escalate {
        escalation: Box<Escalation>,
    },
    /// Headquarters says that it has it.
    AcknowledgeEscalation {
        submission_number: String,
        received_by: String,
    },
    /// Headquarters was asked how things stand (UNR-9).
    ChaseHeadquarters {
        state: String,
    },
    RecordWorkaround {
        text: String,
    },
    /// A solution came in (UNR-10).
    RecordSolution {
        text: String,
        #[serde(default)]
        needs_version: String,
    },
    /// It was tried in the office on the customer's data.
    CheckSolution {
        works: bool,
        #[serde(default)]
        note: String,
    },
    /// The problem goes on with another visit, under a new number (UNR-4).
    Redispatch {
        follow_up: RequestId,
        advice: String,
    },
    /// Nothing more is done about it.
    EndMatter {
        reason: String,
    },
    /// Time does not count until the clock runs again, for a reason (clocks.md).
    PauseClock {
        /// Id of the rule, such as `onsite.arrive_near`.
        rule: String,
        reason: String,
    },
    ResumeClock {
        rule: String,
    },
    /// Gives a clock another due time by hand.
    ChangeDue {
        rule: String,
        due: Timestamp,
        reason: String,
    },
    /// The customer of a visit was called and not reached (QA-1).
    LogFollowUpAttempt {
        #[serde(default)]
        note: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_try: Option<Timestamp>,
    },
    /// What the customer said on the phone about the visit (QA-1).
    RecordFollowUp {
        answers: Box<Answers>,
        /// The id of the case to open when the customer is not content.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
    },
    /// It is settled with a customer who was not content.
    CloseFollowUpCase {
        note: String,
    },

    // The visit, on the premises.
    /// "I can solve this" (ONS-7).
    Confirm,
    Refuse {
        reason: String,
    },
    AskHelp {
        note: String,
    },
    /// A time agreed with the customer (ONS-8).
    Appoint {
        at: Timestamp,
        agreed_with: String,
    },
    /// A time outside what was allowed: goes to the duty manager.
    WishAppointment {
        at: Timestamp,
        note: String,
    },
    ReportDelay {
        reason: String,
        new_time: Timestamp,
        agreed: bool,
    },
    Depart,
    Arrive,
    ReportNotMet {
        note: String,
    },
    TickStep {
        step: Step,
    },
    RecordBackup {
        account_sets: Vec<String>,
        reports_included: bool,
        path: String,
    },
    DeclineBackup {
        reason: String,
    },
    RecordFinding {
        finding: Box<Finding>,
        /// What stood there when the typing began. With it, a field that was left as it stood keeps what another tab or tablet
        /// has recorded meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Box<Finding>>,
    },
    AttachPhoto {
        photo: Photo,
    },
    RemovePhoto {
        sha256: String,
    },
    RecordCosts {
        travel: Money,
        materials: Money,
        other: Money,
        #[serde(default)]
        paid: Money,
        #[serde(default)]
        parts: Vec<Part>,
        #[serde(default)]
        vouchers: Vec<String>,
    },
    RecordResult {
        result: Box<CustomerResult>,
    },
    /// Fixes the time of leaving that the customer is shown, before the signing page opens.
    PresentForm {
        left_at: Timestamp,
    },
    Sign {
        record: Box<SignatureRecord>,
    },
    /// The customer is unwilling or gone (ONS-16).
    LeaveUnsigned {
        reason: String,
    },
    /// Solved on the phone before driving (no signature; the follow-up call confirms).
    SolveByPhone {
        finding: Box<Finding>,
    },
    /// The form is complete and goes to the office (ONS-18).
    ReturnForm,

    // Data of the customer (UNR-6, UNR-7), and word to the customer.
    /// What is to be taken away, and why.
    PlanData {
        plan: Box<DataPlan>,
    },
    /// The data record, after consent and pledge.
    RecordData {
        record: Box<DataRecord>,
    },
    /// All papers are signed, and the engineer takes it.
    TakeData,
    HandOverData {
        to: Holder,
        #[serde(default)]
        note: String,
    },
    /// Returned or destroyed, as the pledge says: with the customer's signature, or before a witness.
    EndCustody {
        how: Afterwards,
        #[serde(default)]
        witness: String,
        #[serde(default)]
        note: String,
    },
    /// The customer was told how things stand (UNR-9).
    TellCustomer {
        state: String,
    },

    // Money on site (CUS-8, ONS-14).
    /// What is charged, before the customer consents to it; no lines: nothing is.
    ProposeFees {
        because: ChargedBecause,
        lines: Vec<FeeLine>,
    },
    /// The customer does not want to pay.
    DeclineFees {
        reason: String,
    },
    /// Less than the table says; until a manager approves, the full price stands.
    AskDiscount {
        amount: Money,
        reason: String,
    },
    /// What stands on the voucher that the customer signs.
    RecordPayment {
        pay_by: PayBy,
        amount: Money,
    },

    // Money, in the office.
    SettleDiscount {
        dispatch: DispatchId,
        approve: bool,
        /// Needed for a no.
        #[serde(default)]
        note: String,
    },
    /// The engineer has handed the money in, and it was counted.
    ReceiveMoney {
        dispatch: DispatchId,
        counted: Money,
        /// Needed where it is not what the voucher says.
        #[serde(default)]
        note: String,
    },
    /// The invoice has gone out.
    RecordInvoice {
        dispatch: DispatchId,
        number: String,
    },
    /// Takes the office's last step back.
    TakeBackFeeStep {
        dispatch: DispatchId,
        step: FeeStep,
    },
}
