//! Identifiers: UUIDv7, made by whoever creates the thing, one type each so that they cannot be mixed up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

id_types! {
    /// One problem of one customer, from first word to last.
    CaseId;
    /// An organisation with a file.
    CustomerId;
    /// A browser that holds a signing key: a tablet, or an office browser for one session.
    DeviceId;
    /// One assignment of one request to one engineer.
    DispatchId;
    /// One action of one person on one device.
    EnvelopeId;
    /// A member of staff.
    PersonId;
    /// One numbered form QR/03.
    RequestId;
    /// One signature on one document.
    SignatureId;
}
