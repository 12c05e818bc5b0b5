//! The document as a page: plain HTML from the same JSON, everything escaped, no script.

use std::fmt::Write;

use serde_json::Value;
use words::{Lang, docs};

use super::guide;

/// The whole page. It is in English throughout; readers of another language are told so in theirs.
pub fn page(document: &Value, lang: Lang) -> String {
    const TITLE: &str = "The HTTP interface of Paidan";
    let chapters: [(&str, &str, String); 7] = [
        ("guide", "How it works", guide_chapter()),
        ("addresses", "Addresses", addresses(document)),
        ("commands", "Commands", commands(document)),
        ("states", "States and transitions", states(document)),
        ("rights", "Rights", rights(document)),
        ("problems", "Problems", problems(document)),
        ("schemas", "Schemas", schemas(document)),
    ];
    let mut contents = String::new();
    let mut body = String::new();
    for (id, heading, text) in &chapters {
        let _ = write!(contents, "<li><a href=\"#{id}\">{heading}</a></li>");
        let _ = write!(body, "<section><h2 id=\"{id}\">{heading}</h2>{text}</section>");
    }
    let note = match lang {
        Lang::En => String::new(),
        other => format!("<p lang=\"{}\">{}</p>", other.tag(), docs::IN_ENGLISH.get(other)),
    };
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{TITLE}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><header>{note}<h1>{TITLE}</h1>\
         <p>Everything a program needs to know; the same as OpenAPI 3.1: \
         <a href=\"/api/openapi.json\">/api/openapi.json</a></p><nav aria-label=\"Contents\"><ul>{contents}</ul></nav></header>\
         <main>{body}</main></body></html>",
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Paragraphs, with `code` between back-ticks.
fn prose(text: &str) -> String {
    let paragraph = |text: &str| {
        let parts = text.split('`').enumerate();
        let parts = parts.map(|(index, part)| match index % 2 {
            0 => escaped(part),
            _ => format!("<code>{}</code>", escaped(part)),
        });
        format!("<p>{}</p>", parts.collect::<String>())
    };
    text.split("\n\n").filter(|text| !text.is_empty()).map(paragraph).collect()
}

fn text_of<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn json(value: &Value) -> String {
    format!("<pre>{}</pre>", escaped(&serde_json::to_string_pretty(value).unwrap_or_default()))
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn guide_chapter() -> String {
    guide::sections()
        .iter()
        .map(|section| format!("<h3>{}</h3>{}", escaped(section.heading), prose(section.text)))
        .collect()
}

fn addresses(document: &Value) -> String {
    let mut html = String::new();
    for (path, methods) in members(&document["paths"]) {
        for (method, operation) in members(methods) {
            let _ = write!(
                html,
                "<article id=\"{id}\"><h3><code><b>{method}</b> {path}</code> {summary}</h3>{description}",
                id = escaped(text_of(operation, "operationId")),
                method = escaped(&method.to_uppercase()),
                path = escaped(path),
                summary = escaped(text_of(operation, "summary")),
                description = prose(text_of(operation, "description")),
            );
            let parameters: String = items(&operation["parameters"]).map(parameter).collect();
            if !parameters.is_empty() {
                let _ = write!(html, "<h4>Parameters</h4><dl>{parameters}</dl>");
            }
            for (media_type, content) in members(&operation["requestBody"]["content"]) {
                let _ = write!(
                    html,
                    "<h4>Body</h4><p><code>{}</code> {}</p>",
                    escaped(media_type),
                    link(&content["schema"])
                );
                if !content["example"].is_null() {
                    html.push_str(&json(&content["example"]));
                }
            }
            let answers: String = members(&operation["responses"]).map(answer).collect();
            let _ = write!(html, "<h4>Answers</h4><dl>{answers}</dl></article>");
        }
    }
    html
}

fn parameter(parameter: &Value) -> String {
    let (name, place) = (escaped(text_of(parameter, "name")), escaped(text_of(parameter, "in")));
    format!("<dt><code>{name}</code> ({place})</dt><dd>{}</dd>", prose(text_of(parameter, "description")))
}

fn answer((status, answer): (&String, &Value)) -> String {
    let schemas: String = members(&answer["content"]).map(|(_, content)| link(&content["schema"])).collect();
    let headers: Vec<String> = members(&answer["headers"])
        .map(|(name, header)| format!("`{name}`: {}", text_of(header, "description")))
        .collect();
    let text = [text_of(answer, "description"), &headers.join("\n\n")].join("\n\n");
    format!("<dt>{} {schemas}</dt><dd>{}</dd>", escaped(status), prose(&text))
}

/// A link to a component, for a schema that is a reference to one.
fn link(schema: &Value) -> String {
    match text_of(schema, "$ref").rsplit('/').next() {
        Some(name) if !name.is_empty() => {
            format!("<a href=\"#schema-{name}\"><code>{name}</code></a>", name = escaped(name))
        }
        _ => String::new(),
    }
}

fn commands(document: &Value) -> String {
    let mut html = String::new();
    for command in items(&document["x-commands"]) {
        let _ = write!(
            html,
            "<article><h3><code>{word}</code></h3>{what}<dl><dt>Subject</dt><dd><code>{subject}</code></dd>\
             <dt>When</dt><dd>{when}</dd><dt>Who may call</dt><dd>{who}</dd></dl>{example}</article>",
            word = escaped(text_of(command, "type")),
            what = prose(text_of(command, "what")),
            subject = escaped(text_of(command, "subject")),
            when = prose(text_of(command, "when")),
            who = holders(&command["who"]),
            example = json(&command["example"]),
        );
    }
    html
}

fn states(document: &Value) -> String {
    let mut html = String::new();
    for (kind, heading) in [("request", "Requests"), ("dispatch", "Dispatches")] {
        let _ = write!(html, "<h3>{heading}</h3><table><tr><th>{heading}</th><th>May become</th></tr>");
        for (from, to) in members(&document["x-states"][kind]) {
            let to: Vec<&str> = items(to).filter_map(Value::as_str).collect();
            let _ =
                write!(html, "<tr><td><code>{}</code></td><td>{}</td></tr>", escaped(from), escaped(&to.join(", ")));
        }
        html.push_str("</table>");
    }
    html
}

/// Roles with the reach of what they hold: `field` (own), …
fn holders(who: &Value) -> String {
    let who = members(who).map(|(role, reach)| format!("`{role}` ({})", reach.as_str().unwrap_or_default()));
    prose(&who.collect::<Vec<_>>().join(", "))
}

fn rights(document: &Value) -> String {
    let row = |row: &Value| {
        format!("<tr><td><code>{}</code></td><td>{}</td></tr>", escaped(text_of(row, "right")), holders(&row["who"]))
    };
    format!("<table>{}</table>", items(&document["x-rights"]).map(row).collect::<String>())
}

fn problems(document: &Value) -> String {
    let mut html = String::new();
    for kind in ["calls", "envelopes"] {
        let _ = write!(html, "<table><tr><th><code>type</code></th><th></th><th>Meaning</th></tr>");
        for problem in items(&document["x-problems"][kind]) {
            let statuses: Vec<String> = items(&problem["status"]).map(Value::to_string).collect();
            let _ = write!(
                html,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                escaped(text_of(problem, "type")),
                statuses.join(", "),
                prose(text_of(problem, "meaning")),
            );
        }
        html.push_str("</table>");
    }
    html
}

fn schemas(document: &Value) -> String {
    members(&document["components"]["schemas"])
        .map(|(name, schema)| {
            format!(
                "<article><h3 id=\"schema-{name}\"><code>{name}</code></h3>{}</article>",
                json(schema),
                name = escaped(name)
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        assert_eq!(prose("a `<b>` & \"c\""), "<p>a <code>&lt;b&gt;</code> &amp; &quot;c&quot;</p>");
        assert_eq!(
            json(&serde_json::json!({"x": "</pre><script>"})),
            "<pre>{\n  &quot;x&quot;: &quot;&lt;/pre&gt;&lt;script&gt;&quot;\n}</pre>"
        );
    }
}
