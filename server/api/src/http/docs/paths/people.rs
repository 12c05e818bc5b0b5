//! Accounts (ADM-1).

use serde_json::json;

use super::super::operation::Operation;

const TAG: &str = "people";
const ADMINISTRATORS: &str = "Administrators.";

pub fn all() -> Vec<Operation> {
    let new =
        json!({"login": "field13", "password": "long enough", "name": "周海涛", "roles": ["field"], "region": "outer"});
    vec![
        Operation::new("get", "/api/people", TAG, "List accounts")
            .who(ADMINISTRATORS)
            .notes("Deactivated ones too; nobody is ever deleted.")
            .answers(200, "PersonList", "By log-in name.")
            .problem(404, "not_found"),
        Operation::new("post", "/api/people", TAG, "Add an account")
            .who(ADMINISTRATORS)
            .json("NewPerson", new)
            .answers(201, "Person", "As it was added.")
            .problem(404, "not_found")
            .problem(422, "invalid")
            .problem(422, "missing")
            .problem(422, "taken")
            .problem(422, "too_short"),
        Operation::new("patch", "/api/people/{id}", TAG, "Change an account")
            .who(ADMINISTRATORS)
            .notes("Deactivating it or setting its password ends its sessions.")
            .part("id", json!({"type": "string", "format": "uuid"}), "The person.")
            .json("ChangedPerson", json!({"roles": ["field", "hotline"], "active": true}))
            .answers(200, "Person", "As it stands now.")
            .problem(404, "not_found")
            .problem(422, "missing")
            .problem(422, "own_account")
            .problem(422, "too_short"),
    ]
}
