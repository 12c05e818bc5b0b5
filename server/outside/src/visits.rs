//! What visits begin with: a customer, a request that is taken down, an engineer who is sent.

use serde_json::{Value, json};

use crate::program::Program;

/// What the hotline takes down for a customer.
#[must_use]
pub fn draft(customer: &Value) -> Value {
    json!({
        "customer": customer["id"],
        "contact": {"name": "周素珍", "title": "会计", "phone": "0351-700 1234"},
        "product": {"name": "U8 财务", "version": "8.12"},
        "category": "login_failure",
        "symptom": "启动总账时报错，无法登录。",
        "channel": "phone",
    })
}

/// Sends an engineer for an hour and a half, soon.
#[must_use]
pub fn assign(dispatch: &str, engineer: &str) -> Value {
    let reason = "离客户最近";
    json!({"type": "assign", "dispatch": dispatch, "engineer": engineer, "slot": slot(), "reason": reason})
}

#[must_use]
pub fn slot() -> Value {
    json!({"from": soon(), "minutes": 90})
}

/// What an engineer does until the work can begin.
#[must_use]
pub fn way_to_the_customer() -> [Value; 4] {
    [
        json!({"type": "confirm"}),
        json!({"type": "appoint", "at": soon(), "agreed_with": "周素珍"}),
        json!({"type": "depart"}),
        json!({"type": "arrive"}),
    ]
}

/// In two hours, as the wire writes it.
#[must_use]
pub fn soon() -> String {
    service::Time::of_the_machine().now().plus(2 * 3_600_000).to_string()
}

/// Everything a program can pull.
pub async fn pull_all(program: &Program) -> (Vec<Value>, String) {
    let mut changed = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = program.get(&format!("/api/sync/pull?cursor={cursor}&limit=30")).await.ok();
        changed.extend(page["changed"].as_array().expect("records").iter().cloned());
        cursor = page["cursor"].as_str().expect("a cursor").to_owned();
        if page["more"] == false {
            return (changed, cursor);
        }
    }
}

/// The records of one kind that a program can pull.
pub async fn pulled(program: &Program, kind: &str) -> Vec<Value> {
    let (changed, _) = pull_all(program).await;
    changed.into_iter().filter(|changed| changed["kind"] == kind).map(|changed| changed["record"].clone()).collect()
}
