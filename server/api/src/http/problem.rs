//! Errors as RFC 9457 problems: a stable word, a sentence in the reader's language, the fields that are wrong.

use axum::{
    extract::rejection::{JsonRejection, QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::sync::{FieldProblem, Problem};
use service::ServiceError;
use words::{
    Lang, Text, common,
    office::{roster, settings},
    rejections,
};

/// An answer that says what is wrong.
#[derive(Debug)]
pub struct ProblemAnswer {
    pub status: StatusCode,
    pub problem: Problem,
    pub retry_after_s: Option<i64>,
}

impl ProblemAnswer {
    /// A problem with its stable word and its sentence.
    #[must_use]
    pub fn new(status: StatusCode, word: &str, text: Text, lang: Lang) -> Self {
        let problem = Problem {
            word: word.to_owned(),
            title: text.get(lang).to_owned(),
            status: Some(status.as_u16()),
            ..Problem::default()
        };
        Self { status, problem, retry_after_s: None }
    }

    /// What may not be seen answers like what does not exist.
    #[must_use]
    pub fn not_found(lang: Lang) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", common::NOT_FOUND_HINT, lang)
    }

    #[must_use]
    pub fn signed_out(lang: Lang) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", common::SIGNED_OUT, lang)
    }

    /// The device that asks is wanted.
    #[must_use]
    pub fn device_revoked(lang: Lang) -> Self {
        Self::new(StatusCode::FORBIDDEN, "device_revoked", rejections::DEVICE_REVOKED, lang)
    }

    /// A field is wrong; `pointer` is a JSON pointer into the body, or `/` and the name of a parameter.
    #[must_use]
    pub fn field(pointer: &str, text: Text, word: &str, lang: Lang) -> Self {
        let mut answer = Self::new(StatusCode::UNPROCESSABLE_ENTITY, word, text, lang);
        answer.problem.errors.push(FieldProblem { pointer: pointer.to_owned(), detail: text.get(lang).to_owned() });
        answer
    }

    /// Over a limit, which is named in the reader's language.
    #[must_use]
    pub fn too_large(limit: Text, lang: Lang) -> Self {
        let limit = limit.get(lang);
        let mut answer = Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", rejections::TOO_LARGE, lang);
        answer.problem.title = words::fill(rejections::TOO_LARGE.get(lang), &[("limit", limit)]);
        answer.problem.detail = Some(limit.to_owned());
        answer
    }

    #[must_use]
    pub fn not_json(lang: Lang) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", rejections::NOT_JSON, lang)
    }

    /// The service gave no result.
    #[must_use]
    pub fn from_service(error: ServiceError, lang: Lang) -> Self {
        match error {
            ServiceError::NotFound => Self::not_found(lang),
            ServiceError::Field { pointer, word } => Self::field(pointer, field_text(word), word, lang),
            ServiceError::SignInRefused => {
                Self::new(StatusCode::UNAUTHORIZED, "wrong_password", rejections::WRONG_PASSWORD, lang)
            }
            ServiceError::TooMany { retry_after_s } => {
                let mut answer =
                    Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", rejections::TOO_MANY_ATTEMPTS, lang);
                answer.problem.title =
                    words::fill(rejections::TOO_MANY_ATTEMPTS.get(lang), &[("seconds", &retry_after_s.to_string())]);
                answer.retry_after_s = Some(retry_after_s);
                answer
            }
            internal => {
                // What happened inside is logged once and never shown.
                tracing::error!(error = %internal, "a call failed");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "server_trouble", common::SERVER_TROUBLE, lang)
            }
        }
    }

    /// The body is not the JSON that is expected.
    #[must_use]
    pub fn from_json(rejection: &JsonRejection, lang: Lang) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => return Self::too_large(rejections::LIMIT_OF_A_CALL, lang),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => return Self::not_json(lang),
            _ => {}
        }
        let mut answer = Self::new(rejection.status(), "malformed", rejections::MALFORMED, lang);
        answer.problem.detail = Some(rejection.body_text());
        answer
    }

    /// A parameter is not what is expected.
    #[must_use]
    pub fn from_query(rejection: &QueryRejection, lang: Lang) -> Self {
        let mut answer = Self::new(rejection.status(), "malformed", rejections::MALFORMED, lang);
        answer.problem.detail = Some(rejection.body_text());
        answer
    }

    /// The body is no form of parts.
    #[must_use]
    pub fn malformed(detail: String, lang: Lang) -> Self {
        let mut answer = Self::new(StatusCode::BAD_REQUEST, "malformed", rejections::MALFORMED, lang);
        answer.problem.detail = Some(detail);
        answer
    }
}

fn field_text(word: &str) -> Text {
    match word {
        "too_short" => rejections::PASSWORD_TOO_SHORT,
        "wrong_password" => rejections::WRONG_OLD_PASSWORD,
        "taken" => rejections::LOGIN_TAKEN,
        "own_account" => rejections::OWN_ACCOUNT,
        "no_es256_key" => rejections::NO_KEY,
        "missing" => rejections::FIELD_MISSING,
        "out_of_range" => settings::OUT_OF_RANGE,
        "no_hours" => settings::NO_HOURS,
        "overlap" => settings::OVERLAP,
        "both" => settings::BOTH,
        "changed_meanwhile" => settings::CHANGED_MEANWHILE,
        "has_exchanges" => roster::HAS_EXCHANGES,
        "makers_only" => roster::MAKERS_ONLY,
        "not_for_this_duty" => roster::NOT_FOR_THIS_DUTY,
        "own_work" => roster::OWN_WORK,
        "same_person" => roster::SAME_PERSON,
        "wrong_step" => roster::WRONG_STEP,
        "unknown_device" => rejections::UNKNOWN_DEVICE,
        _ => rejections::FIELD_INVALID,
    }
}

impl IntoResponse for ProblemAnswer {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
