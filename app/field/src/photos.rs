//! Photos of the visit and of vouchers: take, choose, look at, remove (ONS-13, ONS-17).

use domain::{command::Command, visit::Photo};
use leptos::{prelude::*, task::spawn_local};
use offline::{ActError, storage::StorageError};
use ui::{image, t};
use web_sys::{Blob, FileList, HtmlInputElement, Url};
use words::{Text, field as say};

use crate::{
    acting::{Acting, use_acting},
    visit::use_form,
};

/// The longer side of a kept photo, in pixels.
const LONGEST_SIDE: f64 = 1_600.0;

/// The photos of the visit, with the buttons to take more.
#[component]
pub fn VisitPhotos() -> impl IntoView {
    let form = use_form();
    let shown = move || {
        form.with(|_, dispatch| dispatch.visit.photos.iter().map(|photo| photo.sha256.clone()).collect::<Vec<_>>())
    };
    let add = Callback::new(move |kept: Kept| {
        let caption = form.acting.words;
        let caption = untrack(|| caption.say(form.panel.get().title())).to_owned();
        spawn_local(async move {
            let photo = Photo {
                sha256: kept.sha256,
                media_type: image::MEDIA_TYPE.to_owned(),
                size: kept.size,
                caption,
                taken_at: form.acting.now(),
            };
            form.act(Command::AttachPhoto { photo }).await;
        });
    });
    let remove = Callback::new(move |sha256: String| {
        spawn_local(async move {
            form.act(Command::RemovePhoto { sha256 }).await;
        });
    });
    view! { <Photos label=say::PHOTOS shown=Signal::derive(move || shown().unwrap_or_default()) add=add remove=remove/> }
}

/// A photo that is kept on this device.
#[derive(Clone, Debug)]
pub struct Kept {
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
}

/// A row of photos. `add` gets each new one after it is kept on the device.
#[component]
pub fn Photos(label: Text, shown: Signal<Vec<String>>, add: Callback<Kept>, remove: Callback<String>) -> impl IntoView {
    let acting = use_acting();
    let busy = RwSignal::new(false);
    let take = move |input: HtmlInputElement| {
        let Some(files) = input.files() else { return };
        let files: Vec<Blob> = blobs(&files);
        // The same file may be chosen again later.
        input.set_value("");
        busy.set(true);
        spawn_local(async move {
            for file in &files {
                match keep(acting, file).await {
                    Ok(kept) => {
                        acting.toasts.mended();
                        add.try_run(kept);
                    }
                    Err(text) => acting.toasts.failed(text),
                }
            }
            busy.try_set(false);
        });
    };
    let chooser = move |text: Text, camera: bool| {
        view! {
            <label class="shot shot-add">
                <input type="file" class="visually-hidden" accept="image/*" multiple=!camera capture=camera.then_some("environment")
                    on:change:target=move |event| take(event.target())/>
                <span>{t(text)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(label)}</legend>
            <div class="shots">
                <For each=move || shown.get() key=String::clone children=move |sha256| view! { <Shot sha256=sha256 remove=remove/> }/>
                {chooser(say::TAKE_PHOTO, true)}
                {chooser(say::CHOOSE_PHOTO, false)}
            </div>
            <small role="status">{move || busy.get().then(|| acting.words.say(say::COMPRESSING))}</small>
        </fieldset>
    }
}

/// Compresses a photo and keeps it on the device.
async fn keep(acting: Acting, file: &Blob) -> Result<Kept, Text> {
    let bytes = image::compress(file, LONGEST_SIDE).await.map_err(|_| say::NOT_A_PICTURE)?;
    let size = bytes.len() as u64;
    let client = acting.desk.client().ok_or(say::NOT_SIGNED_IN)?;
    let sha256 = client.keep_blob(bytes, image::MEDIA_TYPE).await.map_err(|error| match error {
        ActError::Storage(StorageError::Full) => say::NO_ROOM_FOR_PHOTO,
        _ => say::STORAGE_BROKEN,
    })?;
    Ok(Kept { sha256, size })
}

fn blobs(files: &FileList) -> Vec<Blob> {
    (0..files.length()).filter_map(|at| files.item(at)).map(Blob::from).collect()
}

/// One photo as a small picture.
#[component]
fn Shot(sha256: String, remove: Callback<String>) -> impl IntoView {
    let acting = use_acting();
    let picture = RwSignal::new(None::<Picture>);
    let name = StoredValue::new(sha256.clone());
    spawn_local(async move {
        let Some(client) = acting.desk.client() else { return };
        let loaded = match client.blob(&sha256).await {
            Some((bytes, media_type)) => {
                image::object_url(&bytes, &media_type).map(|url| Picture { url: Some(url), size: bytes.len() })
            }
            None => Some(Picture { url: None, size: 0 }),
        };
        picture.try_set(loaded);
    });
    on_cleanup(move || {
        if let Some(url) = picture.try_get_untracked().flatten().and_then(|picture| picture.url) {
            let _ = Url::revoke_object_url(&url);
        }
    });
    let content = move || match picture.get() {
        Some(Picture { url: Some(url), size }) => {
            let alt = [acting.words.say(say::PHOTO), " ", &kilobytes(size)].concat();
            view! { <img src=url alt=alt/> }.into_any()
        }
        // Taken on another device: the server has it.
        Some(Picture { url: None, .. }) => view! { <span>{t(say::PHOTO_ELSEWHERE)}</span> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <div class="shot">
            {content}
            <button type="button" class="shot-remove" aria-label=t(say::REMOVE_PHOTO) on:click=move |_| remove.run(name.get_value())>"×"</button>
        </div>
    }
}

#[derive(Clone, PartialEq)]
struct Picture {
    url: Option<String>,
    /// Size in bytes.
    size: usize,
}

fn kilobytes(size: usize) -> String {
    [&size.div_ceil(1_000).to_string(), " KB"].concat()
}
