//! The components: what travels, as JSON Schema made from the types themselves.
//!
//! The types here are those that are put together by hand in a handler; a test holds the answers against them.
#![expect(dead_code, reason = "these types are there to be described")]

mod conflicts;
mod data;
mod fees;
mod settings;

use std::collections::BTreeMap;

use domain::{
    CustomerId, DeviceId, DispatchId, PersonId, RequestId, Timestamp,
    command::Command,
    customer::Customer,
    deadline::Deadline,
    entitlement::Standing,
    fact::Fact,
    people::{Person, Role},
    request::{DispatchState, RequestState, ServiceRequest},
    sealed::SealedAnswer,
    signature::DocumentKind,
    sync::{BlobsAnswer, Envelope, Presence, Problem, Pull, Push, PushAnswer, SessionInfo},
    visit::{CustomerResult, Solved},
};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    super::{deadlines, devices, notices, people, presence, rosters, session, settings as clock_settings},
    operation::reference,
};

/// The public half of an ES256 key, as JWK. Further members are ignored.
#[derive(Deserialize, JsonSchema)]
pub struct PublicKey {
    /// `EC`
    kty: String,
    /// `P-256`
    crv: String,
    /// 32 bytes, base64url without padding.
    x: String,
    /// 32 bytes, base64url without padding.
    y: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Registered {
    device_id: DeviceId,
}

/// A device with one of the people who worked on it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeviceLine {
    id: DeviceId,
    name: String,
    person: PersonId,
    person_name: Option<String>,
    created_at: Timestamp,
    /// When it pushed last.
    last_contact: Timestamp,
    revoked: bool,
    /// When it said that it has emptied itself.
    wiped_at: Option<Timestamp>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeviceState {
    revoked: bool,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeviceList {
    items: Vec<DeviceLine>,
}

/// A device and the visit it owes a word about.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SilentDevice {
    id: DeviceId,
    name: String,
    person: PersonId,
    person_name: Option<String>,
    last_contact: Timestamp,
    request: RequestId,
    number: String,
    unit: String,
    /// When the visit should have been over.
    planned_end: Timestamp,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SilentDeviceList {
    items: Vec<SilentDevice>,
}

/// A public Ed25519 key, as JWK.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServerKey {
    /// `OKP`
    kty: String,
    /// `Ed25519`
    crv: String,
    /// 32 bytes, base64url without padding.
    x: String,
}

/// Every key that ever signed, by id; `current` signs now. Work is sealed to one of `sealing` (points of P-256,
/// uncompressed, base64url), at best to `current_sealing`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KeySet {
    keys: BTreeMap<String, ServerKey>,
    current: String,
    sealing: BTreeMap<String, String>,
    current_sealing: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SessionLine {
    id: Uuid,
    created_at: Timestamp,
    last_used: Timestamp,
    address: String,
    agent: String,
    /// The one this call was made with.
    current: bool,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SessionList {
    items: Vec<SessionLine>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DemoLogin {
    login: String,
    name: String,
    roles: Vec<Role>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DemoLogins {
    logins: Vec<DemoLogin>,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PersonList {
    items: Vec<Person>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RequestItem {
    id: RequestId,
    version: i64,
    record: ServiceRequest,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RequestPage {
    items: Vec<RequestItem>,
    /// The cursor of the next page; null after the last one.
    next: Option<String>,
}

/// One change of a record: who, when, from where, and the facts it led to.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct HistoryLine {
    /// Number in the record of change of the whole centre.
    seq: i64,
    /// When the server wrote it down.
    at: Timestamp,
    /// When it was done, which is long before where there was no network; absent for what the centre's own program did.
    done_at: Option<Timestamp>,
    version: i64,
    person: Option<PersonId>,
    person_name: String,
    device: Option<DeviceId>,
    address: String,
    /// The command's word.
    command: String,
    facts: Vec<Fact>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct History {
    items: Vec<HistoryLine>,
}

/// The data of the live event `change`: a request as it stands.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LiveChange {
    /// The same as the event's id.
    seq: i64,
    /// `request`
    kind: String,
    id: RequestId,
    version: i64,
    record: ServiceRequest,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Verified {
    /// `unaltered`, `altered` or `not_yet_received`.
    state: String,
}

/// What a device should know of the centre.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    name: String,
    /// IANA name of the time zone.
    zone: String,
    /// Phone of whoever is on duty.
    duty_phone: String,
    demo: bool,
    /// The fee table, all rows.
    fees: Vec<domain::fees::FeeItem>,
    /// When the centre works.
    calendar: domain::calendar::CalendarData,
}

/// A customer's last visits in short.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CustomerHistory {
    customer: CustomerId,
    visits: Vec<PastVisit>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PastVisit {
    request: RequestId,
    number: String,
    at: Timestamp,
    engineer: String,
    symptom: String,
    solution: String,
    solved: Option<Solved>,
    satisfaction: Option<u8>,
}

/// The head of what a customer signs.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SealedHead {
    /// The request's `number`.
    number: String,
    /// The request's `unit`.
    unit: String,
    /// The request's `contact.name`.
    contact: String,
    /// The request's `product.name`, a space, `product.version`; without the space when there is no version.
    product: String,
    /// The request's `symptom`.
    symptom: String,
    /// The dispatch's `engineer_name`.
    engineer: String,
}

/// The visit's `backup` without its `kind` and `at`: as made, or as declined; null when there is none.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum SealedBackup {
    Made(SealedBackupMade),
    Declined(SealedBackupDeclined),
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SealedBackupMade {
    account_sets: Vec<String>,
    reports_included: bool,
    path: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SealedBackupDeclined {
    /// The backup's `reason`.
    none_because: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SealedCosts {
    travel: domain::Money,
    materials: domain::Money,
    other: domain::Money,
    /// Travel, materials and other together, always with two decimals.
    total: domain::Money,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SealedEntitlement {
    standing: Standing,
    /// The entitlement's `agreement_until`.
    until: Option<String>,
}

/// What a customer signs under kind `no_backup`: exactly these members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NoBackupContent {
    kind: DocumentKind,
    head: SealedHead,
    backup: Option<SealedBackup>,
}

/// What a customer signs under every other kind: exactly these members, values as the record has them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SignedContent {
    kind: DocumentKind,
    head: SealedHead,
    /// `finding.cause`
    cause: String,
    /// `finding.solution`
    solution: String,
    /// `finding.prevention`
    prevention: String,
    backup: Option<SealedBackup>,
    arrived_at: Option<Timestamp>,
    left_at: Option<Timestamp>,
    /// The visit's `result`, whole.
    result: Option<CustomerResult>,
    costs: SealedCosts,
    entitlement: SealedEntitlement,
    /// Absent unless something is charged.
    #[serde(default)]
    fees: Option<fees::SealedFees>,
}

/// All components by name.
pub fn all() -> Map<String, Value> {
    let mut style = SchemaSettings::draft2020_12();
    style.definitions_path = "/components/schemas".into();
    let mut generator = style.into_generator();
    name::<(Command, RequestState, DispatchState, Envelope, Push, PushAnswer, BlobsAnswer, Pull, Problem)>(
        &mut generator,
    );
    name::<(SealedAnswer, DeviceState, devices::Wiped)>(&mut generator);
    name::<(ServiceRequest, Customer, Person, Settings, CustomerHistory, SignedContent, NoBackupContent)>(
        &mut generator,
    );
    name::<(session::SignIn, SessionInfo, SessionList, session::PasswordChange, DemoLogins)>(&mut generator);
    name::<(devices::Registration, Registered, DeviceList, SilentDeviceList, KeySet)>(&mut generator);
    name::<(conflicts::DisputeList, conflicts::QuarantinePage, conflicts::Quarantined, conflicts::ReplayRound)>(
        &mut generator,
    );
    name::<(conflicts::ReceiptPage, conflicts::ReceivedList, conflicts::BegunList)>(&mut generator);
    name::<(PersonList, people::NewPerson, people::ChangedPerson)>(&mut generator);
    name::<(domain::day_sheet::Call, domain::dispatch_sheet::Row, domain::headquarters_log::Case)>(&mut generator);
    name::<domain::knowledge::Article>(&mut generator);
    name::<(domain::roster::RosterMonth, domain::roster::Row, rosters::ChangedRoster)>(&mut generator);
    name::<(settings::ClockList, settings::CalendarList, settings::SettingsHistory)>(&mut generator);
    name::<(clock_settings::ChangedClock, clock_settings::ChangedCalendar)>(&mut generator);
    name::<(data::DataPlanContent, data::DataRecordContent)>(&mut generator);
    name::<(settings::FeeSettingList, clock_settings::ChangedFee, fees::FeesContent, fees::VoucherContent)>(
        &mut generator,
    );
    name::<(settings::FollowUpPage, domain::follow_up::Stage, settings::NoticeList, notices::Read)>(&mut generator);
    name::<(RequestItem, RequestPage, History, LiveChange, Verified)>(&mut generator);
    name::<(deadlines::Preview, Deadline, presence::Announcement, Presence, DispatchId)>(&mut generator);
    let mut all = generator.take_definitions(true);
    all.insert("Changed".to_owned(), changed());
    if let Some(content) = all.get_mut("SignatureRecord").and_then(|schema| schema.pointer_mut("/properties/content")) {
        *content = json!({
            "description": "What the customer was shown, as canonical JSON sees it.",
            "anyOf": [reference("NoBackupContent"), reference("DataPlanContent"), reference("DataRecordContent"), reference("FeesContent"), reference("VoucherContent"), reference("SignedContent")],
        });
    }
    all
}

/// Makes the generator name every type of a tuple.
fn name<T: JsonSchema>(generator: &mut SchemaGenerator) {
    let _ = generator.subschema_for::<T>();
}

/// A record as it stands: what `record` is depends on `kind`.
fn changed() -> Value {
    let kinds = [
        ("request", "ServiceRequest"),
        ("customer", "Customer"),
        ("person", "Person"),
        ("settings", "Settings"),
        ("history", "CustomerHistory"),
    ];
    let of_kind = |(kind, schema): (&str, &str)| {
        json!({
            "type": "object",
            "properties": {
                "kind": {"type": "string", "const": kind},
                "id": {"type": "string"},
                "version": {"type": "integer", "format": "int64"},
                "record": reference(schema),
            },
            "required": ["kind", "id", "version", "record"],
        })
    };
    json!({"description": "A record as it stands. `history` is about the customer of the same id.", "oneOf": kinds.map(of_kind)})
}
