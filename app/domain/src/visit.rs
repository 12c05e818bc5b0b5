//! What happens on the premises: the engineer's and the customer's part of the form (ONS-11 to ONS-17).

use serde::{Deserialize, Serialize};

use crate::{
    Money, Timestamp,
    custody::{Custody, DataTaking},
    fees::VisitFees,
    signature::SignatureRecord,
};

/// The guided steps of a visit, in order (ONS-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Confirm,
    Appoint,
    Badge,
    Knock,
    Introduce,
    Demonstrate,
    BackUp,
    Solve,
    TrialRun,
    Explain,
    Sign,
    Farewell,
}

impl Step {
    pub const ALL: [Step; 12] = [
        Step::Confirm,
        Step::Appoint,
        Step::Badge,
        Step::Knock,
        Step::Introduce,
        Step::Demonstrate,
        Step::BackUp,
        Step::Solve,
        Step::TrialRun,
        Step::Explain,
        Step::Sign,
        Step::Farewell,
    ];

    /// Courtesy steps may be folded away; the others may not.
    #[must_use]
    pub fn is_courtesy(self) -> bool {
        matches!(self, Step::Badge | Step::Knock | Step::Introduce | Step::Farewell)
    }
}

/// A step, ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tick {
    pub step: Step,
    pub at: Timestamp,
}

/// The backup made before anything was touched (ONS-12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Backup {
    Made {
        account_sets: Vec<String>,
        reports_included: bool,
        path: String,
        at: Timestamp,
    },
    /// No backup, for a reason the customer signs for (a signature of kind `no_backup`).
    Declined {
        reason: String,
        at: Timestamp,
    },
}

/// What kind of problem it was: proposed on site, decided at write-off (ONS-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemType {
    Quality,
    Requirement,
    Usage,
    Other,
}

/// What was found and done (ONS-13).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Finding {
    pub problem_type: Option<ProblemType>,
    pub cause: String,
    pub solution: String,
    pub prevention: String,
    /// Number of the knowledge article that helped.
    pub article: Option<String>,
}

impl Finding {
    /// What was typed here over what was recorded elsewhere meanwhile: a field that stands as it was when the typing
    /// began (`before`) takes what is recorded now, any other stays as typed.
    #[must_use]
    pub fn typed_over(&self, before: &Finding, recorded: &Finding) -> Finding {
        fn newer<T: PartialEq + Clone>(typed: &T, before: &T, recorded: &T) -> T {
            if typed == before { recorded.clone() } else { typed.clone() }
        }
        Finding {
            problem_type: newer(&self.problem_type, &before.problem_type, &recorded.problem_type),
            cause: newer(&self.cause, &before.cause, &recorded.cause),
            solution: newer(&self.solution, &before.solution, &recorded.solution),
            prevention: newer(&self.prevention, &before.prevention, &recorded.prevention),
            article: newer(&self.article, &before.article, &recorded.article),
        }
    }
}

/// A photo or screenshot, compressed on the tablet, location and device data removed. The bytes are a blob.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Photo {
    /// SHA-256 of the bytes in lower-case hex: the blob's name.
    pub sha256: String,
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    pub caption: String,
    pub taken_at: Timestamp,
}

/// A part or material that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    pub name: String,
    pub quantity: u32,
    pub unit_price: Money,
}

/// What the visit cost and what was paid (ONS-17).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Costs {
    pub travel: Money,
    pub materials: Money,
    pub other: Money,
    /// Money taken on the premises.
    pub paid: Money,
    pub parts: Vec<Part>,
    /// Photos of vouchers, by blob name.
    pub vouchers: Vec<String>,
}

impl Costs {
    #[must_use]
    pub fn total(&self) -> Money {
        self.travel + self.materials + self.other
    }
}

/// How far the problem was solved, in the customer's eyes (ONS-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Solved {
    All,
    Partly,
    Not,
}

/// The customer's part of the form (ONS-15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerResult {
    pub solved: Solved,
    pub told_prevention: bool,
    /// 1 to 5.
    pub satisfaction: u8,
    #[serde(default)]
    pub opinion: String,
    #[serde(default)]
    pub further_needs: String,
}

/// The visit of one dispatch, as far as it has got.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Visit {
    pub ticks: Vec<Tick>,
    pub arrived_at: Option<Timestamp>,
    pub left_at: Option<Timestamp>,
    pub backup: Option<Backup>,
    pub finding: Finding,
    pub photos: Vec<Photo>,
    pub costs: Costs,
    pub result: Option<CustomerResult>,
    pub signatures: Vec<SignatureRecord>,
    /// Why there is no signature, when the customer was unwilling or gone.
    pub unsigned_reason: Option<String>,
    /// Nobody was met at a visit that had been taken back meanwhile; elsewhere the dispatch's state says so (SYN-7).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_not_met: bool,
    pub solved_by_phone: bool,
    /// Data of the customer that is to be taken away, or was (UNR-6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Box<DataTaking>>,
    /// What is charged, and where the money is (CUS-8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fees: Option<Box<VisitFees>>,
    /// How often the form was put before the customer: the version of the sealed content.
    pub presented: u32,
    /// When work first arrived for a dispatch that had been taken back (SYN-7).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed_at: Option<Timestamp>,
    /// When the form of such a dispatch was handed in: nothing more is to come from the premises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_in_at: Option<Timestamp>,
}

impl Visit {
    #[must_use]
    pub fn has_ticked(&self, step: Step) -> bool {
        self.ticks.iter().any(|tick| tick.step == step)
    }

    /// The signature that seals the form, if there is one.
    #[must_use]
    pub fn sign_off(&self) -> Option<&SignatureRecord> {
        self.signatures.iter().rev().find(|record| record.kind == crate::signature::DocumentKind::SignOff)
    }

    /// The customer's signature for going without a backup, for the reason that stands in the form (ONS-12).
    #[must_use]
    pub fn consent_to_no_backup(&self) -> Option<&SignatureRecord> {
        let Some(Backup::Declined { reason, .. }) = &self.backup else { return None };
        let covers = |record: &&SignatureRecord| {
            record.kind == crate::signature::DocumentKind::NoBackup
                && record.content["backup"]["none_because"] == *reason
        };
        self.signatures.iter().rev().find(covers)
    }

    /// True when a manager must look at it: partly or not solved, or the customer wants more (UNR-2).
    #[must_use]
    pub fn needs_decision(&self) -> bool {
        self.result
            .as_ref()
            .is_some_and(|result| result.solved != Solved::All || !result.further_needs.trim().is_empty())
    }

    /// A manager must decide how it goes on: the customer said so, or nobody said that it was solved.
    #[must_use]
    pub fn is_unsolved(&self) -> bool {
        self.needs_decision() || (self.result.is_none() && !self.solved_by_phone)
    }

    /// The data that was taken away on this visit, with everybody who had it since.
    #[must_use]
    pub fn custody(&self) -> Option<&Custody> {
        self.data.as_ref()?.custody.as_ref()
    }
}
