//! The paper forms as PDF (RPT-5).

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::RequestId;
use service::{ServiceError, papers::SERVICE_REQUEST};
use uuid::Uuid;

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::{Shared, printing::Order};

/// `GET /api/requests/{id}/forms/{form}`, such as `QR-03.pdf`
pub async fn of_request(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let id = id.parse::<Uuid>().ok().filter(|_| form == [SERVICE_REQUEST, ".pdf"].concat());
    let id = id.ok_or_else(|| ProblemAnswer::not_found(lang))?;
    let problem = |error| ProblemAnswer::from_service(error, lang);
    let printed = shared.service.printed(&caller, RequestId(id)).await.map_err(problem)?;
    let name = file_name(&printed.stored.request.number);
    let centre = shared.service.centre.clone();
    let order = Order { printed, centre, lang, server: server(&shared, &headers) };
    let printer = shared.printer.clone();
    let set = tokio::task::spawn_blocking(move || printer.print(&order)).await;
    let set = set.unwrap_or_else(|error| Err(error.to_string()));
    let bytes = set.map_err(|why| {
        tracing::error!(%why, "a form was not printed");
        problem(ServiceError::Internal("a form was not printed"))
    })?;
    let disposition = HeaderValue::from_str(&format!("inline; filename=\"{name}\""));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

/// `QR-03 XC-2026-11-0231.pdf`; what no header can hold is left out.
fn file_name(number: &str) -> String {
    let number: String =
        number.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.')).collect();
    [SERVICE_REQUEST, " ", &number].concat().trim().to_owned() + ".pdf"
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
