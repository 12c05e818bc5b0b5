//! What is signed about data that is taken along.

use domain::{
    custody::{DataPlan, DataRecord},
    signature::DocumentKind,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::SealedHead;

/// What is signed under kinds `consent` and `pledge`, before data is taken: exactly these members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DataPlanContent {
    kind: DocumentKind,
    head: SealedHead,
    plan: Option<DataPlan>,
}

/// What is signed under kinds `data_record` and `data_returned`: exactly these members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DataRecordContent {
    kind: DocumentKind,
    head: SealedHead,
    plan: Option<DataPlan>,
    record: Option<DataRecord>,
}
