//! Why a command has no effect, with what the person can do about it. The sentences live in the translations.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, signature::DocumentKind};

/// A rule objects to a command. The wire form carries the stable word in `type`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Rejection {
    /// What the person may not see answers like what does not exist.
    #[error("no such record")]
    NotFound,
    /// The record's state does not allow this step.
    #[error("not possible in state {state}")]
    WrongState { state: String },
    /// Somebody else was faster.
    #[error("already with {engineer}")]
    AlreadyAssigned { engineer: String },
    /// A field that must be filled is empty. `pointer` is a JSON pointer into the command.
    #[error("{pointer} is missing")]
    Missing { pointer: String },
    /// A field's value is not acceptable.
    #[error("{pointer} is not acceptable")]
    Invalid { pointer: String },
    /// The time lies outside what the manager allowed (ONS-8).
    #[error("outside the allowed window")]
    OutsideWindow { from: Timestamp, to: Timestamp },
    /// No solving before a backup, or a signed reason for none (ONS-12).
    #[error("no backup recorded")]
    BackupFirst,
    /// The customer has signed; what was signed is sealed.
    #[error("sealed by a signature")]
    Sealed,
    /// The drawn line is too short to be a signature.
    #[error("too little ink")]
    TooLittleInk,
    /// The signature does not cover the form as it stands.
    #[error("the signature covers other content")]
    OtherContent,
    /// The customer is blocked: no visit can be created (CUS-5).
    #[error("the customer is blocked")]
    CustomerBlocked,
    /// Recovering a password is never dispatched on site (HOT-7).
    #[error("passwords are not dispatched")]
    PasswordRequest,
    /// The person is no engineer, or no longer works here.
    #[error("nobody to send")]
    NoSuchEngineer,
    /// Rules speak against this place in the plan, and nobody has said why so all the same (ONS-4). Words of
    /// [`Objection`](crate::sending::Objection).
    #[error("needs a reason: {against:?}")]
    ReasonNeeded { against: Vec<String> },
    /// An id that already names something else.
    #[error("the id is taken")]
    IdTaken,
    /// Both sides changed these fields since one of them last saw them. Words of [`Field`](crate::dispute::Field).
    #[error("changed meanwhile: {fields:?}")]
    ChangedMeanwhile { fields: Vec<String> },
    /// Another paper has to be signed before (UNR-6).
    #[error("the paper {paper:?} comes first")]
    PaperFirst { paper: DocumentKind },
    /// The data ends otherwise than the pledge says (UNR-7).
    #[error("other than pledged")]
    OtherThanPledged,
    /// The customer's data is with somebody else than this step asks for (UNR-7, UNR-10).
    #[error("the data is with {holder}")]
    DataElsewhere { holder: String },
    /// The end of data has a witness who is somebody else (UNR-7).
    #[error("nobody is the own witness")]
    OwnWitness,
    /// Whoever brought data back takes part in the consultation (UNR-3).
    #[error("{engineer} must take part")]
    MustTakePart { engineer: String },
    /// After two failed visits the support manager decides (UNR-5).
    #[error("only the support manager can do this")]
    SupportManagerOnly,
    /// The case has not been sent to headquarters (UNR-8).
    #[error("not at headquarters")]
    NotAtHeadquarters,
    /// A solution is tried in the office before it goes to the customer (UNR-10).
    #[error("the solution was not tried")]
    SolutionUntried,
    /// Only the server can decide this; the device must be online.
    #[error("only the office can do this")]
    OfficeOnly,
}

impl Rejection {
    /// The stable word a program can rely on: the `type` of the problem.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Rejection::NotFound => "not_found",
            Rejection::WrongState { .. } => "wrong_state",
            Rejection::AlreadyAssigned { .. } => "already_assigned",
            Rejection::Missing { .. } => "missing",
            Rejection::Invalid { .. } => "invalid",
            Rejection::OutsideWindow { .. } => "outside_window",
            Rejection::BackupFirst => "backup_first",
            Rejection::Sealed => "sealed",
            Rejection::TooLittleInk => "too_little_ink",
            Rejection::OtherContent => "other_content",
            Rejection::CustomerBlocked => "customer_blocked",
            Rejection::PasswordRequest => "password_request",
            Rejection::NoSuchEngineer => "no_such_engineer",
            Rejection::ReasonNeeded { .. } => "reason_needed",
            Rejection::IdTaken => "id_taken",
            Rejection::ChangedMeanwhile { .. } => "changed_meanwhile",
            Rejection::PaperFirst { .. } => "paper_first",
            Rejection::OtherThanPledged => "other_than_pledged",
            Rejection::DataElsewhere { .. } => "data_elsewhere",
            Rejection::OwnWitness => "own_witness",
            Rejection::MustTakePart { .. } => "must_take_part",
            Rejection::SupportManagerOnly => "support_manager_only",
            Rejection::NotAtHeadquarters => "not_at_headquarters",
            Rejection::SolutionUntried => "solution_untried",
            Rejection::OfficeOnly => "office_only",
        }
    }

    pub(crate) fn missing(pointer: &str) -> Self {
        Rejection::Missing { pointer: pointer.to_owned() }
    }

    pub(crate) fn invalid(pointer: &str) -> Self {
        Rejection::Invalid { pointer: pointer.to_owned() }
    }
}
