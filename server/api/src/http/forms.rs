//! The paper forms as PDF (RPT-5).

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::RequestId;
use service::{ServiceError, lists::List, papers::RequestForm};
use uuid::Uuid;
use words::Lang;

use super::{
    caller::{Parameters, SignedIn},
    lists::Day,
    problem::ProblemAnswer,
};
use crate::{
    Shared,
    printing::{Order, Paper},
};

/// `GET /api/requests/{id}/forms/{form}`, such as `QR-03.pdf`
pub async fn of_request(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let asked = id.parse::<Uuid>().ok().zip(form.strip_suffix(".pdf").and_then(RequestForm::parse));
    let (id, form) = asked.ok_or_else(|| ProblemAnswer::not_found(lang))?;
    let printed = shared.service.printed(&caller, RequestId(id), form).await;
    let printed = printed.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let name = [form.word(), " ", &printed.stored.request.number].concat();
    answer(&shared, &headers, lang, &name, Paper::OfRequest(Box::new(printed))).await
}

/// `GET /api/forms/{form}`, such as `QR-04.pdf?date=2026-11-23`
pub async fn of_list(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Path(form): Path<String>,
    Parameters(day): Parameters<Day>,
) -> Result<Response, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let date = day.or_today(&shared);
    let list = form.strip_suffix(".pdf").and_then(|form| List::of(form, date));
    let list = list.ok_or_else(|| ProblemAnswer::not_found(lang))?;
    let printed = shared.service.printed_list(&caller, list).await;
    let printed = printed.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    answer(&shared, &headers, lang, &list.name(), Paper::List(printed)).await
}

async fn answer(
    shared: &Shared,
    headers: &HeaderMap,
    lang: Lang,
    name: &str,
    paper: Paper,
) -> Result<Response, ProblemAnswer> {
    let order = Order { paper, centre: shared.service.centre.clone(), lang, server: server(shared, headers) };
    let printer = shared.printer.clone();
    let set = tokio::task::spawn_blocking(move || printer.print(&order)).await;
    let set = set.unwrap_or_else(|error| Err(error.to_string()));
    let bytes = set.map_err(|why| {
        tracing::error!(%why, "a form was not printed");
        ProblemAnswer::from_service(ServiceError::Internal("a form was not printed"), lang)
    })?;
    let disposition = HeaderValue::from_str(&format!("inline; filename=\"{}\"", file_name(name)));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

/// `QR-03 XC-2026-11-0231.pdf`; what no header can hold is left out.
fn file_name(name: &str) -> String {
    let name: String =
        name.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | ' ')).collect();
    name.trim().to_owned() + ".pdf"
}

/// Under which name anybody reaches this server: as the operator says, else as this call did.
fn server(shared: &Shared, headers: &HeaderMap) -> String {
    if let Some(address) = &shared.config.public_url {
        return address.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.map_or_else(|| shared.config.addr.to_string(), ToOwned::to_owned);
    [if shared.config.secure_cookies { "https://" } else { "http://" }, &host].concat()
}
