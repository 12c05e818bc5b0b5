//! Several small photos in one call: a call for each would take longer than the photos (SYN-5).

use domain::{
    signature::sha256_hex,
    sync::{BlobResult, BlobsAnswer, MAX_SMALL_BLOB_BYTES, MAX_SMALL_BLOBS, MAX_SMALL_BLOBS_BYTES},
};

use crate::{
    client::{Client, SyncReport, blobs::BlobNote, fetch::Stop},
    transport::Ask,
};

/// Room for what stands around the bytes of one photo.
const FRAME_BYTES: u64 = 512;

/// Cuts small photos into calls; what is left over is too large, or alone.
fn calls(waiting: Vec<BlobNote>) -> (Vec<Vec<BlobNote>>, Vec<BlobNote>) {
    let (small, large): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|note| note.size <= MAX_SMALL_BLOB_BYTES as u64);
    let mut calls: Vec<Vec<BlobNote>> = Vec::new();
    let mut room = 0;
    for note in small {
        let size = note.size + FRAME_BYTES;
        match calls.last_mut().filter(|call| size <= room && call.len() < MAX_SMALL_BLOBS) {
            Some(call) => call.push(note),
            None => {
                calls.push(vec![note]);
                room = MAX_SMALL_BLOBS_BYTES as u64;
            }
        }
        room -= size;
    }
    (calls, large)
}

/// The question that brings photos, each in a part that is named like it.
fn ask(photos: &[(BlobNote, Vec<u8>)]) -> Ask {
    let names: Vec<&str> = photos.iter().map(|(note, _)| note.sha256.as_str()).collect();
    // A hash of what the photos are: it stands in none of them.
    let boundary = sha256_hex(names.concat().as_bytes());
    let mut body = Vec::new();
    for (note, bytes) in photos {
        for text in ["--", &boundary, "\r\nContent-Disposition: form-data; name=\"", &note.sha256, "\"\r\n\r\n"] {
            body.extend(text.as_bytes());
        }
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    for text in ["--", &boundary, "--\r\n"] {
        body.extend(text.as_bytes());
    }
    let mut ask = Ask::new("PUT", "/api/blobs".to_owned());
    ask.media_type = Some("multipart/form-data; boundary=".to_owned() + &boundary);
    ask.body = body;
    ask.patience_ms = 120_000;
    ask
}

impl Client {
    /// Uploads those that are small, many at a time. Returns those that have to go one by one.
    pub(super) async fn upload_small(
        &self,
        waiting: Vec<BlobNote>,
        report: &mut SyncReport,
    ) -> Result<Vec<BlobNote>, Stop> {
        let (calls, mut one_by_one) = calls(waiting);
        for call in calls {
            let mut photos = Vec::with_capacity(call.len());
            for note in call {
                match self.kept_bytes(&note.sha256).await {
                    Some(bytes) => photos.push((note, bytes)),
                    None => one_by_one.push(note),
                }
            }
            if photos.is_empty() {
                continue;
            }
            let answer = self.exchange(ask(&photos)).await?.answer;
            let results = match answer.json().and_then(|value| serde_json::from_value::<BlobsAnswer>(value).ok()) {
                Some(BlobsAnswer { results }) if answer.status == 200 => results,
                // A server that has trouble with all of them may still take some.
                _ => Vec::new(),
            };
            for (note, _) in photos {
                match results.iter().find(|result| result.sha256 == note.sha256) {
                    Some(result) if result.problem.is_none() => {
                        self.set_uploaded(&note.sha256, true).await;
                        report.uploaded += 1;
                    }
                    // By itself it is found out whether it was damaged on the way or here.
                    Some(BlobResult { problem: Some(problem), .. }) if problem.word == "other_bytes" => {
                        one_by_one.push(note);
                    }
                    Some(_) => self.set_refused(&note.sha256),
                    None => one_by_one.push(note),
                }
            }
        }
        Ok(one_by_one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(size: u64) -> BlobNote {
        let (sha256, media_type) = (sha256_hex(&size.to_le_bytes()), "image/jpeg".to_owned());
        BlobNote { sha256, size, media_type, is_uploaded: false, is_refused: false }
    }

    #[test]
    fn a_call_is_never_larger_than_the_server_takes() {
        let sizes = |notes: &[BlobNote]| notes.iter().map(|note| note.size).collect::<Vec<_>>();
        let (calls, large) = calls([60_000; 20].into_iter().chain([65_536, 65_537]).map(note).collect());
        assert_eq!(sizes(&large), [65_537]);
        assert_eq!(calls.iter().map(Vec::len).collect::<Vec<_>>(), [17, 4]);
        for call in calls {
            let photos: Vec<_> = call.into_iter().map(|note| (note.clone(), vec![0; note.size as usize])).collect();
            assert!(ask(&photos).body.len() <= MAX_SMALL_BLOBS_BYTES);
        }
        let (calls, _) = super::calls([1; 250].map(note).to_vec());
        assert_eq!(calls.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 50]);
    }
}
