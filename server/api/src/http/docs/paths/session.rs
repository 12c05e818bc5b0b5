//! Signing in and out, sessions, the own password (ADM-2).

use serde_json::{Value, json};

use super::super::operation::{ANYBODY, Operation};

const TAG: &str = "session";

pub fn all() -> Vec<Operation> {
    vec![
        Operation::new("post", "/api/session", TAG, "Sign in")
            .who(ANYBODY)
            .notes("Sets the cookie `paidan_session` (HttpOnly, SameSite=Lax), to be sent with every further call. After five failures under one name, each further one doubles the wait, from 1 s up to 15 minutes, for this name only.")
            .json("SignIn", json!({"login": "field1", "password": "paidan-demo"}))
            .answers_empty(204, "Signed in.")
            .with_header("Set-Cookie", "The session's cookie.")
            .problem(401, "wrong_password")
            .problem(429, "too_many_attempts"),
        Operation::new("get", "/api/session", TAG, "Who am I")
            .notes("Also the cheapest way to learn the server's time and the protocol versions it speaks.")
            .answers(200, "SessionInfo", "The person with roles and region, and the server's time."),
        Operation::new("delete", "/api/session", TAG, "Sign out")
            .who(ANYBODY)
            .answers_empty(204, "There is no session any more.")
            .with_header("Set-Cookie", "Takes the cookie away."),
        Operation::new("get", "/api/sessions", TAG, "List the own sessions")
            .answers(200, "SessionList", "The last used first."),
        Operation::new("delete", "/api/sessions/{id}", TAG, "End one of the own sessions")
            .part("id", id(), "The session.")
            .answers_empty(204, "It has ended.")
            .problem(404, "not_found"),
        Operation::new("post", "/api/account/password", TAG, "Change the own password")
            .notes("Ends all other sessions of the person. `old` is absent for an account that has no password yet.")
            .json("PasswordChange", json!({"old": "paidan-demo", "new": "something longer"}))
            .answers_empty(204, "Changed.")
            .problem(422, "wrong_password")
            .problem(422, "too_short"),
        Operation::new("get", "/api/demo", TAG, "The log-ins of a demo centre")
            .who(ANYBODY)
            .notes("Elsewhere than in a demo centre there is no such thing.")
            .answers(200, "DemoLogins", "Log-ins and their password.")
            .problem(404, "not_found"),
        Operation::new("get", "/welcome/{token}", TAG, "The first administrator's link")
            .who(ANYBODY)
            .notes("Signs in once, within a day. The link is printed when a centre starts that has nobody yet.")
            .part("token", json!({"type": "string"}), "As printed.")
            .answers_empty(303, "To the page where a password is set, with a session; or to the sign-in page, without one.")
            .with_header("Location", "`/account` or `/login`"),
    ]
}

fn id() -> Value {
    json!({"type": "string", "format": "uuid"})
}
