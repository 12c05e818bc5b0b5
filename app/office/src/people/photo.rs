//! The photo that the badge shows: chosen, made small here, kept as a blob (ADM-1, ONS-10).

use leptos::{prelude::*, task::spawn_local};
use ui::{image, t, use_desk};
use web_sys::{Blob, HtmlInputElement};
use words::office::staff as texts;

use crate::tell::use_tell;

/// The longer side of a badge's photo, in pixels.
const LONGEST_SIDE: f64 = 480.0;

/// `photo` is the blob's name, empty for none.
#[component]
pub fn PhotoField(photo: RwSignal<String>, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let mistake = RwSignal::new(None::<String>);
    let url = RwSignal::new(None::<String>);
    Effect::new(move || {
        let sha256 = photo.get();
        if sha256.is_empty() {
            url.set(None);
            return;
        }
        spawn_local(async move {
            let Some(client) = desk.client() else { return };
            if let Some((bytes, kind)) = client.blob(&sha256).await {
                url.try_set(image::object_url(&bytes, &kind));
            }
        });
    });
    let choose = move |input: HtmlInputElement| {
        let file: Option<Blob> = input.files().and_then(|files| files.item(0)).map(Into::into);
        input.set_value("");
        let Some(file) = file else { return };
        mistake.set(None);
        spawn_local(async move {
            let wrong = || untrack(|| tell.say(texts::PHOTO_WRONG).to_owned());
            let Ok(bytes) = image::compress(&file, LONGEST_SIDE).await else {
                mistake.try_set(Some(wrong()));
                return;
            };
            let Some(client) = desk.client() else { return };
            match client.keep_blob(bytes, image::MEDIA_TYPE).await {
                Ok(sha256) => {
                    photo.try_set(sha256);
                }
                Err(_) => {
                    mistake.try_set(Some(wrong()));
                }
            }
        });
    };
    let alt = move || tell.fill(texts::PHOTO_ALT, &[("name", &name.get())]);
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::PHOTO)}</legend>
            <div class="photo-field">
                {move || url.get().map(|url| view! { <img class="face" src=url alt=alt/> })}
                <label class="button">
                    <input type="file" class="visually-hidden" accept="image/*" on:change:target=move |event| choose(event.target())/>
                    {t(texts::PHOTO_CHOOSE)}
                </label>
                <Show when=move || !photo.with(String::is_empty)>
                    <button type="button" class="button quiet" on:click=move |_| photo.set(String::new())>{t(texts::PHOTO_REMOVE)}</button>
                </Show>
            </div>
            <span class="mistake" role="alert">{move || mistake.get()}</span>
        </fieldset>
    }
}
