//! One operation of the interface, and how OpenAPI writes it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::problems;

/// Who may call. The rights themselves stand in `x-rights`.
pub const ANYBODY: &str = "Anybody, without a session.";
pub const SIGNED_IN: &str = "Whoever is signed in.";

/// A call and its answers.
pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    tag: &'static str,
    summary: &'static str,
    who: &'static str,
    notes: &'static str,
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: Vec<(u16, Value)>,
    problems: Vec<(u16, &'static str)>,
}

impl Operation {
    /// An operation for whoever is signed in, without parameters and body.
    pub fn new(method: &'static str, path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self {
            method,
            path,
            tag,
            summary,
            who: SIGNED_IN,
            notes: "",
            parameters: Vec::new(),
            body: None,
            answers: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub fn who(self, who: &'static str) -> Self {
        Self { who, ..self }
    }

    pub fn notes(self, notes: &'static str) -> Self {
        Self { notes, ..self }
    }

    /// A part of the address.
    pub fn part(mut self, name: &str, schema: Value, text: &str) -> Self {
        self.parameters
            .push(json!({"name": name, "in": "path", "required": true, "schema": schema, "description": text}));
        self
    }

    /// A parameter after the question mark.
    pub fn query(mut self, name: &str, schema: Value, text: &str) -> Self {
        self.parameters
            .push(json!({"name": name, "in": "query", "required": false, "schema": schema, "description": text}));
        self
    }

    pub fn header(mut self, name: &str, schema: Value, text: &str) -> Self {
        self.parameters
            .push(json!({"name": name, "in": "header", "required": false, "schema": schema, "description": text}));
        self
    }

    /// A body of JSON with an example, and what is answered when it is not what it should be.
    pub fn json(mut self, schema: &str, example: Value) -> Self {
        let content = json!({"schema": reference(schema), "example": example});
        self.body = Some(json!({"required": true, "content": {"application/json": content}}));
        self.problems.extend([(400, "malformed"), (413, "too_large"), (415, "not_json"), (422, "malformed")]);
        self
    }

    /// A body of plain bytes.
    pub fn bytes(mut self, text: &str) -> Self {
        let content = json!({"schema": {"type": "string", "contentMediaType": "application/octet-stream"}});
        self.body =
            Some(json!({"required": true, "description": text, "content": {"application/octet-stream": content}}));
        self
    }

    /// A body of parts with plain bytes.
    pub fn parts(mut self, text: &str) -> Self {
        let bytes = json!({"type": "string", "contentMediaType": "application/octet-stream"});
        let content = json!({"schema": {"type": "object", "additionalProperties": bytes}});
        self.body = Some(json!({"required": true, "description": text, "content": {"multipart/form-data": content}}));
        self
    }

    /// An answer of JSON.
    pub fn answers(self, status: u16, schema: &str, text: &str) -> Self {
        self.answers_with(status, text, json!({"application/json": {"schema": reference(schema)}}))
    }

    /// An answer without a body.
    pub fn answers_empty(self, status: u16, text: &str) -> Self {
        self.answers_with(status, text, Value::Null)
    }

    /// An answer whose content is described in full.
    pub fn answers_with(mut self, status: u16, text: &str, content: Value) -> Self {
        let mut answer = json!({"description": text});
        if !content.is_null() {
            answer["content"] = content;
        }
        self.answers.push((status, answer));
        self
    }

    /// A header of the answer described last.
    pub fn with_header(mut self, name: &str, text: &str) -> Self {
        if let Some((_, answer)) = self.answers.last_mut() {
            answer["headers"][name] = json!({"schema": {"type": "string"}, "description": text});
        }
        self
    }

    pub fn problem(mut self, status: u16, word: &'static str) -> Self {
        self.problems.push((status, word));
        self
    }

    /// Every problem this operation can answer with, those that come from its nature included.
    pub fn all_problems(&self) -> Vec<(u16, &'static str)> {
        let mut all = self.problems.clone();
        if self.who != ANYBODY {
            all.push((401, "signed_out"));
        }
        if !matches!(self.method, "get" | "head") {
            all.push((403, "foreign_origin"));
        }
        if self.path.starts_with("/api") {
            all.extend([(500, "server_trouble"), (503, "server_trouble")]);
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The operation as OpenAPI writes it.
    pub fn describe(&self) -> Value {
        let mut responses: Map<String, Value> =
            self.answers.iter().map(|(status, answer)| (status.to_string(), answer.clone())).collect();
        let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for (status, word) in self.all_problems() {
            by_status.entry(status).or_default().push(word);
        }
        for (status, words) in by_status {
            responses.insert(status.to_string(), problem_answer(&words));
        }
        let description = format!("{}\n\nWho may call: {}", self.notes, self.who);
        let mut operation = json!({
            "operationId": operation_id(self.method, self.path),
            "tags": [self.tag],
            "summary": self.summary,
            "description": description.trim(),
            "x-who": self.who,
            "responses": responses,
        });
        if !self.parameters.is_empty() {
            operation["parameters"] = json!(self.parameters);
        }
        if let Some(body) = &self.body {
            operation["requestBody"] = body.clone();
        }
        if self.who == ANYBODY {
            operation["security"] = json!([]);
        }
        operation
    }
}

/// A reference to a component.
pub fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn problem_answer(words: &[&str]) -> Value {
    let meanings: Vec<String> = words.iter().map(|word| format!("`{word}`: {}", problems::meaning(word))).collect();
    let schema = json!({
        "allOf": [reference("Problem"), {"type": "object", "properties": {"type": {"enum": words}}}],
    });
    json!({
        "description": meanings.join("\n\n"),
        "content": {"application/problem+json": {"schema": schema}},
    })
}

/// Such as `post_sync_push` or `get_requests_id_history`.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api").unwrap_or(path);
    let words: Vec<&str> = path.split(['/', '.', '{', '}']).filter(|word| !word.is_empty()).collect();
    format!("{method}_{}", words.join("_"))
}
