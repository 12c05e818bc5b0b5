//! Photos and attachments against their names: a name is the hash of its bytes (SYN-5).

use domain::signature::sha256_hex;
use store::{Conn, blobs};

use super::{
    Fault,
    check::{PAGE, Walk},
};
use crate::{Result, Service};

impl Service {
    /// Reads every photo that is complete here. One that was removed from everywhere is missed only by its record.
    pub(super) async fn look_at_photos(&self, conn: &mut Conn, walk: &mut Walk) -> Result<()> {
        let mut after = String::new();
        loop {
            let names = blobs::names(conn, &after, PAGE).await?;
            let Some(last) = names.last() else { return Ok(()) };
            after.clone_from(last);
            for name in &names {
                let bytes = match blobs::find(conn, name).await?.map(|blob| blob.bytes) {
                    Some(Some(bytes)) => bytes,
                    Some(None) => tokio::fs::read(self.blob_path(name)).await.unwrap_or_default(),
                    None => continue,
                };
                if sha256_hex(&bytes) != *name {
                    walk.fault(Fault::Photo(name.clone()));
                }
            }
            walk.report.photos += names.len();
        }
    }
}
