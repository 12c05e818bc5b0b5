//! The document says what the server does: routes, schemas, examples, words.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::{
    canonical::{canonical, sha256, without},
    house::{Engine, House},
    program::Program,
    scene::Scene,
};

/// The document as the server gives it.
pub async fn document(program: &Program) -> Value {
    program.get("/api/openapi.json").await.ok()
}

/// A validator for a schema inside the document.
pub fn validator(document: &Value, schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    jsonschema::validator_for(&whole).expect("a schema")
}

/// A validator for a component.
pub fn component(document: &Value, name: &str) -> Validator {
    assert!(document["components"]["schemas"][name].is_object(), "there is no component {name}");
    validator(document, &json!({"$ref": format!("#/components/schemas/{name}")}))
}

#[track_caller]
pub fn assert_valid(validator: &Validator, value: &Value, what: &str) {
    let errors: Vec<String> =
        validator.iter_errors(value).take(5).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{what}:\n{}\n{value:#}", errors.join("\n"));
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn words(value: &Value) -> BTreeSet<String> {
    items(value).map(|word| word.as_str().expect("a word").to_owned()).collect()
}

async fn house_and_document() -> (House, Value) {
    let house = House::open(Engine::Sqlite).await;
    let document = document(&house.visitor()).await;
    (house, document)
}

#[tokio::test]
async fn it_lists_exactly_the_routes_of_the_server() {
    let (_house, document) = house_and_document().await;
    let described: BTreeSet<String> = members(&document["paths"])
        .flat_map(|(path, methods)| {
            members(methods).map(move |(method, _)| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let served: BTreeSet<String> =
        api::addresses().into_iter().map(|(method, path)| format!("{method} {path}")).collect();
    assert_eq!(described, served);
}

/// Every `$ref` in a value.
fn references(value: &Value) -> Vec<&str> {
    let mut found: Vec<&str> = value["$ref"].as_str().into_iter().collect();
    found.extend(items(value).chain(members(value).map(|(_, value)| value)).flat_map(references));
    found
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let (_house, document) = house_and_document().await;
    let references = references(&document);
    assert!(references.len() > 100);
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn every_schema_is_one_and_every_example_is_valid() {
    let (_house, document) = house_and_document().await;
    for (name, schema) in members(&document["components"]["schemas"]) {
        assert!(jsonschema::meta::is_valid(schema), "{name}: {schema:#}");
        component(&document, name);
    }
    for (path, methods) in members(&document["paths"]) {
        for (method, operation) in members(methods) {
            let content = &operation["requestBody"]["content"]["application/json"];
            if content.is_object() {
                assert_valid(
                    &validator(&document, &content["schema"]),
                    &content["example"],
                    &format!("{method} {path}"),
                );
            }
        }
    }
    let command = component(&document, "Command");
    for entry in items(&document["x-commands"]) {
        assert_valid(&command, &entry["example"], entry["type"].as_str().expect("a word"));
        let named = &document["components"]["examples"][entry["type"].as_str().expect("a word")];
        assert_eq!(named["value"], entry["example"]);
    }
}

#[tokio::test]
async fn it_describes_every_command_and_every_state() {
    let (_house, document) = house_and_document().await;
    let schemas = &document["components"]["schemas"];
    let commands: BTreeSet<&str> = items(&schemas["Command"]["oneOf"])
        .filter_map(|variant| variant["properties"]["type"]["const"].as_str())
        .collect();
    let described: BTreeSet<&str> =
        items(&document["x-commands"]).filter_map(|command| command["type"].as_str()).collect();
    assert_eq!(commands, described);
    assert_eq!(commands.len(), items(&document["x-commands"]).count(), "none twice");
    for (kind, schema) in [("request", "RequestState"), ("dispatch", "DispatchState")] {
        let states = words(&schemas[schema]["enum"]);
        let table: BTreeSet<String> = members(&document["x-states"][kind]).map(|(state, _)| state.clone()).collect();
        assert_eq!(states, table, "{kind}");
        assert!(members(&document["x-states"][kind]).all(|(_, to)| words(to).is_subset(&states)));
    }
    assert_eq!(document["x-states"]["request"]["returned"], json!(["sent_back", "written_off"]));
    let problems: BTreeSet<&str> =
        items(&document["x-problems"]["envelopes"]).filter_map(|problem| problem["type"].as_str()).collect();
    for rejection in items(&schemas["Rejection"]["oneOf"]) {
        let word = rejection["properties"]["type"]["const"].as_str().expect("a word");
        assert!(problems.contains(word), "{word}");
    }
    let who =
        |word: &str| items(&document["x-commands"]).find(|command| command["type"] == word).expect(word)["who"].clone();
    assert_eq!(who("confirm"), json!({"field": "own"}));
    assert_eq!(who("assign"), json!({"duty_manager": "all", "region_manager": "region", "support_manager": "all"}));
}

#[tokio::test]
async fn its_signed_example_verifies_and_its_canonical_example_can_be_recomputed() {
    use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};

    let (_house, document) = house_and_document().await;
    let example =
        |path: &str| document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"].clone();
    let key = example("/api/devices")["public_key"].to_string();
    let key: p256::elliptic_curve::JwkEcKey = key.parse().expect("a JWK");
    let key = VerifyingKey::from(key.to_public_key::<p256::NistP256>().expect("a key"));
    let envelope = example("/api/sync/push")["envelopes"][0].clone();
    let signature = base64::Engine::decode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        envelope["sig"].as_str().expect("a signature"),
    );
    let signature = Signature::from_slice(&signature.expect("base64url")).expect("64 bytes");
    key.verify(without(&envelope, &["sig"]).as_bytes(), &signature).expect("the example's signature");
    let shown = &document["x-canonical-json"];
    assert_eq!(canonical(&shown["value"]), shown["canonical"]);
    assert_eq!(sha256(canonical(&shown["value"])), shown["sha256"]);
}

#[tokio::test]
async fn what_is_answered_is_what_it_says() {
    let (house, document) = house_and_document().await;
    let scene = Scene::open(&house).await;
    let job = scene.on_site().await;
    let admin = house.sign_in("admin").await;
    let (request, history) =
        (format!("/api/requests/{}", job.request), format!("/api/requests/{}/history", job.request));
    let calls = [
        (&scene.duty, "/api/session", "/api/session"),
        (&scene.duty, "/api/sessions", "/api/sessions"),
        (&scene.engineer, "/api/devices", "/api/devices"),
        (&scene.duty, "/api/keys", "/api/keys"),
        (&admin, "/api/people", "/api/people"),
        (&scene.duty, "/api/requests", "/api/requests"),
        (&scene.duty, "/api/requests?state=archived&q=u8", "/api/requests"),
        (&scene.duty, &request, "/api/requests/{id}"),
        (&scene.engineer, &history, "/api/requests/{id}/history"),
        (&scene.duty, "/api/demo", "/api/demo"),
        (&admin, "/api/sync/pull", "/api/sync/pull"),
    ];
    for (program, address, path) in calls {
        let schema = &document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path}");
        assert_valid(&validator(&document, schema), &program.get(address).await.ok(), address);
    }
    let verified = scene.duty.ask(reqwest::Method::GET, "/verify/abc").header("accept", "application/json");
    let verified = crate::program::send(verified).await.ok();
    assert_valid(&component(&document, "Verified"), &verified, "verify");
}

#[tokio::test]
async fn what_is_pulled_and_pushed_is_what_it_says() {
    let (house, document) = house_and_document().await;
    let scene = Scene::open(&house).await;
    let job = scene.on_site().await;
    let pull = component(&document, "Pull");
    for program in [&scene.duty, &scene.engineer] {
        let mut cursor = String::new();
        let mut more = true;
        while more {
            let page = program.get(&format!("/api/sync/pull?cursor={cursor}&limit=500")).await.ok();
            assert_valid(&pull, &page, "pull");
            cursor = page["cursor"].as_str().expect("a cursor").to_owned();
            more = page["more"] == true;
        }
    }
    let envelope = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let push = json!({"device_id": scene.tablet.id, "envelopes": [envelope]});
    assert_valid(&component(&document, "Push"), &push, "a push");
    let answer = scene.engineer.post("/api/sync/push", &push).await.ok();
    assert_valid(&component(&document, "PushAnswer"), &answer, "its answer");
}

#[tokio::test]
async fn the_page_shows_all_of_it_in_one_language_and_without_a_script() {
    let (house, document) = house_and_document().await;
    let visitor = house.visitor();
    for (language, note) in [("zh-CN", "接口说明以英文撰写。"), ("en", ""), ("zh-TW", "介面說明以英文撰寫。")]
    {
        let page = visitor.ask(reqwest::Method::GET, "/api/docs").header("accept-language", language);
        let page = crate::program::send(page).await;
        assert_eq!(page.status, 200);
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        let html = page.text();
        assert!(html.contains("<html lang=\"en\">") && html.contains("How it works"));
        // One sentence tells readers of another language; nothing else around the description is in theirs.
        let (header, description) = html.split_once("<main>").expect("a description");
        let told = if note.is_empty() { String::new() } else { format!("<p lang=\"{language}\">{note}</p>") };
        assert!(header.contains(&told) && description.contains("<h2 id=\"guide\">How it works</h2>"));
        assert!(header.replace(&told, "").is_ascii(), "{header}");
        assert!(!description.contains(" lang=\""));
        assert!(!html.contains("<script") && !html.contains(" style="));
        for (path, _) in members(&document["paths"]) {
            assert!(html.contains(path), "{path}");
        }
        for command in items(&document["x-commands"]) {
            let word = command["type"].as_str().expect("a word");
            assert!(html.contains(&format!("<h3><code>{word}</code></h3>")), "{word}");
        }
    }
    assert_eq!(visitor.get("/api/docs.css").await.header("content-type"), "text/css; charset=utf-8");
}
