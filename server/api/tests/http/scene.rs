//! What many claims begin with: people of the demo at their devices, and a request brought as far as needed.

use serde_json::{Value, json};

use crate::{
    house::House,
    program::Program,
    tablet::{Subject, Tablet, new_id, outcome},
};

/// The hotline and the duty manager at one desk, field1 with a tablet.
pub struct Scene {
    pub hotline: Program,
    pub duty: Program,
    pub engineer: Program,
    pub desk: Tablet,
    pub tablet: Tablet,
    /// A customer near the centre, as it was pulled.
    pub customer: Value,
}

/// A request that was sent to field1.
#[derive(Clone)]
pub struct Job {
    pub request: String,
    pub dispatch: String,
}

impl Job {
    pub fn request(&self) -> Subject {
        Subject::Request(self.request.clone())
    }

    pub fn dispatch(&self) -> Subject {
        Subject::Dispatch(self.dispatch.clone())
    }
}

impl Scene {
    pub async fn open(house: &House) -> Scene {
        let (hotline, duty, engineer) =
            tokio::join!(house.sign_in("hotline"), house.sign_in("duty"), house.sign_in("field1"));
        let desk = Tablet::register(&duty).await;
        let tablet = Tablet::register(&engineer).await;
        let customer = pulled(&duty, "customer").await.remove(0);
        Scene { hotline, duty, engineer, desk, tablet, customer }
    }

    /// A new request, submitted.
    pub async fn submitted(&self) -> String {
        let id = new_id();
        let command = json!({"type": "submit_new_request", "case": new_id(), "draft": draft(&self.customer)});
        let result = self.desk.give(&self.hotline, &Subject::Request(id.clone()), command).await;
        assert_eq!(outcome(&result), "accepted", "{result}");
        id
    }

    /// A new request, sent to field1.
    pub async fn job(&self) -> Job {
        let job = Job { request: self.submitted().await, dispatch: new_id() };
        self.office(&job, assign(&job.dispatch, self.engineer.id())).await;
        job
    }

    /// A job whose engineer stands at the customer's.
    pub async fn on_site(&self) -> Job {
        let job = self.job().await;
        let steps = [
            json!({"type": "confirm"}),
            json!({"type": "appoint", "at": soon(), "agreed_with": "周素珍"}),
            json!({"type": "depart"}),
            json!({"type": "arrive"}),
        ];
        let envelopes: Vec<Value> =
            steps.into_iter().map(|command| self.tablet.envelope(&self.engineer, &job.dispatch(), command)).collect();
        for result in self.tablet.push(&self.engineer, &envelopes).await {
            assert_eq!(outcome(&result), "accepted", "{result}");
        }
        job
    }

    /// The duty manager does something, and it is accepted.
    pub async fn office(&self, job: &Job, command: Value) -> Value {
        let result = self.desk.give(&self.duty, &job.request(), command).await;
        assert_eq!(outcome(&result), "accepted", "{result}");
        result
    }

    /// field1 does something on the tablet, and it is accepted.
    pub async fn visit(&self, job: &Job, command: Value) -> Value {
        let result = self.tablet.give(&self.engineer, &job.dispatch(), command).await;
        assert_eq!(outcome(&result), "accepted", "{result}");
        result
    }

    /// The request as the duty manager sees it.
    pub async fn record(&self, job: &Job) -> Value {
        self.duty.request(&job.request).await
    }
}

/// What the hotline takes down for a customer.
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
pub fn assign(dispatch: &str, engineer: &str) -> Value {
    json!({"type": "assign", "dispatch": dispatch, "engineer": engineer, "slot": slot()})
}

pub fn slot() -> Value {
    json!({"from": soon(), "minutes": 90})
}

/// In two hours, as the wire writes it.
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
