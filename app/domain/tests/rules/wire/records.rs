//! Examples of the records that commands and facts are made of, with every optional field filled in.

use domain::{
    CaseId, CustomerId, DeviceId, DispatchId, EnvelopeId, Money, PersonId, Rejection, RequestId, SignatureId,
    Timestamp,
    availability::{Absence, AbsenceKind},
    calendar::{CalendarData, LocalTime},
    case::{Case, CaseState},
    command::Command,
    customer::{Contact, Customer, Product},
    deadline::{Clock, ClockState, Limit, Pause, Reason},
    dispute::{ActionChoice, Field, FieldChoice, FormChoice, KeptAction, Resolution, Settlement, Side},
    entitlement::{Entitlement, Standing},
    fact::{Decision, WriteOff},
    follow_up::{Answers, Attempt, Call, Complaint, ComplaintEnd, FollowUp},
    geo::Place,
    people::{Colleague, Level, Person, Role, Skill},
    request::{
        Appointment, Channel, Delay, Dispatch, DispatchState, Draft, RequestPatch, RequestState, ServiceRequest, Slot,
        Urgency, Window,
    },
    signature::{Countersignature, DocumentKind, Ink, SignatureLevel, SignatureRecord},
    sync::{Envelope, FieldProblem, Outcome, Problem, PushResult, Receipt, Subject, SubjectKind},
    time::{Attested, HOUR, MINUTE},
    unresolved::Unresolved,
    visit::{Backup, Costs, CustomerResult, Finding, Part, Photo, ProblemType, Solved, Step, Tick, Visit},
};
use serde_json::json;
use uuid::Uuid;

pub const AT: Timestamp = Timestamp(1_795_415_000_123);
pub const CASE: CaseId = CaseId(uuid(1));
pub const CUSTOMER: CustomerId = CustomerId(uuid(2));
pub const REQUEST: RequestId = RequestId(uuid(3));
pub const DISPATCH: DispatchId = DispatchId(uuid(4));
pub const ENGINEER: PersonId = PersonId(uuid(5));
pub const MANAGER: PersonId = PersonId(uuid(6));
pub const DEVICE: DeviceId = DeviceId(uuid(7));
pub const SIGNATURE: SignatureId = SignatureId(uuid(8));
pub const SLOT: Slot = Slot { from: AT.plus(HOUR), minutes: 90 };
pub const WINDOW: Window = Window { from: AT, to: AT.plus(24 * HOUR) };

/// A UUIDv7 of the present century.
pub const fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x019d_1b3a_0000_7000_8000_0000_0000_0000 + number)
}

pub fn text(text: &str) -> String {
    text.to_owned()
}

pub fn hash(digit: &str) -> String {
    digit.repeat(64)
}

pub fn contact() -> Contact {
    Contact { name: text("王会计"), title: text("主管"), phone: text("0351-5550101") }
}

pub fn product() -> Product {
    Product { name: text("U8"), version: text("10.1"), dongle_number: text("D-77"), account_sets: vec![text("001")] }
}

pub fn draft() -> Box<Draft> {
    Box::new(Draft {
        customer: CUSTOMER,
        contact: contact(),
        product: product(),
        category: text("login_failure"),
        symptom: text("凭证无法保存"),
        channel: Channel::Phone,
        urgency: Urgency::Payroll,
        wished_at: Some(AT),
        follows: Some(RequestId(uuid(9))),
    })
}

pub fn patch() -> Box<RequestPatch> {
    Box::new(RequestPatch {
        contact: Some(contact()),
        address: Some(text("太原市迎泽大街1号")),
        product: Some(product()),
        category: Some(text("report")),
        symptom: Some(text("报表打不开")),
        urgency: Some(Urgency::Audit),
        wished_at: Some(AT),
    })
}

pub fn finding() -> Box<Finding> {
    Box::new(Finding {
        problem_type: Some(ProblemType::Usage),
        cause: text("表被锁"),
        solution: text("清除锁定"),
        prevention: text("正常退出"),
        article: Some(text("KB-0042")),
    })
}

pub fn photo() -> Photo {
    Photo {
        sha256: hash("a"), media_type: text("image/jpeg"), size: 20_480, caption: text("错误信息"), taken_at: AT
    }
}

pub fn costs() -> Costs {
    Costs {
        travel: Money::from_fen(3_000),
        materials: Money::from_fen(1_250),
        other: Money::ZERO,
        paid: Money::from_fen(4_250),
        parts: vec![Part { name: text("网线"), quantity: 2, unit_price: Money::from_fen(625) }],
        vouchers: vec![hash("b")],
    }
}

pub fn result() -> Box<CustomerResult> {
    let (opinion, further_needs) = (text("很及时"), text("想学报表"));
    Box::new(CustomerResult { solved: Solved::Partly, told_prevention: true, satisfaction: 4, opinion, further_needs })
}

pub fn envelope() -> Envelope {
    Envelope {
        id: EnvelopeId(uuid(20)),
        device_seq: 17,
        actor: ENGINEER,
        command: Command::Appoint { at: AT, agreed_with: text("王会计") },
        subject: Subject { kind: SubjectKind::Dispatch, id: DISPATCH.0 },
        based_on: Some(4),
        occurred_at: AT,
        clock_offset_ms: -1_500,
        since_contact_ms: Some(60_000),
        protocol: 1,
        sig: text("c2lnbmVk"),
    }
}

pub fn receipt() -> Receipt {
    Receipt {
        id: EnvelopeId(uuid(20)).to_string(),
        sha256: hash("c"),
        outcome: Outcome::Kept,
        received_at: AT,
        key_id: text("k1"),
        sig: text("c2lnbmVk"),
    }
}

pub fn push_result() -> PushResult {
    let rejection = domain::Rejection::Missing { pointer: text("/command/reason") };
    let problem = Problem {
        word: text("missing"),
        title: text("缺少必填项"),
        status: Some(422),
        detail: Some(text("原因")),
        errors: vec![FieldProblem { pointer: text("/command/reason"), detail: text("缺少必填项") }],
        rejection: Some(rejection),
    };
    PushResult {
        id: EnvelopeId(uuid(20)).to_string(),
        outcome: Outcome::Kept,
        receipt: Some(receipt()),
        missing_blobs: vec![hash("a")],
        problem: Some(problem),
    }
}

pub fn countersignature() -> Countersignature {
    Countersignature {
        record_hash: hash("d"),
        previous: hash("e"),
        received_at: AT,
        key_id: text("k1"),
        signature: text("c2lnbmVk"),
        doubts: vec![text("other_content")],
    }
}

pub fn signature_record() -> SignatureRecord {
    SignatureRecord {
        id: SIGNATURE,
        kind: DocumentKind::SignOff,
        document_id: DISPATCH,
        content_version: 2,
        content: json!({"kind": "sign_off", "head": {"number": "XC-2026-11-0231"}}),
        content_hash: hash("f"),
        ink: Ink {
            width: 600,
            height: 200,
            strokes: vec![vec![[0, 0, 0, 500], [900, 300, 80, 620]], vec![[10, 10, 90, 400]]],
        },
        signer_name: text("王会计"),
        level: SignatureLevel::DrawnWithCode,
        shown_at: AT,
        signed_at: AT.plus(MINUTE),
        device_id: DEVICE,
        device_signature: text("c2lnbmVk"),
        countersignature: Some(countersignature()),
    }
}

pub fn clock() -> Clock {
    let (from, to, reason) = (AT, AT.plus(HOUR), text("客户放假"));
    Clock {
        rule: text("onsite.arrive_near"),
        started: AT,
        due: AT.plus(25 * HOUR),
        warn: AT.plus(19 * HOUR),
        reasons: reasons(),
        state: ClockState::Missed,
        stopped: Some(AT.plus(26 * HOUR)),
        proven: false,
        pauses: vec![Pause { from, to: Some(to), reason, by: MANAGER }],
    }
}

fn reasons() -> Vec<Reason> {
    let (rule, tier, reason) = (|| text("onsite.arrive_near"), || text("premium"), || text("客户放假"));
    let (from, to, by) = (AT, AT.plus(HOUR), MANAGER);
    vec![
        Reason::Started { at: AT },
        Reason::Limit(Limit::Hours(24)),
        Reason::Limit(Limit::EndOfNextWorkingDay),
        Reason::Limit(Limit::NextWorkingDayAt(LocalTime::hm(12, 0))),
        Reason::Distance { km: 8.5, limit_km: 30.0, rule: rule() },
        Reason::DistanceUnknown { limit_km: 30.0, rule: rule() },
        Reason::Tier { tier: tier() },
        Reason::CountedOn { calendar: text("clock") },
        Reason::OutsideHours { counting_from: AT },
        Reason::Holiday { date: AT.to_utc().date_naive() },
        Reason::YearNotPublished { year: 2027 },
        Reason::MovedToOpening { from, to },
        Reason::NotMoved { tier: tier() },
        Reason::Paused { from, to, reason: reason(), by },
        Reason::ChangedByHand { from, to, reason: reason(), by },
    ]
}

pub fn backup() -> Backup {
    let (account_sets, path) = (vec![text("001")], text("E:\\UFDATABAK\\ZY20261123"));
    Backup::Made { account_sets, reports_included: true, path, at: AT }
}

pub fn write_off() -> WriteOff {
    WriteOff {
        problem_type: ProblemType::Quality,
        decision: Some(Decision::ReDispatch),
        advice: text("带上补丁"),
        by: MANAGER,
        by_name: text("周敏"),
        at: AT,
        followed_by: Some(RequestId(uuid(11))),
    }
}

pub fn dispatch() -> Dispatch {
    Dispatch {
        id: DISPATCH,
        engineer: ENGINEER,
        engineer_name: text("赵勇"),
        state: DispatchState::EnRoute,
        dispatched_at: AT,
        dispatched_by: MANAGER,
        dispatched_by_name: text("周敏"),
        slot: SLOT,
        window: Some(WINDOW),
        appointment: Some(Appointment { at: AT, note: text("王会计") }),
        wish: Some(Appointment { at: AT.plus(HOUR), note: text("上午开会") }),
        help: Some(text("需要脚本")),
        help_answer: None,
        companion: None,
        delay: Some(Delay { reason: text("堵车"), new_time: AT.plus(HOUR), agreed: true, told_at: AT }),
        reason: Some(text("门锁着")),
        despite: None,
        visit: Visit {
            ticks: vec![Tick { step: Step::Confirm, at: AT }],
            arrived_at: Some(AT),
            left_at: Some(AT.plus(HOUR)),
            backup: Some(backup()),
            finding: *finding(),
            photos: vec![photo()],
            costs: costs(),
            result: Some(*result()),
            signatures: vec![signature_record()],
            unsigned_reason: Some(text("负责人不在")),
            is_not_met: true,
            solved_by_phone: true,
            data: None,
            fees: None,
            presented: 2,
            disputed_at: None,
            handed_in_at: None,
        },
    }
}

pub fn service_request() -> ServiceRequest {
    let Draft { customer, contact, product, category, symptom, channel, urgency, wished_at, follows } = *draft();
    let Customer { archive_number, name: unit, address, region, place, distance_km, service_code, tier, .. } =
        self::customer();
    ServiceRequest {
        id: REQUEST,
        case: CASE,
        number: text("XC-2026-11-0231"),
        state: RequestState::SentBack,
        customer,
        archive_number,
        unit,
        region,
        address,
        place,
        distance_km,
        service_code,
        contact,
        product,
        category,
        symptom,
        channel,
        urgency,
        wished_at,
        entitlement: Entitlement {
            standing: Standing::FirstYear,
            tier,
            agreement_until: Some(text("2027-06-30")),
            named_engineer: Some(ENGINEER),
        },
        clocks: vec![clock()],
        opened_at: AT,
        submitted_at: Some(AT),
        submitted_by: Some(MANAGER),
        submitted_by_name: text("周敏"),
        dispatches: vec![dispatch()],
        reason: Some(text("缺交通费")),
        write_off: Some(write_off()),
        follows,
        former: None,
        first_engineer: Some(Colleague { person: ENGINEER, name: text("赵云") }),
        failed_before: 0,
        unresolved: Unresolved::default(),
        kept: Vec::new(),
        follow_up: Some(Box::new(follow_up())),
        settlement: None,
    }
}

pub fn answers() -> Answers {
    Answers {
        solved: Solved::Partly,
        polite: true,
        punctual: false,
        told_prevention: true,
        satisfaction: 2,
        opinion: text("第二天又出错"),
        asks_for_more: true,
    }
}

pub fn complaint_end() -> ComplaintEnd {
    ComplaintEnd { note: text("已重新培训"), at: AT, by: MANAGER, by_name: text("周敏") }
}

/// A call after the visit, reached at the second attempt.
pub fn follow_up() -> FollowUp {
    let (by, by_name) = (MANAGER, text("周敏"));
    FollowUp {
        attempts: vec![Attempt {
            at: AT,
            by,
            by_name: by_name.clone(),
            note: text("没人接"),
            next_try: Some(AT.plus(HOUR)),
        }],
        call: Some(Call { answers: answers(), at: AT, by, by_name }),
        complaint: Some(Complaint {
            case: CaseId(uuid(12)),
            title: text("第二天又出错"),
            opened_at: AT,
            closed: Some(complaint_end()),
        }),
    }
}

/// An action that a rule objected to.
pub fn kept_action() -> KeptAction {
    KeptAction {
        envelope: text("019d1b3a-0000-7000-8000-00000000000e"),
        dispatch: Some(DISPATCH),
        command: json!({"type": "report_not_met", "note": "门锁着"}),
        by: ENGINEER,
        by_name: text("赵勇"),
        attested: Attested { at: AT, proven: true },
        received_at: AT.plus(HOUR),
        because: Rejection::WrongState { state: text("returned") },
    }
}

pub fn resolution() -> Resolution {
    Resolution {
        forms: vec![FormChoice { dispatch: DISPATCH, accept: true }],
        actions: vec![ActionChoice { envelope: kept_action().envelope, apply: false }],
        fields: vec![FieldChoice { field: Field::ContactPhone, side: Side::Premises }],
        reason: text("客户确认"),
    }
}

pub fn settlement() -> Settlement {
    Settlement {
        resolution: resolution(),
        by: MANAGER,
        by_name: text("周敏"),
        at: AT,
        closed: vec![kept_action().envelope],
        before: Box::new(ServiceRequest { kept: vec![kept_action()], ..service_request() }),
    }
}

pub fn customer() -> Customer {
    Customer {
        id: CUSTOMER,
        archive_number: text("TY-00418"),
        name: text("太原机械厂"),
        address: text("太原市迎泽大街1号"),
        region: text("taiyuan"),
        place: Some(Place { latitude: 37.87, longitude: 112.55 }),
        distance_km: 8.5,
        service_code: text("S-0418"),
        tier: text("premium"),
        agreement_until: Some(text("2027-06-30")),
        named_engineer: Some(ENGINEER),
        contacts: vec![contact()],
        products: vec![product()],
    }
}

pub fn person() -> Person {
    Person {
        id: ENGINEER,
        name: text("赵勇"),
        login: text("field1"),
        roles: vec![Role::Field, Role::ImplementationManager],
        region: text("taiyuan"),
        badge_number: text("F-001"),
        initials: text("ZY"),
        skills: vec![Skill { product: text("U8"), category: text("login_failure"), level: Level::Senior }],
        base: Some(Place { latitude: 37.87, longitude: 112.55 }),
        photo: Some(text("ab").repeat(32)),
        working_hours: Some(CalendarData::centre().weekly),
        absences: vec![Absence {
            from: AT,
            until: AT.plus(3_600_000),
            kind: AbsenceKind::Training,
            note: text("新版本"),
        }],
        active: true,
    }
}

pub fn case() -> Case {
    Case {
        id: CASE,
        customer: CUSTOMER,
        title: text("凭证无法保存"),
        state: CaseState::AtHeadquarters,
        requests: vec![REQUEST],
        opened_at: AT,
        concerns: Some(REQUEST),
    }
}
