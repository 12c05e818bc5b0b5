//! What many claims begin with: people of the demo at their devices, and a request brought as far as needed.

use outside::visits::way_to_the_customer;
pub use outside::visits::{assign, draft, pull_all, pulled, slot, soon};
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
        let envelopes: Vec<Value> =
            way_to_the_customer().map(|command| self.tablet.envelope(&self.engineer, &job.dispatch(), command)).into();
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
