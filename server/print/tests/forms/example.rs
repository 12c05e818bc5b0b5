//! A visit as it happens: the record of a written-off request, with a drawn signature.

use domain::{
    request::ServiceRequest,
    signature::{self, DocumentKind, Ink, SignatureRecord},
    verification,
};
use print::forms::{Centre, ServiceRequestForm, Surroundings, Verification};
use serde_json::{Value, json};
use words::Lang;

const SERVER: &str = "https://service.example";

/// A request whose visit is over; signed when `ink` is there.
pub fn request(is_signed: bool) -> ServiceRequest {
    let mut request: ServiceRequest = serde_json::from_value(record()).expect("a request");
    if is_signed {
        let record = signed(&request, DocumentKind::SignOff, "张丽华");
        request.dispatches[0].visit.signatures.push(record);
    }
    request
}

/// The form of a request for a reader.
pub fn form(request: &ServiceRequest, lang: Lang) -> ServiceRequestForm {
    let record = request.dispatches.first().and_then(|dispatch| dispatch.visit.sign_off());
    let evidence = record.map(|record| json!({"format": "paidan-signature-record/1", "record": record}));
    form_with(request, lang, evidence.as_ref())
}

/// The form with this attached.
pub fn form_with(request: &ServiceRequest, lang: Lang, evidence: Option<&Value>) -> ServiceRequestForm {
    let record = request.dispatches.first().and_then(|dispatch| dispatch.visit.sign_off());
    let verification = Verification {
        code: record.map_or_else(|| verification::code([9; 16]), verification::code_of),
        server: SERVER.to_owned(),
        content_hash: record.map_or_else(|| verification::unsigned_hash(request), |record| record.content_hash.clone()),
    };
    let centre = Centre { name: "太原星辰软件服务中心".to_owned(), zone: chrono_tz::Asia::Shanghai };
    ServiceRequestForm::of(
        request,
        &Surroundings {
            centre: &centre,
            verification: &verification,
            lang,
            changed_at: None,
            next: Some(("王建国".to_owned(), "XC-2026-11-0240".to_owned())),
            evidence,
        },
    )
}

/// A request on whose visit data was taken along, with everybody's signature.
pub fn request_with_data() -> ServiceRequest {
    let mut request = request(true);
    let data = json!({
        "plan": {
            "account_sets": ["001"], "media": "移动硬盘", "media_count": 1, "reason": "总部要复现",
            "afterwards": "return", "company": "太原星辰软件服务中心",
        },
        "record": {
            "modules": "总账、应收、应付", "version": "13.0 / SN-77120045", "platform": "Windows Server 2016",
            "database": "SQL Server 2012", "customer_platform": "Windows Server 2016",
            "customer_database": "SQL Server 2012 SP4", "problem": "结账时提示有未记账凭证，列表中却没有。",
            "attachments": "截图 2 张", "email": "zlh@example.com", "other": "仅含 2026 年数据",
        },
    });
    request.dispatches[0].visit.data = serde_json::from_value(data).expect("data");
    for (kind, name) in [(DocumentKind::Pledge, "李建军"), (DocumentKind::DataRecord, "张丽华")] {
        let record = signed(&request, kind, name);
        request.dispatches[0].visit.signatures.push(record);
    }
    request
}

fn signed(request: &ServiceRequest, kind: DocumentKind, name: &str) -> SignatureRecord {
    let dispatch = &request.dispatches[0];
    let content = signature::sealed_content(kind, request, dispatch);
    let content_hash = signature::sha256_hex(&signature::canonical_value(&content));
    let mut record: SignatureRecord = serde_json::from_value(json!({
        "id": "019aad2c-0000-7000-8000-0000000f0201", "kind": kind, "document_id": dispatch.id,
        "content_version": 1, "content": content, "content_hash": content_hash,
        "ink": {"width": 600, "height": 200, "strokes": []}, "signer_name": name, "level": "drawn",
        "shown_at": "2026-11-23T08:05:00.000Z", "signed_at": "2026-11-23T08:09:00.000Z",
        "device_id": "019aad2c-0000-7000-8000-0000000f0301", "device_signature": "AAAA",
    }))
    .expect("a record");
    record.ink = ink();
    record.countersignature = Some(
        serde_json::from_value(json!({
            "record_hash": signature::sha256_hex(&signature::countersigned_bytes(&record)), "previous": "",
            "received_at": "2026-11-23T08:21:00.000Z", "key_id": "k", "signature": "AAAA", "doubts": [],
        }))
        .expect("a countersignature"),
    );
    record
}

/// Three loops pressed harder in the middle.
fn ink() -> Ink {
    let stroke = |start: f64, size: f64| {
        (0..90)
            .map(|step| {
                let turn = f64::from(step) / 90.0;
                let (x, y) = (start + 150.0 * turn, 100.0 + size * (turn * 12.5).sin() * (1.0 - 0.4 * turn));
                let pressure = 180.0 + 700.0 * (turn * std::f64::consts::PI).sin();
                [(x * 10.0) as i32, (y * 10.0) as i32, step * 8, pressure as i32]
            })
            .collect()
    };
    Ink { width: 600, height: 200, strokes: vec![stroke(40.0, 60.0), stroke(210.0, -50.0), stroke(390.0, 70.0)] }
}

fn record() -> Value {
    json!({
        "id": "019aad2c-0000-7000-8000-0000000f0110", "case": "019aad2c-0000-7000-8000-0000000f0111",
        "number": "XC-2026-11-0231", "state": "written_off", "customer": "019aad2c-0000-7000-8000-0000000f0112",
        "archive_number": "TY-00418", "unit": "太原市第二建筑机械有限公司", "region": "city_south",
        "address": "太原市小店区长治路 226 号高新国际大厦 B 座 1207", "place": null, "distance_km": 12.4,
        "service_code": "FW-88213", "contact": {"name": "张丽华", "title": "会计主管", "phone": "0351-702 1188"},
        "product": {"name": "星辰财务 U8", "version": "13.0"}, "category": "period_closing",
        "symptom": "十月结账时提示「本月有未记账凭证」，但凭证列表中没有未记账的凭证；重启服务器后仍然如此。",
        "channel": "phone", "urgency": "normal", "wished_at": "2026-11-23T06:00:00.000Z",
        "entitlement": {"standing": "covered", "tier": "standard", "agreement_until": "2027-03-31"},
        "clocks": [], "opened_at": "2026-11-23T01:12:00.000Z", "submitted_at": "2026-11-23T01:15:00.000Z",
        "submitted_by": "019aad2c-0000-7000-8000-0000000f0113", "submitted_by_name": "刘敏", "reason": null,
        "follows": null,
        "dispatches": [{
            "id": "019aad2c-0000-7000-8000-0000000f0114", "engineer": "019aad2c-0000-7000-8000-0000000f0115",
            "engineer_name": "李建军", "state": "returned", "dispatched_at": "2026-11-23T01:32:00.000Z",
            "dispatched_by": "019aad2c-0000-7000-8000-0000000f0116", "dispatched_by_name": "周伟",
            "slot": {"from": "2026-11-23T06:00:00.000Z", "minutes": 120}, "window": null,
            "visit": {
                "arrived_at": "2026-11-23T05:56:00.000Z", "left_at": "2026-11-23T08:04:00.000Z",
                "backup": {"kind": "made", "account_sets": ["001", "002"], "reports_included": true,
                    "path": "E:\\UFDATABAK\\LJJ20261123", "at": "2026-11-23T06:10:00.000Z"},
                "finding": {"problem_type": "usage",
                    "cause": "上月反结账后，一张作废凭证的状态没有恢复，系统仍把它算作未记账。",
                    "solution": "在账套 001 中恢复该凭证状态后整理凭证断号，重新记账并结账；账套 002 检查无同类问题。",
                    "prevention": "反结账后先整理凭证再修改；结账前用「凭证检查」功能核对一次。", "article": null},
                "costs": {"travel": "0.00", "materials": "85.00", "other": "0.00", "paid": "85.00"},
                "result": {"solved": "partly", "told_prevention": true, "satisfaction": 4,
                    "opinion": "服务及时，讲得清楚", "further_needs": "希望再安排一次操作培训"},
            },
        }],
        "write_off": {"problem_type": "usage", "decision": "re_dispatch", "advice": "下次带上新版补丁，先在测试账套中验证。",
            "by": "019aad2c-0000-7000-8000-0000000f0116", "by_name": "周伟", "at": "2026-11-23T09:02:00.000Z",
            "followed_by": "019aad2c-0000-7000-8000-0000000f0117"},
        "unresolved": {"headquarters": {
            "escalation": {"description": "反结账后状态不恢复", "recipient": "总部支持中心"},
            "sent_at": "2026-11-24T08:00:00.000Z", "by_name": "周伟",
            "acknowledged": {"submission_number": "ZB-88121", "received_by": "何琳", "at": "2026-11-24T08:40:00.000Z"},
        }},
    })
}
