//! The device's secret, from which the badge's codes are made, and the photo: fetched while there is a network, kept sealed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use leptos::task::spawn_local;
use offline::Client;
use serde_json::{Value, json};
use ui::image;

/// Kept with what is typed and not yet sent: sealed, and gone with its owner.
const KEPT: &str = "badge-secret";

/// Gets what the badge needs and this device lacks. Without a network it is tried again at the next start.
pub fn prepare(client: &Client) {
    let client = client.clone();
    spawn_local(async move {
        if of(&client).is_none()
            && let Some(device) = client.device()
        {
            let path = ["/api/devices/", &device.to_string(), "/badge"].concat();
            if let Ok(answer) = client.get_json(&path).await
                && let Some(secret) = answer.get("secret").and_then(Value::as_str)
            {
                let kept = json!({"device": device.to_string(), "secret": secret}).to_string();
                client.keep_draft(KEPT, Some(&kept));
            }
        }
        let photo = client.person().and_then(|person| person.photo.clone());
        if let Some(sha256) = photo
            && !client.has_blob(&sha256)
            && let Some((bytes, _)) = client.blob(&sha256).await
        {
            // Without room for it the badge shows initials.
            let _ = client.keep_blob(bytes, image::MEDIA_TYPE).await;
        }
    });
}

/// The secret, if it was given to this very device.
#[must_use]
pub fn of(client: &Client) -> Option<Vec<u8>> {
    let kept: Value = serde_json::from_str(&client.draft(KEPT)?).ok()?;
    let device = client.device()?.to_string();
    let is_ours = kept.get("device").and_then(Value::as_str) == Some(&device);
    is_ours.then(|| URL_SAFE_NO_PAD.decode(kept.get("secret")?.as_str()?).ok()).flatten()
}
