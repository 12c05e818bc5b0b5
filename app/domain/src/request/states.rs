//! The states of 03-onsite and every transition between them: one place, the same on the tablet and on the server.

use serde::{Deserialize, Serialize};

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    Draft,
    Submitted,
    Verified,
    Dispatched,
    Returned,
    SentBack,
    WrittenOff,
    Archived,
    Declined,
    Cancelled,
}

impl RequestState {
    pub const ALL: [RequestState; 10] = [
        RequestState::Draft,
        RequestState::Submitted,
        RequestState::Verified,
        RequestState::Dispatched,
        RequestState::Returned,
        RequestState::SentBack,
        RequestState::WrittenOff,
        RequestState::Archived,
        RequestState::Declined,
        RequestState::Cancelled,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            RequestState::Draft => "draft",
            RequestState::Submitted => "submitted",
            RequestState::Verified => "verified",
            RequestState::Dispatched => "dispatched",
            RequestState::Returned => "returned",
            RequestState::SentBack => "sent_back",
            RequestState::WrittenOff => "written_off",
            RequestState::Archived => "archived",
            RequestState::Declined => "declined",
            RequestState::Cancelled => "cancelled",
        }
    }

    /// Whether the plain transition exists.
    ///
    /// `Verified → Returned` and `Cancelled → Returned` happen only when the duty manager accepts disputed work.
    #[must_use]
    pub fn may_become(self, to: RequestState) -> bool {
        use RequestState as S;
        matches!(
            (self, to),
            (S::Draft, S::Submitted | S::Cancelled)
                | (S::Submitted, S::Verified | S::Declined | S::Cancelled)
                | (S::Declined, S::Submitted | S::Cancelled)
                | (S::Verified, S::Dispatched | S::Cancelled | S::Returned)
                | (S::Dispatched, S::Returned | S::Verified | S::Cancelled)
                | (S::Returned, S::WrittenOff | S::SentBack)
                | (S::SentBack, S::Returned)
                | (S::WrittenOff, S::Archived)
                | (S::Cancelled, S::Returned)
        )
    }

    /// Nothing more is expected to happen.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, RequestState::WrittenOff | RequestState::Archived | RequestState::Cancelled)
    }
}

/// Where a dispatch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DispatchState {
    Offered,
    Confirmed,
    Appointed,
    EnRoute,
    OnSite,
    Signed,
    Unsigned,
    NotMet,
    SolvedByPhone,
    Returned,
    Refused,
    Recalled,
    Disputed,
    Superseded,
}

impl DispatchState {
    pub const ALL: [DispatchState; 14] = [
        DispatchState::Offered,
        DispatchState::Confirmed,
        DispatchState::Appointed,
        DispatchState::EnRoute,
        DispatchState::OnSite,
        DispatchState::Signed,
        DispatchState::Unsigned,
        DispatchState::NotMet,
        DispatchState::SolvedByPhone,
        DispatchState::Returned,
        DispatchState::Refused,
        DispatchState::Recalled,
        DispatchState::Disputed,
        DispatchState::Superseded,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DispatchState::Offered => "offered",
            DispatchState::Confirmed => "confirmed",
            DispatchState::Appointed => "appointed",
            DispatchState::EnRoute => "en_route",
            DispatchState::OnSite => "on_site",
            DispatchState::Signed => "signed",
            DispatchState::Unsigned => "unsigned",
            DispatchState::NotMet => "not_met",
            DispatchState::SolvedByPhone => "solved_by_phone",
            DispatchState::Returned => "returned",
            DispatchState::Refused => "refused",
            DispatchState::Recalled => "recalled",
            DispatchState::Disputed => "disputed",
            DispatchState::Superseded => "superseded",
        }
    }

    /// Whether the plain transition exists.
    ///
    /// `Superseded → Disputed`: work that arrives after the decision opens the matter again.
    #[must_use]
    pub fn may_become(self, to: DispatchState) -> bool {
        use DispatchState as S;
        matches!(
            (self, to),
            (S::Offered, S::Confirmed | S::Refused | S::Recalled)
                | (S::Confirmed, S::Appointed | S::SolvedByPhone | S::Recalled)
                | (S::Appointed, S::Appointed | S::EnRoute | S::SolvedByPhone | S::Recalled)
                | (S::EnRoute, S::OnSite | S::Recalled)
                | (S::OnSite, S::Signed | S::NotMet | S::Unsigned)
                | (S::NotMet, S::Appointed | S::Returned)
                | (S::Signed | S::Unsigned | S::SolvedByPhone, S::Returned)
                | (S::Unsigned, S::Signed)
                | (S::Recalled, S::Disputed)
                | (S::Disputed, S::Returned | S::Superseded)
                | (S::Superseded, S::Disputed)
        )
    }

    /// The dispatch holds the request: nobody else can be sent meanwhile.
    #[must_use]
    pub fn is_active(self) -> bool {
        !matches!(
            self,
            DispatchState::Refused | DispatchState::Recalled | DispatchState::Disputed | DispatchState::Superseded
        )
    }

    /// The manager may still take it back: the engineer is not on the premises yet.
    #[must_use]
    pub fn is_recallable(self) -> bool {
        self.may_become(DispatchState::Recalled)
    }

    /// The visit is under way: its form can be filled.
    #[must_use]
    pub fn is_on_premises(self) -> bool {
        matches!(self, DispatchState::OnSite)
    }
}
