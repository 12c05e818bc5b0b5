//! The OpenAPI document, put together.

use serde_json::{Map, Value, json};

use super::{commands, guide, operation::reference, paths, problems, schemas, states};
use crate::http::caller::SESSION_COOKIE;

/// The whole document.
pub fn document() -> Value {
    let operations = paths::all();
    let mut addresses: Map<String, Value> = Map::new();
    for operation in &operations {
        let address = addresses.entry(operation.path.to_owned()).or_insert_with(|| json!({}));
        address[operation.method] = operation.describe();
    }
    let tags: Vec<Value> = paths::TAGS.iter().map(|(name, text)| json!({"name": name, "description": text})).collect();
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Paidan",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The service centre: requests, visits, signatures.",
            "description": guide::markdown(),
            "license": {"name": "Apache-2.0 OR MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": tags,
        "security": [{"session": []}],
        "paths": addresses,
        "components": {
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE}},
            "schemas": schemas::all(),
            "examples": command_examples(),
        },
        "x-commands": commands::describe(),
        "x-states": states::describe(),
        "x-rights": commands::rights_table(),
        "x-problems": problems::describe(&operations),
        "x-limits": guide::limits(),
        "x-canonical-json": guide::canonical_example(),
        "x-command-schema": reference("Command"),
    })
}

fn command_examples() -> Map<String, Value> {
    let all = commands::describe();
    let commands = all.as_array().into_iter().flatten();
    commands
        .map(|command| {
            let name = command["type"].as_str().unwrap_or_default().to_owned();
            (name, json!({"summary": command["what"], "value": command["example"]}))
        })
        .collect()
}
