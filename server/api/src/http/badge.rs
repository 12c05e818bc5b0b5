//! The badge: its secret for a tablet, and the public page that tells a customer whether an engineer is expected (ONS-10).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use domain::{DeviceId, Timestamp, time::MINUTE};
use serde::Deserialize;
use serde_json::{Value, json};
use service::badge::Checked;
use words::{Lang, badge as texts, common};

use super::{
    caller::{Id, SignedIn, Visitor},
    problem::ProblemAnswer,
};
use crate::Shared;

/// Codes that one address may try in ten minutes.
const TRIES: u32 = 30;
const WINDOW: i64 = 10 * MINUTE;

/// How often each address has asked. In memory, on each node: guessing eight digits that live for minutes takes millions.
#[derive(Clone, Default)]
pub struct Tries(Arc<Mutex<HashMap<String, (Timestamp, u32)>>>);

impl Tries {
    /// Counts one more; false when it is one too many.
    fn allow(&self, address: &str, now: Timestamp) -> bool {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.retain(|_, (since, _)| now.since(*since).abs() < WINDOW);
        let (_, count) = tries.entry(address.to_owned()).or_insert((now, 0));
        *count += 1;
        *count <= TRIES
    }
}

/// `GET /api/devices/{id}/badge`
pub async fn secret(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Id(id): Id,
) -> Result<Json<Value>, ProblemAnswer> {
    let secret = shared.service.badge_secret(&signed_in.caller, DeviceId(id)).await;
    let secret = secret.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(Json(json!({"device": id, "secret": secret})))
}

/// What is typed by hand.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
}

/// `GET /badge`: number and code to be typed in.
pub async fn ask(
    shared: State<Shared>,
    tries: Extension<Tries>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(typed): Query<Typed>,
) -> Response {
    let digits: String = typed.code.chars().filter(char::is_ascii_digit).collect();
    if typed.number.trim().is_empty() || digits.is_empty() {
        return page(visitor.lang, &form(visitor.lang, typed.number.trim()), StatusCode::OK);
    }
    answer(shared, tries, visitor, &headers, typed.number.trim(), &digits).await
}

/// `GET /badge/{code}`: number, a dash and eight digits, as the badge's QR code has them.
pub async fn check(
    shared: State<Shared>,
    tries: Extension<Tries>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Response {
    let (number, digits) = code.rsplit_once('-').unwrap_or_default();
    answer(shared, tries, visitor, &headers, number, digits).await
}

async fn answer(
    State(shared): State<Shared>,
    Extension(tries): Extension<Tries>,
    visitor: Visitor,
    headers: &HeaderMap,
    number: &str,
    digits: &str,
) -> Response {
    let lang = visitor.lang;
    let wants_json =
        headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("json"));
    if !tries.allow(&visitor.address, shared.service.time.now()) {
        let body = paragraph("late", texts::TOO_MANY.get(lang));
        return ([(header::RETRY_AFTER, "600")], page(lang, &body, StatusCode::TOO_MANY_REQUESTS)).into_response();
    }
    let checked = match shared.service.check_badge(number, digits).await {
        Ok(checked) => checked,
        Err(error) => return ProblemAnswer::from_service(error, lang).into_response(),
    };
    let centre = &shared.service.centre;
    match checked {
        Checked::Expected { name, badge_number } if wants_json => {
            Json(json!({"state": "expected", "name": name, "badge_number": badge_number})).into_response()
        }
        Checked::NotConfirmed if wants_json => Json(json!({"state": "not_confirmed"})).into_response(),
        Checked::Expected { name, badge_number } => {
            let who = format!(
                "<p class=\"who\">{}</p><p>{} · {}</p>",
                escaped(&name),
                escaped(&centre.name),
                escaped(&badge_number)
            );
            page(lang, &[paragraph("ok", texts::EXPECTED.get(lang)), who].concat(), StatusCode::OK)
        }
        Checked::NotConfirmed => {
            let call = texts::CALL.get(lang).replace("{phone}", &centre.duty_phone);
            let body = [paragraph("late", texts::NOT_CONFIRMED.get(lang)), paragraph("", &call), form(lang, number)];
            page(lang, &body.concat(), StatusCode::OK)
        }
    }
}

fn paragraph(class: &str, text: &str) -> String {
    format!("<p class=\"{class}\">{}</p>", escaped(text))
}

fn form(lang: Lang, number: &str) -> String {
    format!(
        "<form action=\"/badge\"><p>{}</p><label>{}<input name=\"number\" required maxlength=\"40\" value=\"{}\"></label>\
         <label>{}<input name=\"code\" required inputmode=\"numeric\" autocomplete=\"off\" maxlength=\"12\"></label>\
         <button>{}</button></form>",
        escaped(texts::TYPE_IN.get(lang)),
        escaped(texts::NUMBER.get(lang)),
        escaped(number),
        escaped(texts::CODE.get(lang)),
        escaped(texts::CHECK.get(lang)),
    )
}

fn page(lang: Lang, body: &str, status: StatusCode) -> Response {
    let (tag, product, title) = (lang.tag(), common::PRODUCT.get(lang), texts::CHECK_TITLE.get(lang));
    let html = format!(
        "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title} · {product}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"stylesheet\" href=\"/badge/page.css\"></head><body><main><h1>{title}</h1>{body}</main></body></html>",
    );
    let policy = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'";
    let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store")];
    (status, headers, Html(html)).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `GET /badge/page.css`: the looks of the page.
pub async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("badge/page.css")).into_response()
}
