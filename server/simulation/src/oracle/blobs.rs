//! Photos that a device said it keeps are on the server, byte for byte.

use domain::signature::sha256_hex;

use crate::{oracle::Stored, play::Play};

pub(super) fn look(play: &Play, stored: &Stored) -> Vec<String> {
    let book = play.world.book.borrow();
    let mut broken = Vec::new();
    for blob in book.blobs.values() {
        match stored.blobs.get(&blob.sha256) {
            None if blob.is_told => broken.push(format!("photo {} is lost", blob.sha256)),
            None => {}
            Some(None) => broken.push(format!("photo {} cannot be read", blob.sha256)),
            Some(Some(bytes)) if sha256_hex(bytes) != blob.sha256 || *bytes != blob.bytes => {
                broken.push(format!("photo {} has other bytes", blob.sha256));
            }
            Some(Some(_)) => {}
        }
    }
    broken
}
