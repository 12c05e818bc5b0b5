//! A program that calls the interface: keeps its cookie, sends JSON, looks at whole answers.

use std::sync::Arc;

use reqwest::{
    Client, Method, RequestBuilder,
    cookie::{CookieStore, Jar},
    header::HeaderMap,
};
use serde_json::{Value, json};

/// A caller with a cookie jar of its own.
#[derive(Clone)]
pub struct Program {
    pub address: String,
    pub client: Client,
    jar: Arc<Jar>,
    /// Who is signed in: the person's record; null for a visitor.
    pub person: Value,
}

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Program {
    pub fn new(address: &str) -> Program {
        let jar = Arc::new(Jar::default());
        let client = Client::builder().cookie_provider(jar.clone()).redirect(reqwest::redirect::Policy::none());
        let client = client.no_proxy().build().expect("a client");
        Program { address: address.to_owned(), client, jar, person: Value::Null }
    }

    pub async fn signed_in(mut self, login: &str, password: &str) -> Program {
        let answer = self.post("/api/session", &json!({"login": login, "password": password})).await;
        assert_eq!(answer.status, 204, "{login} signs in: {}", answer.text());
        self.person = self.get("/api/session").await.ok()["person"].clone();
        self
    }

    /// Goes on with a session.
    pub async fn with_cookie(mut self, cookie: &str) -> Program {
        self.jar.add_cookie_str(cookie, &self.address.parse().expect("an address"));
        self.person = self.get("/api/session").await.ok()["person"].clone();
        self
    }

    /// The same session at another server.
    pub fn at(&self, address: &str) -> Program {
        let other = Program::new(address);
        other.jar.add_cookie_str(&self.cookie(), &address.parse().expect("an address"));
        Program { person: self.person.clone(), ..other }
    }

    /// What is sent as `Cookie`.
    pub fn cookie(&self) -> String {
        let cookies = self.jar.cookies(&self.address.parse().expect("an address"));
        cookies.map(|cookies| cookies.to_str().expect("text").to_owned()).unwrap_or_default()
    }

    pub fn id(&self) -> &str {
        self.person["id"].as_str().expect("signed in")
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.address))
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.ask(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.ask(Method::POST, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        send(self.ask(Method::PATCH, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        send(self.ask(Method::DELETE, path)).await
    }

    /// A request's record as it stands.
    pub async fn request(&self, id: &str) -> Value {
        self.get(&format!("/api/requests/{id}")).await.ok()["record"].clone()
    }
}

pub async fn send(call: RequestBuilder) -> Answer {
    try_to_send(call).await.expect("a whole answer")
}

/// As [`send`], where the answer may be cut off or not come at all.
///
/// # Errors
/// There was no whole answer.
pub async fn try_to_send(call: RequestBuilder) -> reqwest::Result<Answer> {
    let response = call.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Ok(Answer { status, headers, body: response.bytes().await?.to_vec() })
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The JSON of an answer that went well.
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        self.json()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    /// The word of a problem, with its status: `(404, "not_found")`. Empty for an answer that is none, and for one to
    /// `HEAD`, which names the type of a body it leaves out.
    pub fn problem(&self) -> (u16, String) {
        if self.header("content-type") != "application/problem+json" || self.body.is_empty() {
            return (self.status, String::new());
        }
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        assert!(!problem["title"].as_str().expect("a title").is_empty());
        (self.status, problem["type"].as_str().expect("a word").to_owned())
    }
}
