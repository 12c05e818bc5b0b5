//! Photos of the visit. A photo may arrive after the form: until then its place says so (SYN-5).

use domain::visit::Photo;
use leptos::prelude::*;
use words::office::form as texts;

use crate::tell::Tell;

pub fn photos(photos: &[Photo], tell: Tell) -> impl IntoView + use<> {
    (!photos.is_empty()).then(|| {
        let pictures = photos
            .iter()
            .map(|photo| picture(&photo.sha256, tell.fill(texts::PHOTO, &[("caption", &photo.caption)]), tell))
            .collect_view();
        view! { <h4>{tell.say(texts::PHOTOS)}</h4> <ul class="photos">{pictures}</ul> }
    })
}

/// One picture by the name of its bytes.
pub fn picture(sha256: &str, words: String, tell: Tell) -> impl IntoView + use<> {
    let address = ["/api/blobs/", sha256].concat();
    let is_missing = RwSignal::new(false);
    let (link, caption) = (address.clone(), words.clone());
    view! {
        <li>
            <Show
                when=move || !is_missing.get()
                fallback=move || view! { <span class="photo-missing">{tell.say(texts::PHOTO_MISSING)}</span> }
            >
                <a href=link.clone() target="_blank" rel="noopener">
                    <img src=address.clone() alt=words.clone() loading="lazy" on:error=move |_| is_missing.set(true)/>
                </a>
            </Show>
            <small>{caption}</small>
        </li>
    }
}
