//! Blobs: how far an upload is, the next piece, several small ones, the bytes.

use axum::{
    Json,
    body::Bytes,
    extract::{
        Multipart, Path, State,
        multipart::{MultipartError, MultipartRejection},
        rejection::BytesRejection,
    },
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::sync::{BlobResult, BlobsAnswer, MAX_SMALL_BLOBS};
use service::blobs::{Part, Piece, is_name};
use words::{Lang, Text, docs, rejections};

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

type Answer<T> = Result<T, ProblemAnswer>;

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

/// `HEAD /api/blobs/{sha256}`
pub async fn progress(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Path(sha256): Path<String>,
) -> Answer<Response> {
    let progress = shared.service.blob_progress(&sha256).await;
    let progress = progress.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    let progress = progress.ok_or_else(|| ProblemAnswer::not_found(signed_in.lang))?;
    let mut response = StatusCode::OK.into_response();
    response.headers_mut().insert(OFFSET, HeaderValue::from(progress.offset));
    response.headers_mut().insert(LENGTH, HeaderValue::from(progress.length));
    Ok(response)
}

/// `PUT /api/blobs/{sha256}` with `Content-Range: bytes 0-99/1000`, or whole without it.
pub async fn write(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Path(sha256): Path<String>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Answer<Response> {
    let lang = signed_in.lang;
    let bytes = bytes.map_err(|_| ProblemAnswer::too_large(LARGE, lang))?;
    if !is_name(&sha256) {
        return Err(ProblemAnswer::field("/sha256", rejections::FIELD_INVALID, "invalid", lang));
    }
    let range = range(&headers, bytes.len() as u64);
    let Some((offset, total)) = range else {
        return Err(ProblemAnswer::field("/content-range", rejections::FIELD_INVALID, "invalid", lang));
    };
    let piece = shared.service.put_blob(&signed_in.caller, &sha256, Part { offset, total, bytes: &bytes }).await;
    let with_offset = |answer: Response, offset: u64| {
        let mut response = answer;
        response.headers_mut().insert(OFFSET, HeaderValue::from(offset));
        response
    };
    match piece.map_err(|error| ProblemAnswer::from_service(error, lang))? {
        Piece::Complete => Ok(with_offset(StatusCode::CREATED.into_response(), total)),
        Piece::More { offset } => Ok(with_offset(StatusCode::ACCEPTED.into_response(), offset)),
        Piece::WrongOffset { offset } => {
            let problem = ProblemAnswer::new(StatusCode::CONFLICT, "wrong_offset", docs::WRONG_OFFSET, lang);
            Ok(with_offset(problem.into_response(), offset))
        }
        refused => Err(refusal(refused, LARGE, lang).unwrap_or_else(|| ProblemAnswer::not_found(lang))),
    }
}

/// `PUT /api/blobs` as `multipart/form-data`: several small blobs, each in a part that is named by its SHA-256.
pub async fn write_small(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer<Json<BlobsAnswer>> {
    let SignedIn { caller, lang } = signed_in;
    let mut parts = parts.map_err(|rejection| ProblemAnswer::malformed(rejection.body_text(), lang))?;
    let unreadable = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemAnswer::too_large(rejections::LIMIT_OF_ALL_BLOBS, lang),
        _ => ProblemAnswer::malformed(error.body_text(), lang),
    };
    let mut named = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        named.push((name, part.bytes().await.map_err(unreadable)?));
        if named.len() > MAX_SMALL_BLOBS {
            return Err(ProblemAnswer::too_large(rejections::LIMIT_OF_BLOBS, lang));
        }
    }
    let names: Vec<String> = named.iter().map(|(name, _)| name.clone()).collect();
    let pieces = shared.service.put_small_blobs(&caller, named).await;
    let pieces = pieces.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let result =
        |(sha256, piece)| BlobResult { sha256, problem: refusal(piece, SMALL, lang).map(|answer| answer.problem) };
    Ok(Json(BlobsAnswer { results: names.into_iter().zip(pieces).map(result).collect() }))
}

/// The largest blob that is taken alone, and together with others.
const LARGE: Text = rejections::LIMIT_OF_A_BLOB;
const SMALL: Text = rejections::LIMIT_OF_A_SMALL_BLOB;

/// Why the bytes themselves are not kept.
fn refusal(piece: Piece, limit: Text, lang: Lang) -> Option<ProblemAnswer> {
    let refused = |word, text| Some(ProblemAnswer::new(StatusCode::UNPROCESSABLE_ENTITY, word, text, lang));
    match piece {
        Piece::OtherBytes => refused("other_bytes", rejections::OTHER_BYTES),
        Piece::NotAllowed => refused("kind_not_allowed", rejections::KIND_NOT_ALLOWED),
        Piece::TooLarge => Some(ProblemAnswer::too_large(limit, lang)),
        Piece::Complete | Piece::More { .. } | Piece::WrongOffset { .. } => None,
    }
}

/// Offset and total length of a piece; None when the header is not what it should be or does not fit the body.
fn range(headers: &HeaderMap, length: u64) -> Option<(u64, u64)> {
    let Some(value) = headers.get(header::CONTENT_RANGE) else { return Some((0, length)) };
    let (span, total) = value.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = span.split_once('-')?;
    let (first, last, total): (u64, u64, u64) = (first.parse().ok()?, last.parse().ok()?, total.parse().ok()?);
    (last.checked_sub(first)?.checked_add(1)? == length && last < total).then_some((first, total))
}

/// `GET /api/blobs/{sha256}`
pub async fn read(State(shared): State<Shared>, signed_in: SignedIn, Path(sha256): Path<String>) -> Answer<Response> {
    let blob = shared.service.blob(&signed_in.caller, &sha256).await;
    let (media_type, bytes) = blob.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&media_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_must_fit_its_body() {
        let check = |text: &'static str, length| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_RANGE, HeaderValue::from_static(text));
            range(&headers, length)
        };
        assert_eq!(check("bytes 0-99/1000", 100), Some((0, 1000)));
        assert_eq!(check("bytes 100-199/200", 100), Some((100, 200)));
        for text in ["bytes 0-99/50", "bytes 99-0/1000", "0-99/1000", "bytes */1000", "bytes 0-98/1000"] {
            assert_eq!(check(text, 100), None, "{text}");
        }
    }
}
