//! Whether a receipt is the server's word: only against one that is may anything leave the tablet (SYN-4).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    EnvelopeId,
    signature::sha256_hex,
    sync::{Receipt, ReceiptKey},
};
use serde_json::Value;

use crate::{Doing, client::Client, transport::Ask};

impl Client {
    /// Whether the server signed the receipt, with one of the keys that came with the session. A key that is new to
    /// this device is asked for: the server has begun another one, or nobody is signed in here any more.
    pub(super) async fn is_by_server(&self, receipt: &Receipt) -> bool {
        let mut key = self.receipt_key(&receipt.key_id);
        if key.is_none() && self.ask_for_receipt_keys().await.is_some() {
            key = self.receipt_key(&receipt.key_id);
        }
        let (Some(key), Ok(signature)) = (key, URL_SAFE_NO_PAD.decode(&receipt.sig)) else { return false };
        self.0.vault.verify(&key, &receipt.signing_bytes(), &signature).await
    }

    /// Whether the receipt of an action is the server's word for exactly what lies here.
    pub fn receipt_holds(&self, id: EnvelopeId) -> Doing<'_, bool> {
        Box::pin(async move {
            let item = self.0.state.borrow().outbox.get(id).cloned();
            let Some((item, receipt)) = item.and_then(|item| item.receipt.clone().map(|receipt| (item, receipt)))
            else {
                return false;
            };
            receipt.sha256 == sha256_hex(item.text.as_bytes()) && self.is_by_server(&receipt).await
        })
    }

    /// Whether a receipt that the server gave out again carries its signature.
    pub fn is_receipt_of_server<'a>(&'a self, receipt: &'a Receipt) -> Doing<'a, bool> {
        Box::pin(async move { self.is_by_server(receipt).await })
    }

    fn receipt_key(&self, id: &str) -> Option<Vec<u8>> {
        let state = self.0.state.borrow();
        let of_session = state.session.iter().flat_map(|session| &session.receipt_keys);
        of_session.chain(&state.receipt_keys).find(|key| key.id == id)?.bytes()
    }

    async fn ask_for_receipt_keys(&self) -> Option<()> {
        let heard = self.exchange(Ask::new("GET", "/api/keys".to_owned())).await.ok()?;
        let answer = heard.answer.json().filter(|_| heard.answer.status == 200)?;
        let key = |(id, key): (&String, &Value)| {
            Some(ReceiptKey { id: id.clone(), public_key: key.get("x")?.as_str()?.to_owned() })
        };
        let keys = answer.get("keys")?.as_object()?.iter().filter_map(key).collect();
        self.0.state.borrow_mut().receipt_keys = keys;
        Some(())
    }

    /// The receipt in an answer, if the server signed it for the packet of this name.
    pub(super) async fn packet_receipt(&self, answer: &Value, name: &str) -> Option<Receipt> {
        let receipt: Receipt = serde_json::from_value(answer.get("receipt")?.clone()).ok()?;
        let is_ours = receipt.id == name && receipt.sha256 == name;
        (is_ours && self.is_by_server(&receipt).await).then_some(receipt)
    }
}
