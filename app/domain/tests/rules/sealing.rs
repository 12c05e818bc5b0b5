//! The seal changes if and only if something sealed changes: the fields marked ● in QR/03 (SYN-9).

use std::sync::LazyLock;

use domain::{
    Money, Timestamp,
    entitlement::Standing,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest, Urgency},
    signature::{DocumentKind, canonical, content_hash, sealed_content, sha256_hex},
    visit::{Backup, CustomerResult, Part, Photo, ProblemType, Solved, Step, Tick, Visit},
};
use proptest::prelude::*;

use crate::centre::{Centre, FIRST};

/// A change of one field by some text and a number above 0.
type Change = fn(&mut ServiceRequest, &mut Dispatch, &str, i64);

fn later(at: &mut Option<Timestamp>, by: i64) {
    *at = Some(at.unwrap_or(Timestamp(0)).plus(by));
}

fn more(amount: &mut Money, by: i64) {
    *amount = *amount + Money::from_fen(by);
}

fn result(dispatch: &mut Dispatch) -> &mut CustomerResult {
    dispatch.visit.result.as_mut().expect("a result")
}

fn made(visit: &mut Visit) -> (&mut Vec<String>, &mut bool, &mut String, &mut Timestamp) {
    match &mut visit.backup {
        Some(Backup::Made { account_sets, reports_included, path, at }) => (account_sets, reports_included, path, at),
        other => panic!("no backup: {other:?}"),
    }
}

/// On every document.
const HEAD: [(&str, Change); 8] = [
    ("number", |request, _, text, _| request.number += text),
    ("unit", |request, _, text, _| request.unit += text),
    ("contact", |request, _, text, _| request.contact.name += text),
    ("product", |request, _, text, _| request.product.name += text),
    ("product version", |request, _, text, _| request.product.version += text),
    ("symptom", |request, _, text, _| request.symptom += text),
    ("engineer", |_, dispatch, text, _| dispatch.engineer_name += text),
    ("no backup", |_, dispatch, text, _| {
        dispatch.visit.backup = Some(Backup::Declined { reason: text.to_owned(), at: Timestamp(0) });
    }),
];

const VISIT: [(&str, Change); 18] = [
    ("cause", |_, dispatch, text, _| dispatch.visit.finding.cause += text),
    ("solution", |_, dispatch, text, _| dispatch.visit.finding.solution += text),
    ("prevention", |_, dispatch, text, _| dispatch.visit.finding.prevention += text),
    ("backup: account sets", |_, dispatch, text, _| made(&mut dispatch.visit).0.push(text.to_owned())),
    ("backup: reports", |_, dispatch, _, _| *made(&mut dispatch.visit).1 ^= true),
    ("backup: path", |_, dispatch, text, _| *made(&mut dispatch.visit).2 += text),
    ("arrived", |_, dispatch, _, by| later(&mut dispatch.visit.arrived_at, by)),
    ("left", |_, dispatch, _, by| later(&mut dispatch.visit.left_at, by)),
    ("solved", |_, dispatch, _, _| result(dispatch).solved = Solved::Not),
    ("told prevention", |_, dispatch, _, _| result(dispatch).told_prevention ^= true),
    ("satisfaction", |_, dispatch, _, _| result(dispatch).satisfaction = 1),
    ("opinion", |_, dispatch, text, _| result(dispatch).opinion += text),
    ("further needs", |_, dispatch, text, _| result(dispatch).further_needs += text),
    ("travel", |_, dispatch, _, by| more(&mut dispatch.visit.costs.travel, by)),
    ("materials", |_, dispatch, _, by| more(&mut dispatch.visit.costs.materials, by)),
    ("other costs", |_, dispatch, _, by| more(&mut dispatch.visit.costs.other, by)),
    ("standing", |request, _, _, _| request.entitlement.standing = Standing::LastVisitAvailable),
    ("agreement", |request, _, text, _| request.entitlement.agreement_until = Some(text.to_owned())),
];

const NOT_SEALED: [(&str, Change); 26] = [
    ("state", |request, _, _, _| request.state = RequestState::WrittenOff),
    ("archive number", |request, _, text, _| request.archive_number += text),
    ("address", |request, _, text, _| request.address += text),
    ("phone", |request, _, text, _| request.contact.phone += text),
    ("dongle", |request, _, text, _| request.product.dongle_number += text),
    ("category", |request, _, text, _| request.category += text),
    ("urgency", |request, _, _, _| request.urgency = Urgency::Payroll),
    ("wished", |request, _, _, by| later(&mut request.wished_at, by)),
    ("service code", |request, _, text, _| request.service_code += text),
    ("tier", |request, _, text, _| request.entitlement.tier += text),
    ("clocks", |request, _, _, _| request.clocks.clear()),
    ("reason", |request, _, text, _| request.reason = Some(text.to_owned())),
    ("dispatch state", |_, dispatch, _, _| dispatch.state = DispatchState::Disputed),
    ("slot", |_, dispatch, _, by| dispatch.slot.from = dispatch.slot.from.plus(by)),
    ("help", |_, dispatch, text, _| dispatch.help = Some(text.to_owned())),
    ("dispatched by", |_, dispatch, text, _| dispatch.dispatched_by_name += text),
    ("ticks", |_, dispatch, _, by| dispatch.visit.ticks.push(Tick { step: Step::Farewell, at: Timestamp(by) })),
    ("problem type", |_, dispatch, _, _| dispatch.visit.finding.problem_type = Some(ProblemType::Quality)),
    ("article", |_, dispatch, text, _| dispatch.visit.finding.article = Some(text.to_owned())),
    ("backup: time", |_, dispatch, _, by| *made(&mut dispatch.visit).3 = Timestamp(by)),
    ("photos", |_, dispatch, text, by| {
        let [sha256, media_type, caption] = [text; 3].map(str::to_owned);
        dispatch.visit.photos.push(Photo { sha256, media_type, size: 1, caption, taken_at: Timestamp(by) });
    }),
    ("paid", |_, dispatch, _, by| more(&mut dispatch.visit.costs.paid, by)),
    ("parts", |_, dispatch, text, by| {
        dispatch.visit.costs.parts.push(Part { name: text.to_owned(), quantity: 1, unit_price: Money::from_fen(by) });
    }),
    ("vouchers", |_, dispatch, text, _| dispatch.visit.costs.vouchers.push(text.to_owned())),
    ("presented", |_, dispatch, _, _| dispatch.visit.presented += 1),
    ("signatures", |_, dispatch, _, _| dispatch.visit.signatures.clear()),
];

static SIGNED: LazyLock<(ServiceRequest, Dispatch)> = LazyLock::new(|| {
    let centre = Centre::returned(Solved::Partly);
    (centre.request().clone(), centre.dispatch(FIRST).clone())
});

/// Whether the change shows in the hash of the document.
fn shows(kind: DocumentKind, change: Change, text: &str, by: i64) -> bool {
    let (request, dispatch) = &*SIGNED;
    let (mut changed_request, mut changed_dispatch) = (request.clone(), dispatch.clone());
    change(&mut changed_request, &mut changed_dispatch, text, by);
    assert!(*request != changed_request || *dispatch != changed_dispatch, "a change changes something");
    content_hash(kind, request, dispatch) != content_hash(kind, &changed_request, &changed_dispatch)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_change_shows_in_the_seal_exactly_where_it_was_sealed(text in "[^\\s]+", by in 1i64..1_000_000) {
        use DocumentKind::{NoBackup, SignOff};
        for (field, change) in HEAD {
            prop_assert!(shows(SignOff, change, &text, by) && shows(NoBackup, change, &text, by), "{}", field);
        }
        for (field, change) in VISIT {
            prop_assert!(shows(SignOff, change, &text, by), "{}", field);
            prop_assert!(field.starts_with("backup") || !shows(NoBackup, change, &text, by), "{}", field);
        }
        for (field, change) in NOT_SEALED {
            prop_assert!(!shows(SignOff, change, &text, by) && !shows(NoBackup, change, &text, by), "{}", field);
        }
    }

    /// Device and server each read the content from JSON before they hash it.
    #[test]
    fn the_seal_survives_the_journey_as_json(symptom in any::<String>(), opinion in any::<String>()) {
        let (mut request, mut dispatch) = SIGNED.clone();
        request.symptom = symptom;
        result(&mut dispatch).opinion = opinion;
        let text = sealed_content(DocumentKind::SignOff, &request, &dispatch).to_string();
        let read: serde_json::Value = serde_json::from_str(&text).expect("content");
        prop_assert_eq!(sha256_hex(&canonical(&read)), content_hash(DocumentKind::SignOff, &request, &dispatch));
    }
}
