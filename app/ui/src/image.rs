//! Makes a photo small before it is kept and takes out what the camera wrote into it (ONS-13).
//!
//! Drawing the picture anew keeps nothing but its pixels: place, device and time of the photo are gone.

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, Url};

const QUALITY: f64 = 0.8;
/// What every kept photo is.
pub const MEDIA_TYPE: &str = "image/jpeg";

/// The photo as a JPEG whose longer side has at most so many pixels.
///
/// # Errors
/// The file is no picture, or the browser can't draw it.
pub async fn compress(file: &Blob, longest_side: f64) -> Result<Vec<u8>, JsValue> {
    let bitmap: ImageBitmap = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?.dyn_into()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (longest_side / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into::<CanvasRenderingContext2d>()?;
    // A transparent screenshot would turn black as a JPEG.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)?;
    bitmap.close();
    let jpeg: Blob = JsFuture::from(to_jpeg(&canvas)).await?.dyn_into()?;
    let bytes: ArrayBuffer = JsFuture::from(jpeg.array_buffer()).await?.dyn_into()?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// `toBlob` as a promise.
fn to_jpeg(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| drop(resolve.call1(&JsValue::NULL, &blob)));
        let _ = canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), MEDIA_TYPE, &JsValue::from(QUALITY));
    })
}

/// An address under which the page shows these bytes; whoever asked for it revokes it.
#[must_use]
pub fn object_url(bytes: &[u8], media_type: &str) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
