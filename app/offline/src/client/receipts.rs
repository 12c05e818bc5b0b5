//! Whether a receipt is the server's word: only against one that is may anything leave the tablet (SYN-4).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{EnvelopeId, signature::sha256_hex, sync::Receipt};
use serde_json::Value;

use crate::client::Client;

impl Client {
    /// Whether the server signed the receipt, with one of the keys that came with the session. When the key is new to
    /// this device the session is asked for once more.
    pub(super) async fn is_by_server(&self, receipt: &Receipt) -> bool {
        let mut key = self.receipt_key(&receipt.key_id);
        if key.is_none() && self.resume().await.is_ok() {
            key = self.receipt_key(&receipt.key_id);
        }
        let (Some(key), Ok(signature)) = (key, URL_SAFE_NO_PAD.decode(&receipt.sig)) else { return false };
        self.0.vault.verify(&key, &receipt.signing_bytes(), &signature).await
    }

    /// Whether the receipt of an action is the server's word for exactly what lies here.
    pub async fn receipt_holds(&self, id: EnvelopeId) -> bool {
        let item = self.0.state.borrow().outbox.get(id).cloned();
        let Some((item, receipt)) = item.and_then(|item| item.receipt.clone().map(|receipt| (item, receipt))) else {
            return false;
        };
        receipt.sha256 == sha256_hex(item.text.as_bytes()) && self.is_by_server(&receipt).await
    }

    fn receipt_key(&self, id: &str) -> Option<Vec<u8>> {
        self.session()?.receipt_keys.iter().find(|key| key.id == id)?.bytes()
    }

    /// The receipt in an answer, if the server signed it for the packet of this name.
    pub(super) async fn packet_receipt(&self, answer: &Value, name: &str) -> Option<Receipt> {
        let receipt: Receipt = serde_json::from_value(answer.get("receipt")?.clone()).ok()?;
        let is_ours = receipt.id == name && receipt.sha256 == name;
        (is_ours && self.is_by_server(&receipt).await).then_some(receipt)
    }
}
