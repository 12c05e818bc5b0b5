//! The black box on the tablet: saving what waits as a sealed file (SYN-10).

use js_sys::{Array, Uint8Array};
use leptos::{prelude::*, task::spawn_local};
use offline::BlackBox;
use ui::{parts, t};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};
use words::private as texts;

use crate::{
    acting::{Acting, use_acting},
    input::Push,
};

/// Bytes of a file at most; photos beyond it stay on the device.
const LIMIT: usize = 100 * 1024 * 1024;

/// A button that saves what waits.
#[component]
pub fn SaveBox() -> impl IntoView {
    let acting = use_acting();
    let said = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let save = Callback::new(move |()| {
        let Some(client) = acting.desk.client() else { return };
        busy.set(true);
        spawn_local(async move {
            let made = client.black_box(LIMIT).await;
            let words = match made {
                Ok(made) if made.contents.is_empty() && made.photos_left == 0 => {
                    texts::BOX_EMPTY.get(acting.lang()).to_owned()
                }
                Ok(made) => offer(acting, &made),
                Err(_) => texts::BOX_IMPOSSIBLE.get(acting.lang()).to_owned(),
            };
            said.try_set(words);
            busy.try_set(false);
        });
    });
    view! {
        <div class="black-box">
            <p>{t(texts::BOX_HINT)}</p>
            <Push text=texts::BOX_SAVE run=save disabled=Signal::derive(move || busy.get())/>
            <p role="status">{move || said.get()}</p>
        </div>
    }
}

/// Gives the file to the browser, and says what is in it.
fn offer(acting: Acting, made: &BlackBox) -> String {
    if download(acting, &made.file).is_none() {
        return texts::BOX_IMPOSSIBLE.get(acting.lang()).to_owned();
    }
    let what = untrack(|| parts::in_words(made.contents, acting.words));
    let mut said = vec![words::fill(texts::BOX_SAVED.get(acting.lang()), &[("what", &what)])];
    if made.contents.held > 0 {
        said.push(texts::BOX_HELD.get(acting.lang()).to_owned());
    }
    if made.photos_left > 0 {
        said.push(words::fill(texts::BOX_LEFT.get(acting.lang()), &[("n", &made.photos_left.to_string())]));
    }
    said.join(" ")
}

fn download(acting: Acting, bytes: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let parts = Array::of1(&Uint8Array::from(bytes));
    let file = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&file).ok()?;
    let login = acting.desk.client()?.person()?.login.clone();
    let name = ["paidan-", &login, "-", &acting.now().millis().to_string(), ".paidan"].concat();
    let link: HtmlElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", &name).ok()?;
    link.click();
    // The browser has it by then.
    set_timeout(move || drop(Url::revoke_object_url(&address)), std::time::Duration::from_secs(60));
    Some(())
}
