//! What happened, as it is recorded: the only thing that changes state (AUD-1).

use serde::{Deserialize, Serialize};

use crate::{
    CaseId, DispatchId, PersonId, RequestId, SignatureId, Timestamp,
    custody::{CustodyEnd, DataPlan, DataRecord, HandOver},
    deadline::Clock,
    dispute::{KeptAction, Settlement},
    fees::{
        ChargedBecause, Discount, DiscountDecision, FeeLine, FeeStep, FeesDeclined, InvoiceSent, MoneyReceived, Payment,
    },
    follow_up::{Attempt, Call, Complaint, ComplaintEnd},
    request::{Appointment, Dispatch, DispatchState, HelpAnswer, RequestPatch, RequestState, ServiceRequest, Slot},
    signature::{Countersignature, SignatureRecord},
    time::Attested,
    unresolved::{Acknowledged, AtHeadquarters, Contacted, Ended, Held, Solution, SolutionCheck, Workaround},
    visit::{Backup, Costs, CustomerResult, Finding, Photo, ProblemType, Tick},
};

/// What the manager decides about a form that was not solved (UNR-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Consult,
    ReDispatch,
    Escalate,
    Close,
}

/// How a returned form was closed (ONS-18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WriteOff {
    pub problem_type: ProblemType,
    /// None when solved.
    pub decision: Option<Decision>,
    #[serde(default)]
    pub advice: String,
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
    /// The request that continues this one, after a re-dispatch.
    #[serde(default)]
    pub followed_by: Option<RequestId>,
}

/// One thing that happened to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Fact {
    RequestOpened {
        request: Box<ServiceRequest>,
    },
    /// Fields changed; `before` holds the former values of exactly those.
    RequestEdited {
        patch: Box<RequestPatch>,
        before: Box<RequestPatch>,
    },
    RequestState {
        from: RequestState,
        to: RequestState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        at: Timestamp,
    },
    /// Submitting gives the form its number and starts its clocks (ONS-5).
    Submitted {
        number: String,
        clocks: Vec<Clock>,
        at: Timestamp,
    },
    Dispatched {
        dispatch: Box<Dispatch>,
    },
    DispatchState {
        dispatch: DispatchId,
        from: DispatchState,
        to: DispatchState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        at: Timestamp,
    },
    Rescheduled {
        dispatch: DispatchId,
        from: Slot,
        to: Slot,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    Appointed {
        dispatch: DispatchId,
        appointment: Appointment,
    },
    /// The engineer or the customer wishes a time the manager has not allowed (ONS-8, ONS-9).
    AppointmentWished {
        dispatch: DispatchId,
        appointment: Appointment,
    },
    HelpAsked {
        dispatch: DispatchId,
        note: String,
        at: Timestamp,
    },
    /// The customer was told that it gets later, or did not accept it (ONS-9).
    DelayTold {
        dispatch: DispatchId,
        reason: String,
        new_time: Timestamp,
        agreed: bool,
        at: Timestamp,
    },
    /// A limit begins to run (`clocks.md`).
    ClockStarted {
        clock: Box<Clock>,
    },
    ClockStopped {
        rule: String,
        attested: Attested,
    },
    StepTicked {
        dispatch: DispatchId,
        tick: Tick,
    },
    Arrived {
        dispatch: DispatchId,
        attested: Attested,
    },
    BackedUp {
        dispatch: DispatchId,
        backup: Backup,
    },
    Found {
        dispatch: DispatchId,
        finding: Box<Finding>,
    },
    PhotoAdded {
        dispatch: DispatchId,
        photo: Photo,
    },
    PhotoRemoved {
        dispatch: DispatchId,
        sha256: String,
    },
    CostsRecorded {
        dispatch: DispatchId,
        costs: Box<Costs>,
    },
    ResultGiven {
        dispatch: DispatchId,
        result: Box<CustomerResult>,
    },
    /// The time the customer sees on the page that is signed.
    LeftAt {
        dispatch: DispatchId,
        at: Timestamp,
    },
    Signed {
        dispatch: DispatchId,
        record: Box<SignatureRecord>,
    },
    Countersigned {
        dispatch: DispatchId,
        signature: SignatureId,
        countersignature: Box<Countersignature>,
    },
    NotSigned {
        dispatch: DispatchId,
        reason: String,
        /// Nobody was there to sign; `reason` is what the engineer noted.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_not_met: bool,
    },
    SolvedByPhone {
        dispatch: DispatchId,
        at: Timestamp,
    },
    WrittenOff {
        write_off: Box<WriteOff>,
    },
    /// Work arrived for a dispatch that had been taken back; the duty manager decides (SYN-7).
    Disputed {
        dispatch: DispatchId,
        at: Timestamp,
    },
    /// A rule objected to an action when it arrived: it is kept whole and the duty manager decides (SYN-7).
    ActionKept {
        action: Box<KeptAction>,
    },
    /// The duty manager has decided; the facts before this one in the same change are what came of it.
    DisputeSettled {
        settlement: Box<Settlement>,
    },
    /// The decision was taken back: the request stands as before, and nothing that came since is lost.
    DisputeReopened {
        by_name: String,
        at: Timestamp,
    },
    ClockPaused {
        rule: String,
        at: Timestamp,
        reason: String,
        by: PersonId,
    },
    ClockResumed {
        rule: String,
        at: Timestamp,
    },
    DueChanged {
        rule: String,
        from: Timestamp,
        to: Timestamp,
        reason: String,
        at: Timestamp,
        by: PersonId,
    },
    /// The form was written off: the customer is to be called (QA-1).
    FollowUpDue {
        clock: Box<Clock>,
    },
    FollowUpTried {
        attempt: Box<Attempt>,
    },
    FollowUpMade {
        call: Box<Call>,
    },
    /// The customer is not content: a case of its own.
    ComplaintOpened {
        complaint: Box<Complaint>,
    },
    ComplaintClosed {
        case: CaseId,
        end: Box<ComplaintEnd>,
    },
    /// The form of a dispatch taken back is complete; it is the duty manager's turn (SYN-7).
    HandedIn {
        dispatch: DispatchId,
        at: Timestamp,
    },
    /// The office answered whoever asked for help (UNR-1).
    HelpAnswered {
        dispatch: DispatchId,
        answer: HelpAnswer,
    },
    /// The office looks for a solution from here on (UNR-2).
    MatterOpened {
        at: Timestamp,
    },
    /// The second visit failed (UNR-5).
    GivenToSupportManager {
        at: Timestamp,
    },
    Consulted {
        held: Box<Held>,
    },
    Escalated {
        headquarters: Box<AtHeadquarters>,
    },
    EscalationAcknowledged {
        acknowledged: Acknowledged,
    },
    /// Headquarters or the customer was spoken to (UNR-9).
    ContactLogged {
        contact: Contacted,
    },
    WorkaroundRecorded {
        workaround: Workaround,
    },
    SolutionRecorded {
        solution: Solution,
    },
    SolutionChecked {
        check: SolutionCheck,
    },
    MatterEnded {
        ended: Ended,
    },
    /// What is to be taken away, and why (UNR-6).
    DataPlanned {
        dispatch: DispatchId,
        plan: Box<DataPlan>,
    },
    DataRecorded {
        dispatch: DispatchId,
        record: Box<DataRecord>,
    },
    DataTaken {
        dispatch: DispatchId,
        link: HandOver,
    },
    DataHandedOver {
        dispatch: DispatchId,
        link: HandOver,
    },
    CustodyEnded {
        dispatch: DispatchId,
        end: CustodyEnd,
    },
    /// What is charged, and why (CUS-8, ONS-14).
    FeesProposed {
        dispatch: DispatchId,
        because: ChargedBecause,
        lines: Vec<FeeLine>,
    },
    /// The customer does not want to pay.
    FeesDeclined {
        dispatch: DispatchId,
        declined: FeesDeclined,
    },
    DiscountAsked {
        dispatch: DispatchId,
        discount: Discount,
    },
    DiscountSettled {
        dispatch: DispatchId,
        decision: DiscountDecision,
    },
    /// What stands on the voucher; it counts from the signature on.
    PaymentRecorded {
        dispatch: DispatchId,
        payment: Payment,
    },
    /// The customer has signed the voucher.
    MoneyTaken {
        dispatch: DispatchId,
        at: Timestamp,
    },
    /// The office has counted the money.
    MoneyReceived {
        dispatch: DispatchId,
        received: MoneyReceived,
    },
    InvoiceSent {
        dispatch: DispatchId,
        invoice: InvoiceSent,
    },
    /// The office took its last step back.
    FeeStepTakenBack {
        dispatch: DispatchId,
        step: FeeStep,
    },
}
