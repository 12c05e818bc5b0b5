//! The records of the centre that the server of a test holds.

use domain::{people::Person, request::ServiceRequest};
use serde_json::{Value, json};

use crate::tablet::id;

/// Somebody with one role.
pub fn person(number: u128, login: &str, role: &str) -> Person {
    let value = json!({
        "id": id(number), "name": login, "login": login, "roles": [role], "region": "A", "badge_number": "1",
        "initials": "WL", "skills": [], "base": null, "active": true,
    });
    serde_json::from_value(value).expect("a person")
}

/// A request that is dispatched to the engineer, not yet confirmed.
pub fn visit(number: u128, engineer: &Person) -> ServiceRequest {
    let dispatch = json!({
        "id": id(number + 1), "engineer": engineer.id, "engineer_name": engineer.name, "state": "offered",
        "dispatched_at": "2026-11-23T00:00:00.000Z", "dispatched_by": id(2), "dispatched_by_name": "duty",
        "slot": {"from": "2026-11-23T02:00:00.000Z", "minutes": 90}, "window": null,
    });
    let value = json!({
        "id": id(number), "case": id(number + 2), "number": "XC-2026-11-0231", "state": "dispatched", "customer": id(90),
        "archive_number": "TY-00418", "unit": "供水公司", "region": "A", "address": "", "place": null, "distance_km": 5.0,
        "service_code": "", "contact": {"name": "张", "title": "", "phone": "1"},
        "product": {"name": "U8", "version": "8.5"}, "category": "login_failure", "symptom": "cannot log in",
        "channel": "phone", "urgency": "normal", "wished_at": null,
        "entitlement": {"standing": "covered", "tier": "standard", "agreement_until": null},
        "clocks": [], "opened_at": "2026-11-23T00:00:00.000Z", "submitted_at": null, "submitted_by": null,
        "submitted_by_name": "", "dispatches": [dispatch], "reason": null, "write_off": null, "follows": null,
    });
    serde_json::from_value(value).expect("a request")
}

/// The customer of the visits.
pub fn customer() -> Value {
    json!({
        "id": id(90), "archive_number": "TY-00418", "name": "n", "address": "", "region": "A", "place": null,
        "distance_km": 1.0, "service_code": "", "tier": "none", "agreement_until": null, "contacts": [], "products": [],
    })
}
