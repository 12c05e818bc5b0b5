//! The server's receipt, in words.

use domain::{
    EnvelopeId,
    signature::{canonical_value, sha256_hex},
    sync::Receipt,
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use ui::{format, t};
use words::{Text, outbox as say};

use super::entry::state_of;
use crate::acting::use_acting;

/// What the server signed for of an action in the outbox. Whether the signature holds is looked at anew each time somebody
/// opens it.
#[component]
pub fn ReceiptInWords(id: EnvelopeId, receipt: Receipt, is_open: Memo<bool>) -> impl IntoView {
    let acting = use_acting();
    let holds = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        let Some(client) = acting.desk.client().filter(|_| is_open.get()) else { return };
        spawn_local(async move {
            let verdict = client.receipt_holds(id).await;
            let _ = holds.try_set(Some(verdict));
        });
    });
    lines(receipt, holds)
}

/// What the server signed for of an envelope that came from the server.
#[component]
pub fn ReceiptLines(
    receipt: Receipt,
    /// The envelope as it arrived.
    content: Value,
) -> impl IntoView {
    let acting = use_acting();
    let holds = RwSignal::new(None::<bool>);
    if let Some(client) = acting.desk.client() {
        let receipt = receipt.clone();
        spawn_local(async move {
            let is_of_this = sha256_hex(&canonical_value(&content)) == receipt.sha256;
            let verdict = is_of_this && client.is_receipt_of_server(&receipt).await;
            let _ = holds.try_set(Some(verdict));
        });
    }
    lines(receipt, holds)
}

fn lines(receipt: Receipt, holds: RwSignal<Option<bool>>) -> impl IntoView {
    let acting = use_acting();
    let line = |name: Text, value: AnyView| view! { <dt>{t(name)}</dt> <dd>{value}</dd> }.into_any();
    let code = |text: String| view! { <code>{text}</code> }.into_any();
    let received_at = receipt.received_at;
    let time = move || format::instant(received_at, format::Shape::DayTime, acting.words.lang(), &acting.desk.zone());
    let verdict = move || {
        holds.get().map(|holds| {
            let (text, class) =
                if holds { (say::RECEIPT_HOLDS, "receipt-ok") } else { (say::RECEIPT_FAILS, "mistake") };
            view! { <p class=class role="status">{t(text)}</p> }
        })
    };
    view! {
        <h3>{t(say::RECEIPT)}</h3>
        {verdict}
        <dl class="receipt">
            {line(say::RECEIVED_AT, time.into_any())}
            {line(say::VERDICT, t(state_of(receipt.outcome)).into_any())}
            {line(say::FINGERPRINT, code(receipt.sha256))}
            {line(say::SERVERS_KEY, code(receipt.key_id))}
            {line(say::SERVERS_SIGNATURE, code(receipt.sig))}
        </dl>
    }
}
