//! QR/03, the on-site service request: four parts and a receipt, field by field in the paper's order.

use domain::{
    Timestamp,
    entitlement::{Entitlement, Standing},
    request::{Channel, Dispatch, ServiceRequest},
    signature::{self, DocumentKind},
    verification::shown_dispatch,
    visit::{Backup, ProblemType, Solved, Visit},
};
use serde::Serialize;
use words::{
    Lang, Text, common,
    office::{form as texts, shared},
    paper, states, unresolved,
};

use super::{Centre, Field, Form, Part, Sheet, Verification, signed::Signed};
use crate::say::Say;

/// The form QR/03.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceRequestForm {
    sheet: Sheet,
    sealed_mark: String,
    parts: Vec<Part>,
    /// Under which of the parts the signature stands.
    signed_part: usize,
    signature: Signed,
    has_attachment: bool,
    #[serde(skip)]
    as_of: Timestamp,
    #[serde(skip)]
    attachment: Vec<u8>,
}

/// What stands on the form and in no field of its record.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    pub centre: &'a Centre,
    pub verification: &'a Verification,
    pub lang: Lang,
    /// When the record last changed, where that is known.
    pub changed_at: Option<Timestamp>,
    /// Engineer and number of the request that continues this one.
    pub next: Option<(String, String)>,
    /// The signature record with the keys it can be checked with; None without a signature.
    pub evidence: Option<&'a serde_json::Value>,
}

impl ServiceRequestForm {
    #[must_use]
    pub fn of(request: &ServiceRequest, around: &Surroundings) -> Self {
        let say = around.centre.say(around.lang);
        let dispatch = shown_dispatch(request);
        let as_of = as_of(request).max(around.changed_at.unwrap_or(request.opened_at));
        let sheet = Sheet::new(
            ("QR/03", texts::TITLE),
            &request.number,
            around.centre,
            around.verification,
            as_of,
            around.lang,
        );
        let visit = dispatch.map(|dispatch| dispatch.visit.clone()).unwrap_or_default();
        let parts = vec![
            hotline(request, say),
            manager(request, dispatch, say),
            engineer(dispatch, &visit, say),
            customer(request, &visit, say),
            receipt(request, &visit, around.next.as_ref(), say),
        ];
        let attachment = around.evidence.map(signature::canonical_value).unwrap_or_default();
        Self {
            sheet,
            sealed_mark: say.text(texts::SEALED_MARK),
            parts,
            signed_part: 3,
            signature: signed(request, dispatch, &visit, say),
            has_attachment: !attachment.is_empty(),
            as_of,
            attachment,
        }
    }

    /// Label and value of every field, part by part, for comparing the paper with its specification.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

impl Form for ServiceRequestForm {
    const TEMPLATE: &'static str = "/service-request.typ";

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn as_of(&self) -> Timestamp {
        self.as_of
    }

    fn attachment(&self) -> &[u8] {
        &self.attachment
    }
}

/// The last instant that stands in the record.
fn as_of(request: &ServiceRequest) -> Timestamp {
    let of_dispatch = |dispatch: &Dispatch| {
        let visit = &dispatch.visit;
        let received = visit
            .signatures
            .iter()
            .flat_map(|record| [Some(record.signed_at), record.countersignature.as_ref().map(|word| word.received_at)]);
        let times = [Some(dispatch.dispatched_at), visit.arrived_at, visit.left_at];
        times.into_iter().chain(received).flatten().max()
    };
    let matter = &request.unresolved;
    let headquarters = matter.headquarters.as_ref();
    let times = [
        Some(request.opened_at),
        request.submitted_at,
        request.write_off.as_ref().map(|word| word.at),
        matter.consultations.last().map(|held| held.at),
        headquarters.map(|sent| sent.acknowledged.as_ref().map_or(sent.sent_at, |word| word.at)),
        matter.ended.as_ref().map(|ended| ended.at),
    ];
    let dispatches = request.dispatches.iter().map(of_dispatch);
    times.into_iter().chain(dispatches).flatten().max().unwrap_or(request.opened_at)
}

fn hotline(request: &ServiceRequest, say: Say) -> Part {
    let contact = [request.contact.name.as_str(), request.contact.title.as_str()].join(" ");
    let product = [request.product.name.as_str(), request.product.version.as_str()].join(" ");
    let channels = [Channel::Phone, Channel::Fax, Channel::Visit, Channel::Email];
    let source = channels.map(|channel| (say.text(states::channel(channel)), channel == request.channel));
    let asks = [(say.text(common::YES), true), (say.text(common::NO), false)];
    Part {
        title: say.text(texts::PART_HOTLINE),
        fields: vec![
            Field::new(say.text(texts::NAME), request.submitted_by_name.as_str(), 3),
            Field::new(say.text(texts::DATE), say.day_time(request.submitted_at.unwrap_or(request.opened_at)), 3),
            Field::new(say.text(texts::NUMBER), request.number.as_str(), 3).sealed(),
            Field::choice(say.text(texts::SOURCE), source, 3),
            Field::new(say.text(texts::UNIT), request.unit.as_str(), 6).sealed(),
            Field::new(say.text(texts::ARCHIVE_NUMBER), request.archive_number.as_str(), 3),
            Field::new(say.text(texts::CONTACT), contact.trim(), 3).sealed(),
            Field::new(say.text(common::PHONE), request.contact.phone.as_str(), 3),
            Field::new(say.text(texts::ADDRESS), request.address.as_str(), 9),
            Field::new(say.text(texts::PRODUCT), product.trim(), 12).sealed(),
            Field::new(say.text(texts::SYMPTOM), request.symptom.as_str(), 12).sealed(),
            Field::choice(say.text(texts::ASKS_FOR_VISIT), asks, 3),
            Field::new(say.text(texts::SERVICE_CARD), request.service_code.as_str(), 4),
            Field::new(say.text(texts::WISHED_AT), opt(request.wished_at, say), 5),
        ],
    }
}

fn manager(request: &ServiceRequest, dispatch: Option<&Dispatch>, say: Say) -> Part {
    let write_off = request.write_off.as_ref();
    let decided = write_off.map(|word| word.problem_type);
    let kinds = [ProblemType::Quality, ProblemType::Requirement, ProblemType::Usage, ProblemType::Other];
    let kinds = kinds.map(|kind| (say.text(states::problem_type(kind)), decided == Some(kind)));
    let (name, date) = match (write_off, dispatch) {
        (Some(word), _) => (word.by_name.clone(), say.day_time(word.at)),
        (None, Some(dispatch)) => (dispatch.dispatched_by_name.clone(), say.day_time(dispatch.dispatched_at)),
        (None, None) => Default::default(),
    };
    let engineer = dispatch.map(|dispatch| dispatch.engineer_name.clone()).unwrap_or_default();
    let version = request.needed_version();
    let version = version.map(|version| say.fill(unresolved::NEEDS_VERSION_IS, &[("version", version)]));
    let advice = request.advice().into_iter().chain(version).collect::<Vec<_>>().join(&say.text(shared::DOT));
    Part {
        title: say.text(texts::PART_MANAGER),
        fields: vec![
            Field::new(say.text(texts::ENGINEER), engineer, 3).sealed(),
            Field::new(say.text(texts::DISPATCHED_AT), opt(dispatch.map(|one| one.dispatched_at), say), 3),
            Field::choice(say.text(texts::PROBLEM_TYPE), kinds, 6),
            Field::new(say.text(texts::ADVICE), advice, 6),
            Field::new(say.text(texts::NAME), name, 3),
            Field::new(say.text(texts::DATE), date, 3),
        ],
    }
}

fn engineer(dispatch: Option<&Dispatch>, visit: &Visit, say: Say) -> Part {
    let times = match (visit.arrived_at, visit.left_at) {
        (None, _) => String::new(),
        (Some(arrived), left) => {
            format!("{} – {}", say.day_time(arrived), left.map(|left| say.time(left)).unwrap_or_default())
        }
    };
    let was_there = visit.arrived_at.is_some() || visit.solved_by_phone;
    let name = dispatch.filter(|_| was_there).map(|dispatch| dispatch.engineer_name.clone());
    Part {
        title: say.text(texts::PART_ENGINEER),
        fields: vec![
            Field::new(say.text(texts::CAUSE), visit.finding.cause.as_str(), 12).sealed(),
            Field::new(say.text(texts::SOLUTION), visit.finding.solution.as_str(), 12).sealed(),
            Field::new(say.text(texts::PREVENTION), visit.finding.prevention.as_str(), 12).sealed(),
            Field::new(say.text(texts::BACKUP), backup(visit, say), 12).sealed(),
            Field::new(say.text(texts::ARRIVED_LEFT), times, 6).sealed(),
            Field::new(say.text(texts::NAME), name.unwrap_or_default(), 3),
            Field::new(say.text(texts::DATE), opt(visit.left_at.or(visit.arrived_at), say), 3),
        ],
    }
}

fn backup(visit: &Visit, say: Say) -> String {
    match &visit.backup {
        None => String::new(),
        Some(Backup::Made { account_sets, reports_included, path, .. }) => {
            let reports = say.text(if *reports_included { texts::REPORTS_IN } else { texts::REPORTS_OUT });
            say.fill(texts::BACKUP_MADE, &[("sets", &account_sets.join(" ")), ("reports", &reports), ("path", path)])
        }
        Some(Backup::Declined { reason, .. }) => say.fill(texts::BACKUP_NONE, &[("reason", reason)]),
    }
}

fn customer(request: &ServiceRequest, visit: &Visit, say: Say) -> Part {
    let result = visit.result.as_ref();
    let solved = [Solved::All, Solved::Partly, Solved::Not];
    let solved =
        solved.map(|kind| (say.text(states::solved(kind)), result.is_some_and(|result| result.solved == kind)));
    let told = [(common::YES, true), (common::NO, false)]
        .map(|(word, told)| (say.text(word), result.is_some_and(|result| result.told_prevention == told)));
    let stars = (1..=5).map(|stars: u8| (stars.to_string(), result.is_some_and(|result| result.satisfaction == stars)));
    let costs = result.map(|_| say.money(visit.costs.total())).unwrap_or_default();
    let opinion = result.map(|result| joined(&[&result.opinion, &result.further_needs], say)).unwrap_or_default();
    let signed = visit.sign_off().map(|record| record.signed_at);
    Part {
        title: say.text(texts::PART_CUSTOMER),
        fields: vec![
            Field::choice(say.text(texts::RESULT), solved, 6).sealed(),
            Field::choice(say.text(texts::TOLD_PREVENTION), told, 3).sealed(),
            Field::choice(say.text(texts::SATISFACTION), stars, 3).sealed(),
            Field::new(say.text(texts::OPINION), opinion, 12).sealed(),
            Field::new(say.text(texts::COSTS_SHOWN), costs, 3).sealed(),
            Field::new(say.text(texts::ENTITLEMENT), entitlement(&request.entitlement, say), 6).sealed(),
            Field::new(say.text(texts::DATE), opt(signed, say), 3).sealed(),
        ],
    }
}

fn entitlement(entitlement: &Entitlement, say: Say) -> String {
    let sentence: Text = match entitlement.standing {
        Standing::Covered => shared::COVERED_SENTENCE,
        Standing::FirstYear => shared::FIRST_YEAR_SENTENCE,
        Standing::LastVisitAvailable => shared::LAST_VISIT_SENTENCE,
        Standing::Expired => shared::EXPIRED_SENTENCE,
        Standing::Unknown => shared::UNKNOWN_STANDING_SENTENCE,
        Standing::OtherBranch => shared::OTHER_BRANCH_SENTENCE,
        Standing::UnsupportedVersion => shared::UNSUPPORTED_SENTENCE,
        Standing::Blocked => shared::BLOCKED_SENTENCE,
    };
    let tier = shared::tier(&entitlement.tier).map_or_else(|| entitlement.tier.clone(), |text| say.text(text));
    let until = entitlement.agreement_until.as_deref().unwrap_or("—");
    say.fill(sentence, &[("tier", &tier), ("until", until)])
}

fn receipt(request: &ServiceRequest, visit: &Visit, next: Option<&(String, String)>, say: Say) -> Part {
    let write_off = request.write_off.as_ref();
    let money = |amount| if visit.left_at.is_some() { say.money(amount) } else { String::new() };
    let (engineer, number) = next.cloned().unwrap_or_default();
    let (received_by, escalated) = request.escalated().unzip();
    let (manager, date) = write_off.map(|word| (word.by_name.clone(), Some(word.at))).unwrap_or_default();
    Part {
        title: say.text(texts::PART_RECEIPT),
        fields: vec![
            Field::new(say.text(paper::TRAVEL_COSTS), money(visit.costs.travel), 4),
            Field::new(say.text(paper::MATERIAL_COSTS), money(visit.costs.materials), 4),
            Field::new(say.text(paper::OTHER_COSTS), money(visit.costs.other), 4),
            Field::new(say.text(paper::ESCALATED_TO), received_by.unwrap_or_default(), 3),
            Field::new(say.text(paper::ESCALATED_ON), opt(escalated, say), 3),
            Field::new(say.text(paper::NEXT_ENGINEER), engineer, 3),
            Field::new(say.text(paper::NEXT_NUMBER), number, 3),
            Field::new(say.text(states::DUTY_MANAGER), manager, 6),
            Field::new(say.text(texts::DATE), opt(date, say), 6),
        ],
    }
}

fn signed(request: &ServiceRequest, dispatch: Option<&Dispatch>, visit: &Visit, say: Say) -> Signed {
    let (Some(record), Some(dispatch)) = (visit.sign_off(), dispatch) else {
        let (text, reason) = dispatch.map_or((texts::NOT_SIGNED_YET, ""), texts::unsigned);
        let line = say.fill(text, &[("reason", reason)]);
        return Signed::nobody(texts::SIGNATURE, line, say);
    };
    let mut signed = Signed::by(texts::SIGNATURE, record, request, dispatch, say);
    let without = visit.signatures.iter().rev().find(|record| record.kind == DocumentKind::NoBackup);
    if let Some(without) = without {
        let place = [("name", without.signer_name.as_str()), ("time", &say.day_time(without.signed_at))];
        signed.line = format!("{}\n{}", signed.line, say.fill(texts::NO_BACKUP_SIGNED, &place));
    }
    signed
}

fn opt(at: Option<Timestamp>, say: Say) -> String {
    at.map(|at| say.day_time(at)).unwrap_or_default()
}

fn joined(parts: &[&str], say: Say) -> String {
    let kept: Vec<&str> = parts.iter().copied().filter(|part| !part.trim().is_empty()).collect();
    kept.join(&say.text(shared::DOT))
}
