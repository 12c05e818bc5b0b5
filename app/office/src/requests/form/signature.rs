//! The signature as it was drawn, and what can be said about it: does it cover the form, did the server verify it
//! (SYN-9).

use domain::{
    request::{Dispatch, ServiceRequest},
    signature::{self, DocumentKind, Ink, Point, SignatureLevel, SignatureRecord},
};
use leptos::prelude::*;
use words::office::form as texts;

use crate::{describe::facts::doubt, tell::Tell};

/// The customer's signature under the form, or why there is none.
pub fn signature(request: &ServiceRequest, dispatch: &Dispatch, tell: Tell) -> AnyView {
    let visit = &dispatch.visit;
    let Some(record) = visit.sign_off() else {
        let (text, reason) = texts::unsigned(dispatch);
        let words = tell.fill(text, &[("reason", reason)]);
        return view! { <p class="signature-none"><b>{tell.say(texts::SIGNATURE)}</b> " " {words}</p> }.into_any();
    };
    let covers = signature::covers(record, request, dispatch);
    let words = if covers { texts::COVERS } else { texts::NOT_COVERS };
    let class = if covers { "notice ok" } else { "notice late" };
    let place = [("name", record.signer_name.as_str()), ("time", &tell.day_time(record.signed_at))];
    let level = match record.level {
        SignatureLevel::Drawn => texts::LEVEL_DRAWN,
        SignatureLevel::DrawnWithCode => texts::LEVEL_CODE,
        SignatureLevel::OwnDevice => texts::LEVEL_OWN,
    };
    let hash = record.content_hash.get(..16).unwrap_or(&record.content_hash);
    view! {
        <div class="signature">
            {drawing(&record.ink, tell.fill(texts::SIGNATURE_OF, &[("name", &record.signer_name)]))}
            <p><b>{tell.fill(texts::SIGNED_AT, &place)}</b></p>
            <p class=class>{tell.say(words)}</p>
            {countersigned(record, tell)}
            <small>{tell.say(level)} " " <span class="mono">{tell.fill(texts::HASH, &[("hash", hash)])}</span></small>
        </div>
    }
    .into_any()
}

fn countersigned(record: &SignatureRecord, tell: Tell) -> impl IntoView + use<> {
    let Some(word) = &record.countersignature else {
        return view! { <p class="notice">{tell.say(texts::NOT_COUNTERSIGNED)}</p> }.into_any();
    };
    let received = tell.fill(texts::COUNTERSIGNED, &[("time", &tell.day_time(word.received_at))]);
    if word.doubts.is_empty() {
        return view! { <p class="notice ok">{received}</p> }.into_any();
    }
    let doubts: Vec<String> = word.doubts.iter().map(|word| doubt(word, tell)).collect();
    let words = tell.fill(texts::DOUBTS, &[("doubts", &tell.sentence(&doubts))]);
    view! { <p class="notice late">{words}</p> }.into_any()
}

/// That the customer signed for going without a backup, with the drawing (ONS-12).
pub fn without_backup(request: &ServiceRequest, dispatch: &Dispatch, tell: Tell) -> AnyView {
    let record = dispatch.visit.signatures.iter().rev().find(|record| record.kind == DocumentKind::NoBackup);
    let Some(record) = record else { return ().into_any() };
    let place = [("name", record.signer_name.as_str()), ("time", &tell.day_time(record.signed_at))];
    let covers = signature::covers(record, request, dispatch);
    view! {
        <div class="signature">
            {drawing(&record.ink, tell.fill(texts::SIGNATURE_OF, &[("name", &record.signer_name)]))}
            <p><b>{tell.fill(texts::NO_BACKUP_SIGNED, &place)}</b></p>
            {(!covers).then(|| view! { <p class="notice late">{tell.say(texts::NOT_COVERS)}</p> })}
        </div>
    }
    .into_any()
}

/// The strokes as a picture, at the size of the pad they were drawn on.
fn drawing(ink: &Ink, label: String) -> impl IntoView + use<> {
    let view_box = ["0 0 ", &ink.width.max(1).to_string(), " ", &ink.height.max(1).to_string()].concat();
    let path: String = ink.strokes.iter().map(|stroke| path_of(stroke)).collect();
    view! {
        <svg class="ink" viewBox=view_box role="img" aria-label=label preserveAspectRatio="xMinYMid meet">
            <path d=path fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"></path>
        </svg>
    }
}

/// One stroke in the language of SVG paths; a single point is a dot.
fn path_of(stroke: &[Point]) -> String {
    let place = |point: &Point| format!("{:.1} {:.1}", f64::from(point[0]) / 10.0, f64::from(point[1]) / 10.0);
    let Some((first, rest)) = stroke.split_first() else { return String::new() };
    let mut path = ["M", &place(first)].concat();
    if rest.is_empty() {
        path.push_str("l0.1 0");
    }
    for point in rest {
        path.push('L');
        path.push_str(&place(point));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_stroke_is_a_line_and_a_point_a_dot() {
        assert_eq!(path_of(&[[10, 20, 0, 500], [105, 20, 9, 500]]), "M1.0 2.0L10.5 2.0");
        assert_eq!(path_of(&[[10, 20, 0, 500]]), "M1.0 2.0l0.1 0");
        assert_eq!(path_of(&[]), "");
    }
}
