//! The server's receipt, in words.

use domain::{EnvelopeId, sync::Receipt};
use leptos::{prelude::*, task::spawn_local};
use ui::{format, t};
use words::{Text, outbox as say};

use super::entry::state_of;
use crate::acting::{Acting, use_acting};

/// What the server signed for. Whether the signature holds is looked at anew each time somebody opens it.
#[component]
pub fn ReceiptInWords(id: EnvelopeId, receipt: Receipt, opened: RwSignal<bool>) -> impl IntoView {
    let acting = use_acting();
    let holds = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        if opened.get() {
            check(acting, id, holds);
        }
    });
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

fn check(acting: Acting, id: EnvelopeId, holds: RwSignal<Option<bool>>) {
    let Some(client) = acting.desk.client() else { return };
    spawn_local(async move {
        let verdict = client.receipt_holds(id).await;
        let _ = holds.try_set(Some(verdict));
    });
}
