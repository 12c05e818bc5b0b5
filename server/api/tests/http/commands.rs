//! Who may do what: every command as everybody, compared with the reviewed table (ADM-3).

use std::{collections::BTreeMap, fmt::Write};

use serde_json::{Value, json};

use crate::{
    document::document,
    house::{Engine, House},
    program::Program,
    scene::{assign, draft, pulled, slot, soon},
    sealing::signature,
    tablet::{Subject, Tablet, new_id, outcome},
};

/// The columns: log-in and region of the request. `field1` was sent there, `newcomer` is an engineer who never was.
const COLUMNS: [(&str, &str); 10] = [
    ("admin", "city_south"),
    ("duty", "city_south"),
    ("support", "city_south"),
    ("region", "outer"),
    ("region", "city_south"),
    ("hotline", "city_south"),
    ("quality", "city_south"),
    ("field1", "city_south"),
    ("newcomer", "city_south"),
    ("general", "city_south"),
];

/// One request on its way: the ids it goes by.
struct Course {
    customer: Value,
    request: String,
    dispatch: String,
    field1: String,
}

/// Who does a step that comes before.
type Step = (&'static str, Value);

impl Course {
    fn draft(&self, kind: &str) -> Step {
        ("hotline", json!({"type": kind, "case": new_id(), "draft": draft(&self.customer)}))
    }

    fn offered(&self) -> Vec<Step> {
        vec![self.draft("submit_new_request"), ("duty", assign(&self.dispatch, &self.field1))]
    }

    fn field(&self, before: Vec<Step>, commands: &[Value]) -> Vec<Step> {
        before.into_iter().chain(commands.iter().map(|command| ("field1", command.clone()))).collect()
    }

    fn confirmed(&self) -> Vec<Step> {
        self.field(self.offered(), &[json!({"type": "confirm"})])
    }

    fn appointed(&self) -> Vec<Step> {
        self.field(self.confirmed(), &[json!({"type": "appoint", "at": soon(), "agreed_with": ""})])
    }

    fn en_route(&self) -> Vec<Step> {
        self.field(self.appointed(), &[json!({"type": "depart"})])
    }

    fn on_site(&self) -> Vec<Step> {
        self.field(self.en_route(), &[json!({"type": "arrive"})])
    }

    fn backed_up(&self) -> Vec<Step> {
        self.field(self.on_site(), &[backup()])
    }

    fn presented(&self) -> Vec<Step> {
        let result = json!({"solved": "not", "told_prevention": false, "satisfaction": 3});
        let shown =
            [json!({"type": "record_result", "result": result}), json!({"type": "present_form", "left_at": soon()})];
        self.field(self.backed_up(), &shown)
    }

    fn unsigned(&self) -> Vec<Step> {
        self.field(self.on_site(), &[json!({"type": "leave_unsigned", "reason": "负责人已离开。"})])
    }

    fn returned(&self) -> Vec<Step> {
        self.field(self.unsigned(), &[json!({"type": "return_form"})])
    }

    fn by_duty(&self, before: Vec<Step>, command: Value) -> Vec<Step> {
        before.into_iter().chain([("duty", command)]).collect()
    }

    /// What comes before a command, so that it is possible.
    fn before(&self, command: &str) -> Vec<Step> {
        let dispatch = &self.dispatch;
        match command {
            "draft_request" | "submit_new_request" => vec![],
            "submit_request" => vec![self.draft("draft_request")],
            "edit_request" | "verify_request" | "decline_request" | "cancel_request" | "assign" => {
                vec![self.draft("submit_new_request")]
            }
            "reassign" | "reschedule" | "recall" | "confirm" | "refuse" | "ask_help" => self.offered(),
            "appoint" | "wish_appointment" | "solve_by_phone" => self.confirmed(),
            "report_delay" | "depart" => self.appointed(),
            "settle_appointment" => {
                self.field(self.confirmed(), &[json!({"type": "wish_appointment", "at": soon(), "note": ""})])
            }
            "arrive" => self.en_route(),
            "record_finding" => self.backed_up(),
            "sign" => self.presented(),
            "return_form" => self.unsigned(),
            "write_off" | "send_back" => self.returned(),
            "archive" => self.by_duty(self.returned(), write_off()),
            "settle_dispute" => {
                let recalled =
                    self.by_duty(self.offered(), json!({"type": "recall", "dispatch": dispatch, "reason": ""}));
                self.field(recalled, &[backup()])
            }
            _ => self.on_site(),
        }
    }

    /// The document's example of a command, about this request.
    fn command(&self, example: &Value) -> Value {
        let mut command = example.clone();
        let mut set = |member: &str, value: Value| {
            if command.get(member).is_some() {
                command[member] = value;
            }
        };
        set("draft", draft(&self.customer));
        set("case", new_id().into());
        set("engineer", self.field1.clone().into());
        set("slot", slot());
        set("from", self.dispatch.clone().into());
        set("follow_up", new_id().into());
        let is_new = ["assign", "reassign"].map(Value::from).contains(&example["type"]);
        set("dispatch", if is_new { new_id() } else { self.dispatch.clone() }.into());
        command
    }
}

fn backup() -> Value {
    json!({"type": "record_backup", "account_sets": ["001"], "reports_included": true, "path": "E:\\UFDATABAK\\WL20261124"})
}

fn write_off() -> Value {
    json!({"type": "write_off", "problem_type": "other", "decision": "consult"})
}

/// A desk everybody has worked at, so that one push can hold what several people did.
struct Desk {
    tablet: Tablet,
    people: BTreeMap<&'static str, Program>,
}

impl Desk {
    async fn open(house: &House) -> Desk {
        let admin = house.sign_in("admin").await;
        for (login, role) in [("newcomer", "field"), ("general", "general_manager")] {
            let person = json!({"login": login, "password": "paidan-demo", "name": "新人", "roles": [role], "region": "city_south"});
            assert_eq!(admin.post("/api/people", &person).await.status, 201);
        }
        let tablet = Tablet::register(&admin).await;
        let mut people = BTreeMap::new();
        for (login, _) in COLUMNS {
            if !people.contains_key(login) {
                let person = house.sign_in(login).await;
                let nothing = Subject::Request(new_id());
                assert_eq!(
                    outcome(&tablet.give(&person, &nothing, json!({"type": "archive"})).await),
                    "kept: not_found"
                );
                people.insert(login, person);
            }
        }
        Desk { tablet, people }
    }

    fn envelope(&self, course: &Course, login: &str, subject: &str, command: Value) -> Value {
        let subject = match subject {
            "dispatch" => Subject::Dispatch(course.dispatch.clone()),
            _ => Subject::Request(course.request.clone()),
        };
        self.tablet.envelope(&self.people[login], &subject, command)
    }

    /// Brings a fresh request as far as a command needs.
    async fn prepared(&self, customer: &Value, entry: &Value) -> Course {
        let field1 = self.people["field1"].id().to_owned();
        let course = Course { customer: customer.clone(), request: new_id(), dispatch: new_id(), field1 };
        let before = course.before(entry["type"].as_str().expect("a word")).into_iter().map(|(login, command)| {
            let is_office = ["hotline", "duty"].contains(&login);
            self.envelope(&course, login, if is_office { "request" } else { "dispatch" }, command)
        });
        let envelopes: Vec<Value> = before.collect();
        let results = self.tablet.push(&self.people["duty"], &envelopes).await;
        for (result, envelope) in results.iter().zip(&envelopes) {
            let is_late = result["problem"]["type"] == "plan_changed";
            assert!(result["outcome"] == "accepted" || is_late, "{envelope} {result}");
        }
        course
    }

    /// What becomes of a command when somebody gives it.
    async fn tries(&self, course: &Course, login: &str, entry: &Value) -> String {
        let mut command = course.command(&entry["example"]);
        if entry["type"] == "sign" {
            let record = self.people["duty"].request(&course.request).await;
            command["record"] = signature(&self.tablet, "sign_off", &record, &course.dispatch);
        }
        let envelope = self.envelope(course, login, entry["subject"].as_str().expect("a kind"), command);
        outcome(&self.tablet.push(&self.people["duty"], &[envelope]).await[0])
    }
}

#[tokio::test]
async fn every_command_of_everybody_ends_as_the_table_says() {
    let house = House::open(Engine::Sqlite).await;
    let desk = Desk::open(&house).await;
    let document = document(&house.visitor()).await;
    let customers = pulled(&desk.people["duty"], "customer").await;
    let of_region =
        |region: &str| customers.iter().find(|customer| customer["region"] == region).expect("a customer there");
    // field1 has been at this customer's before.
    let entries = document["x-commands"].as_array().expect("commands");
    let confirm = entries.iter().find(|entry| entry["type"] == "confirm").expect("confirm");
    let course = desk.prepared(of_region("city_south"), confirm).await;
    assert_eq!(desk.tries(&course, "field1", confirm).await, "accepted");
    let mut table = String::new();
    for entry in entries {
        let _ = writeln!(table, "{}", entry["type"].as_str().expect("a word"));
        let mut by_outcome: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut prepared: BTreeMap<&str, Course> = BTreeMap::new();
        for (login, region) in COLUMNS {
            let course = match prepared.remove(region) {
                Some(course) => course,
                None => desk.prepared(of_region(region), entry).await,
            };
            let outcome = desk.tries(&course, login, entry).await;
            // A command without effect leaves the request ready for the next one.
            if outcome == "kept: not_found" {
                prepared.insert(region, course);
            }
            let who = if login == "region" { format!("{login} in {region}") } else { login.to_owned() };
            by_outcome.entry(outcome).or_default().push(who);
        }
        for (outcome, who) in by_outcome {
            let _ = writeln!(table, "  {outcome:<16} {}", who.join(", "));
        }
    }
    insta::assert_snapshot!("commands", table);
}
