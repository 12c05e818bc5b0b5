//! A device that was revoked hands in what waits and empties itself at the next contact (SYN-10).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{DeviceId, sealed::wiped_bytes};
use serde_json::{Value, json};

use crate::{
    client::{Change, Client, Keeping, SyncReport, fetch::Stop, leave::Remains},
    storage::{StorageError, Table, WIPED, Write},
    transport::Ask,
};

impl Client {
    /// Whether this device was emptied because it was revoked, and nobody has signed in since.
    #[must_use]
    pub fn is_wiped(&self) -> bool {
        self.0.state.borrow().wiped
    }

    pub(super) async fn load_wiped(&self) -> Result<(), StorageError> {
        let row = self.0.storage.row(Table::State, WIPED).await?;
        self.0.state.borrow_mut().wiped = row.is_some();
        Ok(())
    }

    /// Somebody begins anew on this device.
    pub(super) async fn forget_wipe(&self) {
        let _ = self.finish_wipe().await;
        let _ = self.0.storage.write(vec![Write::gone(Table::State, WIPED.to_owned())]).await;
        self.0.state.borrow_mut().wiped = false;
    }

    /// The session has ended: was that because the device is wanted? Only a clear word of the server counts.
    pub(super) async fn ended_or_revoked(&self) -> Stop {
        let device = self.0.state.borrow().device;
        let Some(device) = device.filter(|_| self.0.keeping == Keeping::OnDevice) else { return Stop::SIGNED_OUT };
        let ask = Ask::new("GET", ["/api/devices/", &device.to_string(), "/state"].concat());
        let Ok(heard) = self.exchange(ask).await else { return Stop::SIGNED_OUT };
        let answer = heard.answer.json().filter(|_| heard.answer.status == 200);
        let is_revoked = answer.is_some_and(|answer| answer.get("revoked").and_then(Value::as_bool) == Some(true));
        if is_revoked { Stop::REVOKED } else { Stop::SIGNED_OUT }
    }

    /// Seals what waits, destroys everything else with its keys, hands in what was sealed, and says so.
    pub(super) async fn wipe(&self) {
        let device = self.0.state.borrow().device;
        if self.0.keeping == Keeping::InMemory {
            // What lies on the disk goes once the tablet's own pages are opened; nothing stays on the screen until then.
            let _ = self.leave(Vec::new()).await;
            let _ = self.exchange(Ask::new("DELETE", "/api/session".to_owned())).await;
            self.0.state.borrow_mut().wiped = true;
            self.notify(Change::Status);
            return;
        }
        let Some(device) = device else { return };
        let signing = self.0.vault.sign(wiped_bytes(device).as_bytes()).await;
        let proof = signing.map(|signature| URL_SAFE_NO_PAD.encode(signature)).unwrap_or_default();
        if self.leave(Vec::new()).await == Remains::Work {
            // What could not be sealed needs the key that opens it: it is tried again when its person signs in.
            return;
        }
        let row = Write::row(Table::State, WIPED.to_owned(), device.to_string(), proof.into_bytes());
        if self.empty_tables(row).await.is_err() {
            return;
        }
        self.0.vault.destroy().await;
        self.0.state.borrow_mut().wiped = true;
        self.notify(Change::Status);
        self.0.machine.tell("session");
        // What cannot be handed in now is handed in by whoever signs in here next: the server alone can read it.
        let delivered = self.deliver_sealed(&mut SyncReport::default()).await;
        let _ = self.finish_wipe().await;
        if delivered.is_ok() {
            let _ = self.exchange(Ask::new("DELETE", "/api/session".to_owned())).await;
        }
        self.notify(Change::Status);
    }

    async fn empty_tables(&self, says_so: Write) -> Result<(), StorageError> {
        let mut batch = vec![says_so];
        for table in Table::ALL.into_iter().filter(|table| *table != Table::Sealed) {
            let rows = self.0.storage.rows(table, "").await?;
            let goes = rows.into_iter().filter(|row| row.key != WIPED);
            batch.extend(goes.map(|row| Write::gone(table, row.key)));
        }
        self.0.storage.write(batch).await
    }

    /// Tells the server that this device is empty, if it has not heard it yet.
    pub(super) async fn finish_wipe(&self) -> Result<(), Stop> {
        let Ok(Some(row)) = self.0.storage.row(Table::State, WIPED).await else { return Ok(()) };
        let (Ok(device), Ok(proof)) = (row.tag.parse::<DeviceId>(), String::from_utf8(row.bytes)) else {
            return Ok(());
        };
        if proof.is_empty() {
            return Ok(());
        }
        let path = ["/api/devices/", &device.to_string(), "/wiped"].concat();
        let ask = Ask::new("POST", path).json(json!({"sig": proof}).to_string().into_bytes());
        let heard = self.exchange(ask).await?;
        if matches!(heard.answer.status, 204 | 404) {
            let row = Write::row(Table::State, WIPED.to_owned(), row.tag, Vec::new());
            let _ = self.0.storage.write(vec![row]).await;
        }
        Ok(())
    }
}
